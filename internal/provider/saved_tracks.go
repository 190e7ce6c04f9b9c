package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// listing is the library as the service listed it once. It does not change.
type listing struct {
	tracks []amazonmusic.Track
	byID   map[string]amazonmusic.Track
}

// savedTracks keeps a listing: read on first need, once for all resources of a
// provider process, and again after a write of ours.
type savedTracks struct {
	// lock is a mutex whose waiters can give up.
	lock   chan struct{}
	loaded bool
	list   *listing
	err    error
}

func newSavedTracks() *savedTracks { return &savedTracks{lock: make(chan struct{}, 1)} }

// load returns the listing. A listing that failed fails for everybody who asks:
// a thousand resources need not find out one by one.
func (s *savedTracks) load(ctx context.Context, client *amazonmusic.Client) (*listing, error) {
	select {
	case s.lock <- struct{}{}:
		defer func() { <-s.lock }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if !s.loaded {
		s.list, s.err = readLibrary(ctx, client)
		// Whoever asks after an interrupted listing asks anew.
		s.loaded = s.err == nil || ctx.Err() == nil
	}
	return s.list, s.err
}

func readLibrary(ctx context.Context, client *amazonmusic.Client) (*listing, error) {
	l := &listing{tracks: []amazonmusic.Track{}, byID: map[string]amazonmusic.Track{}}
	for page, err := range client.LibraryTracks(ctx, amazonmusic.MaxPageSize) {
		if err != nil {
			return nil, err
		}
		for _, track := range page {
			l.tracks = append(l.tracks, track)
			l.byID[track.ID] = track
		}
	}
	return l, nil
}

// forget makes the next load ask the service again.
func (s *savedTracks) forget() {
	s.lock <- struct{}{}
	s.loaded = false
	<-s.lock
}

// library returns the saved tracks, or nil and an error that names the switch.
func (s *session) library(ctx context.Context, diags *diag.Diagnostics, action string) *listing {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return nil
	}
	saved, err := s.saved.load(ctx, client)
	if err != nil {
		detail := s.failure("The saved tracks could not be listed, so nothing is known of what the library holds and nothing in the state was changed", err)
		if s.detectDrift {
			detail += "\n\n" + `This call is a preview: the form of its answer is not known at first hand. Set "detect_drift" to false, or unset ` +
				variableFor("detect_drift") + ", to go on without it."
		}
		diags.AddError("Unable to List Saved Tracks", detail)
		return nil
	}
	return saved
}

// find returns the saved track of any of these ids.
func (l *listing) find(ids ...string) (amazonmusic.Track, bool) {
	for _, id := range ids {
		if track, saved := l.byID[id]; saved {
			return track, true
		}
	}
	return amazonmusic.Track{}, false
}
