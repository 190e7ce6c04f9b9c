package playlist

import (
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// unseen notes the additions that were confirmed and that a look does not show: they
// may appear yet.
func (c *change) unseen(v *view) {
	taken := c.taken(v)
	for i, sent := range c.sent {
		for j, id := range sent.ids {
			if sent.err == nil && !taken[i][j] {
				v.doubts[id]++
			}
		}
	}
}

// adopt takes over what a look shows. Entries whose removal was confirmed are gone.
func (c *change) adopt(v *view) {
	c.take(v)
	kept := c.held[:0]
	for i, s := range c.held {
		if !v.lingers[i] {
			kept = append(kept, s)
		}
	}
	c.held = kept
	c.next(v.shown > 0)
}

// conclude takes over a look that does not show all that was confirmed, after half a
// minute: what it does not show is not so, but may be yet.
func (c *change) conclude(v *view) {
	taken := c.taken(v)
	for i, sent := range c.sent {
		// What was in doubt can hide what was confirmed: then it is sent once more.
		if sent.err == nil && (!v.doubted || c.idle > 0) {
			c.missed(sent.ids, taken[i], ErrNotTaken)
		}
	}
	c.unseen(v)
	c.take(v)
	for i := range v.lingers {
		c.held[i].stuck = ErrNotRemoved
		delete(c.gone, c.held[i].ID)
	}
	c.next(true)
}

// take takes over what a look shows, and judges what was in doubt.
func (c *change) take(v *view) {
	listed := map[string]bool{}
	for _, s := range v.held {
		listed[s.ID] = true
		if before := c.past[s.ID]; before.doomed && !before.added {
			// The look that did not show it was old.
			c.withdrawn[s.Track]--
		}
		delete(c.past, s.ID)
	}
	for _, s := range c.held {
		if s.ID != "" && !listed[s.ID] {
			c.past[s.ID] = s
		}
	}
	c.drop(func(s slot) bool { return s.doomed && !listed[s.ID] })
	c.judgeAdditions(v)
	if v.doubted && c.lostAt.IsZero() {
		// The service does what it has refused. An old look does not show all of it.
		c.lostAt = time.Now()
	}
	c.held, c.doubts, c.sent, c.unverified = v.held, v.doubts, nil, false
	c.judgeRemoval(listed)
}

// judgeAdditions judges the additions that were not confirmed.
func (c *change) judgeAdditions(v *view) {
	taken := c.taken(v)
	for i, sent := range c.sent {
		if sent.err != nil && amazonmusic.KindOf(sent.err).AboutTheCall() {
			c.missed(sent.ids, taken[i], sent.err)
		}
	}
}

// missed judges the tracks of an addition that are not there. Where the end of it
// is missing, it was too long. A track that is missing before another one that was
// taken, and one of an addition that took nothing, is refused.
func (c *change) missed(ids []TrackID, taken []bool, err error) {
	last := -1
	for i := range taken {
		if taken[i] {
			last = i
		}
	}
	for i, id := range ids {
		if !taken[i] && (i < last || last < 0 && amazonmusic.KindOf(err) == "") {
			c.refused[id] = err
		}
	}
	if last >= 0 && last < len(ids)-1 {
		c.adding.most = min(c.adding.most, last+1)
	}
}

// judgeRemoval decides after a look about a removal that the service refused: others
// may have removed some of its entries.
func (c *change) judgeRemoval(listed map[string]bool) {
	refused := c.removal
	if refused.err == nil {
		return
	}
	c.removal = removal{}
	for _, id := range refused.ids {
		if !listed[id] {
			return
		}
	}
	c.refuseRemoval(refused.ids, refused.err)
}

// next counts looks that settle what was added and leave no less to add than an
// earlier one. The second one ends the additions: the service does not do what it
// confirms, or shows another order than that of the requests.
func (c *change) next(settled bool) {
	c.repeated = repeated(c.held)
	if !settled {
		return
	}
	left := len(c.plan().add)
	if left > 0 && left >= c.left {
		c.idle++
	}
	c.left = min(c.left, left)
}

// repeated are the ids that several entries have.
func repeated(held []slot) map[string]bool {
	seen, twice := make(map[string]bool, len(held)), map[string]bool{}
	for _, s := range held {
		if seen[s.ID] && s.ID != "" {
			twice[s.ID] = true
		}
		seen[s.ID] = true
	}
	return twice
}
