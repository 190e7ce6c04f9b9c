// Package library changes the saved tracks of one account, so that a track that
// anybody wants is saved in the end.
//
// Terraform changes resources in no guaranteed order, and a track can be known by
// two ids. A [Ledger] records who wants which track for one run of the provider; a
// [Writer] sends the changes of one owner. The package knows neither Terraform nor
// HTTP.
package library

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// Intent is what an owner is going to do with a track.
type Intent int

// The intents: a saved track stays, a track will be saved, or it will be removed.
const (
	Keep Intent = iota
	Save
	Remove
)

// successor is the owner of what a destroyed object leaves to the object that
// replaces it.
const successor = "\x00successor"

// Ledger records the stakes of one run: which owner wants which track by which id,
// and which removals may have hit it. It is safe for concurrent use.
type Ledger struct {
	mu     sync.Mutex
	stakes map[stakeKey]*stake
	// byID holds the stakes in a track for each id that it is known by: configured
	// and answered ids.
	byID     map[string][]*stake
	removals int
	removed  map[string]removal
	locks    map[string]*semaphore.Weighted
}

type stakeKey struct{ owner, id string }

// stake is one owner's intent for one track.
type stake struct {
	stakeKey

	// answered is the id that the service knows the track by, "" where that is not
	// known.
	answered string
	intent   Intent
	// saved says that the track is saved, by this run or an earlier one, and stays.
	saved bool
	// removals and at are how many removals there had been, and the time, when the
	// track was last saved. A later removal may have hit it.
	removals int
	at       time.Time
	// track is what is known of a track that is left to a successor, nil where the
	// successor is to save it again.
	track *amazonmusic.Track
}

// removal is the last one that may have hit an id.
type removal struct {
	number int
	// until is when a try without an answer has acted at the latest.
	until time.Time
}

// Other is another owner of a track.
type Other struct {
	Owner  string
	Intent Intent
}

// NewLedger returns the ledger of a run.
func NewLedger() *Ledger {
	return &Ledger{
		stakes: map[stakeKey]*stake{}, byID: map[string][]*stake{}, removed: map[string]removal{},
		locks: map[string]*semaphore.Weighted{},
	}
}

// Plan records what an owner plans for a track, and returns the owners whose plans
// for it conflict with that. A track that one owner removes and another one saves
// moves between them: that is no conflict.
//
// An owner that is planned for the first time has no name yet, "". Two of those for
// one track cannot be told from one that is planned twice, as an apply does: both
// are found when they save the track.
func (l *Ledger) Plan(owner string, intent Intent, id, answered string) []Other {
	l.mu.Lock()
	defer l.mu.Unlock()
	var others []Other
	for _, s := range l.known(id, answered) {
		if s.owner != owner && s.owner != successor && conflicting(intent, s.intent) {
			others = append(others, Other{s.owner, s.intent})
		}
	}
	l.enter(&stake{stakeKey: stakeKey{owner, id}, answered: answered, intent: intent, saved: intent == Keep})
	return others
}

func conflicting(a, b Intent) bool {
	if a == Remove || b == Remove {
		return a == Keep || b == Keep
	}
	return true
}

// AtRisk reports whether a track that an owner keeps is going to be removed by
// another owner, or may have been hit by a removal of this run.
func (l *Ledger) AtRisk(owner, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.stakes[stakeKey{owner, id}]
	if s == nil || s.intent != Keep {
		return false
	}
	return l.hit(s) || slices.ContainsFunc(l.known(s.id, s.answered), func(other *stake) bool {
		return other.owner != owner && other.intent == Remove
	})
}

// Leave ends an owner's stake in a saved track, without a request: the object that
// replaces the owner has the track too, or another owner keeps it. Track is what the
// successor takes over, nil where it is to save the track again.
func (l *Ledger) Leave(owner, id, answered string, track *amazonmusic.Track) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.withdraw(owner, id)
	l.enter(&stake{stakeKey: stakeKey{successor, id}, answered: answered, intent: Keep, saved: true, track: track})
}

// TakeOver gives a track that was left to its successor to an owner. It reports false
// where the owner has to save the track.
func (l *Ledger) TakeOver(owner, id string) (amazonmusic.Track, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := l.withdraw(successor, id)
	if left == nil || left.track == nil || l.hit(left) {
		return amazonmusic.Track{}, false
	}
	track := *left.track
	taken := *left
	taken.owner, taken.intent, taken.track = owner, Save, nil
	l.enter(&taken)
	return track, true
}

// lock waits until no other change of a configured id is under way.
func (l *Ledger) lock(ctx context.Context, id string) (unlock func(), err error) {
	l.mu.Lock()
	lock := l.locks[id]
	if lock == nil {
		lock = semaphore.NewWeighted(1)
		l.locks[id] = lock
	}
	l.mu.Unlock()
	if err := lock.Acquire(ctx, 1); err != nil {
		return nil, context.Cause(ctx)
	}
	return func() { lock.Release(1) }, nil
}

// count returns how many removals there have been.
func (l *Ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.removals
}

// noteSave enters the stake of a track that was just saved. It returns the stake,
// the time until which a removal may still hit the track, and whether one may have
// hit it since the save began.
func (l *Ledger) noteSave(saved *stake) (until time.Time, hit bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.enter(saved)
	for _, id := range saved.ids() {
		if last := l.removed[id].until; last.After(until) {
			until = last
		}
	}
	return until, l.hit(saved)
}

// noteRemoval records that a removal may have hit a track, and returns the stakes
// that have to be saved again.
func (l *Ledger) noteRemoval(until time.Time, ids ...string) []stakeKey {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.removals++
	for _, id := range ids {
		if last := l.removed[id].until; last.After(until) {
			until = last
		}
		l.removed[id] = removal{l.removals, until}
	}
	var hit []stakeKey
	for _, s := range l.known(ids...) {
		if s.saved {
			hit = append(hit, s.stakeKey)
		}
	}
	return hit
}

// hit reports whether a removal may have hit a track since it was last saved, or may
// hit it yet.
func (l *Ledger) hit(s *stake) bool {
	return slices.ContainsFunc(s.ids(), func(id string) bool {
		last := l.removed[id]
		return last.number > s.removals || last.until.After(s.at)
	})
}

// current returns the intent of a stake, and whether its track is wanted and has to
// be saved again.
func (l *Ledger) current(key stakeKey) (Intent, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.stakes[key]
	if s == nil || !s.saved {
		return Keep, false
	}
	return s.intent, l.hit(s)
}

// Keeps reports whether somebody has a track saved by this configured id, and wants it.
func (l *Ledger) Keeps(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.byID[id], func(s *stake) bool { return s.id == id && s.saved })
}

// standing returns the other owners of a track that was just saved. A save that was
// planned is this one: the object that replaces another one has another name.
func (l *Ledger) standing(owner string, ids ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var owners []string
	for _, s := range l.known(ids...) {
		switch {
		case s.owner == owner || s.owner == successor:
		case s.intent == Save && !s.saved:
			l.withdraw(s.owner, s.id)
		case s.intent != Remove:
			owners = append(owners, s.owner)
		}
	}
	return owners
}

// release ends an owner's stake.
func (l *Ledger) release(owner, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.withdraw(owner, id)
}

// ids are those that a track is known by.
func (s *stake) ids() []string {
	if s.answered == "" || s.answered == s.id {
		return []string{s.id}
	}
	return []string{s.id, s.answered}
}

// known returns the stakes in a track that is known by any of these ids.
func (l *Ledger) known(ids ...string) []*stake {
	var found []*stake
	seen := map[*stake]bool{}
	for _, id := range ids {
		for _, s := range l.byID[id] {
			if !seen[s] {
				seen[s] = true
				found = append(found, s)
			}
		}
	}
	return found
}

func (l *Ledger) enter(s *stake) {
	l.withdraw(s.owner, s.id)
	l.stakes[s.stakeKey] = s
	for _, id := range s.ids() {
		l.byID[id] = append(l.byID[id], s)
	}
}

func (l *Ledger) withdraw(owner, id string) *stake {
	s := l.stakes[stakeKey{owner, id}]
	if s == nil {
		return nil
	}
	delete(l.stakes, s.stakeKey)
	for _, known := range s.ids() {
		l.byID[known] = slices.DeleteFunc(l.byID[known], func(other *stake) bool { return other == s })
	}
	return s
}
