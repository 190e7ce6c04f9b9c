package provider

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
