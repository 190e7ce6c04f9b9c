package provider

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// Six playlists of 130 tracks are created, shuffled and deleted at once, while
// 30 % of all answers are bad, a third of these after the request was carried out.
func TestPlaylist_manyFaults(t *testing.T) {
	const playlists, tracks = 6, 130
	for _, seed := range []uint64{1} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			// Half of them have the title of another.
			title := func(i int) string { return fmt.Sprint("Playlist ", i%(playlists/2)) }
			other := f.AddPlaylist(mockapi.Playlist{Title: title(0), TrackIDs: trackIDList(0, 3)})
			f.SetJitter(seed, 2*time.Millisecond)
			f.FailShare(seed, 0.3, mockapi.Throttled(""), mockapi.InternalError(), mockapi.UnavailableHTML(),
				mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody())
			p := newProtocol(t)
			p.configureFor(f)
			wanted := make([][]string, playlists)
			all := make([]*managed, playlists)
			for i := range all {
				wanted[i] = trackIDList(i*100, i*100+tracks)
				all[i] = p.newManaged()
			}
			eachAtOnce(t, all, func(i int) map[string]tftypes.Value {
				return map[string]tftypes.Value{"title": text(title(i)), "track_ids": texts(wanted[i]...)}
			})
			f.comparePlaylists(t, all, wanted, other)
			random := rand.New(rand.NewPCG(seed, 0))
			for i := range all {
				random.Shuffle(60, func(a, b int) {
					wanted[i][tracks-1-a], wanted[i][tracks-1-b] = wanted[i][tracks-1-b], wanted[i][tracks-1-a]
				})
				wanted[i] = append(wanted[i][2:], wanted[i][50], wanted[i][50])
			}
			eachAtOnce(t, all, func(i int) map[string]tftypes.Value {
				return map[string]tftypes.Value{
					"title":       text(title(i)),
					"description": text("shuffled"),
					"track_ids":   texts(wanted[i]...),
				}
			})
			f.comparePlaylists(t, all, wanted, other)
			eachAtOnce(t, all, func(int) map[string]tftypes.Value { return nil })
			if left := f.Playlists(); len(left) != 1 || left[0].ID != other {
				t.Errorf("%d playlists are left", len(left))
			}
		})
	}
}

// eachAtOnce applies a configuration to each of the resources.
func eachAtOnce(t *testing.T, all []*managed, config func(i int) map[string]tftypes.Value) {
	t.Helper()
	var wg sync.WaitGroup
	for i, m := range all {
		wg.Go(func() {
			if found := errorsIn(m.apply(config(i))); len(found) > 0 {
				t.Errorf("playlist %d: %v", i, found)
			}
		})
	}
	wg.Wait()
}

// comparePlaylists compares state and service with what is wanted.
func (f *fixture) comparePlaylists(t *testing.T, all []*managed, wanted [][]string, other string) {
	t.Helper()
	if n := len(f.Playlists()); n != len(all)+1 {
		t.Errorf("%d playlists", n)
	}
	for i, m := range all {
		var id string
		if err := m.attributes()["id"].As(&id); err != nil {
			t.Fatal(err)
		}
		got, found := f.Playlist(id)
		if !found || id == other || !slices.Equal(got.TrackIDs, wanted[i]) || !slices.Equal(m.trackIDs(), wanted[i]) {
			t.Errorf("playlist %d: found %t, %d tracks, %d in the state, wanted %d",
				i, found, len(got.TrackIDs), len(m.trackIDs()), len(wanted[i]))
		}
	}
	if got, _ := f.Playlist(other); !slices.Equal(got.TrackIDs, trackIDList(0, 3)) {
		t.Errorf("another playlist was changed: %v", got)
	}
}
