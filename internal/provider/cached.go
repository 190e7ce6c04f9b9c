package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// lock is a mutex whose waiters can give up.
type lock chan struct{}

func newLock() lock { return make(lock, 1) }

// take waits for the lock, or until ctx ends.
func (l lock) take(ctx context.Context) (release func(), err error) {
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// cached is what a provider process reads from the service once for everybody who
// asks. A read that fails fails for all of them: a thousand resources need not find
// out one by one.
type cached[T any] struct {
	read  func(ctx context.Context, client *amazonmusic.Client) (T, error)
	lock  lock
	known bool
	value T
	err   error
}

func newCached[T any](read func(context.Context, *amazonmusic.Client) (T, error)) *cached[T] {
	return &cached[T]{read: read, lock: newLock()}
}

// get returns what was read, and reads it first where nobody has.
func (c *cached[T]) get(ctx context.Context, client *amazonmusic.Client) (T, error) {
	release, err := c.lock.take(ctx)
	if err != nil {
		var none T
		return none, err
	}
	defer release()
	if !c.known {
		c.value, c.err = c.read(ctx, client)
		// Whoever asks after an interrupted read asks anew.
		c.known = c.err == nil || ctx.Err() == nil
	}
	return c.value, c.err
}

// forget makes the next get read again.
func (c *cached[T]) forget() {
	c.lock <- struct{}{}
	c.known = false
	<-c.lock
}
