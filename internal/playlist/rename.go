package playlist

import "slices"

// renames finds the tracks that are listed by another id than expected. The entries
// were not there before; they are as many as were confirmed and in the same order,
// and the expected id is at none of them.
//
// One that is followed by the expected entry of another track, which is listed by
// another id, is sure: others add at the end. After a lost answer nothing is sure,
// since its effect can look like that.
func (c *change) renames(v *view) (found map[TrackID]ListedID, sure map[TrackID]bool) {
	ids := c.confirmed()
	if len(ids) != len(v.fresh) {
		return nil, nil
	}
	listed := map[ListedID]bool{}
	for _, place := range v.fresh {
		listed[v.held[place].Track] = true
	}
	found, sure = map[TrackID]ListedID{}, map[TrackID]bool{}
	var since []TrackID
	for i, id := range ids {
		is, before := v.held[v.fresh[i]].Track, found[id]
		switch {
		case is == c.names.listed(id) && before == "", is == before && sure[id]:
			since = slices.DeleteFunc(since, func(id TrackID) bool {
				sure[id] = sure[id] || found[id] != is && c.lostAt.IsZero()
				return sure[id]
			})
		case is == "", listed[c.names.listed(id)], before != "" && before != is:
			return nil, nil
		default:
			found[id] = is
			since = append(since, id)
		}
	}
	if shared(found, sure) {
		return nil, nil
	}
	return found, sure
}

// confirmed are the tracks whose addition was confirmed, in order.
func (c *change) confirmed() []TrackID {
	var ids []TrackID
	for _, sent := range c.sent {
		if sent.err == nil {
			ids = append(ids, sent.ids...)
		}
	}
	return ids
}

// shared reports whether two tracks would be listed by one id, which is not certain
// of both.
func shared(found map[TrackID]ListedID, sure map[TrackID]bool) bool {
	ids := map[ListedID]int{}
	for _, is := range found {
		ids[is]++
	}
	for id, is := range found {
		if ids[is] > 1 && !sure[id] {
			return true
		}
	}
	return false
}

// learn learns the tracks that are certainly listed by other ids. Others are added
// once more: where they are listed by the same id again, that is certain too.
func (c *change) learn(v *view) {
	for id, is := range v.renames {
		if !v.sure[id] && c.suspected[id] != is {
			c.suspected[id] = is
			continue
		}
		if is == ListedID(id) {
			delete(c.names, id)
		} else {
			c.names[id] = is
		}
		c.renamed = append(c.renamed, id)
	}
	now := c.view(v.entries)
	c.unseen(&now)
	c.adopt(&now)
	for _, id := range c.renamed {
		for i := range c.held {
			// An entry that could not be explained can be an earlier one.
			if s := &c.held[i]; s.foreign && s.Track == c.names.listed(id) && c.doubts[id] > 0 {
				c.doubts[id]--
				s.foreign, s.added = false, true
			}
		}
	}
}
