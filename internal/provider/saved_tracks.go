package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// savedTracks is the library as the service listed it once. It does not change.
type savedTracks struct {
	// tracks are all entries of the list, those of unknown content too.
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
	tracks, err := amazonmusic.All(client.LibraryTracks(ctx, amazonmusic.MaxPageSize))
	if err != nil {
		return nil, err
	}
	saved := &savedTracks{tracks: tracks, byID: make(map[string]amazonmusic.Track, len(tracks))}
	for _, track := range tracks {
		if track.Known() {
			saved.byID[track.ID] = track
		}
	}
	return saved, nil
}
