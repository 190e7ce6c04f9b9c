package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// savedTracks is the library as the service listed it once. It does not change.
type savedTracks struct {
	tracks []amazonmusic.Track
	byID   map[string]amazonmusic.Track
}

// find returns the saved track of any of these ids.
func (s *savedTracks) find(ids ...string) (amazonmusic.Track, bool) {
	for _, id := range ids {
		if track, saved := s.byID[id]; saved {
			return track, true
		}
	}
	return amazonmusic.Track{}, false
}

// readLibrary lists the saved tracks, all of them or none.
func readLibrary(ctx context.Context, client *amazonmusic.Client) (*savedTracks, error) {
	saved := &savedTracks{tracks: []amazonmusic.Track{}, byID: map[string]amazonmusic.Track{}}
	for page, err := range client.LibraryTracks(ctx, amazonmusic.MaxPageSize) {
		if err != nil {
			return nil, err
		}
		for _, track := range page {
			saved.tracks = append(saved.tracks, track)
			saved.byID[track.ID] = track
		}
	}
	return saved, nil
}
