package amazonmusic

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestReleaseTrack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		saved   string
		release func(context.Context, *Client) error
		left    bool
	}{
		"that nobody else saved": {"B0OTHER001", func(ctx context.Context, c *Client) error {
			return c.ReleaseTrack(ctx, "old", mockapi.TrackCanonical)
		}, false},
		"that was saved": {mockapi.TrackCanonical, func(ctx context.Context, c *Client) error {
			return c.ReleaseTrack(ctx, "old", mockapi.TrackCanonical)
		}, true},
		"that was saved by another id": {mockapi.TrackAliased, func(ctx context.Context, c *Client) error {
			return c.ReleaseTrack(ctx, "old", mockapi.TrackCanonical)
		}, true},
		"that is known by another id": {mockapi.TrackCanonical, func(ctx context.Context, c *Client) error {
			return c.ReleaseTrack(ctx, "old", mockapi.TrackAliased, mockapi.TrackCanonical)
		}, true},
		"that its owner saved": {mockapi.TrackAliased, func(ctx context.Context, c *Client) error {
			return c.ReleaseTrack(ctx, "new", mockapi.TrackAliased, mockapi.TrackCanonical)
		}, false},
		"without asking": {mockapi.TrackCanonical, func(ctx context.Context, c *Client) error {
			return c.RemoveTrack(ctx, mockapi.TrackCanonical)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := mockapi.New()
			service.Save(mockapi.TrackCanonical)
			c := newTestClient(t, service)
			if _, err := c.KeepTrack(t.Context(), "new", test.saved); err != nil {
				t.Fatal(err)
			}
			if err := test.release(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got := service.IsSaved(mockapi.TrackCanonical); got != test.left {
				t.Errorf("saved: %t, want %t", got, test.left)
			}
		})
	}
}

// TestReleaseWaitsForASave: of a save and a release at the same time, the save
// is what remains, whichever comes first.
func TestReleaseWaitsForASave(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{"save": http.MethodPut, "release": http.MethodDelete} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := mockapi.New()
				service.Save(mockapi.TrackKaneTrain)
				service.SetLatency(time.Second)
				c := newTestClient(t, service)
				var both sync.WaitGroup
				start := func(method string) {
					both.Go(func() {
						var err error
						if method == http.MethodPut {
							_, err = c.KeepTrack(t.Context(), "new", mockapi.TrackKaneTrain)
						} else {
							err = c.ReleaseTrack(t.Context(), "old", mockapi.TrackKaneTrain)
						}
						if err != nil {
							t.Error(err)
						}
					})
					synctest.Wait()
				}
				start(first)
				for _, method := range []string{http.MethodPut, http.MethodDelete} {
					if method != first {
						start(method)
					}
				}
				both.Wait()
				if !service.IsSaved(mockapi.TrackKaneTrain) || service.Stats().PeakInFlight != 1 {
					t.Errorf("saved: %t, %d at once", service.IsSaved(mockapi.TrackKaneTrain), service.Stats().PeakInFlight)
				}
			})
		})
	}
}

func TestLedgerEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	l := newLedger()
	release, err := l.acquire(t.Context(), "B08DL2BXQC")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.acquire(ctx, "B08DL2BXQC"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	release()
	if len(l.busy) != 0 {
		t.Errorf("still busy: %v", l.busy)
	}
}
