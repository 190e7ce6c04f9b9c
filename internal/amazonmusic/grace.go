package amazonmusic

import (
	"context"
	"net/http"
	"time"
)

// writeGrace is how long a write that is under way may go on once its caller
// has been interrupted.
const writeGrace = 5 * time.Second

// tryContext returns the context of one try. A read ends with its caller. A
// write that has been sent is given a moment to be answered: cut off, it may
// have saved a track that nobody knows of.
func (c *Client) tryContext(ctx context.Context, method string) (context.Context, context.CancelFunc) {
	if method == http.MethodGet {
		return context.WithTimeoutCause(ctx, c.requestTimeout, ErrTimeout)
	}
	lasting, cancelLasting := context.WithCancelCause(context.WithoutCancel(ctx))
	try, cancelTry := context.WithTimeoutCause(lasting, c.requestTimeout, ErrTimeout)
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-c.clock.After(writeGrace):
			cancelLasting(context.Cause(ctx))
		case <-try.Done():
		}
	})
	return try, func() {
		stop()
		cancelTry()
		cancelLasting(context.Canceled)
	}
}
