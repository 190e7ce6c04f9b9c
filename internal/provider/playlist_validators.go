package provider

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

var (
	_ validator.String = titleValidator{}
	_ validator.String = descriptionValidator{}
	_ validator.String = visibilityValidator{}
	_ validator.List   = trackListValidator{}
	_ validator.List   = isrcListValidator{}
)

// Bounds of what a playlist and a lookup may hold. The service's own are not
// documented; the client takes over no longer texts from an answer.
const (
	maxTitle          = 250
	maxDescription    = 2500
	maxPlaylistTracks = 10_000
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
		resp.Diagnostics.AddAttributeError(req.Path, "Title Too Long",
			fmt.Sprintf("The title has %d characters. It may have at most %d.", utf8.RuneCountInString(title), maxTitle))
	case transport.OneLine(title) != title:
		resp.Diagnostics.AddAttributeError(
			req.Path,
			"Invalid Title",
			fmt.Sprintf("The title %.100q must be one line, without control "+
				"characters and without spaces at its ends. chomp(…) or trimspace(…) removes a line break.", title),
		)
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
	_ context.Context,
	req validator.StringRequest,
	resp *validator.StringResponse,
) {
	if n := utf8.RuneCountInString(req.ConfigValue.ValueString()); n > maxDescription {
		resp.Diagnostics.AddAttributeError(req.Path, "Description Too Long",
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
	_ context.Context,
	req validator.StringRequest,
	resp *validator.StringResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	value := req.ConfigValue.ValueString()
	if isVisibility(value) {
		return
	}
	text := fmt.Sprintf(
		"The visibility must be %q or %q, got %.100q.",
		amazonmusic.VisibilityPrivate,
		amazonmusic.VisibilityPublic,
		value,
	)
	if upper := strings.ToUpper(strings.TrimFunc(value, unicode.IsSpace)); isVisibility(upper) {
		text += fmt.Sprintf(" Write it as %q.", upper)
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid Visibility", text)
}

func isVisibility(value string) bool {
	return value == amazonmusic.VisibilityPrivate || value == amazonmusic.VisibilityPublic
}

// trackListValidator checks a list of track ids and reports each kind of mistake
// once, however many ids have it. An id that is not known yet is not checked.
type trackListValidator struct {
	// required says that the list must not be empty.
	required bool
}

func (v trackListValidator) Description(context.Context) string {
	least := 0
	if v.required {
		least = 1
	}
	return fmt.Sprintf("value must hold %d to %d catalog ids (ten characters of A-Z and 0-9)", least, maxPlaylistTracks)
}

func (v trackListValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (v trackListValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	ids := checkedList(req, &resp.Diagnostics, "track id", v.required)
	var wrong []string
	for _, id := range ids {
		if !trackid.Valid(id) {
			wrong = append(wrong, id)
		}
	}
	if len(wrong) > 0 {
		resp.Diagnostics.AddAttributeError(req.Path, invalidTrackID,
			explainTrackIDs(wrong, fmt.Sprintf("%d of the %d ids are not ids of tracks:", len(wrong), len(ids))))
	}
}

// isrcListValidator does the same for ISRCs.
type isrcListValidator struct{}

func (isrcListValidator) Description(context.Context) string {
	return fmt.Sprintf("value must hold 1 to %d ISRCs", maxPlaylistTracks)
}

func (v isrcListValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (isrcListValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	codes := checkedList(req, &resp.Diagnostics, "ISRC", true)
	var wrong []string
	for _, code := range codes {
		if _, err := isrc.Parse(code); err != nil {
			wrong = append(wrong, fmt.Sprintf("  %.100q", code))
		}
	}
	if len(wrong) > 0 {
		resp.Diagnostics.AddAttributeError(
			req.Path,
			"Invalid ISRC",
			fmt.Sprintf("An ISRC has two letters, three letters or digits and "+
				"seven digits, like GBCFB2000356 or GB-CFB-20-00356.\n\n%d of the %d values are not ISRCs:\n%s",
				len(wrong), len(codes), listSome(wrong, "\n")),
		)
	}
}

// checkedList checks the length of a list and returns the elements that are known.
func checkedList(req validator.ListRequest, diags *diag.Diagnostics, noun string, required bool) []string {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return nil
	}
	elements := req.ConfigValue.Elements()
	switch {
	case required && len(elements) == 0:
		diags.AddAttributeError(req.Path, "Empty List", fmt.Sprintf("The list must hold at least one %s.", noun))
	case len(elements) > maxPlaylistTracks:
		diags.AddAttributeError(req.Path, "Too Many Elements",
			fmt.Sprintf("The list holds %d elements. It may hold at most %d.", len(elements), maxPlaylistTracks))
	}
	return knownStrings(elements, req.Path, diags)
}

func knownStrings(elements []attr.Value, at path.Path, diags *diag.Diagnostics) []string {
	known := make([]string, 0, len(elements))
	for i, element := range elements {
		text, ok := element.(types.String)
		switch {
		case !ok || text.IsUnknown():
		case text.IsNull():
			diags.AddAttributeError(at.AtListIndex(i), "Missing Value", "An element of the list is null. Leave it out.")
			return nil
		default:
			known = append(known, text.ValueString())
		}
	}
	return known
}

// requireOne adds an error unless exactly one of two arguments is set. One that is
// not known yet counts as set, and may turn out to be null.
func requireOne(diags *diag.Diagnostics, name string, value attr.Value, otherName string, other attr.Value) {
	switch {
	case value.IsNull() && other.IsNull():
		diags.AddError(
			"Missing Argument",
			fmt.Sprintf("Exactly one of %q and %q is required, and neither is set.", name, otherName),
		)
	case !value.IsNull() && !other.IsNull() && !value.IsUnknown() && !other.IsUnknown():
		diags.AddAttributeError(path.Root(otherName), "Conflicting Arguments",
			fmt.Sprintf("Exactly one of %q and %q is required, and both are set. Remove one of them.", name, otherName))
	}
}
