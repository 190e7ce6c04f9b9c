package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 3, 25} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.SetLatency(50 * time.Millisecond)
				s.FailShare(1, 0.2, mockapi.Throttled(""), mockapi.InternalError(), mockapi.CutBody(), mockapi.Slow(time.Second))
				c := newTestClient(t, s, withRetries(20), func(cfg *Config) { cfg.MaxConcurrentRequests = limit })
				if errs := saveAll(c, 30, trackIDs(150)); len(errs) > 0 {
					t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
				}
				if peak := s.Stats().PeakInFlight; peak > limit {
					t.Errorf("%d requests were under way at once, more than %d", peak, limit)
				}
			})
		})
	}
}

func TestRequestsPerSecondIsKept(t *testing.T) {
	t.Parallel()
	for _, perSecond := range []float64{0.5, 5, 40} {
		t.Run(fmt.Sprint(perSecond), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.SetLatency(20 * time.Millisecond)
				// What is sent again with another token counts too.
				s.LimitTokenUse(10)
				c := newTestClient(t, s, withLogin(t), withRetries(5), func(cfg *Config) { cfg.RequestsPerSecond = perSecond })
				start := time.Now()
				if errs := saveAll(c, 10, trackIDs(40)); len(errs) > 0 {
					t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
				}
				requests := s.Requests()
				gap := time.Duration(float64(time.Second) / perSecond)
				for i := 1; i < len(requests); i++ {
					if got := requests[i].At.Sub(requests[i-1].At); got < gap-time.Microsecond {
						t.Fatalf("request %d follows after %v, not %v", i, got, gap)
					}
				}
				if took, want := time.Since(start), time.Duration(len(requests))*gap; took > want+time.Second {
					t.Errorf("%d requests took %v, not about %v", len(requests), took, want)
				}
			})
		})
	}
}

func TestPacerEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	gone := errors.New("the caller has gone")
	tests := []struct {
		name  string
		setup func(*pacer)
		wait  func(*pacer, context.Context) error
	}{
		{"for a slot", func(p *pacer) { p.slots <- struct{}{} }, func(p *pacer, ctx context.Context) error {
			_, err := p.enter(ctx)
			return err
		}},
		{"for the turn", func(p *pacer) { p.turn <- struct{}{} }, waitForTicket},
		{"for the end of a pause", func(p *pacer) { p.throttled(context.Background(), ticket{}, time.Minute) }, waitForTicket}, //nolint:usetesting // No test of its own.
		{"for the pace", func(p *pacer) { p.limit.pace = 0.01; p.send(time.Now()) }, waitForTicket},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPacer(1, 0, SystemClock{}, slog.New(slog.DiscardHandler))
				tt.setup(p)
				slots, turns := len(p.slots), len(p.turn)
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { cancel(gone) })
				start := time.Now()
				if err := tt.wait(p, ctx); !errors.Is(err, gone) {
					t.Errorf("the error is %v", err)
				}
				if took := time.Since(start); took != time.Second {
					t.Errorf("it took %v", took)
				}
				if len(p.slots) != slots || len(p.turn) != turns {
					t.Errorf("%d slots and %d turns are taken, not %d and %d", len(p.slots), len(p.turn), slots, turns)
				}
			})
		})
	}
}

func waitForTicket(p *pacer, ctx context.Context) error { //nolint:revive // As a method.
	done, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer done()
	_, err = p.wait(ctx)
	return err
}

// A pause that begins while a request waits for its pace counts for it too.
func TestPauseReachesWhoWaitsAlready(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(10, 1, SystemClock{}, slog.New(slog.DiscardHandler))
		first, err := p.wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(500*time.Millisecond, func() { p.throttled(t.Context(), first, 5*time.Second) })
		start := time.Now()
		if _, err := p.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 5500*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}

// Refusals of one wave count once, but the longest of their pauses counts.
func TestOneWaveIsOneRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(10, 0, SystemClock{}, slog.New(slog.DiscardHandler))
		var wave []ticket
		for range 10 {
			one, err := p.wait(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			wave = append(wave, one)
		}
		for i, one := range wave {
			p.throttled(t.Context(), one, time.Duration(i%3)*time.Second)
		}
		if p.pause != minPause || p.limit.round != 1 {
			t.Errorf("the pause is %v, and the round %d", p.pause, p.limit.round)
		}
		start := time.Now()
		if _, err := p.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// The clock of a test may fire at once without moving.
type stuckClock struct{ SystemClock }

func (stuckClock) Now() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

func (stuckClock) After(time.Duration) <-chan time.Time {
	fired := make(chan time.Time, 1)
	fired <- time.Time{}
	return fired
}

func TestClockThatStandsStill(t *testing.T) {
	s := mockapi.New()
	s.FailShare(3, 0.3, mockapi.Throttled(""), mockapi.Throttled("20"))
	c := newTestClient(t, s, withRetries(20), func(cfg *Config) { cfg.Clock, cfg.RequestsPerSecond = stuckClock{}, 100 })
	if errs := saveAll(c, 10, trackIDs(100)); len(errs) > 0 {
		t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
	}
	if math.IsNaN(c.pace.limit.pace) {
		t.Error("the pace is not a number")
	}
	if !strings.HasPrefix(s.SavedIDs()[0], "B1") {
		t.Error("another track was saved")
	}
}
