package playlist

import (
	"context"
	"slices"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// maxRefused is how many tracks in a row the service may refuse. Then the refusal is
// not about the tracks, and no more are sent.
const maxRefused = 10

// addition is a request for additions.
type addition struct {
	ids []TrackID
	// err is its failure, which leaves open what was taken. Nil says confirmed.
	err error
}

// removal is a request for removals that failed.
type removal struct {
	ids []string
	err error
}

// add sends one request of additions.
func (c *change) add(ctx context.Context, ids []TrackID, left int) error {
	ids = ids[:min(c.room.limit(c.adding.size()), len(ids))]
	err := c.tracks.Add(ctx, ids)
	switch {
	case err == nil:
		c.confirm(ids)
		c.adding.took(len(ids))
		return nil
	case !amazonmusic.KindOf(err).AboutTheCall() && !amazonmusic.MayHaveActed(err):
		return err
	case !amazonmusic.KindOf(err).AboutTheCall():
		c.sent = append(c.sent, addition{ids, err})
		return c.lose(ctx, err, left)
	case amazonmusic.MayHaveActed(err):
		c.sent = append(c.sent, addition{ids, err})
		c.mustLook, c.lostAt = true, time.Now()
	default:
		c.doubt(ids)
	}
	if len(ids) > 1 {
		c.adding.tooMany(len(ids))
	} else {
		c.refuse(ids[0], err)
	}
	return nil
}

// confirm notes additions that the service has confirmed.
func (c *change) confirm(ids []TrackID) {
	c.wrote, c.added, c.inARow, c.failures = true, true, nil, 0
	c.room.took(len(ids))
	c.sent = append(c.sent, addition{ids: ids})
	for _, id := range ids {
		c.held = append(c.held, slot{Entry: Entry{Track: c.names.listed(id)}, pending: true, added: true})
	}
}

// refuse notes a track that the service does not take.
func (c *change) refuse(id TrackID, err error) {
	c.refused[id] = err
	c.inARow = append(c.inARow, id)
	c.adding.found(len(c.inARow))
	c.room.refused()
	c.ended = len(c.inARow) >= maxRefused
}

// doubt notes tracks that may appear in the playlist all the same.
func (c *change) doubt(ids []TrackID) {
	for _, id := range ids {
		c.doubts[id]++
	}
}

// remove sends one request of removals.
func (c *change) remove(ctx context.Context, slots []slot, left int) error {
	slots = slots[:min(c.removing.size(), len(slots))]
	var ids []string
	doomed := make(map[string]bool, len(slots))
	for _, s := range slots {
		if !doomed[s.ID] {
			ids = append(ids, s.ID)
		}
		doomed[s.ID] = true
	}
	for i := range c.held {
		c.held[i].doomed = c.held[i].doomed || doomed[c.held[i].ID]
	}
	err := c.tracks.Remove(ctx, ids)
	kind := amazonmusic.KindOf(err)
	switch {
	case err == nil, kind == amazonmusic.NotFound && len(ids) == 1:
		c.removing.took(len(ids))
		c.wrote, c.failures = true, 0
		c.unverified = c.unverified || !c.added || err != nil
		c.drop(func(s slot) bool { return doomed[s.ID] })
		for _, id := range ids {
			c.gone[id] = true
		}
	case !kind.AboutTheCall() && !amazonmusic.MayHaveActed(err):
		return err
	case !kind.AboutTheCall():
		return c.lose(ctx, err, left)
	case kind == amazonmusic.NotFound:
		// Others may have removed some of the entries.
		c.mustLook = true
		c.removal = removal{ids, err}
	case amazonmusic.MayHaveActed(err):
		c.mustLook, c.lostAt = true, time.Now()
		c.removal = removal{ids, err}
	default:
		c.refuseRemoval(ids, err)
	}
	return nil
}

// drop takes entries out of the list that are gone.
func (c *change) drop(gone func(slot) bool) {
	c.held = slices.DeleteFunc(c.held, func(s slot) bool {
		if !gone(s) {
			return false
		}
		if !s.added {
			c.withdrawn[s.Track]++
		}
		c.room.removed()
		return true
	})
}

// refuseRemoval notes that the service refused to remove entries.
func (c *change) refuseRemoval(ids []string, err error) {
	if len(ids) > 1 {
		c.removing.tooMany(len(ids))
		return
	}
	c.removing.found(1)
	for i := range c.held {
		if c.held[i].ID == ids[0] {
			c.held[i].stuck = err
		}
	}
}

// lose notes a request whose answer was lost, and waits for the service to finish
// what it did not answer.
func (c *change) lose(ctx context.Context, err error, left int) error {
	c.mustLook = true
	c.lostAt = time.Now()
	c.failure, c.before = err, left
	c.failures++
	if transport.Wait(ctx, growing(c.failures)) != nil {
		return err
	}
	return nil
}

// judge decides after a look whether a failure ends the run.
func (c *change) judge() error {
	err := c.failure
	if err == nil {
		return nil
	}
	c.failure = nil
	left := c.plan().size()
	if left < c.before {
		c.failures = 0
	}
	if left > 0 && (c.failures > c.request.Retries || !amazonmusic.KindOf(err).Temporary()) {
		return err
	}
	return nil
}
