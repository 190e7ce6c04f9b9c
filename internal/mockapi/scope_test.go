package mockapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// scopeCalls are all calls, with the scope that each needs.
func scopeCalls(playlist string) map[string]string {
	return map[string]string{
		"GET /v1/me":                                "music::profile:read",
		"GET /v1/me/playlists":                      "music::library:read",
		"GET /v1/me/tracks":                         "music::library:read",
		"GET /v1/me/library/tracks":                 "music::profile:read",
		"PUT /v1/me/library/tracks/B08DL2BXQC":      "music::library",
		"DELETE /v1/me/library/tracks/B08DL2BXQC":   "music::library",
		"POST /v1/playlists":                        "music::library",
		"GET /v1/playlists/" + playlist:             "music::library",
		"PUT /v1/playlists/" + playlist:             "music::library",
		"DELETE /v1/playlists/" + playlist:          "music::library",
		"GET /v1/playlists/" + playlist + "/tracks": "music::library",
		"GET /v1/tracks":                            "music::catalog",
		"POST /v1/search/tracks":                    "music::catalog",
		"GET /v1/albums/B08DL2H5PV":                 "music::catalog",
	}
}

func TestScopes(t *testing.T) {
	for _, scope := range mockapi.Scopes {
		s := mockapi.New()
		playlist := s.AddPlaylist(mockapi.Playlist{Title: "Road Trip"})
		s.Save(mockapi.TrackKaneTrain)
		for call, needed := range scopeCalls(playlist) {
			method, path, _ := strings.Cut(call, " ")
			s.SetScopes(scope)
			granted := scope == needed || scope == "music::library" && needed == "music::library:read"
			if got := ask(t, s, method, path).code() != "ACCESS_DENIED"; got != granted {
				t.Errorf("%s with the scope %s: allowed %v", call, scope, got)
			}
			s.SetScopes(slices.DeleteFunc(slices.Clone(mockapi.Scopes), func(other string) bool { return other == scope })...)
			if got := ask(t, s, method, path).code() == "ACCESS_DENIED"; got != (scope == needed && needed != "music::library:read") {
				t.Errorf("%s without the scope %s: refused %v", call, scope, got)
			}
		}
	}
	s := mockapi.New()
	s.SetScopes()
	wantStatus(t, put(t, s, mockapi.TrackKaneTrain), 403, "ACCESS_DENIED")
	wantStatus(t, ask(t, s, http.MethodGet, "/v1/nowhere"), 404, "RESOURCE_NOT_FOUND")
	if len(s.SavedIDs()) != 0 {
		t.Error("a refused call has saved a track")
	}
}

// A token has the scopes that its user agreed to, and so do those that are refreshed from it.
func TestScopes_login(t *testing.T) {
	s := mockapi.New()
	s.SetConsent(mockapi.ConsentAgree)
	s.RotateRefreshTokens(true)
	query := authorizeQuery()
	query.Set("scope", "music::library:read music::catalog")
	a := exchange(t, s, codeForm(redirected(t, authorize(t, s, query)).Get("code")))
	wantScopes(t, s, a, 200, 403)
	a = refresh(t, s, refreshToken(t, a))
	wantScopes(t, s, a, 200, 403)

	narrower := grant(refreshToken(t, a))
	narrower.Set("scope", "music::catalog")
	a = ask(t, s, http.MethodPost, tokenPath, form(narrower.Encode()))
	wantScopes(t, s, a, 403, 403)
	wider := grant(refreshToken(t, a))
	wider.Set("scope", "music::catalog music::library")
	wantGrant(t, ask(t, s, http.MethodPost, tokenPath, form(wider.Encode())), "invalid_scope")
}

// wantScopes tries an access token at a call that lists and at one that saves.
func wantScopes(t *testing.T, s *mockapi.Service, a answer, listing, saving int) {
	t.Helper()
	token := bearer(accessToken(t, a))
	lists := ask(t, s, http.MethodGet, playlistsPath, token).status
	saves := ask(t, s, http.MethodPut, tracksPath+"/B000000001", token).status
	if lists != listing || saves != saving {
		t.Errorf("listing: %d, saving: %d; want %d and %d", lists, saves, listing, saving)
	}
}

func refreshToken(t *testing.T, a answer) string {
	t.Helper()
	token, _ := at(a.decode(t), "refresh_token").(string)
	if token == "" {
		t.Fatalf("no refresh token in %s", a.body)
	}
	return token
}
