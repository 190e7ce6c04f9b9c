package playlist

import (
	"cmp"
	"context"
	"slices"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// maxAgain is how often refused tracks are sent again without one being taken.
const maxAgain = 2

// room is what a run finds out about the size limit of a playlist. A limit is not
// documented, and shows only as additions that are refused.
type room struct {
	// bounded says that no more than space tracks are sent.
	bounded bool
	space   int
	// full says that the playlist takes no more tracks, and spacious that it does. It
	// is proven where it took some once something was removed.
	full, spacious, proven bool
	// freed is how many entries were removed since a track was refused, and again how
	// often the refused tracks were sent again since one was taken.
	freed, again int
	// opened says that one entry was removed to make room for a first track. Lent is
	// its track if that is wanted, count how often it was there, and returned says that
	// it was added again.
	opened   bool
	lent     TrackID
	count    int
	returned bool
	asked    map[TrackID]bool
}

func (r *room) took(n int) {
	r.space -= n
	r.again = 0
	r.proven = r.full
}

func (r *room) removed() {
	r.space++
	r.freed++
}

func (r *room) refused() { r.freed = 0 }

// hasSpace reports whether a track may be sent.
func (r *room) hasSpace() bool { return !r.bounded || r.space > 0 }

// limit bounds how many tracks to send.
func (r *room) limit(n int) int {
	if r.bounded {
		return min(n, r.space)
	}
	return n
}

// reconsider chooses what to do about tracks that may have been refused for the size
// of the playlist, nil for nothing.
func (c *change) reconsider(todo plan) func(context.Context) error {
	perhaps := !c.room.spacious && slices.ContainsFunc(c.inARow, func(id TrackID) bool {
		return amazonmusic.KindOf(c.refused[id]) == amazonmusic.Refused
	})
	switch {
	case perhaps && c.room.freed > 0 && c.room.again < maxAgain:
		return func(context.Context) error {
			c.room.again++
			c.sendAgain(c.room.freed)
			return nil
		}
	case c.room.bounded && !c.room.full && c.room.space <= 0 && todo.lacking > 0:
		return func(context.Context) error {
			c.room.bounded = false
			return nil
		}
	case c.room.full && !c.room.opened && c.room.space <= 0 && len(todo.spared) > 0:
		return func(ctx context.Context) error { return c.open(ctx, todo) }
	case c.room.lent != "" && !c.room.returned && c.count(c.room.lent) < c.room.count:
		return func(ctx context.Context) error {
			c.room.returned = true
			_, err := c.try(ctx, c.room.lent)
			return err
		}
	case perhaps && !c.room.full && len(todo.spared) > 0:
		return c.ask
	}
	return nil
}

// ask adds a track once more that is in the playlist. Where it is taken, the
// playlist is not full, and the second entry is removed again. Where that makes so
// many refusals in a row that they are not about the tracks, it is full.
func (c *change) ask(ctx context.Context) error {
	id := c.askable()
	if id == "" {
		c.room.spacious = true // It is not known to be full.
		return nil
	}
	if c.room.asked == nil {
		c.room.asked = map[TrackID]bool{}
	}
	c.room.asked[id] = true
	taken, err := c.try(ctx, id)
	switch {
	case err != nil:
		return err
	case taken:
		c.room.spacious = true
		return nil
	}
	c.inARow = append(c.inARow, id)
	if len(c.inARow) >= maxRefused {
		c.room.full = true
		c.sendAgain(0)
	}
	return nil
}

// askable is a track of the playlist that was not refused: one that this run has
// added, if there is one.
func (c *change) askable() TrackID {
	ids := map[ListedID]TrackID{}
	for _, id := range c.request.Wanted {
		ids[c.names.listed(id)] = id
	}
	found := TrackID("")
	for _, s := range c.held {
		id := cmp.Or(ids[s.Track], TrackID(s.Track))
		if s.Track == "" || s.foreign || s.doomed || c.refused[id] != nil || c.room.asked[id] {
			continue
		}
		if found == "" || s.added {
			found = id
		}
	}
	return found
}

// sendAgain forgets the refusals of the tracks that were refused last. As many are
// sent again as there is space for.
func (c *change) sendAgain(space int) {
	for _, id := range c.inARow {
		delete(c.refused, id)
	}
	c.inARow, c.ended = nil, false
	c.room.bounded, c.room.space, c.room.freed = true, space, 0
}

// try adds one track and reports whether it was taken, or may have been.
func (c *change) try(ctx context.Context, id TrackID) (bool, error) {
	err := c.tracks.Add(ctx, []TrackID{id})
	switch {
	case err == nil:
		row := c.inARow
		c.confirm([]TrackID{id})
		c.inARow = row
		return true, nil
	case amazonmusic.MayHaveActed(err):
		c.sent = append(c.sent, addition{[]TrackID{id}, err})
		return true, c.lose(ctx, err, c.plan().size()+1)
	case amazonmusic.KindOf(err).AboutTheCall():
		return false, nil
	}
	return false, err
}

// open removes one entry of a full playlist: one that is not wanted, or else the
// last of the wanted tracks that have to move. That one is added last, so its place
// is free for the others until then.
func (c *change) open(ctx context.Context, todo plan) error {
	c.room.opened = true
	wanted := map[ListedID]TrackID{}
	last := ListedID("")
	for _, id := range c.request.Wanted {
		wanted[c.names.listed(id)] = id
		if slices.ContainsFunc(todo.spared, func(s slot) bool { return s.Track == c.names.listed(id) }) {
			last = c.names.listed(id)
		}
	}
	i := slices.IndexFunc(todo.spared, func(s slot) bool { return wanted[s.Track] == "" })
	if i < 0 {
		i = slices.IndexFunc(todo.spared, func(s slot) bool { return s.Track == last })
		c.room.lent, c.room.count = wanted[last], c.count(wanted[last])
	}
	return c.remove(ctx, todo.spared[i:i+1], todo.size()+1)
}

// count is how often a track is there.
func (c *change) count(id TrackID) int {
	n := 0
	for _, s := range c.held {
		if s.Track == c.names.listed(id) && !s.doomed {
			n++
		}
	}
	return n
}
