package mockapi_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const albumsPath = "/v1/albums/"

func album(t *testing.T, s *mockapi.Service, id string) (album any, tracks []any) {
	t.Helper()
	a := ask(t, s, http.MethodGet, albumsPath+id)
	wantStatus(t, a, 200, "")
	album = at(a.decode(t), "data", "album")
	tracks, ok := at(album, "tracks").([]any)
	if !ok || at(album, "id") != id {
		t.Fatalf("album %v", album)
	}
	return album, tracks
}

func TestAlbums(t *testing.T) {
	s := mockapi.New()
	if _, tracks := album(t, s, "B08DL2H5PV"); at(tracks[0], "title") != "Kane Train" || len(tracks) != 1 {
		t.Errorf("tracks %v", tracks)
	}
	seen := map[string]int{}
	for _, id := range manyIDs(200) {
		album, tracks := album(t, s, id)
		if has(album, "trackCount") && at(album, "trackCount") != float64(len(tracks)) {
			t.Errorf("album %v", album)
		}
		fields, _ := album.(map[string]any)
		for key := range fields {
			seen[key]++
		}
		for _, track := range tracks {
			if has(track, "isrc") || has(track, "artists") || len(nodeIDs([]any{track})[0]) != 10 {
				t.Errorf("track %v", track)
			}
		}
	}
	for _, key := range []string{"duration", "trackCount", "releaseDate", "label", "url", "artists", "images"} {
		if seen[key] < 100 || seen[key] == 200 {
			t.Errorf("%d of 200 albums have %q", seen[key], key)
		}
	}

	s.AddAlbum(mockapi.Album{ID: "B0MYALBUM1", Title: "Mine", Tracks: []string{"B0HALO0ONE", "B0ECHOES11"}})
	if album, tracks := album(t, s, "B0MYALBUM1"); at(album, "title") != "Mine" ||
		!slices.Equal(nodeIDs(tracks), []string{"B0HALO0ONE", "B0ECHOES11"}) || at(tracks[1], "title") != "Échoes" {
		t.Errorf("album %v", album)
	}
	s.Lack("B0MYALBUM1")
	wantStatus(t, ask(t, s, http.MethodGet, albumsPath+"B0MYALBUM1"), 404, "RESOURCE_NOT_FOUND")
}

func TestAlbums_strict(t *testing.T) {
	s := mockapi.New()
	wantStatus(t, ask(t, s, http.MethodGet, albumsPath+"b08dl2h5pv"), 400, "BAD_REQUEST")
	wantStatus(t, ask(t, s, http.MethodGet, albumsPath+"B08DL2H5PV?x=1"), 400, "BAD_REQUEST")
	wantStatus(t, ask(t, s, http.MethodPut, albumsPath+"B08DL2H5PV"), 405, "BAD_REQUEST")
	wantStatus(t, ask(t, s, http.MethodGet, albumsPath), 404, "RESOURCE_NOT_FOUND")
	wantStatus(t, ask(t, s, http.MethodGet, albumsPath+"B08DL2H5PV/tracks"), 404, "RESOURCE_NOT_FOUND")
}
