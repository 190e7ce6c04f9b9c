package provider

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// Bounds of configured texts of a playlist, in characters. The service's own are not
// documented.
const (
	maxTitle       = 250
	maxDescription = 2500
)

// titleValidator accepts what can be shown as one line.
func titleValidator() validator.String {
	return validatorOf[types.String]{fmt.Sprintf("value must be one line of 1 to %d characters", maxTitle), checkTitle}
}

func checkTitle(diags *diag.Diagnostics, at path.Path, value types.String) {
	title := value.ValueString()
	switch {
	case strings.TrimSpace(title) == "":
		diags.AddAttributeError(at, "Missing Title", "A playlist needs a title. It must not be empty.")
	case utf8.RuneCountInString(title) > maxTitle:
		addArgumentError(diags, at, title, "Title Too Long",
			fmt.Sprintf("The title has %d characters. It may have at most %d.", utf8.RuneCountInString(title), maxTitle))
	case strings.ContainsFunc(title, unicode.IsControl):
		addArgumentError(diags, at, title, "Invalid Title",
			fmt.Sprintf("The title %.100q must be one line, without control characters. chomp(…) or trimspace(…) removes a line "+
				"break.", title))
	}
}

// descriptionValidator bounds the length.
func descriptionValidator() validator.String {
	return validatorOf[types.String]{fmt.Sprintf("value must have at most %d characters", maxDescription), checkDescription}
}

func checkDescription(diags *diag.Diagnostics, at path.Path, value types.String) {
	description := value.ValueString()
	if n := utf8.RuneCountInString(description); n > maxDescription {
		addArgumentError(diags, at, description, "Description Too Long",
			fmt.Sprintf("The description has %d characters. It may have at most %d.", n, maxDescription))
	}
}

// visibilityValidator accepts the values that the service takes.
func visibilityValidator() validator.String {
	return validatorOf[types.String]{"value must be PRIVATE or PUBLIC", checkVisibility}
}

func checkVisibility(diags *diag.Diagnostics, at path.Path, value types.String) {
	visibility := value.ValueString()
	if isVisibility(visibility) {
		return
	}
	text := fmt.Sprintf("The visibility must be %q or %q, got %.100q.",
		amazonmusic.VisibilityPrivate, amazonmusic.VisibilityPublic, visibility)
	if upper := strings.ToUpper(strings.TrimFunc(visibility, unicode.IsSpace)); isVisibility(upper) {
		text += fmt.Sprintf(" Write it as %q.", upper)
	}
	addArgumentError(diags, at, visibility, "Invalid Visibility", text)
}

func isVisibility(value string) bool {
	return value == amazonmusic.VisibilityPrivate || value == amazonmusic.VisibilityPublic
}
