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

// listing keeps the saved tracks: read when first needed, once for all resources
// of a provider process, and again after a write of the provider's own.
type listing struct {
	// lock is a mutex whose waiters can give up.
	lock   chan struct{}
	loaded bool
	saved  *savedTracks
	err    error
}

func newListing() *listing { return &listing{lock: make(chan struct{}, 1)} }

// load returns the saved tracks. A listing that failed fails for everybody who
// asks: a thousand resources need not find out one by one.
func (l *listing) load(ctx context.Context, client *amazonmusic.Client) (*savedTracks, error) {
	select {
	case l.lock <- struct{}{}:
		defer func() { <-l.lock }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if !l.loaded {
		l.saved, l.err = readLibrary(ctx, client)
		// Whoever asks after an interrupted listing asks anew.
		l.loaded = l.err == nil || ctx.Err() == nil
	}
	return l.saved, l.err
}

// forget makes the next load ask the service again.
func (l *listing) forget() {
	l.lock <- struct{}{}
	l.loaded = false
	<-l.lock
}

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

// previewNote begins the description of everything that reads the saved tracks.
const previewNote = "**Preview.** The response format is not documented and has not been verified against the live " +
	"API. "
