package mockapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestSetPlaylist_keepsEntries(t *testing.T) {
	s := mockapi.New()
	ids := manyIDs(4)
	id := s.AddPlaylist(mockapi.Playlist{Title: "Old", TrackIDs: []string{ids[0], ids[1], ids[0]}})
	path := anyPlaylistsPath + "/" + id
	before := entryIDs(t, s, path)
	changed := mockapi.Playlist{ID: id, Title: "New", Visibility: "PUBLIC", TrackIDs: []string{ids[2], ids[0], ids[1], ids[0], ids[0]}}
	if !s.SetPlaylist(changed) {
		t.Fatal("there is no such playlist")
	}
	wantPlaylist(t, s, changed)
	after, tracks := entriesOf(t, s, path, 2)
	if !slices.Equal(after[1:4], []string{before[0], before[1], before[2]}) || !slices.Equal(tracks, changed.TrackIDs) {
		t.Errorf("entries %q of %q, before %q", after, tracks, before)
	}
	if slices.Contains(before, after[0]) || slices.Contains(before, after[4]) {
		t.Error("a new track has an old entry id")
	}
	if !s.DeletePlaylist(id) || s.DeletePlaylist(id) || s.SetPlaylist(changed) {
		t.Error("the playlist is not deleted once")
	}
	wantStatus(t, ask(t, s, http.MethodGet, path), 404, "RESOURCE_NOT_FOUND")
	wantStatus(t, ask(t, s, http.MethodGet, path+"/tracks"), 404, "RESOURCE_NOT_FOUND")
}

func TestSeedPlaylists_tracks(t *testing.T) {
	s := mockapi.New()
	other := s.AddUser("other-user", otherToken, "")
	s.SeedPlaylists(50)
	other.SeedPlaylists(50)
	seen := map[string]bool{}
	for _, p := range slices.Concat(s.Playlists(), other.Playlists()) {
		if seen[p.ID] {
			t.Errorf("two playlists have the id %s", p.ID)
		}
		seen[p.ID] = true
	}
	first := s.Playlists()[0]
	if first.Title != "00 Rock" || len(first.TrackIDs) != 12 || first.Visibility != "PRIVATE" {
		t.Errorf("the first playlist is %+v", first)
	}
	if _, tracks := entriesOf(t, s, anyPlaylistsPath+"/"+first.ID, 5); !slices.Equal(tracks, first.TrackIDs) {
		t.Errorf("tracks %q, want %q", tracks, first.TrackIDs)
	}
}

// playlistCalls are requests that change something, with a check of whether they did.
var playlistCalls = []struct {
	name, method, path, body string // "ID" and "ENTRY" stand for those of the one playlist
	acted                    func(mockapi.Playlist, int) bool
}{
	{"create", "POST", "", goodPlaylist, func(_ mockapi.Playlist, n int) bool { return n == 2 }},
	{"update", "PUT", "/ID", goodPlaylist, func(p mockapi.Playlist, _ int) bool { return p.Title == "Road Trip" }},
	{"delete", "DELETE", "/ID", "", func(_ mockapi.Playlist, n int) bool { return n == 0 }},
	{"append", "PUT", "/ID/tracks", appendBody(true, "B000000002"), func(p mockapi.Playlist, _ int) bool { return len(p.TrackIDs) == 2 }},
	{"remove", "DELETE", "/ID/tracks", entriesBody("ENTRY"), func(p mockapi.Playlist, _ int) bool { return p.ID != "" && len(p.TrackIDs) == 0 }},
}

func TestPlaylistFaults(t *testing.T) {
	faults := []struct {
		fault mockapi.Fault
		acts  bool
	}{
		{mockapi.Fault{}, true},
		{mockapi.CutBefore(), false},
		{mockapi.CutAfter(), true},
		{mockapi.CutBody(), true},
		{mockapi.ShortBody(), true},
		{mockapi.Slow(time.Nanosecond), true},
		{mockapi.Throttled("1"), false},
		{mockapi.InternalError(), false},
		{mockapi.BadGateway(), false},
		{mockapi.Answer(200, "application/json", "{}"), false},
	}
	for _, call := range playlistCalls {
		for _, f := range faults {
			t.Run(call.name+" "+f.fault.String(), func(t *testing.T) {
				s := mockapi.New()
				id := s.AddPlaylist(mockapi.Playlist{Title: "Old", TrackIDs: []string{"B000000001"}})
				entry := entryIDs(t, s, anyPlaylistsPath+"/"+id)[0]
				body := strings.Replace(call.body, "ENTRY", entry, 1)
				change := jsonBody(body)
				if body == "" {
					change = func(*http.Request) {}
				}
				s.Fail(mockapi.FaultPlan{PathPrefix: anyPlaylistsPath, Faults: []mockapi.Fault{f.fault}})
				ask(t, s, call.method, anyPlaylistsPath+strings.Replace(call.path, "ID", id, 1), change)
				p, _ := s.Playlist(id)
				if got := call.acted(p, len(s.Playlists())); got != f.acts {
					t.Errorf("acted: %v; %+v", got, s.Playlists())
				}
			})
		}
	}
}
