package amazonmusic

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// A write under way may end; a read, and what has not been sent, does not wait.
func TestGraceAfterCancel(t *testing.T) {
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
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
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
					err = c.RemoveTrack(ctx, someTrack)
				default:
					for _, failed := range c.PlaylistPages(ctx, 1) {
						err = failed
					}
				}
				if took := time.Since(start); took != tt.took || (err == nil) != tt.done || err != nil && !errors.Is(err, context.Canceled) {
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
func TestNoRetryDuringGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(2 * time.Second)
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.InternalError()}})
		c := newTestClient(t, s, withRetries(3))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := c.SaveTrack(ctx, someTrack)
		if !errors.Is(err, context.Canceled) || len(s.Requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.Requests()), err)
		}
	})
}
