package provider

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// cached is what a provider process reads from the service once for everybody who
// asks. A read that fails fails for all of them: a thousand resources need not find
// out one by one.
type cached[T any] struct {
	read func(ctx context.Context, client *amazonmusic.Client) (T, error)
	// reading is held by whoever reads.
	reading *semaphore.Weighted

	mu sync.Mutex
	// last is what was read, nil where it has to be read.
	last *readResult[T]
	// forgotten counts the calls of forget.
	forgotten int
}

type readResult[T any] struct {
	value T
	err   error
}

func newCached[T any](read func(context.Context, *amazonmusic.Client) (T, error)) *cached[T] {
	return &cached[T]{read: read, reading: semaphore.NewWeighted(1)}
}

// get returns what was read, and reads it first where nobody has.
func (c *cached[T]) get(ctx context.Context, client *amazonmusic.Client) (T, error) {
	if err := c.reading.Acquire(ctx, 1); err != nil {
		var none T
		return none, context.Cause(ctx)
	}
	defer c.reading.Release(1)
	last, forgotten := c.state()
	if last != nil {
		return last.value, last.err
	}
	value, err := c.read(ctx, client)
	// Whoever asks after an interrupted read asks anew.
	if err == nil || ctx.Err() == nil {
		c.keep(&readResult[T]{value, err}, forgotten)
	}
	return value, err
}

func (c *cached[T]) state() (last *readResult[T], forgotten int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, c.forgotten
}

// keep keeps a result, unless it was forgotten while it was read.
func (c *cached[T]) keep(result *readResult[T], forgotten int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forgotten == forgotten {
		c.last = result
	}
}

// forget makes every later get read again, also where a read is under way: that one
// may have begun before the change that it is called for. It does not wait.
func (c *cached[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgotten++
	c.last = nil
}
