// Package mockapi is a stand-in for the Amazon Music Web API, V1, with a library that is really kept: what a client
// saves is there when it looks again. The API is a closed beta, so this is the one thing the provider is tested
// against. Where the API's page leaves a choice, the stand-in takes the stricter or the less pleasant one: a client
// that gets along with it should find the live service easy.
//
// Comments name the source of a fact: "API page" is printed in the documentation of the API or of Login with Amazon,
// "second-hand" is said to be there by those who read it, "seen" is what public client code relies on, "guess" is ours.
//
// A Service is an http.Handler. Tests put it behind an in-memory http.RoundTripper or on a loopback port with Listen.
package mockapi

// What a new Service accepts. The values are recognisable, so that a test can search logs and state for them, and the
// tokens contain a '|' as real ones do (API page), which has to survive headers, forms and shells.
const (
	DefaultAPIKey       = "amzn1.application.mock-profile"
	DefaultAccessToken  = "Atza|mock-access-token"
	DefaultClientID     = "amzn1.application-oa2-client.mock"
	DefaultClientSecret = "mock-client-secret"
	DefaultRefreshToken = "Atzr|mock-refresh-token"
)

// The paths of the API, and of the token endpoint, which in reality is on another host (API page).
const (
	pathPlaylists     = "/v1/me/playlists"
	pathLibraryTracks = "/v1/me/library/tracks"
	pathLikedTracks   = "/v1/me/tracks"
	pathToken         = "/auth/o2/token"
)

// userID is the user of every answer, as on the API page.
const userID = "6ozjgidgbvjdv3j6dd5jm7ipom"

// object is a JSON object. A map rather than structs, because which fields are there is the point of most answers.
type object map[string]any
