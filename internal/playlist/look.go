package playlist

import (
	"context"
	"maps"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// firstLook reads the list before a change. It reads it twice where the answer is
// odd: a playlist that is not there, or an entry id that the list repeats, as it
// does where it changes between two pages.
func (c *change) firstLook(ctx context.Context) ([]Entry, error) {
	entries, err := c.tracks.Entries(ctx)
	if amazonmusic.KindOf(err) != amazonmusic.NotFound && len(repeated(slotsOf(entries))) == 0 {
		return entries, err
	}
	if wait := transport.Wait(ctx, growing(3)); wait != nil {
		return nil, wait
	}
	return c.tracks.Entries(ctx)
}

// settle looks at the playlist until it shows what the service has confirmed, or has
// not shown it for half a minute. Where a look shows more than the one before, the
// time begins anew.
func (c *change) settle(ctx context.Context) error {
	c.mustLook = false
	var last view
	most := 0
	for looks := 1; ; looks++ {
		now, err := c.look(ctx)
		switch {
		case err != nil && (!c.wrote || amazonmusic.KindOf(err) != amazonmusic.NotFound || looks > maxLooks):
			return err
		case err != nil:
			// It was there when it was changed.
		case now.complete() && (looks > 1 || !now.repeats):
			c.adopt(&now)
			return c.judge()
		case looks > 1 && len(now.renames) > 0 && maps.Equal(now.renames, last.renames):
			c.learn(&now)
			return c.judge()
		case looks > maxLooks:
			c.conclude(&now)
			return c.judge()
		case now.shown > most:
			most, looks = now.shown, 1
		}
		pause := growing(looks)
		if len(now.renames) > 0 {
			pause = max(pause, renamePause)
		}
		if err := transport.Wait(ctx, pause); err != nil {
			return err
		}
		last = now
	}
}

func (c *change) look(ctx context.Context) (view, error) {
	entries, err := c.tracks.Entries(ctx)
	if err != nil {
		return view{}, err
	}
	return c.view(entries), nil
}

// lost reports whether an answer was lost whose effect has not been looked up.
func (c *change) lost(ctx context.Context) bool { return !c.lostAt.IsZero() && ctx.Err() == nil }

// lastLook finds out what a run that has failed left behind. An old look is no help.
func (c *change) lastLook(ctx context.Context) {
	if waitUntil(ctx, c.lostAt.Add(lateTime)) != nil {
		return
	}
	if now, err := c.look(ctx); err == nil && !now.lacks() {
		c.adopt(&now)
		c.lostAt = time.Time{}
	}
}
