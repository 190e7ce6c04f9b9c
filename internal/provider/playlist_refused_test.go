package provider

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestPlaylist_reorderWithRefused: a track that cannot be added any more is not lost by
// another order, also where it is listed by another id.
func TestPlaylist_reorderWithRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after []string
		index, want   string
	}{
		"withdrawn": {
			[]string{"B000000001", "B000000002", "B000000003"},
			[]string{"B000000003", "B000000001", "B000000002"},
			"track_ids 2", `track B000000002: .*It was there before, and stays at position \d`,
		},
		"listed by another id": {
			[]string{mockapi.TrackAliased, "B000000002"},
			[]string{"B000000002", mockapi.TrackAliased},
			"track_ids 1", "track " + mockapi.TrackAliased + `: .*It was there before, and stays at position \d`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			p.noErrors(m.apply(roadTrip(test.before...)))
			f.Lack("B000000002", mockapi.TrackAliased)
			compareDiagnostics(t, m.apply(roadTrip(test.after...)), []expected{{test.index, "Some Tracks Could Not Be Added", test.want}})
			held := m.trackIDs()
			for _, id := range test.before {
				if !slices.Contains(held, id) {
					t.Errorf("%s is lost: %v", id, held)
				}
			}
			if got, err := f.onlyPlaylist("Road Trip"); err != nil || len(got.TrackIDs) != len(test.before) {
				t.Errorf("the playlist holds %v, %v", got.TrackIDs, err)
			}
			p.noErrors(m.read())
			if !slices.Equal(m.trackIDs(), held) {
				t.Errorf("the state said %v, and the playlist has %v", held, m.trackIDs())
			}
		})
	}
}

// TestPlaylist_oneCauseOneError: a cause that meets several playlists is explained once.
func TestPlaylist_oneCauseOneError(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureOnce(f)
	all := []*managed{p.newManaged(), p.newManaged()}
	for _, m := range all {
		p.noErrors(m.apply(roadTrip("B000000001")))
	}
	f.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{
		mockapi.APIError(http.StatusUnauthorized, "INVALID_ACCESS_TOKEN", "expired"),
	}})
	first, second := errorsIn(all[0].apply(roadTrip())), errorsIn(all[1].apply(roadTrip()))
	if len(first) != 1 || !strings.Contains(first[0], "INVALID_ACCESS_TOKEN") || len(second) != 1 ||
		strings.Contains(second[0], "INVALID_ACCESS_TOKEN") || !strings.Contains(second[0], "The reason is in the error that begins") {
		t.Errorf("%q\n%q", first, second)
	}
}
