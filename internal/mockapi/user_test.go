package mockapi_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const otherToken = "Atza|other-user"

func TestUsers_separateLibraries(t *testing.T) {
	s := mockapi.New()
	other := s.AddUser("other-user", otherToken, "Atzr|other-user")
	put(t, s, "B000000001")
	wantStatus(t, ask(t, s, http.MethodPut, tracksPath+"/B000000002", bearer(otherToken)), 200, "")
	minted := accessToken(t, refresh(t, s, "Atzr|other-user"))
	wantStatus(t, ask(t, s, http.MethodPut, tracksPath+"/B000000003", bearer(minted)), 200, "")
	if got := s.SavedIDs(); !slices.Equal(got, []string{"B000000001"}) {
		t.Errorf("the default user has %q", got)
	}
	if got := other.SavedIDs(); !slices.Equal(got, []string{"B000000002", "B000000003"}) {
		t.Errorf("the other user has %q", got)
	}
	wantStatus(t, ask(t, s, http.MethodDelete, tracksPath+"/B000000001", bearer(otherToken)), 404, "RESOURCE_NOT_FOUND")
	if !s.IsSaved("B000000001") || other.IsSaved("B000000001") {
		t.Error("one user's DELETE changed another's library")
	}
}

func TestUsers_answers(t *testing.T) {
	s := mockapi.New()
	other := s.AddUser("other-user", otherToken, "")
	s.SeedPlaylists(2)
	other.SeedPlaylists(3)
	for _, u := range []struct {
		id, token string
		playlists int
	}{{mockapi.DefaultUserID, mockapi.DefaultAccessToken, 2}, {"other-user", otherToken, 3}} {
		a := ask(t, s, http.MethodGet, playlistsPath, bearer(u.token))
		if got := at(a.decode(t), "data", "user", "id"); got != u.id {
			t.Errorf("data.user.id is %v, want %s", got, u.id)
		}
		if got := len(edgesOf(connectionOf(t, a, playlistsPath))); got != u.playlists {
			t.Errorf("%s has %d playlists", u.id, got)
		}
	}
	s.HideUserID(true)
	for _, path := range []string{playlistsPath, tracksPath, likedPath} {
		if user := at(ask(t, s, http.MethodGet, path).decode(t), "data", "user"); user == nil || has(user, "id") {
			t.Errorf("%s: user is %v, want one without an id", path, user)
		}
	}
}

// A cursor of one user's listing is unknown to the other's.
func TestUsers_separateCursors(t *testing.T) {
	s := mockapi.New()
	s.AddUser("other-user", otherToken, "").Save(manyIDs(5)...)
	s.Save(manyIDs(5)...)
	cursor := next(connectionOf(t, ask(t, s, http.MethodGet, tracksPath+"?limit=2"), tracksPath))
	target := tracksPath + "?limit=2&cursor=" + escape(cursor)
	wantStatus(t, ask(t, s, http.MethodGet, target), 200, "")
	wantStatus(t, ask(t, s, http.MethodGet, target, bearer(otherToken)), 400, "BAD_REQUEST")
}

func TestUsers_revokedAlone(t *testing.T) {
	s := mockapi.New()
	other := s.AddUser("other-user", "", "Atzr|other-user")
	other.RevokeRefreshToken()
	wantGrant(t, refresh(t, s, "Atzr|other-user"), "invalid_grant")
	wantGrant(t, refresh(t, s, mockapi.DefaultRefreshToken), "")
}

// A fault with a PathPrefix is enough to refuse the listing of playlists alone.
func TestAPIError_playlistsOnly(t *testing.T) {
	for _, code := range []string{"AUTH_NO_MUSIC_ACCOUNT_FOUND", "INSUFFICIENT_SCOPE"} {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{
			PathPrefix: playlistsPath,
			Faults:     []mockapi.Fault{mockapi.APIError(http.StatusForbidden, code, "Refused.")},
		})
		wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 403, code)
		wantStatus(t, put(t, s, "B000000001"), 200, "")
		wantStatus(t, ask(t, s, http.MethodGet, tracksPath), 200, "")
	}
}
