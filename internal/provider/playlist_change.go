package provider

import (
	"context"
	"slices"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

const (
	// maxRefusedTracks is how many tracks the service may refuse while it takes
	// none; then the refusal is not about the tracks.
	maxRefusedTracks = 10
	// minStall and maxStall bound the pause after a change that failed.
	minStall = 250 * time.Millisecond
	maxStall = 4 * time.Second
)

// playlistTracks is what a playlistChange needs of one playlist.
type playlistTracks interface {
	// entries reads the whole list.
	entries(ctx context.Context) ([]playlistEntry, error)
	// add and remove take up to [amazonmusic.MaxPlaylistChange] at a time.
	add(ctx context.Context, trackIDs []string) error
	remove(ctx context.Context, entryIDs []string) error
}

// playlistChange makes a playlist hold the wanted tracks, and records what it holds.
type playlistChange struct {
	playlist playlistTracks
	wanted   []string
	// retries is how many times in a row a change may fail without progress.
	retries int
	// held is what the playlist holds, as far as the service has confirmed it. The
	// entries of added tracks have no id until the list is read again.
	held []playlistEntry
	// known says that held is not merely empty.
	known bool
	// refused are the tracks that the service does not take, with its reasons.
	refused map[string]error
	// answered holds the ids that the playlist lists tracks by, by the wanted id,
	// where the two differ; renamed says which ones this change found.
	answered map[string]string
	renamed  []string
	// tookSome says that the service has taken a track.
	tookSome bool
}

func newPlaylistChange(
	playlist playlistTracks, wanted []string, answered map[string]string, retries int,
) *playlistChange {
	c := &playlistChange{
		playlist: playlist, wanted: wanted, retries: retries, refused: map[string]error{}, answered: map[string]string{},
	}
	for _, id := range wanted {
		if is, ok := answered[id]; ok {
			c.answered[id] = is
		}
	}
	return c
}

// run sends what differs and reads the list again, until nothing differs. So an
// answer that was lost is looked up before anything is added once more, and tracks
// that were added twice are removed. A new playlist is empty: it is not read first.
func (c *playlistChange) run(ctx context.Context, isNew bool) error {
	var previous orderChange
	var failure error
	stalled := 0
	for pass := 0; ; pass++ {
		if pass > 0 || !isNew {
			entries, err := c.playlist.entries(ctx)
			if err != nil {
				return err
			}
			c.held = entries
		}
		c.known = true
		if pass > 0 && failure == nil {
			c.learn()
		}
		accepted := c.accepted()
		change := planOrder(c.listed(accepted), c.held)
		// Requests carry the configured ids: what is refused is found by them.
		change.add = accepted[len(accepted)-len(change.add):]
		switch {
		case change.empty():
			return nil
		case pass == 0:
		case failure == nil && (len(change.add) > 0 || len(previous.add) == 0):
			return c.mismatch()
		case failure != nil && change.size() < previous.size():
			stalled = 0
		case failure != nil:
			if stalled++; stalled > c.retries || !amazonmusic.KindOf(failure).Temporary() {
				return failure
			}
		}
		failure, previous = c.send(ctx, change), change
		// The pause also lets the service finish what it did not answer.
		if failure != nil && (!amazonmusic.MayHaveActed(failure) || !pause(ctx, stalled+1)) {
			return failure
		}
	}
}

// accepted are the wanted tracks without those that the service refuses.
func (c *playlistChange) accepted() []string {
	if len(c.refused) == 0 {
		return c.wanted
	}
	return slices.DeleteFunc(slices.Clone(c.wanted), func(id string) bool { return c.refused[id] != nil })
}

// send sends a change up to its first failure.
func (c *playlistChange) send(ctx context.Context, change orderChange) error {
	for batch := range slices.Chunk(change.remove, amazonmusic.MaxPlaylistChange) {
		if err := c.remove(ctx, batch); err != nil {
			return err
		}
	}
	for batch := range slices.Chunk(change.add, amazonmusic.MaxPlaylistChange) {
		if err := c.add(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// remove removes entries. The service may refuse them for being too many: then the
// two halves are tried.
func (c *playlistChange) remove(ctx context.Context, ids []string) error {
	err := c.playlist.remove(ctx, ids)
	if amazonmusic.KindOf(err) == amazonmusic.Refused && len(ids) > 1 {
		if err := c.remove(ctx, ids[:len(ids)/2]); err != nil {
			return err
		}
		return c.remove(ctx, ids[len(ids)/2:])
	}
	if err != nil {
		return err
	}
	gone := make(map[string]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	c.held = slices.DeleteFunc(c.held, func(entry playlistEntry) bool { return gone[entry.id] })
	return nil
}

// add adds tracks. The service may refuse many for one that the catalog lacks, or
// for being too many: then the two halves are tried, down to the single track.
func (c *playlistChange) add(ctx context.Context, ids []string) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return c.refused[id] != nil })
	if len(ids) == 0 {
		return nil
	}
	err := c.playlist.add(ctx, ids)
	switch {
	case err == nil:
		c.tookSome = true
		for _, id := range ids {
			c.held = append(c.held, playlistEntry{trackID: id})
		}
		return nil
	case !amazonmusic.KindOf(err).AboutTheCall():
		return err
	case len(ids) > 1:
		if err := c.add(ctx, ids[:len(ids)/2]); err != nil {
			return err
		}
		return c.add(ctx, ids[len(ids)/2:])
	}
	c.refused[ids[0]] = err
	if !c.tookSome && len(c.refused) >= maxRefusedTracks {
		return err
	}
	return nil
}

// trackIDs are the tracks that the playlist holds, by their wanted ids.
func (c *playlistChange) trackIDs() []string {
	ids := make([]string, len(c.held))
	for i, entry := range c.held {
		ids[i] = entry.trackID
	}
	return asConfigured(ids, c.accepted(), c.answered)
}
