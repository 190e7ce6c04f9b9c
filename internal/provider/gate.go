package provider

import (
	"context"
	"slices"
	"sync"
)

// side is one of the two kinds of change that exclude each other.
type side int

const (
	saving side = iota
	removing
)

// gate lets any number of saves through at a time, or any number of removals, but
// never both: a removal and a save of one track by different ids must not overtake
// each other. Whoever waits longest decides which side is next.
type gate struct {
	mu      sync.Mutex
	side    side
	inside  int
	waiting []waiter
}

type waiter struct {
	side   side
	opened chan struct{}
}

// enter waits until the gate is open for a side. Leave must be called afterwards.
func (g *gate) enter(ctx context.Context, s side) (leave func(), err error) {
	g.mu.Lock()
	if g.inside == 0 || g.side == s && len(g.waiting) == 0 {
		g.side = s
		g.inside++
		g.mu.Unlock()
		return g.leave, nil
	}
	w := waiter{side: s, opened: make(chan struct{})}
	g.waiting = append(g.waiting, w)
	g.mu.Unlock()
	select {
	case <-w.opened:
		return g.leave, nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.waiting, w); i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	} else {
		// It was opened at the same moment.
		g.inside--
	}
	g.open()
	return nil, context.Cause(ctx)
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.open()
}

// open lets in everybody who waits for the side of the first waiter, unless the
// other side is inside.
func (g *gate) open() {
	if len(g.waiting) == 0 || g.inside > 0 && g.waiting[0].side != g.side {
		return
	}
	g.side = g.waiting[0].side
	g.waiting = slices.DeleteFunc(g.waiting, func(w waiter) bool {
		if w.side != g.side {
			return false
		}
		g.inside++
		close(w.opened)
		return true
	})
}
