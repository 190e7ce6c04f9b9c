package mockapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// searchNames sends a search by field and query, and reads all of its pages.
func searchNames(t *testing.T, s *mockapi.Service, pairs ...string) (hits []any) {
	t.Helper()
	body := map[string]any{"limit": 20}
	var filters []map[string]string
	for i := 0; i < len(pairs); i += 2 {
		filters = append(filters, map[string]string{"field": pairs[i], "query": pairs[i+1]})
	}
	body["searchFilters"] = filters
	for {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		a := sendJSON(t, s, http.MethodPost, searchPath, string(text))
		wantStatus(t, a, 200, "")
		connection := at(a.decode(t), "data", "searchTracks")
		for _, edge := range edgesOf(connection) {
			hits = append(hits, at(edge, "node"))
		}
		if at(connection, "pageInfo", "hasNextPage") != true {
			return hits
		}
		body["token"] = next(connection)
	}
}

func TestSearchTracks_byName(t *testing.T) {
	tests := []struct {
		name    string
		filters []string
		want    []string
	}{
		{
			"title and artist",
			[]string{"name", "Halo", "artistName", "The Wires"},
			[]string{"B0HALOLIVE", "B0HALO0ONE", "B0HALOBEST"},
		},
		{"title", []string{"name", "halo"}, []string{"B0HALOLIVE", "B0HALOTHEM", "B0HALO0ONE", "B0HALOBEST"}},
		{"album", []string{"name", "halo", "albumName", "one"}, []string{"B0HALOTHEM", "B0HALO0ONE"}},
		{"any word of the title", []string{"name", "Echoes - 2011 Remaster", "artistName", "cafe noir"}, []string{"B0ECHOES11"}},
		{"all words of the artists", []string{"name", "Halo", "artistName", "The Wires feat. Somebody"}, nil},
		{"several artists", []string{"name", "Twice", "artistName", "Somebody; Pair"}, []string{"B0TWICE0EX", "B0TWICE0CL"}},
		{"Chinese", []string{"name", "夜", "artistName", "某人"}, []string{"B0NIGHTCN0"}},
		{"Cyrillic", []string{"name", "НОЧЬ", "artistName", "группа"}, []string{"B0NIGHTRU0"}},
		{"a song without artists", []string{"name", "Unsigned", "artistName", "The Wires"}, nil},
		{"nothing", []string{"name", "Nothing", "artistName", "Nobody"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			for _, decoys := range []int{0, 1, 25} {
				s.SetSearchDecoys(decoys)
				hits := searchNames(t, s, tt.filters...)
				if got := nodeIDs(hits[decoys:]); !slices.Equal(got, tt.want) {
					t.Errorf("after %d others: %q, want %q", decoys, got, tt.want)
				}
				for _, decoy := range hits[:decoys] {
					same := at(decoy, "title") == tt.filters[1]
					if artists := fmt.Sprint(at(decoy, "artists")); same && !strings.Contains(artists, "Somebody Else") {
						t.Errorf("what is not it has title and artist: %v", decoy)
					}
				}
			}
		})
	}
}

func TestSearchTracks_pages(t *testing.T) {
	s := mockapi.New()
	s.SetSearchDecoys(30)
	body := func(token string) string {
		return `{"searchFilters":[{"field":"name","query":"Halo"}],"limit":20` + token + `}`
	}
	first := at(sendJSON(t, s, http.MethodPost, searchPath, body("")).decode(t), "data", "searchTracks")
	token := fmt.Sprintf(`,"token":%q`, next(first))
	second := sendJSON(t, s, http.MethodPost, searchPath, body(token))
	wantStatus(t, second, 200, "")
	if n := len(edgesOf(at(second.decode(t), "data", "searchTracks"))); n != 14 {
		t.Errorf("%d hits on the second page", n)
	}
	other := strings.Replace(body(token), "Halo", "Twice", 1)
	wantStatus(t, sendJSON(t, s, http.MethodPost, searchPath, other), 400, "BAD_REQUEST")
	wantStatus(t, sendJSON(t, s, http.MethodPost, searchPath, body(`,"token":"x"`)), 400, "BAD_REQUEST")
}

func TestSearchTracks_completeCatalogByName(t *testing.T) {
	s := mockapi.New()
	s.SetSearchDecoys(0)
	s.CompleteCatalog(true)
	hits := searchNames(t, s, "name", "My Song", "artistName", "Me")
	if len(hits) != 1 || at(hits[0], "title") != "My Song" || !strings.Contains(fmt.Sprint(at(hits[0], "artists")), "name:Me") {
		t.Fatalf("hits %v", hits)
	}
	id := nodeIDs(hits)[0]
	if again := nodeIDs(searchNames(t, s, "name", "my song", "artistName", "me")); !slices.Equal(again, []string{id}) {
		t.Errorf("found %q and then %q", id, again)
	}
	if saved := at(put(t, s, id).decode(t), "data", "saveTrack", "track", "title"); saved != "My Song" {
		t.Errorf("saved with the title %v", saved)
	}
}

func TestAddSongs(t *testing.T) {
	s := mockapi.New()
	s.SetSearchDecoys(0)
	s.AddSongs(mockapi.Song{
		ID: "B0NEWSONG1", Title: "New Song", Artists: []string{"A", "B"}, Album: "C", ISRC: "GBABC2600001",
		ReleaseDate: "2026-01-01T00:00:00.000Z", Explicit: new(true),
	}, mockapi.Song{ID: "B0NEWSONG2", Title: "New Song"})
	hits := searchNames(t, s, "name", "New Song")
	if got := nodeIDs(hits); !slices.Equal(got, []string{"B0NEWSONG1", "B0NEWSONG2"}) {
		t.Fatalf("found %q", got)
	}
	if at(hits[0], "album", "title") != "C" || at(hits[0], "releaseDate") != "2026-01-01T00:00:00.000Z" ||
		at(hits[0], "parentalSettings", "hasExplicitLanguage") != true || !strings.Contains(fmt.Sprint(at(hits[0], "artists")), "name:B") {
		t.Errorf("hit %v", hits[0])
	}
	for _, key := range []string{"artists", "album", "isrc", "releaseDate", "parentalSettings"} {
		if has(hits[1], key) {
			t.Errorf("the second hit has %q: %v", key, hits[1])
		}
	}
	if got := nodeIDs(search(t, s, "GBABC2600001", 20)); !slices.Equal(got, []string{"B0NEWSONG1"}) {
		t.Errorf("by ISRC: %q", got)
	}
	s.Describe("B0NEWSONG1", map[string]any{"id": "B0NEWSONG1", "title": "New Song"})
	if hits := searchNames(t, s, "name", "New Song"); has(hits[0], "artists") {
		t.Errorf("hit %v", hits[0])
	}
	s.Lack("B0NEWSONG1")
	if got := nodeIDs(searchNames(t, s, "name", "New Song")); !slices.Equal(got, []string{"B0NEWSONG2"}) {
		t.Errorf("found %q", got)
	}
}
