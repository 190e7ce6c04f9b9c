package provider

// playlistPreviewNote begins the description of everything that rests on calls
// beyond the API's Library page.
const playlistPreviewNote = "**Preview.** The calls behind this are not on the API's Library page. Other pages of " +
	"the API and public clients agree on them, but they have not been verified against the live API. "
