package amazonmusic

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestInterruptedRequest interrupts a caller after a second, with a service
// that takes some time to answer.
func TestInterruptedRequest(t *testing.T) {
	t.Parallel()
	save := func(ctx context.Context, c *Client) error {
		_, err := c.SaveTrack(ctx, mockapi.TrackKaneTrain)
		return err
	}
	list := func(ctx context.Context, c *Client) error {
		for _, err := range c.PlaylistPages(ctx, 1) {
			return err
		}
		return nil
	}
	for name, test := range map[string]struct {
		request func(context.Context, *Client) error
		latency time.Duration
		takes   time.Duration
		fails   bool
	}{
		"a write is answered":             {save, 3 * time.Second, 3 * time.Second, false},
		"a write is not waited for long":  {save, time.Hour, time.Second + writeGrace, true},
		"a read ends at once":             {list, 3 * time.Second, time.Second, true},
		"a read is answered before":       {list, time.Millisecond, time.Millisecond, false},
		"a removal is a write, too":       {func(ctx context.Context, c *Client) error { return c.RemoveTrack(ctx, mockapi.TrackKaneTrain) }, 3 * time.Second, 3 * time.Second, false},
		"a write is answered before that": {save, time.Millisecond, time.Millisecond, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := mockapi.New()
				service.SetLatency(test.latency)
				ctx, interrupt := context.WithCancel(t.Context())
				defer time.AfterFunc(time.Second, interrupt).Stop()
				start := time.Now()
				err := test.request(ctx, newTestClient(t, service))
				if took := time.Since(start); took != test.takes {
					t.Errorf("took %s, want %s", took, test.takes)
				}
				if test.fails != errors.Is(err, context.Canceled) || test.fails != (err != nil) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
