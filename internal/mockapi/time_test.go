package mockapi_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestDelays(t *testing.T) {
	tests := []struct {
		name    string
		latency time.Duration
		fault   mockapi.Fault
		want    time.Duration
		acts    bool
	}{
		{"none", 0, mockapi.Fault{}, 0, true},
		{"latency", time.Second, mockapi.Fault{}, time.Second, true},
		{"slow", 0, mockapi.Slow(time.Minute), time.Minute, true},
		{"both", time.Second, mockapi.Slow(time.Minute), 61 * time.Second, true},
		{"a refusal takes as long", time.Second, mockapi.InternalError(), time.Second, false},
		{"a cut takes as long", time.Second, mockapi.CutBefore(), time.Second, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.SetLatency(tt.latency)
				s.FailNext(1, tt.fault)
				start := time.Now()
				put(t, s, faultTrack)
				if got := time.Since(start); got != tt.want {
					t.Errorf("it took %v, want %v", got, tt.want)
				}
				if s.IsSaved(faultTrack) != tt.acts {
					t.Errorf("acted: %v", s.IsSaved(faultTrack))
				}
			})
		})
	}
}

func TestNoLatencyAtTheTokenEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(time.Hour)
		start := time.Now()
		wantStatus(t, refresh(t, s, mockapi.DefaultRefreshToken), 200, "")
		if got := time.Since(start); got != 0 {
			t.Errorf("it took %v", got)
		}
	})
}

// Whoever gives up waiting is let go at once. What was asked for is done all the same, unless it hung.
func TestClientsGiveUp(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*mockapi.Service)
		acts  bool
	}{
		{"latency", func(s *mockapi.Service) { s.SetLatency(time.Hour) }, true},
		{"slow", func(s *mockapi.Service) { s.FailNext(1, mockapi.Slow(time.Hour)) }, true},
		{"hang", func(s *mockapi.Service) { s.FailNext(1, mockapi.Hang()) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				tt.spoil(s)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				start := time.Now()
				a := askContext(ctx, s, http.MethodPut, tracksPath+"/"+faultTrack)
				if !a.cut || time.Since(start) != time.Minute {
					t.Errorf("cut %v after %v", a.cut, time.Since(start))
				}
				if s.IsSaved(faultTrack) != tt.acts {
					t.Errorf("acted: %v", s.IsSaved(faultTrack))
				}
				if got := s.Requests()[0].Status; got != 0 {
					t.Errorf("logged status %d", got)
				}
			})
		})
	}
}

func TestPeakInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(time.Second)
		burst := func(n int) {
			var wg sync.WaitGroup
			for range n {
				wg.Go(func() { askContext(t.Context(), s, http.MethodGet, playlistsPath) })
			}
			// A token request under way is none of the API's.
			wg.Go(func() { refresh(t, s, mockapi.DefaultRefreshToken) })
			wg.Wait()
		}
		burst(5)
		burst(3)
		if got := s.Stats(); got.PeakInFlight != 5 || got.Requests != 8 {
			t.Errorf("stats %+v", got)
		}
		s.ResetRequests()
		if got := s.Stats(); got != (mockapi.Stats{}) {
			t.Errorf("after a reset: %+v", got)
		}
		burst(2)
		if got := s.Stats().PeakInFlight; got != 2 {
			t.Errorf("peak %d after a reset", got)
		}
	})
}

func TestLimitRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.LimitRate(2, 3, "1")
		if got := statuses(t, s, 5, playlistsPath); got != "200 200 200 429 429" {
			t.Errorf("the burst: %s", got)
		}
		time.Sleep(time.Second)
		if got := statuses(t, s, 3, playlistsPath); got != "200 200 429" {
			t.Errorf("a second later: %s", got)
		}
		// What is refused for its rate meets no fault.
		s.FailNext(1, mockapi.InternalError())
		a := ask(t, s, http.MethodGet, playlistsPath)
		wantStatus(t, a, 429, "THROTTLED")
		if got := a.header.Get("Retry-After"); got != "1" {
			t.Errorf("Retry-After %q", got)
		}
		requests := s.Requests()
		if last := requests[len(requests)-1]; last.Fault != "rate limit" || last.Status != 429 || !last.At.Equal(time.Now()) {
			t.Errorf("logged %+v", last)
		}
		s.LimitRate(0, 0, "")
		if got := statuses(t, s, 3, playlistsPath); got != "500 200 200" {
			t.Errorf("without a limit: %s", got)
		}
		s.LimitRate(1, 0, "")
		if got := statuses(t, s, 2, playlistsPath); got != "200 429" {
			t.Errorf("without a burst: %s", got)
		}
	})
}

// Reads that lag show what was there before, and a request that got no answer can act late.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetReadLag(300 * time.Millisecond)
		listed := func() int {
			edges, _ := at(ask(t, s, http.MethodGet, tracksPath).decode(t), "data", "user", "tracks", "edges").([]any)
			return len(edges)
		}
		put(t, s, faultTrack)
		if n := listed(); n != 0 {
			t.Errorf("%d tracks are listed at once", n)
		}
		time.Sleep(301 * time.Millisecond)
		if n := listed(); n != 1 {
			t.Errorf("%d tracks are listed later", n)
		}
		s.FailNext(1, mockapi.CutLate(time.Second))
		put(t, s, mockapi.TrackBare)
		if s.IsSaved(mockapi.TrackBare) {
			t.Error("the late request has acted at once")
		}
		time.Sleep(2 * time.Second)
		if !s.IsSaved(mockapi.TrackBare) {
			t.Error("the late request has not acted")
		}
	})
}
