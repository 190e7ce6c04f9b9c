package amazonmusic

import (
	"context"
	"sync"
)

// ledger keeps a track that one caller saves from being removed by another.
// Terraform runs the changes of one apply in no order where they are about
// different resources, and a track can leave one resource for another in it: what
// the configuration wants in the end is that it is saved.
type ledger struct {
	mu sync.Mutex
	// busy holds the tracks that a request is under way for. The channel is
	// closed at its end.
	busy map[string]chan struct{}
	// saved holds the ids that a save was confirmed for, both the one that was
	// asked for and the one that was answered.
	saved map[string]bool
}

func newLedger() *ledger {
	return &ledger{busy: map[string]chan struct{}{}, saved: map[string]bool{}}
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

// keep notes that a track was saved, by whatever ids it has.
func (l *ledger) keep(trackIDs ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range trackIDs {
		l.saved[id] = true
	}
}

// keeps reports whether a track of any of these ids was saved.
func (l *ledger) keeps(trackIDs ...string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range trackIDs {
		if l.saved[id] {
			return true
		}
	}
	return false
}
