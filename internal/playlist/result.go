package playlist

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Result is what a playlist holds after a change, as far as is known.
type Result struct {
	// Known says that the list was read, or that the playlist is new. Otherwise
	// nothing is known of its tracks.
	Known bool
	// Items are the entries in order, without those that appeared.
	Items []Item
	// Appeared are entries that somebody else added during the change. They stay.
	Appeared []Entry
	// Names are the listed ids of the wanted tracks that are listed by another id, and
	// Renamed those that this change has learnt.
	Names   Names
	Renamed []TrackID
}

// Why a track is not in a playlist, or an entry still is, although the service has
// refused nothing.
var (
	ErrNotTaken   = errors.New("the service confirmed the addition, and the playlist does not list the track")
	ErrNotRemoved = errors.New("the service confirmed the removal, and the playlist still lists the entry")
	ErrNoEntryID  = errors.New("the service lists the entry without an entry id")
)

// Refusal is a wanted track that is not in the playlist as often as wanted, or not
// where it is wanted.
type Refusal struct {
	ID TrackID
	// Index is the first place of the track in the wanted list.
	Index int
	// Err is why it was not taken. Nil says that it was not sent.
	Err error
	// At is the place of the track in the items of the result, -1 where it is not there.
	At int
}

// Leftover is an entry that is not wanted.
type Leftover struct {
	Item Item
	// Err is why it could not be removed. Nil says that it stays because of a wanted
	// track that is not there, or because the run has ended.
	Err error
}

// IncompleteError says what a playlist lacks of what was requested.
type IncompleteError struct {
	// Refused are the tracks that were not taken, or not sent, in the wanted order.
	Refused []Refusal
	// Surplus are the entries that are not wanted.
	Surplus []Leftover
	// OrderDiffers says that the wanted tracks are there in another order.
	OrderDiffers bool
	// Full says that the playlist takes no more tracks.
	Full bool
	// MayChange says that an answer was lost whose effect was not looked up.
	MayChange bool
	// Cause is the failure that ended the change, if one did.
	Cause error
}

func (e *IncompleteError) Error() string {
	var parts []string
	if n := len(e.Refused); n > 0 {
		parts = append(parts, fmt.Sprintf("lacks %d tracks", n))
	}
	if n := len(e.Surplus); n > 0 {
		parts = append(parts, fmt.Sprintf("also holds %d entries", n))
	}
	if e.OrderDiffers {
		parts = append(parts, "has another order")
	}
	text := "the playlist is not as requested: it " + strings.Join(parts, ", ")
	if len(parts) == 0 {
		text = "the playlist may not be as requested"
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

func (e *IncompleteError) Unwrap() error { return e.Cause }

// NotEmptyError says that a playlist that was found after a lost answer holds
// entries: it is not certain whose it is. Nothing was sent.
type NotEmptyError struct{ Entries []Entry }

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the playlist was created by this run or by somebody else, and holds %d entries", len(e.Entries))
}

// result is what the playlist holds, and an error where that is not what is wanted.
func (c *change) result(cause error) (Result, error) {
	result := Result{Known: c.known, Names: c.names, Renamed: c.renamed}
	var held []slot
	for _, s := range c.held {
		if s.foreign && !c.request.Shared {
			result.Appeared = append(result.Appeared, s.Entry)
		} else {
			held = append(held, s)
		}
	}
	entries := make([]Entry, len(held))
	for i, s := range held {
		entries[i] = s.Entry
	}
	configured := c.request.Wanted
	if c.request.Shared {
		configured = slices.Concat(configured, c.request.Former)
	}
	result.Items = Match(entries, configured, c.names)
	named := map[TrackID]bool{}
	for _, id := range configured {
		named[id] = true
	}
	maps.DeleteFunc(c.names, func(id TrackID, _ ListedID) bool { return !named[id] })
	if _, ok := errors.AsType[*NotEmptyError](cause); ok || !c.known {
		return result, cause
	}
	slices.Sort(result.Renamed)
	e := &IncompleteError{Cause: cause, Full: c.room.full, MayChange: !c.lostAt.IsZero()}
	if c.request.Shared {
		c.comparePresence(e, result.Items)
	} else {
		c.compareOrder(e, held, result.Items)
	}
	if cause == nil && len(e.Refused) == 0 && len(e.Surplus) == 0 && !e.OrderDiffers {
		return result, nil
	}
	return result, e
}

// compareOrder says what the items lack of the wanted list.
func (c *change) compareOrder(e *IncompleteError, held []slot, items []Item) {
	var ids []TrackID
	for i, item := range items {
		if item.ID == "" {
			e.Surplus = append(e.Surplus, Leftover{item, held[i].stuck})
		} else {
			ids = append(ids, item.ID)
		}
	}
	inOrder := isPart(ids, c.request.Wanted)
	c.compareTracks(e, items, func(id TrackID) bool { return !inOrder && c.refused[id] != nil })
	e.OrderDiffers = !inOrder && len(e.Refused) == 0
}

// isPart reports whether a list is another one that some may be missing of.
func isPart(part, whole []TrackID) bool {
	for _, id := range whole {
		if len(part) > 0 && part[0] == id {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// comparePresence says which wanted tracks are not among the items, and which former
// ones still are.
func (c *change) comparePresence(e *IncompleteError, items []Item) {
	c.compareTracks(e, items, func(TrackID) bool { return false })
	for _, s := range c.plan().remove {
		i := slices.IndexFunc(items, func(item Item) bool { return item.Entry.ID == s.ID })
		if i >= 0 {
			e.Surplus = append(e.Surplus, Leftover{items[i], s.stuck})
		}
	}
}

// compareTracks says which wanted tracks are not there as often as wanted, or are
// misplaced.
func (c *change) compareTracks(e *IncompleteError, items []Item, misplaced func(TrackID) bool) {
	there, wanted, at := map[TrackID]int{}, map[TrackID]int{}, map[TrackID]int{}
	for i, item := range slices.Backward(items) {
		there[item.ID]++
		at[item.ID] = i
	}
	for _, id := range c.request.Wanted {
		wanted[id]++
	}
	reported := map[TrackID]bool{}
	for i, id := range c.request.Wanted {
		if reported[id] || there[id] >= wanted[id] && !misplaced(id) {
			continue
		}
		reported[id] = true
		place, ok := at[id]
		if !ok {
			place = -1
		}
		e.Refused = append(e.Refused, Refusal{ID: id, Index: i, Err: c.refused[id], At: place})
	}
}
