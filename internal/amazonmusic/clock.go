package amazonmusic

import (
	"context"
	"time"
)

// Clock tells the time and waits. Tests replace it so that back-off costs no
// time; it satisfies the timer of the retry library.
type Clock interface {
	Now() time.Time
	// After sends once the duration is over.
	After(d time.Duration) <-chan time.Time
}

// SystemClock is the machine's own clock.
type SystemClock struct{}

// Now returns the current time.
func (SystemClock) Now() time.Time { return time.Now() }

// After is [time.After].
func (SystemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// wait returns when the duration is over or ctx ends, whichever comes first.
func wait(ctx context.Context, clock Clock, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-clock.After(d):
		return nil
	}
}
