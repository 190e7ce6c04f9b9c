package provider

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// newCounted returns a cache whose n-th read takes a minute and returns n. A read
// that is interrupted returns the reason.
func newCounted() *cached[int] {
	reads := 0
	return newCached(func(ctx context.Context, _ *amazonmusic.Client) (int, error) {
		reads++
		select {
		case <-time.After(time.Minute):
			return reads, nil
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	})
}

// wantCached asks, and compares what is answered and how long it takes.
func wantCached(t *testing.T, c *cached[int], want int, wait time.Duration) {
	t.Helper()
	start := time.Now()
	if got, err := c.get(t.Context(), nil); got != want || err != nil || time.Since(start) != wait {
		t.Errorf("got %d, %v after %v; want %d after %v", got, err, time.Since(start), want, wait)
	}
}

// A thousand who ask at once, or later, share one read.
func TestCached_sharesOneRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() { wantCached(t, c, 1, time.Minute) })
		}
		wg.Wait()
		wantCached(t, c, 1, 0)
		c.forget()
		wantCached(t, c, 2, time.Minute)
	})
}

// A save that ends while a listing is under way does not wait for it, and nobody who
// asks afterwards gets that listing.
func TestCached_forgetDuringRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		var wg sync.WaitGroup
		wg.Go(func() { wantCached(t, c, 1, time.Minute) })
		time.Sleep(10 * time.Second)
		// This one asks before the save has ended, and is answered after it.
		wg.Go(func() { wantCached(t, c, 2, 50*time.Second+time.Minute) })
		time.Sleep(10 * time.Second)
		start := time.Now()
		c.forget()
		if waited := time.Since(start); waited > 0 {
			t.Errorf("forget waited for %v", waited)
		}
		wg.Go(func() { wantCached(t, c, 2, 40*time.Second+time.Minute) })
		wg.Wait()
		wantCached(t, c, 2, 0)
	})
}

// A failure is one for everybody. An interrupted read, or an interrupted wait for
// one, is nobody else's.
func TestCached_failures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reads, broken := 0, errors.New("broken")
		failing := newCached(func(context.Context, *amazonmusic.Client) (int, error) { reads++; return 0, broken })
		for range 3 {
			if _, err := failing.get(t.Context(), nil); !errors.Is(err, broken) || reads != 1 {
				t.Errorf("%v after %d reads", err, reads)
			}
		}
		c, quit := newCounted(), errors.New("quit")
		ctx, cancel := context.WithCancelCause(t.Context())
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if _, err := c.get(ctx, nil); !errors.Is(err, quit) {
					t.Errorf("interrupted, but %v", err)
				}
			})
		}
		time.Sleep(time.Second)
		cancel(quit)
		wg.Wait()
		wantCached(t, c, 2, time.Minute)
	})
}
