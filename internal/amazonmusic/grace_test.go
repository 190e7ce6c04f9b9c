package amazonmusic

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// A write under way may end; a read, and what has not been sent, does not wait.
func TestGrace_cancel(t *testing.T) {
	tests := []struct {
		name, method string
		answerAfter  time.Duration
		took         time.Duration
		done         bool
	}{
		{"a save that is answered in time", http.MethodPut, 3 * time.Second, 3 * time.Second, true},
		{"a removal that is answered in time", http.MethodDelete, 3 * time.Second, 3 * time.Second, true},
		{"a save that is not", http.MethodPut, 20 * time.Second, time.Second + writeGrace, false},
		{"a removal that is not", http.MethodDelete, 20 * time.Second, time.Second + writeGrace, false},
		{"a list", http.MethodGet, 3 * time.Second, time.Second, false},
		{"a search", http.MethodPost, 3 * time.Second, time.Second, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Save(someTrack)
				s.SetLatency(tt.answerAfter)
				c := newTestClient(t, s, withRetries(3))
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				var err error
				switch tt.method {
				case http.MethodPut:
					_, err = c.SaveTrack(ctx, someTrack)
				case http.MethodDelete:
					_, err = c.RemoveTrack(ctx, someTrack)
				case http.MethodPost:
					_, err = c.TrackByISRC(ctx, "GBCFB2000356")
				default:
					for _, failed := range c.Playlists(ctx, 1) {
						err = failed
					}
				}
				if took := time.Since(start); took != tt.took || (err == nil) != tt.done ||
					err != nil && failure(t, err).Kind != Interrupted {
					t.Errorf("after %v: %v", took, err)
				}
				if n := len(s.Requests()); n != 1 {
					t.Errorf("%d requests were sent", n)
				}
			})
		})
	}
}

// What fails during the grace is not sent again.
func TestGrace_noRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(2 * time.Second)
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.InternalError()}})
		c := newTestClient(t, s, withRetries(3))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := c.SaveTrack(ctx, someTrack)
		if failure(t, err).Kind != Interrupted || len(s.Requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.Requests()), err)
		}
	})
}

// Of many writes, those under way are answered, and no other one is sent.
func TestGrace_manyWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(300 * time.Millisecond)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		errs := saveAllWith(ctx, newTestClient(t, s), 20, trackIDs(100))
		// Four waves of ten went out, and the last of them was answered.
		if took := time.Since(start); took != 1200*time.Millisecond || len(s.SavedIDs()) != 40 || len(errs) != 60 {
			t.Errorf("after %v, %d are saved, and %d failed", took, len(s.SavedIDs()), len(errs))
		}
		for _, err := range errs {
			if failure(t, err).Kind != Interrupted {
				t.Error(err)
			}
		}
	})
}
