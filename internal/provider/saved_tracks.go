package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// savedTracks is the library as the service lists it: read on first need,
// once for all resources of a provider process, and again after a write of ours.
type savedTracks struct {
	// lock is a mutex whose waiters can give up.
	lock   chan struct{}
	loaded bool
	tracks []amazonmusic.Track
	byID   map[string]amazonmusic.Track
	err    error
}

func newSavedTracks() *savedTracks { return &savedTracks{lock: make(chan struct{}, 1)} }

// load returns the listing. A listing that failed fails for everybody who asks:
// a thousand resources need not find out one by one.
func (s *savedTracks) load(ctx context.Context, client *amazonmusic.Client) error {
	select {
	case s.lock <- struct{}{}:
		defer func() { <-s.lock }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if s.loaded {
		return s.err
	}
	s.tracks, s.byID, s.err = []amazonmusic.Track{}, map[string]amazonmusic.Track{}, nil
	for page, err := range client.LibraryTracks(ctx, amazonmusic.MaxPageSize) {
		if err != nil {
			// Whoever asks after an interrupted run asks anew.
			s.err, s.loaded = err, ctx.Err() == nil
			return err
		}
		for _, track := range page {
			s.tracks = append(s.tracks, track)
			s.byID[track.ID] = track
		}
	}
	s.loaded = true
	return nil
}

// forget makes the next load ask the service again.
func (s *savedTracks) forget() {
	s.lock <- struct{}{}
	s.loaded = false
	<-s.lock
}

// library returns the saved tracks, or nil and an error that names the switch.
func (s *session) library(ctx context.Context, diags *diag.Diagnostics, action string) *savedTracks {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return nil
	}
	if err := s.saved.load(ctx, client); err != nil {
		detail := s.failure("The saved tracks could not be listed, so nothing is known of what the library holds and nothing in the state was changed", err)
		if s.detectDrift {
			detail += "\n\n" + `This call is a preview: the form of its answer is not known at first hand. Set "detect_drift" to false, or unset ` +
				variableFor("detect_drift") + ", to go on without it."
		}
		diags.AddError("Unable to List Saved Tracks", detail)
		return nil
	}
	return s.saved
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
