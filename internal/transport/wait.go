package transport

import (
	"context"
	"time"
)

// Wait returns when the duration is over or ctx ends, whichever comes first.
func Wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return Ended(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return Ended(ctx)
	case <-timer.C:
		return nil
	}
}
