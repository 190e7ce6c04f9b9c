package mockapi_test

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// visitPage sends a form to the page, or looks at it where there is none, and returns what it shows in the end.
func visitPage(t *testing.T, address string, form url.Values, headers ...string) (int, string) {
	t.Helper()
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestPage_library(t *testing.T) {
	s, server := listen(t)
	other := s.AddUser("other-user", "", "")
	s.Save(mockapi.TrackKaneTrain)
	for _, press := range []struct {
		user, button, value string
		mine, others        string
	}{
		{s.UserID(), "save", "B000000001", "B08DL2BXQC B000000001", ""},
		{s.UserID(), "save", mockapi.TrackAliased, "B08DL2BXQC B000000001 B097S185X9", ""},
		{s.UserID(), "remove", mockapi.TrackKaneTrain, "B000000001 B097S185X9", ""},
		{"other-user", "save", "B000000002", "B000000001 B097S185X9", "B000000002"},
		{"other-user", "remove", "B000000001", "B000000001 B097S185X9", "B000000002"},
		{"nobody", "save", "B000000003", "B000000001 B097S185X9", "B000000002"},
		{s.UserID(), "save", "not an id", "B000000001 B097S185X9", "B000000002"},
	} {
		status, page := visitPage(t, server.URL(), url.Values{"user": {press.user}, press.button: {press.value}})
		mine, others := strings.Join(s.SavedIDs(), " "), strings.Join(other.SavedIDs(), " ")
		if status != http.StatusOK || mine != press.mine || others != press.others {
			t.Errorf("%v: HTTP %d, saved %q and %q", press, status, mine, others)
		}
		for _, heading := range []string{"Account 1: <code>" + s.UserID(), "Account 2: <code>other-user"} {
			if !strings.Contains(page, heading) {
				t.Errorf("the page has no %q:\n%s", heading, page)
			}
		}
		for id := range strings.FieldsSeq(mine + " " + others) {
			if !strings.Contains(page, `<li data-track="`+id+`">`) {
				t.Errorf("the page does not show %s:\n%s", id, page)
			}
		}
	}
}

func TestPage_playlist(t *testing.T) {
	s, server := listen(t)
	id := s.AddPlaylist(mockapi.Playlist{Title: "Mine", Description: "Text", Visibility: "PUBLIC", TrackIDs: []string{"B000000001", "B000000002"}})
	open := server.URL() + "/?playlist=" + id
	before := entryIDs(t, s, "/v1/playlists/"+id)
	first, second := before[0], before[1]
	for _, press := range []struct{ button, value, title, tracks string }{
		{"rename", "Ours <3", "Ours <3", "B000000001 B000000002"},
		{"up", second, "Ours <3", "B000000002 B000000001"},
		{"up", second, "Ours <3", "B000000002 B000000001"},
		{"add", mockapi.TrackAliased, "Ours <3", "B000000002 B000000001 B097S185X9"},
		{"add", "not an id", "Ours <3", "B000000002 B000000001 B097S185X9"},
		{"drop", second, "Ours <3", "B000000001 B097S185X9"},
		{"drop", second, "Ours <3", "B000000001 B097S185X9"},
	} {
		_, page := visitPage(t, open, url.Values{"user": {s.UserID()}, "playlist": {id}, press.button: {press.value}})
		p, _ := s.Playlist(id)
		if p.Title != press.title || p.Description != "Text" || p.Visibility != "PUBLIC" || strings.Join(p.TrackIDs, " ") != press.tracks {
			t.Errorf("%v: %+v", press, p)
		}
		if !strings.Contains(page, "<h4>Ours &lt;3: ") {
			t.Errorf("the page does not show the playlist that was open:\n%s", page)
		}
	}
	if after := entryIDs(t, s, "/v1/playlists/"+id); after[0] != first {
		t.Errorf("the entry of a track that stays was %s and is %v", first, after)
	}
	visitPage(t, open, url.Values{"user": {s.UserID()}, "playlist": {id}, "delete": {id}})
	visitPage(t, open, url.Values{"user": {s.UserID()}, "playlist": {id}, "rename": {"Gone"}})
	visitPage(t, open, url.Values{"user": {s.UserID()}, "create": {"New"}})
	if lists := s.Playlists(); len(lists) != 1 || lists[0].Title != "New" || lists[0].Visibility != "PRIVATE" {
		t.Errorf("playlists: %+v", lists)
	}
}

// The page is a person's, and changes nothing about how the service answers a client.
func TestPage_isNoPartOfTheService(t *testing.T) {
	s, server := listen(t)
	s.FailNext(1, mockapi.InternalError())
	s.LimitRate(0.001, 1, "1")
	for range 3 {
		if status, _ := visitPage(t, server.URL(), nil); status != http.StatusOK {
			t.Errorf("HTTP %d", status)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests in the log", n)
	}
	// It is at one address only.
	if status, _ := visitPage(t, server.URL()+"//", nil); status == http.StatusOK {
		t.Error("the page is served at //")
	}
}

// Another page that is open in the browser cannot press the buttons.
func TestPage_otherOrigin(t *testing.T) {
	s, server := listen(t)
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://music.amazon.com"}} {
		if status, _ := visitPage(t, server.URL(), url.Values{"user": {s.UserID()}, "save": {"B000000001"}}, headers...); status != http.StatusForbidden {
			t.Errorf("%v: HTTP %d", headers, status)
		}
	}
	if saved := s.SavedIDs(); len(saved) != 0 {
		t.Errorf("saved: %v", saved)
	}
}

// A large library is shown in part, and what it is called is only text.
func TestPage_shows(t *testing.T) {
	s, server := listen(t)
	s.Save(manyIDs(250)...)
	s.Describe("B000000250", map[string]any{"id": "B000000250", "title": "<b>{{.}} ${x}"})
	s.Save("B000000250")
	s.Describe(mockapi.TrackBare, map[string]any{"id": mockapi.TrackBare, "title": nil})
	s.Save(mockapi.TrackBare)
	_, page := visitPage(t, server.URL(), nil)
	if n := strings.Count(page, "<li data-track="); n != 100 || !strings.Contains(page, "Library: 252 tracks") {
		t.Errorf("%d tracks are shown", n)
	}
	shown := strings.Index(page, "&lt;b&gt;{{.}} ${x}")
	newest := strings.Index(page, mockapi.TrackBare)
	if !slices.IsSorted([]int{0, newest, shown}) {
		t.Errorf("the newest track is at %d, the one before at %d:\n%.2000s", newest, shown, page)
	}
}
