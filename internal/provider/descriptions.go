package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// previewNote begins the description of everything that reads the saved tracks.
const previewNote = "**Preview.** The response format is not documented and has not been verified against the live " +
	"API. "

// playlistPreviewNote begins the description of everything that rests on calls
// beyond the API's Library page.
const playlistPreviewNote = "**Preview.** The calls behind this are not on the API's Library page. Other pages of " +
	"the API and public clients agree on them, but they have not been verified against the live API. "

// describeArgument ends a description with the argument's environment variable and
// default.
func describeArgument(name, text, fallback string) string {
	text += " Environment: `" + variableFor(name) + "`."
	if fallback != "" {
		text += " Default: " + fallback + "."
	}
	return text
}

// userIDAttribute is the user that an object is for. See [session.beginChecked].
func userIDAttribute(object string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true,
		MarkdownDescription: "Id of the user whose " + object + " this is. Credentials of another user are refused before " +
			"anything is changed. Null where the service does not tell it.",
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
	}
}
