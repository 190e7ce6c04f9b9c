package mockapi_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const anyPlaylistsPath = "/v1/playlists"

// goodPlaylist is the body of a playlist that is in order.
const goodPlaylist = `{"title":"Road Trip","description":"","visibility":"PRIVATE"}`

func jsonBody(body string) func(*http.Request) { return typedBody("application/json", body) }

func typedBody(contentType, body string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Content-Type", contentType)
		r.Body = io.NopCloser(strings.NewReader(body))
	}
}

func sendJSON(t *testing.T, s *mockapi.Service, method, target, body string) answer {
	t.Helper()
	return ask(t, s, method, target, jsonBody(body))
}

func TestMe(t *testing.T) {
	s := mockapi.New()
	a := ask(t, s, http.MethodGet, "/v1/me")
	wantStatus(t, a, 200, "")
	user := at(a.decode(t), "data", "user")
	if at(user, "id") != mockapi.DefaultUserID || !has(user, "name") || !has(user, "images") || !has(user, "url") {
		t.Errorf("user %v", user)
	}
	s.HideUserID(true)
	if user := at(ask(t, s, http.MethodGet, "/v1/me").decode(t), "data", "user"); has(user, "id") {
		t.Errorf("user %v", user)
	}
}

func TestCreatePlaylist(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(1)
	a := sendJSON(t, s, http.MethodPost, anyPlaylistsPath, `{"title":"Road Trip","description":"Down","visibility":"PUBLIC"}`)
	wantStatus(t, a, 200, "")
	created := at(a.decode(t), "data", "createPlaylist")
	id := fmt.Sprint(at(created, "id"))
	want := mockapi.Playlist{ID: id, Title: "Road Trip", Description: "Down", Visibility: "PUBLIC"}
	wantPlaylist(t, s, want)
	if at(created, "trackCount") != float64(0) || at(created, "title") != "Road Trip" || strings.Contains(fmt.Sprint(at(created, "url")), id) {
		t.Errorf("answer %v", created)
	}
	if list := walk(t, s, playlistsPath, 100); len(list) != 2 || at(list[1], "id") != id {
		t.Errorf("listed: %v", list)
	}
	if read := at(ask(t, s, http.MethodGet, anyPlaylistsPath+"/"+id).decode(t), "data", "playlist"); fmt.Sprint(read) != fmt.Sprint(created) {
		t.Errorf("read %v, want %v", read, created)
	}
	// Two requests make two playlists.
	s.SetPlaylistAnswers(mockapi.AnswerNoContent)
	created = at(sendJSON(t, s, http.MethodPost, anyPlaylistsPath, goodPlaylist).decode(t), "data", "createPlaylist")
	if other := at(created, "id"); other == nil || other == id || has(created, "title") || len(s.Playlists()) != 3 {
		t.Errorf("answer %v, playlists %v", created, s.Playlists())
	}
}

// wantPlaylist compares one of the default user's playlists.
func wantPlaylist(t *testing.T, s *mockapi.Service, want mockapi.Playlist) {
	t.Helper()
	got, ok := s.Playlist(want.ID)
	if !ok || got.Title != want.Title || got.Description != want.Description || got.Visibility != want.Visibility ||
		!slices.Equal(got.TrackIDs, want.TrackIDs) {
		t.Errorf("playlist %+v, want %+v", got, want)
	}
}

// playlistBodies are bodies that neither a POST nor a PUT takes.
var playlistBodies = []struct{ name, body string }{
	{"empty", ""},
	{"no object", "[]"},
	{"null", "null"},
	{"two objects", goodPlaylist + goodPlaylist},
	{"no title", `{"description":"","visibility":"PRIVATE"}`},
	{"no description", `{"title":"x","visibility":"PRIVATE"}`},
	{"null description", `{"title":"x","description":null,"visibility":"PRIVATE"}`},
	{"no visibility", `{"title":"x","description":""}`},
	{"empty title", `{"title":"","description":"","visibility":"PRIVATE"}`},
	{"long title", `{"title":"` + strings.Repeat("é", 256) + `","description":"","visibility":"PRIVATE"}`},
	{"long description", `{"title":"x","description":"` + strings.Repeat("é", 1001) + `","visibility":"PRIVATE"}`},
	{"too large", `{"title":"x","description":"` + strings.Repeat("x", 64<<10) + `","visibility":"PRIVATE"}`},
	{"lower case", `{"title":"x","description":"","visibility":"private"}`},
	{"other visibility", `{"title":"x","description":"","visibility":"SHARED"}`},
	{"number", `{"title":7,"description":"","visibility":"PRIVATE"}`},
	{"unknown field", `{"title":"x","description":"","visibility":"PRIVATE","x":1}`},
	{"another case of a field", `{"Title":"x","description":"","visibility":"PRIVATE"}`},
}

func TestPlaylistBodies(t *testing.T) {
	for _, tt := range playlistBodies {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			before := mockapi.Playlist{ID: "one", Title: "One", Visibility: "PRIVATE"}
			s.AddPlaylist(before)
			wantStatus(t, sendJSON(t, s, http.MethodPost, anyPlaylistsPath, tt.body), 400, "BAD_REQUEST")
			wantStatus(t, sendJSON(t, s, http.MethodPut, anyPlaylistsPath+"/one", tt.body), 400, "BAD_REQUEST")
			if wantPlaylist(t, s, before); len(s.Playlists()) != 1 {
				t.Errorf("playlists %v", s.Playlists())
			}
		})
	}
	s := mockapi.New()
	longest := `{"title":"` + strings.Repeat("é", 255) + `","description":"` + strings.Repeat("é", 1000) + `","visibility":"PRIVATE"}`
	wantStatus(t, sendJSON(t, s, http.MethodPost, anyPlaylistsPath, longest), 200, "")
	charset := typedBody("application/json; charset=utf-8", goodPlaylist)
	wantStatus(t, ask(t, s, http.MethodPost, anyPlaylistsPath, charset), 200, "")
}

func TestUpdatePlaylist_bodyKinds(t *testing.T) {
	jsonUpdate := jsonBody(`{"title":"New","description":"a & b","visibility":"PUBLIC"}`)
	const formType = "application/x-www-form-urlencoded"
	formUpdate := typedBody(formType, "title=New&description=a+%26+b&visibility=PUBLIC")
	tests := []struct {
		name    string
		takes   mockapi.BodyKind
		refusal int
		body    func(*http.Request)
		status  int
	}{
		{"JSON", mockapi.BodyJSON, 415, jsonUpdate, 200},
		{"form where JSON is due", mockapi.BodyJSON, 415, formUpdate, 415},
		{"form where JSON is due, 400", mockapi.BodyJSON, 400, formUpdate, 400},
		{"form", mockapi.BodyForm, 415, formUpdate, 200},
		{"JSON where a form is due", mockapi.BodyForm, 415, jsonUpdate, 415},
		{"JSON where a form is due, 400", mockapi.BodyForm, 400, jsonUpdate, 400},
		{"form without a field", mockapi.BodyForm, 415, typedBody(formType, "title=New&visibility=PUBLIC"), 400},
		{"form with a field twice", mockapi.BodyForm, 415, typedBody(formType, "title=a&title=b&description=&visibility=PUBLIC"), 400},
		{"form with another field", mockapi.BodyForm, 415, typedBody(formType, "title=a&description=&visibility=PUBLIC&x=1"), 400},
		{"unreadable form", mockapi.BodyForm, 415, typedBody(formType, "title=%zz"), 400},
		{"no content type", mockapi.BodyJSON, 415, typedBody("", goodPlaylist), 415},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetPlaylistUpdates(tt.takes, tt.refusal)
			want := mockapi.Playlist{ID: s.AddPlaylist(mockapi.Playlist{Title: "Old"}), Title: "Old", Visibility: "PRIVATE"}
			code := "BAD_REQUEST"
			if tt.status == 200 {
				code, want.Title, want.Description, want.Visibility = "", "New", "a & b", "PUBLIC"
			}
			wantStatus(t, ask(t, s, http.MethodPut, anyPlaylistsPath+"/"+want.ID, tt.body), tt.status, code)
			wantPlaylist(t, s, want)
		})
	}
}

func TestPlaylistAnswers(t *testing.T) {
	tests := []struct {
		answer mockapi.WriteAnswer
		status int
		body   string // of all; "" is another for each
	}{
		{mockapi.AnswerFull, 200, ""},
		{mockapi.AnswerEmptyObject, 200, "{}"},
		{mockapi.AnswerNoContent, 204, ""},
	}
	for _, tt := range tests {
		s := mockapi.New()
		s.SetPlaylistAnswers(tt.answer)
		path := anyPlaylistsPath + "/" + s.AddPlaylist(mockapi.Playlist{Title: "Old"})
		for _, a := range []answer{
			sendJSON(t, s, http.MethodPut, path+"/tracks", `{"trackIds":["B000000001"],"addDuplicateTracks":true}`),
			sendJSON(t, s, http.MethodPut, path, goodPlaylist),
			sendJSON(t, s, http.MethodDelete, path+"/tracks", `{"entryIds":["`+entryIDs(t, s, path)[0]+`"]}`),
			ask(t, s, http.MethodDelete, path),
		} {
			wantStatus(t, a, tt.status, "")
			if full := strings.HasPrefix(a.body, `{"data":{"`); full != (tt.answer == mockapi.AnswerFull) || !full && a.body != tt.body {
				t.Errorf("answer %d: body %q", tt.answer, a.body)
			}
		}
		if len(s.Playlists()) != 0 {
			t.Errorf("answer %d: playlists %v", tt.answer, s.Playlists())
		}
	}
}

func TestPlaylistsOfAnotherUser(t *testing.T) {
	for status, code := range map[int]string{404: "RESOURCE_NOT_FOUND", 403: "FORBIDDEN"} {
		s := mockapi.New()
		s.SetForeignPlaylists(status)
		other := s.AddUser("other-user", otherToken, "")
		id := other.AddPlaylist(mockapi.Playlist{Title: "Theirs", TrackIDs: manyIDs(2)})
		path := anyPlaylistsPath + "/" + id
		for _, a := range []answer{
			ask(t, s, http.MethodGet, path),
			ask(t, s, http.MethodGet, path+"/tracks"),
			sendJSON(t, s, http.MethodPut, path, goodPlaylist),
			sendJSON(t, s, http.MethodPut, path+"/tracks", `{"trackIds":["B000000001"],"addDuplicateTracks":true}`),
			sendJSON(t, s, http.MethodDelete, path+"/tracks", `{"entryIds":["x"]}`),
			ask(t, s, http.MethodDelete, path),
		} {
			wantStatus(t, a, status, code)
		}
		if got, ok := other.Playlist(id); !ok || got.Title != "Theirs" || len(got.TrackIDs) != 2 {
			t.Errorf("the playlist is now %+v", got)
		}
		wantStatus(t, ask(t, s, http.MethodGet, anyPlaylistsPath+"/none"), 404, "RESOURCE_NOT_FOUND")
		wantStatus(t, ask(t, s, http.MethodGet, path, bearer(otherToken)), 200, "")
	}
}
