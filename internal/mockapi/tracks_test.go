package mockapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const catalogPath = "/v1/tracks"

func catalogIDs(t *testing.T, a answer) []string {
	t.Helper()
	wantStatus(t, a, 200, "")
	tracks, ok := at(a.decode(t), "data", "tracks").([]any)
	if !ok {
		t.Fatalf("body %s", a.body)
	}
	return nodeIDs(tracks)
}

func TestCatalogTracks(t *testing.T) {
	s := mockapi.New()
	s.Lack("B0LACKING1")
	for _, n := range []int{1, 2, 3, 100} {
		ids := manyIDs(n)
		got := catalogIDs(t, ask(t, s, http.MethodGet, catalogPath+"?ids="+strings.Join(ids, ",")))
		if n > 1 && slices.Equal(got, ids) {
			t.Errorf("%d tracks in the order they were asked for", n)
		}
		slices.Sort(got)
		if !slices.Equal(got, ids) {
			t.Errorf("%d ids: got %q", n, got)
		}
	}
	asked := strings.Join([]string{"B0LACKING1", mockapi.TrackNotFound, "B000000001", mockapi.TrackAliased, "B000000001"}, "%2C")
	got := catalogIDs(t, ask(t, s, http.MethodGet, catalogPath+"?ids="+asked))
	slices.Sort(got)
	if !slices.Equal(got, []string{"B000000001", mockapi.TrackCanonical}) {
		t.Errorf("got %q", got)
	}
	if got := catalogIDs(t, ask(t, s, http.MethodGet, catalogPath+"?ids=B0LACKING1")); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestCatalogTracks_strict(t *testing.T) {
	for _, query := range []string{
		"", "?ids=", "?ids=B000000001,", "?ids=b000000001", "?ids=B000000001&ids=B000000002", "?ids=B000000001&x=1", "?id=B000000001",
		"?ids=B000000001%20B000000002", "?ids=" + strings.Join(manyIDs(101), ","), "?%zz",
	} {
		wantStatus(t, ask(t, mockapi.New(), http.MethodGet, catalogPath+query), 400, "BAD_REQUEST")
	}
}

func TestCatalogTracks_fields(t *testing.T) {
	s := mockapi.New()
	seen := map[string]int{}
	a := ask(t, s, http.MethodGet, catalogPath+"?ids="+strings.Join(manyIDs(100), ","))
	tracks, _ := at(a.decode(t), "data", "tracks").([]any)
	for _, track := range tracks {
		for _, key := range []string{"title", "isrc", "duration", "album", "artists", "globalAsin"} {
			if has(track, key) {
				seen[key]++
			}
		}
		if at(track, "globalAsin") == at(track, "id") {
			t.Errorf("the other id is the same: %v", track)
		}
		if album := at(track, "album"); album != nil && (!has(album, "id") || !has(album, "title") || !has(album, "url")) {
			t.Errorf("album %v", album)
		}
		if artists, _ := at(track, "artists").([]any); has(track, "artists") && (!has(artists[0], "id") || !has(artists[0], "name")) {
			t.Errorf("artists %v", artists)
		}
	}
	for _, key := range []string{"isrc", "duration", "album", "artists"} {
		if seen[key] < 50 || seen[key] == 100 {
			t.Errorf("%d of 100 have %s", seen[key], key)
		}
	}
	if seen["title"] != 100 || seen["globalAsin"] != 100 {
		t.Errorf("seen %v", seen)
	}
	s.Describe("B000000001", map[string]any{"id": "other"})
	if got := catalogIDs(t, ask(t, s, http.MethodGet, catalogPath+"?ids=B000000001,"+mockapi.TrackBare)); !slices.Contains(got, "other") {
		t.Errorf("got %q", got)
	}
}

func TestLack_library(t *testing.T) {
	s := mockapi.New()
	s.Lack("B0LACKING1")
	if a := put(t, s, "B0LACKING1"); a.body != `{"data":{"saveTrack":null}}` || s.IsSaved("B0LACKING1") {
		t.Errorf("body %s", a.body)
	}
	s.Refuse("B0LACKING1", mockapi.RefuseNotFound)
	wantStatus(t, put(t, s, "B0LACKING1"), 404, "RESOURCE_NOT_FOUND")
}
