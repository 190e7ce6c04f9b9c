// Package mockapi is a stand-in for the Amazon Music Web API, V1, and for Login with Amazon. It keeps state: what a
// client saves is there when it looks again. The API is a closed beta, so this is what the provider is tested against.
// Where the API page leaves a choice, the stand-in takes the stricter or the less pleasant one, so that a client that
// works with it can be expected to work with the live service.
//
// Comments name the source of a fact: "API page" is printed in the documentation of the API or of Login with Amazon,
// "second-hand" is said to be there by independent readers, "seen" is what public client code relies on, "guess" is ours.
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

// DefaultUserID is the id of the user that a new Service has, as on the API page.
const DefaultUserID = "6ozjgidgbvjdv3j6dd5jm7ipom"

// The paths of the API, and of Login with Amazon, which in reality is on other hosts (API page).
const (
	pathMe            = "/v1/me"
	pathPlaylists     = "/v1/me/playlists"
	pathLibraryTracks = "/v1/me/library/tracks"
	pathLikedTracks   = "/v1/me/tracks"
	pathTracks        = "/v1/tracks"
	pathAlbums        = "/v1/albums"
	pathSearchTracks  = "/v1/search/tracks"
	pathAnyPlaylists  = "/v1/playlists"
	pathToken         = "/auth/o2/token"
	pathAuthorize     = "/ap/oa"
)

// object is a JSON object. It is a map rather than a struct because most answers differ in which fields are there.
type object map[string]any
