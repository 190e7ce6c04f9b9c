package playlist

import "maps"

// view is what one look shows of what a run knows.
type view struct {
	entries []Entry
	held    []slot
	// lingers are the places in held of entries whose removal was confirmed.
	lingers map[int]bool
	// fresh are the places of new entries, without those that were in doubt.
	fresh []int
	// confirmed counts the confirmed additions that the look does not show, and taken
	// all new entries that can be additions.
	confirmed, taken map[ListedID]int
	// shown is how many confirmed additions the look shows.
	shown int
	// missing says that an entry is not listed that was there, and that the run has
	// not removed.
	missing bool
	// repeats says that a new entry has the id of another one.
	repeats bool
	// renames are the tracks that may be listed by another id than expected, and sure
	// those that are.
	renames map[TrackID]ListedID
	sure    map[TrackID]bool
	// doubts are what is left of the run's, and doubted says that the look shows one.
	doubts  map[TrackID]int
	doubted bool
}

// complete reports whether the look shows all that was confirmed. One that shows the
// last additions is not old, so that what it does not show is not there.
func (v *view) complete() bool {
	return !v.lacks() && len(v.lingers) == 0 && (!v.missing || v.shown > 0)
}

// lacks reports whether the look does not show all additions that were confirmed.
func (v *view) lacks() bool {
	for _, n := range v.confirmed {
		if n > 0 {
			return true
		}
	}
	return false
}

// view compares a list with what the run knows.
func (c *change) view(entries []Entry) view {
	v := view{
		entries: entries, held: make([]slot, 0, len(entries)), lingers: map[int]bool{},
		confirmed: map[ListedID]int{}, taken: map[ListedID]int{}, doubts: maps.Clone(c.doubts),
	}
	known, doubts := c.expect(&v)
	listed := map[string]bool{}
	for _, entry := range entries {
		before, old := known[entry.ID], c.past[entry.ID]
		switch {
		case c.gone[entry.ID]:
			v.lingers[len(v.held)] = true
			v.held = append(v.held, newSlot(entry))
		case len(before) > 0:
			known[entry.ID] = before[1:]
			v.held = append(v.held, before[0].relisted(entry))
		case old.ID != "":
			v.held = append(v.held, old.relisted(entry))
		default:
			v.repeats = v.repeats || entry.ID != "" && listed[entry.ID]
			v.see(entry, doubts)
		}
		listed[entry.ID] = true
	}
	for _, left := range known {
		for _, s := range left {
			v.missing = v.missing || !s.foreign && !s.doomed
		}
	}
	// Between entries that may be somebody else's the order proves nothing.
	if v.lacks() && !v.doubted {
		v.renames, v.sure = c.renames(&v)
	}
	return v
}

// expect notes in a view which additions it can show. It returns the known entries by
// their ids, and the tracks in doubt by the ids that they are listed by.
func (c *change) expect(v *view) (known map[string][]slot, doubts map[ListedID][]TrackID) {
	for _, sent := range c.sent {
		for _, id := range sent.ids {
			if sent.err == nil {
				v.confirmed[c.names.listed(id)]++
			} else {
				v.doubts[id]++
			}
		}
	}
	known, doubts = map[string][]slot{}, map[ListedID][]TrackID{}
	for _, s := range c.held {
		if !s.pending {
			known[s.ID] = append(known[s.ID], s)
		}
	}
	for id, n := range v.doubts {
		for range n {
			doubts[c.names.listed(id)] = append(doubts[c.names.listed(id)], id)
		}
	}
	return known, doubts
}

// see takes up a new entry: an addition that was confirmed, one that is in doubt, or
// somebody else's.
func (v *view) see(entry Entry, doubts map[ListedID][]TrackID) {
	s := newSlot(entry)
	possible := doubts[entry.Track]
	switch {
	case v.confirmed[entry.Track] > 0:
		s.added = true
		v.confirmed[entry.Track]--
		v.taken[entry.Track]++
		v.shown++
		v.fresh = append(v.fresh, len(v.held))
	case len(possible) > 0:
		s.added, v.doubted = true, true
		v.doubts[possible[0]]--
		doubts[entry.Track] = possible[1:]
		v.taken[entry.Track]++
	default:
		s.foreign = true
		v.fresh = append(v.fresh, len(v.held))
	}
	v.held = append(v.held, s)
}

// taken says of each addition that was sent which of its tracks a look shows. Of
// tracks that list alike, the confirmed ones come first.
func (c *change) taken(v *view) [][]bool {
	left := maps.Clone(v.taken)
	taken := make([][]bool, len(c.sent))
	for _, confirmed := range []bool{true, false} {
		for i, sent := range c.sent {
			if (sent.err == nil) != confirmed {
				continue
			}
			taken[i] = make([]bool, len(sent.ids))
			for j, id := range sent.ids {
				listed := c.names.listed(id)
				taken[i][j] = left[listed] > 0
				left[listed]--
			}
		}
	}
	return taken
}
