package provider

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// restoreTime is how long saving a track again that a removal has hit may go on
// once the run is interrupted: the track would be lost otherwise.
const restoreTime = 10 * time.Second

// claims keeps the tracks that a run wants saved. Terraform changes different
// resources in no guaranteed order, so a track that moves from one to another can
// be saved by the one before it is removed by the other; and a track can be known
// by two ids. Either way it must be saved in the end.
type claims struct {
	gate gate

	mu sync.Mutex
	// owners holds who wants a track, by the configured id.
	owners map[string][]string
	// known holds the configured ids that a track is wanted by, for each id that
	// it is known by: the configured and the answered one.
	known map[string][]string
}

func newClaims() *claims {
	return &claims{owners: map[string][]string{}, known: map[string][]string{}}
}

// claim notes that an owner wants a track. Answered is the id that the service
// knows it by, "" where that is not known.
func (c *claims) claim(owner, trackID, answered string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owners[trackID] = add(c.owners[trackID], owner)
	c.known[trackID] = add(c.known[trackID], trackID)
	if answered != "" {
		c.known[answered] = add(c.known[answered], trackID)
	}
}

func add(values []string, value string) []string {
	if slices.Contains(values, value) {
		return values
	}
	return append(values, value)
}

// release notes that an owner no longer wants a track, and reports whether
// somebody else wants it by the same id.
func (c *claims) release(owner, trackID string) (wanted bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	owners := slices.DeleteFunc(c.owners[trackID], func(o string) bool { return o == owner })
	c.owners[trackID] = owners
	return len(owners) > 0
}

// wantedAs returns the configured ids that a track is still wanted by, if it is
// known by one of these ids.
func (c *claims) wantedAs(ids ...string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var wanted []string
	for _, id := range ids {
		for _, configured := range c.known[id] {
			if len(c.owners[configured]) > 0 && !slices.Contains(wanted, configured) {
				wanted = append(wanted, configured)
			}
		}
	}
	return wanted
}

// save saves a track for an owner.
func (c *claims) save(
	ctx context.Context, client *amazonmusic.Client, owner, trackID string,
) (amazonmusic.Track, error) {
	leave, err := c.gate.enter(ctx, saving)
	if err != nil {
		return amazonmusic.Track{}, err
	}
	defer leave()
	track, err := client.SaveTrack(ctx, trackID)
	if err == nil {
		c.claim(owner, trackID, track.ID)
	}
	return track, err
}

// remove removes a track that its owner no longer wants, unless another owner
// wants it by the same id: then it is kept. If the removal may have hit a track
// that is wanted by another id, it saves that one again.
func (c *claims) remove(ctx context.Context, client *amazonmusic.Client, owner, trackID, answered string,
) (removal amazonmusic.Removal, kept bool, err error) {
	leave, err := c.gate.enter(ctx, removing)
	if err != nil {
		return removal, false, err
	}
	defer leave()
	if c.release(owner, trackID) {
		return removal, true, nil
	}
	removal, err = client.RemoveTrack(ctx, trackID)
	if err == nil && !removal.Confirmed {
		// One answer that confirms nothing is not believed.
		removal, err = client.RemoveTrack(ctx, trackID)
	}
	if err != nil && !amazonmusic.MayHaveActed(err) {
		return removal, false, err
	}
	if lost := c.restore(ctx, client, trackID, answered, removal.AnsweredID); lost != nil {
		err = lost
	}
	return removal, false, err
}

// lostTrackError says that a removal hit a wanted track, and that it could not be
// saved again.
type lostTrackError struct {
	trackID string
	cause   error
}

func (e *lostTrackError) Error() string {
	return "track " + e.trackID + " may have been removed with it, because the service knows both ids for one track, " +
		"and could not be saved again: " + e.cause.Error()
}

func (e *lostTrackError) Unwrap() error { return e.cause }

func (c *claims) restore(ctx context.Context, client *amazonmusic.Client, ids ...string) error {
	ctx, stop := transport.Outlive(ctx, restoreTime)
	defer stop()
	var failed error
	for _, trackID := range c.wantedAs(ids...) {
		track, err := client.SaveTrack(ctx, trackID)
		switch {
		case err != nil:
			failed = &lostTrackError{trackID, err}
		case slices.Contains(ids, track.ID):
			// This was the track, so it is saved by its other ids too.
			return nil
		}
	}
	return failed
}
