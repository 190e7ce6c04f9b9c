package provider

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

var (
	_ validator.String = titleValidator{}
	_ validator.String = descriptionValidator{}
	_ validator.String = visibilityValidator{}
)

// Bounds of the texts of a playlist, in characters. The service's own are not
// documented; the client takes over no longer texts from an answer.
const (
	maxTitle       = 250
	maxDescription = 2500
)

// titleValidator accepts what can be shown as one line.
type titleValidator struct{}

func (titleValidator) Description(context.Context) string {
	return fmt.Sprintf("value must be one line of 1 to %d characters", maxTitle)
}

func (v titleValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (titleValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	title := req.ConfigValue.ValueString()
	switch {
	case strings.TrimSpace(title) == "":
		resp.Diagnostics.AddAttributeError(req.Path, "Missing Title", "A playlist needs a title. It must not be empty.")
	case utf8.RuneCountInString(title) > maxTitle:
		addArgumentError(&resp.Diagnostics, req.Path, title, "Title Too Long",
			fmt.Sprintf("The title has %d characters. It may have at most %d.", utf8.RuneCountInString(title), maxTitle))
	case transport.OneLine(title) != title:
		addArgumentError(&resp.Diagnostics, req.Path, title, "Invalid Title",
			fmt.Sprintf("The title %.100q must be one line, without control characters and without spaces at its ends. "+
				"chomp(…) or trimspace(…) removes a line break.", title))
	}
}

// descriptionValidator bounds the length.
type descriptionValidator struct{}

func (descriptionValidator) Description(context.Context) string {
	return fmt.Sprintf("value must have at most %d characters", maxDescription)
}

func (v descriptionValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (descriptionValidator) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	description := req.ConfigValue.ValueString()
	if n := utf8.RuneCountInString(description); n > maxDescription {
		addArgumentError(&resp.Diagnostics, req.Path, description, "Description Too Long",
			fmt.Sprintf("The description has %d characters. It may have at most %d.", n, maxDescription))
	}
}

// visibilityValidator accepts the values that the service takes.
type visibilityValidator struct{}

func (visibilityValidator) Description(context.Context) string {
	return "value must be PRIVATE or PUBLIC"
}

func (v visibilityValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (visibilityValidator) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	value := req.ConfigValue.ValueString()
	if isVisibility(value) {
		return
	}
	text := fmt.Sprintf("The visibility must be %q or %q, got %.100q.",
		amazonmusic.VisibilityPrivate, amazonmusic.VisibilityPublic, value)
	if upper := strings.ToUpper(strings.TrimFunc(value, unicode.IsSpace)); isVisibility(upper) {
		text += fmt.Sprintf(" Write it as %q.", upper)
	}
	addArgumentError(&resp.Diagnostics, req.Path, value, "Invalid Visibility", text)
}

func isVisibility(value string) bool {
	return value == amazonmusic.VisibilityPrivate || value == amazonmusic.VisibilityPublic
}
