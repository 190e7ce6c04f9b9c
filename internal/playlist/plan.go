package playlist

import "slices"

// slot is one entry of a playlist, as far as a run knows it.
type slot struct {
	Entry

	// pending says that the addition was confirmed, and has not been seen.
	pending bool
	// added says that the run has added the entry.
	added bool
	// foreign says that the entry appeared during the run and is somebody else's.
	foreign bool
	// doomed says that a removal was sent: it may act yet.
	doomed bool
	// stuck is why the entry cannot be removed.
	stuck error
}

// newSlot is an entry that is listed. Without an entry id it cannot be removed.
func newSlot(entry Entry) slot {
	s := slot{Entry: entry}
	if entry.ID == "" {
		s.stuck = ErrNoEntryID
	}
	return s
}

// relisted is the same entry with what is listed now.
func (s slot) relisted(entry Entry) slot {
	s.Entry = entry
	return s
}

func slotsOf(entries []Entry) []slot {
	slots := make([]slot, len(entries))
	for i, entry := range entries {
		slots[i] = newSlot(entry)
	}
	return slots
}

// plan is what is left to do: tracks to add at the end in this order, then entries
// to remove.
type plan struct {
	add    []TrackID
	remove []slot
	// spared are entries that the request does not want where they are. They stay
	// because a wanted track is not there and cannot be added: it may be one of them.
	spared []slot
	// lacking is how many wanted tracks are not where they are wanted, and cannot be
	// added.
	lacking int
}

func (p plan) size() int { return len(p.add) + len(p.remove) }

// planner is what a plan depends on beside the list itself.
type planner struct {
	Request

	names Names
	// addable says which tracks may still be added.
	addable func(TrackID) bool
	// spares says for which tracks that are not there an entry stays that is not
	// wanted.
	spares func(TrackID) bool
	// withdrawn counts the entries that this run has removed because their tracks are
	// not named any more, where the playlist is shared.
	withdrawn map[ListedID]int
	// repeated are the entry ids that several entries have. They can only be removed
	// together.
	repeated map[string]bool
}

// order plans how a playlist becomes the wanted list. What stays is the longest
// beginning of the wanted tracks that is there in this order already: tracks are
// added at the end only, so no other plan sends less.
//
// An entry goes only where all that the request wants of its track is there without
// it. For each wanted track that is not there and cannot be added, one entry that is
// not wanted stays, the nearest to its place: it can be the same track by a new id.
func (p planner) order(held []slot) plan {
	kept, add := p.keepAddable(held)
	lacking := p.uncovered(held, kept, add)
	result := plan{add: add}
	for _, n := range lacking {
		result.lacking += n
	}
	var surplus, strange []int
	for i, s := range held {
		_, wanted := lacking[s.Track]
		switch {
		case kept[i] || s.foreign:
		case s.stuck != nil:
			lacking[s.Track]--
		case !s.doomed && lacking[s.Track] > 0:
			lacking[s.Track]--
			result.spared = append(result.spared, s)
		default:
			surplus = append(surplus, i)
			if !wanted && !s.added && !s.doomed {
				strange = append(strange, i)
			}
		}
	}
	stays := nearest(p.places(lacking), strange)
	for _, i := range surplus {
		if stays[i] {
			result.spared = append(result.spared, held[i])
		} else {
			result.remove = append(result.remove, held[i])
		}
	}
	return p.together(result, held)
}

// uncovered counts the wanted tracks that are neither kept nor added.
func (p planner) uncovered(held []slot, kept []bool, add []TrackID) map[ListedID]int {
	counts := map[ListedID]int{}
	for _, id := range p.Wanted {
		counts[p.names.listed(id)]++
	}
	for _, id := range add {
		counts[p.names.listed(id)]--
	}
	for i, s := range held {
		if kept[i] {
			counts[s.Track]--
		}
	}
	return counts
}

// keepAddable finds the beginning that stays and the tracks to add after it, without
// those that cannot be added.
func (p planner) keepAddable(held []slot) (kept []bool, add []TrackID) {
	apart := map[string]bool{}
	for {
		accepted := p.Wanted
		kept, n := p.keep(accepted, held, apart)
		if rest := p.onlyAddable(accepted[n:]); len(rest) < len(accepted)-n {
			accepted = slices.Concat(accepted[:n], rest)
			kept, n = p.keep(accepted, held, apart)
		}
		known := len(apart)
		for i, s := range held {
			if p.repeated[s.ID] && !kept[i] && !s.foreign {
				apart[s.ID] = true
			}
		}
		if len(apart) == known {
			return kept, accepted[n:]
		}
	}
}

// together leaves entries alone that can only be removed with one that stays.
func (p planner) together(result plan, held []slot) plan {
	if len(p.repeated) == 0 {
		return result
	}
	goes := map[string]int{}
	for _, s := range result.remove {
		goes[s.ID]++
	}
	for _, s := range held {
		goes[s.ID]--
	}
	result.remove = slices.DeleteFunc(result.remove, func(s slot) bool {
		if goes[s.ID] == 0 {
			return false
		}
		result.spared = append(result.spared, s)
		return true
	})
	return result
}

// keep finds the longest beginning of the wanted tracks among the entries.
func (p planner) keep(wanted []TrackID, held []slot, apart map[string]bool) (kept []bool, n int) {
	kept = make([]bool, len(held))
	for i, s := range held {
		if n < len(wanted) && !s.foreign && !s.doomed && !apart[s.ID] && s.Track == p.names.listed(wanted[n]) {
			kept[i] = true
			n++
		}
	}
	return kept, n
}

func (p planner) onlyAddable(ids []TrackID) []TrackID {
	return slices.DeleteFunc(slices.Clone(ids), func(id TrackID) bool { return !p.addable(id) })
}

// places are the places in the wanted list of the tracks that are not there.
func (p planner) places(lacking map[ListedID]int) []int {
	var places []int
	for i, id := range slices.Backward(p.Wanted) {
		if listed := p.names.listed(id); lacking[listed] > 0 {
			lacking[listed]--
			if p.spares(id) {
				places = append(places, i)
			}
		}
	}
	slices.Reverse(places)
	return places
}

// nearest chooses one of the sorted candidates for each place.
func nearest(places, candidates []int) map[int]bool {
	chosen := map[int]bool{}
	if len(places) >= len(candidates) {
		for _, i := range candidates {
			chosen[i] = true
		}
		return chosen
	}
	for _, place := range places {
		right, _ := slices.BinarySearch(candidates, place)
		left := right - 1
		for right < len(candidates) && chosen[candidates[right]] {
			right++
		}
		for left >= 0 && chosen[candidates[left]] {
			left--
		}
		if right == len(candidates) || left >= 0 && place-candidates[left] < candidates[right]-place {
			chosen[candidates[left]] = true
		} else {
			chosen[candidates[right]] = true
		}
	}
	return chosen
}

// presence plans how a shared playlist gets the wanted tracks, wherever they are, and
// loses those that were managed before and are not named any more.
func (p planner) presence(held []slot) plan {
	there, former := p.counts(held)
	var result plan
	for _, id := range p.Wanted {
		listed := p.names.listed(id)
		former[listed]--
		switch {
		case there[listed] > 0:
			there[listed]--
		case p.addable(id):
			result.add = append(result.add, id)
		default:
			result.lacking++
		}
	}
	for _, s := range held {
		switch {
		case s.doomed:
			result.remove = append(result.remove, s)
		case s.foreign || s.stuck != nil || there[s.Track] <= 0:
		case s.added:
			there[s.Track]--
			result.remove = append(result.remove, s)
		case former[s.Track] > p.withdrawn[s.Track]:
			there[s.Track]--
			former[s.Track]--
			result.remove = append(result.remove, s)
		}
	}
	return p.together(result, held)
}

// counts are how often the tracks are there, and how often they were managed before
// and are not being removed yet.
func (p planner) counts(held []slot) (there, former map[ListedID]int) {
	there, former = map[ListedID]int{}, map[ListedID]int{}
	for _, id := range p.Former {
		former[p.names.listed(id)]++
	}
	for _, s := range held {
		switch {
		case !s.doomed:
			there[s.Track]++
		case !s.added:
			former[s.Track]--
		}
	}
	return there, former
}
