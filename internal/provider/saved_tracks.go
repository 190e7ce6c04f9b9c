package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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

// savedTracks returns the saved tracks, or nil and an error that names the switch.
func (s *session) savedTracks(ctx context.Context, diags *diag.Diagnostics, action string) *savedTracks {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return nil
	}
	saved, err := s.listing.get(ctx, client)
	if err == nil {
		return saved
	}
	attempt := "Unable to " + action + ": the saved tracks could not be listed. Nothing in the state was changed"
	if s.detectDrift {
		attempt += `. This call is a preview: set "detect_drift" to false, or unset ` + variableFor("detect_drift") +
			", to go on without it"
	}
	s.report.addError(diags, "Unable to List Saved Tracks", attempt, err)
	return nil
}

// requireSaved adds an error for tracks that are to be imported and are not in the
// library. It returns the saved tracks, or nil where nothing is to be read.
func (s *session) requireSaved(ctx context.Context, diags *diag.Diagnostics, ids []string) *savedTracks {
	if !s.detectDrift {
		return nil
	}
	saved := s.savedTracks(ctx, diags, "check that the imported tracks are saved")
	if saved == nil {
		return nil
	}
	missing := slices.DeleteFunc(slices.Sorted(slices.Values(ids)), func(id string) bool {
		_, found := saved.find(id)
		return found
	})
	if len(missing) > 0 {
		diags.AddError("Track Not Saved", fmt.Sprintf("Cannot import %s: not in your library. Remove the import block and "+
			"apply to save what is configured. A track that the service answers with another id is listed, and imported, by "+
			"that id.",
			listSome(missing, ", ")))
	}
	return saved
}
