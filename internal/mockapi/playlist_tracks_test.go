package mockapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// entriesOf reads all pages of a playlist's tracks and returns their entry ids and track ids.
func entriesOf(t *testing.T, s *mockapi.Service, path string, limit int) (entries, tracks []string) {
	t.Helper()
	target := fmt.Sprintf("%s/tracks?limit=%d", path, limit)
	for {
		a := ask(t, s, http.MethodGet, target)
		wantStatus(t, a, 200, "")
		c := at(a.decode(t), "data", "playlist", "tracks")
		for _, edge := range edgesOf(c) {
			index, id, _ := strings.Cut(fmt.Sprint(at(edge, "cursor")), ":")
			if index != fmt.Sprint(len(entries)) {
				t.Errorf("cursor %v at index %d", at(edge, "cursor"), len(entries))
			}
			entries = append(entries, id)
			tracks = append(tracks, fmt.Sprint(at(edge, "node", "id")))
		}
		if at(c, "pageInfo", "hasNextPage") != true {
			return entries, tracks
		}
		target = fmt.Sprintf("%s/tracks?limit=%d&cursor=%s", path, limit, escape(next(c)))
	}
}

func entryIDs(t *testing.T, s *mockapi.Service, path string) []string {
	t.Helper()
	ids, _ := entriesOf(t, s, path, 100)
	return ids
}

func appendBody(duplicates bool, ids ...string) string {
	body, _ := json.Marshal(map[string]any{"trackIds": ids, "addDuplicateTracks": duplicates})
	return string(body)
}

func entriesBody(ids ...string) string {
	body, _ := json.Marshal(map[string]any{"entryIds": ids})
	return string(body)
}

func TestPlaylistTracks_model(t *testing.T) {
	s := mockapi.New()
	id := s.AddPlaylist(mockapi.Playlist{Title: "Model"})
	path := anyPlaylistsPath + "/" + id
	random := rand.New(rand.NewPCG(1, 0))
	var tracks, entries []string
	seen := map[string]bool{}
	for range 60 {
		if random.IntN(2) == 0 || len(tracks) == 0 {
			var batch []string
			for range 1 + random.IntN(8) {
				batch = append(batch, manyIDs(6)[random.IntN(6)])
			}
			wantStatus(t, sendJSON(t, s, http.MethodPut, path+"/tracks", appendBody(true, batch...)), 200, "")
			tracks = append(tracks, batch...)
		} else {
			i := random.IntN(len(tracks))
			wantStatus(t, sendJSON(t, s, http.MethodDelete, path+"/tracks", entriesBody(entries[i])), 200, "")
			tracks, entries = slices.Delete(tracks, i, i+1), slices.Delete(entries, i, i+1)
		}
		gotEntries, gotTracks := entriesOf(t, s, path, 1+random.IntN(5))
		if !slices.Equal(gotTracks, tracks) || !slices.Equal(gotEntries[:min(len(entries), len(gotEntries))], entries) {
			t.Fatalf("tracks %q, want %q; entries %q, want %q and more", gotTracks, tracks, gotEntries, entries)
		}
		for _, fresh := range gotEntries[len(entries):] {
			if seen[fresh] {
				t.Fatalf("entry id %s was used before", fresh)
			}
			seen[fresh] = true
		}
		entries = gotEntries
	}
	wantPlaylist(t, s, mockapi.Playlist{ID: id, Title: "Model", Visibility: "PRIVATE", TrackIDs: tracks})
	if count := at(ask(t, s, http.MethodGet, path).decode(t), "data", "playlist", "trackCount"); count != float64(len(tracks)) {
		t.Errorf("trackCount is %v of %d", count, len(tracks))
	}
}

// The ids of entries are in itemId or in the cursor, and are the same in both.
func TestPlaylistTracks_itemIDs(t *testing.T) {
	s := mockapi.New()
	ids := manyIDs(4)
	path := anyPlaylistsPath + "/" + s.AddPlaylist(mockapi.Playlist{Title: "T", TrackIDs: ids})
	s.Describe(ids[1], nil)
	want := entryIDs(t, s, path)
	s.SetItemIDs(true)
	for _, same := range []bool{false, true} {
		if same {
			s.SetListingLie(mockapi.LieSameEntry)
			want[2] = want[0]
		}
		edges := edgesOf(at(ask(t, s, http.MethodGet, path+"/tracks").decode(t), "data", "playlist", "tracks"))
		for i, edge := range edges {
			if at(edge, "itemId") != want[i] || strings.Contains(fmt.Sprint(at(edge, "cursor")), want[i]) {
				t.Errorf("edge %d is %v, want the item %s", i, edge, want[i])
			}
		}
		if len(edges) != 4 || at(edges[1], "node") != nil {
			t.Errorf("edges %v", edges)
		}
	}
	s.SetListingLie(mockapi.LieNone)
	wantStatus(t, sendJSON(t, s, http.MethodDelete, path+"/tracks", entriesBody(want[1])), 200, "")
	s.SetItemIDs(false)
	if _, tracks := entriesOf(t, s, path, 100); !slices.Equal(tracks, []string{ids[0], ids[2], ids[3]}) {
		t.Errorf("left %q", tracks)
	}
}

func TestAppendTracks_duplicates(t *testing.T) {
	ids := manyIDs(3)
	given := []string{ids[0], ids[1], ids[1], mockapi.TrackAliased, mockapi.TrackCanonical}
	tests := []struct {
		duplicates bool
		want       []string
	}{
		{true, []string{ids[0], ids[0], ids[1], ids[1], mockapi.TrackCanonical, mockapi.TrackCanonical}},
		{false, []string{ids[0], ids[1], mockapi.TrackCanonical}},
	}
	for _, tt := range tests {
		s := mockapi.New()
		id := s.AddPlaylist(mockapi.Playlist{Title: "x", TrackIDs: ids[:1]})
		a := sendJSON(t, s, http.MethodPut, anyPlaylistsPath+"/"+id+"/tracks", appendBody(tt.duplicates, given...))
		wantStatus(t, a, 200, "")
		if got, _ := s.Playlist(id); !slices.Equal(got.TrackIDs, tt.want) {
			t.Errorf("duplicates %v: %q, want %q", tt.duplicates, got.TrackIDs, tt.want)
		}
	}
}

func TestAppendTracks_missing(t *testing.T) {
	tests := []struct {
		name    string
		missing mockapi.MissingTracks
		status  int
		code    string
		named   bool // the first id that the catalog lacks, in the answer
		left    int  // tracks afterwards
	}{
		{"404", mockapi.MissingNotFound, 404, "RESOURCE_NOT_FOUND", true, 0},
		{"400", mockapi.MissingBadRequest, 400, "BAD_REQUEST", true, 0},
		{"left out", mockapi.MissingLeftOut, 200, "", false, 2},
		{"partial", mockapi.MissingPartial, 200, "", true, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetMissingTracks(tt.missing)
			s.Lack("B0LACKING1", "B0LACKING2")
			id := s.AddPlaylist(mockapi.Playlist{Title: "x"})
			body := appendBody(true, "B000000001", "B0LACKING1", "B000000002", "B0LACKING2")
			a := sendJSON(t, s, http.MethodPut, anyPlaylistsPath+"/"+id+"/tracks", body)
			wantStatus(t, a, tt.status, tt.code)
			if strings.Contains(a.body, "B0LACKING1") != tt.named {
				t.Errorf("body %s", a.body)
			}
			errs, _ := at(a.decode(t), "errors").([]any)
			if (len(errs) == 2) != (tt.missing == mockapi.MissingPartial) {
				t.Errorf("errors %v", errs)
			}
			if got, _ := s.Playlist(id); len(got.TrackIDs) != tt.left {
				t.Errorf("tracks %q", got.TrackIDs)
			}
			wantStatus(t, sendJSON(t, s, http.MethodPut, anyPlaylistsPath+"/"+id+"/tracks", appendBody(true, "B000000003")), 200, "")
		})
	}
}

func TestPlaylistTracks_strict(t *testing.T) {
	tests := []struct {
		name, method, body string
		status             int
		code               string
	}{
		{"full batch", "PUT", appendBody(true, manyIDs(100)...), 200, ""},
		{"over the batch", "PUT", appendBody(true, manyIDs(101)...), 400, "BAD_REQUEST"},
		{"no tracks", "PUT", `{"trackIds":[],"addDuplicateTracks":true}`, 400, "BAD_REQUEST"},
		{"null tracks", "PUT", `{"trackIds":null,"addDuplicateTracks":true}`, 400, "BAD_REQUEST"},
		{"no flag", "PUT", `{"trackIds":["B000000001"]}`, 400, "BAD_REQUEST"},
		{"text as flag", "PUT", `{"trackIds":["B000000001"],"addDuplicateTracks":"true"}`, 400, "BAD_REQUEST"},
		{"no track id", "PUT", appendBody(true, "b000000001"), 400, "BAD_REQUEST"},
		{"unknown field", "PUT", `{"trackIds":["B000000001"],"addDuplicateTracks":true,"position":0}`, 400, "BAD_REQUEST"},
		{"no JSON", "PUT", "trackIds=B000000001", 400, "BAD_REQUEST"},
		{"unknown entry", "DELETE", entriesBody("none"), 404, "RESOURCE_NOT_FOUND"},
		{"track id as entry", "DELETE", entriesBody("B000000009"), 404, "RESOURCE_NOT_FOUND"},
		{"no entries", "DELETE", entriesBody(), 400, "BAD_REQUEST"},
		{"too many entries", "DELETE", entriesBody(manyIDs(101)...), 400, "BAD_REQUEST"},
		{"no body", "DELETE", "", 400, "BAD_REQUEST"},
		{"other field", "DELETE", `{"trackIds":["B000000009"]}`, 400, "BAD_REQUEST"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			id := s.AddPlaylist(mockapi.Playlist{Title: "x", TrackIDs: []string{"B000000009"}})
			wantStatus(t, sendJSON(t, s, tt.method, anyPlaylistsPath+"/"+id+"/tracks", tt.body), tt.status, tt.code)
			if got, _ := s.Playlist(id); (len(got.TrackIDs) == 1) != (tt.status != 200) {
				t.Errorf("%d tracks", len(got.TrackIDs))
			}
		})
	}
}

func TestRemoveEntries_allOrNone(t *testing.T) {
	s := mockapi.New()
	s.SetPlaylistBatch(3)
	id := s.AddPlaylist(mockapi.Playlist{Title: "x", TrackIDs: manyIDs(5)})
	path := anyPlaylistsPath + "/" + id
	e := entryIDs(t, s, path)
	for _, ids := range [][]string{{e[0], "none"}, {e[0], e[0]}} {
		wantStatus(t, sendJSON(t, s, http.MethodDelete, path+"/tracks", entriesBody(ids...)), 404, "RESOURCE_NOT_FOUND")
	}
	wantStatus(t, sendJSON(t, s, http.MethodDelete, path+"/tracks", entriesBody(e[:4]...)), 400, "BAD_REQUEST")
	if got := entryIDs(t, s, path); !slices.Equal(got, e) {
		t.Errorf("entries %q, want %q", got, e)
	}
	wantStatus(t, sendJSON(t, s, http.MethodDelete, path+"/tracks", entriesBody(e[4], e[0], e[2])), 200, "")
	if got := entryIDs(t, s, path); !slices.Equal(got, []string{e[1], e[3]}) {
		t.Errorf("entries %q", got)
	}
}
