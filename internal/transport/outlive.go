package transport

import (
	"context"
	"time"
)

// Outlive returns a context that ends so long after ctx, with the cause of ctx.
func Outlive(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	lasting, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel(Ended(ctx))
		case <-lasting.Done():
		}
	})
	return lasting, func() {
		stop()
		cancel(context.Canceled)
	}
}
