package amazonmusic

import (
	"context"
	"sync"
)

// ledger keeps a track that one caller saves from being removed by another.
// Terraform runs the changes of one apply in no order where they are about
// different resources, and a track can leave one resource for another in it: what
// the configuration wants in the end is that it is saved. What one owner saved and
// releases again, as "terraform test" does in one process, is removed.
type ledger struct {
	mu sync.Mutex
	// busy holds the tracks that a request is under way for. The channel is
	// closed at its end.
	busy map[string]chan struct{}
	// owners holds, for each id that a save was confirmed for, who asked for it:
	// for the id that was asked for and for the one that was answered.
	owners map[string]map[string]bool
}

func newLedger() *ledger {
	return &ledger{busy: map[string]chan struct{}{}, owners: map[string]map[string]bool{}}
}

// acquire waits until no other request is under way for a track.
func (l *ledger) acquire(ctx context.Context, trackID string) (release func(), err error) {
	for {
		l.mu.Lock()
		other, taken := l.busy[trackID]
		if !taken {
			mine := make(chan struct{})
			l.busy[trackID] = mine
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				defer l.mu.Unlock()
				delete(l.busy, trackID)
				close(mine)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// keep notes that a track was saved for an owner, by whatever ids it has.
func (l *ledger) keep(owner string, trackIDs ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range trackIDs {
		if l.owners[id] == nil {
			l.owners[id] = map[string]bool{}
		}
		l.owners[id][owner] = true
	}
}

// release notes that an owner no longer wants a track, and reports whether
// somebody else does.
func (l *ledger) release(owner string, trackIDs ...string) (wanted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range trackIDs {
		delete(l.owners[id], owner)
		wanted = wanted || len(l.owners[id]) > 0
	}
	return wanted
}
