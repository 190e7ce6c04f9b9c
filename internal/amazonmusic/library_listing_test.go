package amazonmusic

import (
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestLibraryTracks(t *testing.T) {
	for _, shape := range []mockapi.LibraryShape{mockapi.ShapeUserTracks, mockapi.ShapeUserLibraryTracks, mockapi.ShapeUserFlatLibraryTracks} {
		s := mockapi.New()
		s.SetLibraryShape(shape)
		s.Save(trackIDs(25)...)
		s.Save(mockapi.TrackBare)
		var ids []string
		for tracks, err := range newTestClient(t, s).LibraryTracks(t.Context(), 10) {
			if err != nil {
				t.Fatal(err)
			}
			for _, track := range tracks {
				ids = append(ids, track.ID)
			}
		}
		// The newest first.
		if len(ids) != 26 || ids[0] != mockapi.TrackBare || ids[25] != trackIDs(1)[0] {
			t.Errorf("shape %d: %q", shape, ids)
		}
		if n := len(s.Requests()); n != 3 || s.Requests()[0].Path != "/v1/me/library/tracks" {
			t.Errorf("%d requests were sent", n)
		}
	}
}

func TestLibraryTracksFail(t *testing.T) {
	tests := []struct {
		name    string
		shape   mockapi.LibraryShape
		status  int
		message string
	}{
		{"forbidden", mockapi.ShapeForbidden, 403, "cannot be listed"},
		{"not found", mockapi.ShapeNotFound, 404, "no such resource"},
		{"another form", mockapi.ShapeNonsense, 200, "data{user}, data.user{id, library}"},
		{"null", mockapi.ShapeNull, 200, "data.user{id, tracks}"},
		{"HTML", mockapi.ShapeNotJSON, 200, "text/html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetLibraryShape(tt.shape)
			s.Save(someTrack)
			pages := 0
			for tracks, err := range newTestClient(t, s, withRetries(2)).LibraryTracks(t.Context(), 10) {
				if pages++; pages > 1 || len(tracks) > 0 {
					t.Fatalf("page %d has %d tracks", pages, len(tracks))
				}
				if e := failure(t, err); e.Status != tt.status || !strings.Contains(e.Message, tt.message) {
					t.Errorf("the error is %v", e)
				}
			}
			wantSent(t, s, "GET /v1/me/library/tracks?limit=10")
		})
	}
}

// A library that changes between two pages moves the rest by one.
func TestLibraryTracksThatMove(t *testing.T) {
	s := mockapi.New()
	s.Save(trackIDs(20)...)
	seen := map[string]int{}
	page := 0
	for tracks, err := range newTestClient(t, s).LibraryTracks(t.Context(), 10) {
		if err != nil {
			t.Fatal(err)
		}
		for _, track := range tracks {
			seen[track.ID]++
		}
		if page++; page == 1 {
			s.Save(mockapi.TrackBare)
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d tracks", len(seen))
	}
}
