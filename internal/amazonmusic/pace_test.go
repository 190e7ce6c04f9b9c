package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func newTestPace(slots int, perSecond float64) *pace {
	return newPace(slots, perSecond, slog.New(slog.DiscardHandler))
}

func TestPace_concurrency(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 3, 25} {
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
	}
}

// Without a limit, looking out for one must cost nothing.
func TestPace_noLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(100 * time.Millisecond)
		c := newTestClient(t, s)
		start := time.Now()
		errs := saveAll(c, 10, trackIDs(300))
		if took := time.Since(start); took != 3*time.Second || len(errs) > 0 || s.Stats().PeakInFlight != 10 {
			t.Errorf("%d failures after %v, at most %d at once", len(errs), took, s.Stats().PeakInFlight)
		}
		if got := c.Slowdown(); got != (Slowdown{}) {
			t.Errorf("slowed down: %+v", got)
		}
	})
}

// The ceiling is kept for what arrives, with what is sent again, and also where
// one request takes longer than the gap between two.
func TestPace_ceiling(t *testing.T) {
	t.Parallel()
	for _, perSecond := range []float64{0.05, 0.5, 5, 40} {
		t.Run(fmt.Sprint(perSecond), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.SetLatency(70 * time.Millisecond)
				s.FailShare(1, 0.2, mockapi.Throttled(""), mockapi.InternalError(), mockapi.CutBefore(),
					mockapi.Answer(401, "application/json", errorJSON("INVALID_ACCESS_TOKEN", "m", "")))
				c := newTestClient(t, s, loginOnly(t), withRetries(8), func(cfg *Config) { cfg.RequestsPerSecond = perSecond })
				_ = saveAll(c, 10, trackIDs(40)) // A second 401 is final, and no concern of this test.
				requests := s.Requests()
				gap := seconds(1 / perSecond)
				for i := 1; i < len(requests); i++ {
					if got := requests[i].At.Sub(requests[i-1].At); got < gap-time.Microsecond {
						t.Fatalf("request %d follows after %v, not %v", i, got, gap)
					}
				}
				if len(requests) < 45 {
					t.Errorf("only %d requests were sent", len(requests))
				}
				if rate := c.pace.rate; rate > perSecond {
					t.Errorf("the rate is %v", rate)
				}
			})
		})
	}
}

func TestPace_ceilingIsReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(20 * time.Millisecond)
		c := newTestClient(t, s, func(cfg *Config) { cfg.RequestsPerSecond = 40 })
		start := time.Now()
		errs := saveAll(c, 10, trackIDs(401))
		if took := time.Since(start); took != 10*time.Second+20*time.Millisecond || len(errs) > 0 {
			t.Errorf("%d failures after %v", len(errs), took)
		}
		// To wait for the user's own limit is no slowdown by the service.
		if got := c.Slowdown(); got != (Slowdown{}) {
			t.Errorf("slowed down: %+v", got)
		}
	})
}

func TestPace_cancel(t *testing.T) {
	tests := map[string]func(*pace){
		"for a slot":             func(p *pace) { p.slots <- struct{}{} },
		"for the turn":           func(p *pace) { p.turn <- struct{}{} },
		"for the end of a pause": func(p *pace) { p.resume = time.Now().Add(time.Minute) },
		"for the rate":           func(p *pace) { p.next = time.Now().Add(time.Minute) },
	}
	for name, setup := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newTestPace(1, 0)
				setup(p)
				slots, turns := len(p.slots), len(p.turn)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				err := withPace(p, func(context.Context, *exchange) *Error { t.Error("sent"); return nil })(ctx, &exchange{})
				if err == nil || err.Kind != Interrupted || time.Since(start) != time.Second {
					t.Errorf("after %v: %v", time.Since(start), err)
				}
				if len(p.slots) != slots || len(p.turn) != turns || p.underWay != 0 {
					t.Errorf("%d slots and %d turns are taken, %d are under way", len(p.slots), len(p.turn), p.underWay)
				}
			})
		})
	}
}

// A pause that begins while a request waits counts for it too.
func TestPace_pauseReachesWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(10, 1)
		sent := mustEnter(t, p)
		time.AfterFunc(500*time.Millisecond, func() { p.refused(t.Context(), sent, &Error{retryAfter: 5 * time.Second}) })
		if second := mustEnter(t, p); second.Sub(sent) != 5500*time.Millisecond {
			t.Errorf("it was sent after %v", second.Sub(sent))
		}
	})
}

func mustEnter(t *testing.T, p *pace) time.Time {
	t.Helper()
	sent, err := p.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

// Refusals of one wave lower the rate once, but the longest of their pauses counts.
func TestPace_wave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(10, 0)
		var wave []time.Time
		for range 10 {
			wave = append(wave, mustEnter(t, p))
		}
		time.Sleep(100 * time.Millisecond)
		for i, sent := range wave {
			p.refused(t.Context(), sent, &Error{retryAfter: time.Duration(i%3) * time.Second})
		}
		// Ten under way for 100 ms are a hundred a second.
		if math.Abs(p.rate-100*cut) > 1e-6 || p.underWay != 0 {
			t.Errorf("the rate is %v, %d are under way", p.rate, p.underWay)
		}
		if next := mustEnter(t, p); next.Sub(wave[0]) != 2100*time.Millisecond {
			t.Errorf("the next request was sent after %v", next.Sub(wave[0]))
		}
	})
}

func TestPace_rate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(10, 8)
		refuse := func(retryAfter time.Duration) {
			sent := mustEnter(t, p)
			p.underWay = 1000 // The rate alone decides.
			p.refused(t.Context(), sent, &Error{retryAfter: retryAfter})
		}
		want := func(when string, rate float64) {
			t.Helper()
			if math.Abs(p.rate-rate) > 1e-9 {
				t.Errorf("%s, the rate is %v, not %v", when, p.rate, rate)
			}
		}
		refuse(0)
		want("after a refusal", 5.6)
		refuse(0)
		want("after one more of the same wave", 5.6)
		p.lost()
		want("after no answer", 5.6)
		refuse(0)
		want("after a refusal that follows no answer", 5.6)
		p.answered()
		want("after an answer", 5.88)
		refuse(time.Second)
		want("after a refusal with a pause", 5.88*cut)
		p.answered()
		want("after an answer, where a refusal cost a second", 5.88*cut*1.0125)
		refuse(time.Minute)
		p.answered()
		want("where a refusal cost a minute", 5.88*cut*1.0125*cut*1.00625)
		for range 1000 {
			p.answered()
		}
		want("after many answers", 8)
		for range 50 {
			p.answered()
			refuse(0)
		}
		want("after many refusals", 1)
		slow := newTestPace(10, 0.25)
		slow.refused(t.Context(), mustEnter(t, slow), &Error{})
		if slow.rate != 0.25 {
			t.Errorf("below one a second, the rate is %v", slow.rate)
		}
	})
}

// A timer that fires late does not lower the rate.
func TestPace_lateTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(10, 10)
		start := mustEnter(t, p)
		var due time.Time
		if delay, _, err := p.send(&due); err != nil || delay != 100*time.Millisecond {
			t.Fatalf("the second request waits for %v, %v", delay, err)
		}
		time.Sleep(130 * time.Millisecond)
		if delay, _, err := p.send(&due); err != nil || delay != 0 {
			t.Fatalf("the second request waits for %v more, %v", delay, err)
		}
		if next := p.next.Sub(start); next != 200*time.Millisecond {
			t.Errorf("the third request may go after %v", next)
		}
	})
}

// The rate that the service has sustained counts from its first refusal, and only
// while there is something to send.
func TestSlowdown_busyTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(1, 0)
		call := func(kind Kind, took time.Duration) {
			handle := p.whileOpen(withPace(p, func(context.Context, *exchange) *Error {
				time.Sleep(took)
				if kind == "" {
					return nil
				}
				return &Error{Kind: kind, Status: 429}
			}))
			_ = handle(t.Context(), &exchange{})
			// The rate is not what is tested here.
			p.rate, p.next = math.Inf(1), time.Time{}
		}
		for range 100 {
			call("", time.Millisecond)
		}
		if got := p.slowdown(); got != (Slowdown{}) {
			t.Errorf("before a refusal: %+v", got)
		}
		call(Throttled, time.Second)
		if got := p.slowdown(); got != (Slowdown{Refusals: 1}) {
			t.Errorf("after a refusal: %+v", got)
		}
		for range 10 {
			call("", 100*time.Millisecond)
		}
		time.Sleep(time.Hour)
		call("", 500*time.Millisecond)
		call(Throttled, 500*time.Millisecond)
		if got := p.slowdown(); got.Refusals != 2 || got.Answers != 11 || math.Abs(got.Sustained-5.5) > 1e-9 {
			t.Errorf("after two seconds of requests: %+v", got)
		}
	})
}

// A back-off is time in which there is something to send.
func TestSlowdown_backoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(5 * time.Second)
		s.FailNext(1, mockapi.Throttled("10"))
		c := newTestClient(t, s, withRetries(1))
		mustSave(t, c, someTrack)
		if got := c.Slowdown(); got.Refusals != 1 || got.Answers != 1 || math.Abs(got.Sustained-1.0/15) > 1e-6 {
			t.Errorf("slowed down: %+v", got)
		}
	})
}

// TestWithPace: an answer raises the rate, a refusal lowers it, and no answer says
// nothing about it.
func TestWithPace(t *testing.T) {
	for name, test := range map[string]struct {
		failure *Error
		rate    float64
	}{
		"saved":     {nil, 4.2},
		"a fault":   {&Error{Kind: Unavailable, Status: 503}, 4.2},
		"cut body":  {&Error{Kind: Disconnected, Status: 200}, 4.2},
		"refused":   {&Error{Kind: Throttled, Status: 429}, 2.8},
		"no answer": {&Error{Kind: Disconnected}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTestPace(10, 8)
			p.rate = 4
			failure := withPace(p, func(context.Context, *exchange) *Error { return test.failure })(t.Context(), &exchange{})
			if failure != test.failure || math.Abs(p.rate-test.rate) > 1e-9 || p.underWay != 0 {
				t.Errorf("%v, %v a second, %d under way", failure, p.rate, p.underWay)
			}
		})
	}
}

// The service that refuses everything ends the run after two minutes, and nothing
// is sent any more.
func TestPace_endless429(t *testing.T) {
	t.Parallel()
	for _, retryAfter := range []string{"", "1", "7"} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.SetLatency(20 * time.Millisecond)
			s.Fail(mockapi.FaultPlan{Skip: 20, Faults: []mockapi.Fault{mockapi.Throttled(retryAfter)}})
			c := newTestClient(t, s, withRetries(DefaultMaxRetries))
			start := time.Now()
			errs := saveAll(c, 10, trackIDs(1000))
			took := time.Since(start)
			kinds := map[Kind]int{}
			for _, err := range errs {
				e := failure(t, err)
				kinds[e.Kind]++
				if e.Kind == Throttled && (e.Status != 429 || e.Code != "THROTTLED" || !errors.Is(e, errGivenUp)) ||
					e.Kind == GivenUp && (e.Status != 0 || !errors.Is(e, errGivenUp)) {
					t.Errorf("the error is %+v", e)
				}
			}
			if len(errs) != 980 || kinds[Throttled] != 1 || kinds[GivenUp] != 979 {
				t.Errorf("%d failures: %v", len(errs), kinds)
			}
			if took < patience || took > patience+20*time.Second {
				t.Errorf("it took %v", took)
			}
			if n := len(s.Requests()); n > 400 {
				t.Errorf("%d requests were sent", n)
			}
			// It is over for every later call too.
			n := len(s.Requests())
			_, err := c.SaveTrack(t.Context(), someTrack)
			e := failure(t, err)
			if e.Kind != GivenUp || e.Kind.Temporary() || !e.Kind.MeetsEveryCall() || len(s.Requests()) != n {
				t.Errorf("after the end: %v", err)
			}
		})
	}
}

// Two minutes count from the first 429 in a row, not from the last good answer.
func TestPace_patience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPace(10, 0)
		one := func(retryAfter time.Duration, kind Kind) error {
			err := withPace(p, func(context.Context, *exchange) *Error {
				return &Error{Kind: kind, Status: 429, retryAfter: retryAfter}
			})(t.Context(), &exchange{})
			return err.Unwrap()
		}
		time.Sleep(time.Hour) // Without a request, which says nothing.
		for i, want := range []struct {
			kind Kind
			end  bool
		}{
			{Throttled, false},
			{Throttled, false},
			{Unavailable, false},
			{Throttled, false},
			{Throttled, false},
			{Throttled, true},
			{Throttled, true},
		} {
			if err := one(time.Minute, want.kind); errors.Is(err, errGivenUp) != want.end {
				t.Errorf("answer %d: %v", i, err)
			}
		}
	})
}

// MaxRetries of 0 is one try, also after a 429.
func TestPace_oneTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Throttled("30")}})
		_, err := newTestClient(t, s, withRetries(0)).SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Kind != Throttled || e.Tries != 1 || len(s.Requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.Requests()), e)
		}
	})
}

// A 429 is not counted as one of MaxRetries, and comes back within four seconds.
func TestPace_refusalsAreNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		faults := slices.Repeat([]mockapi.Fault{mockapi.Throttled("")}, 20)
		s.Fail(mockapi.FaultPlan{Next: 22, Faults: append(faults, mockapi.InternalError(), mockapi.Throttled("1"))})
		c := newTestClient(t, s, withRetries(1))
		mustSave(t, c, someTrack)
		requests := s.Requests()
		for i := 1; i < len(requests); i++ {
			if gap := requests[i].At.Sub(requests[i-1].At); gap > maxThrottledBackoff {
				t.Errorf("request %d follows after %v", i, gap)
			}
		}
		if got := c.Slowdown(); len(requests) != 23 || got.Refusals != 21 || c.pace.rate > 1000 {
			t.Errorf("%d requests, slowed down: %+v", len(requests), got)
		}
	})
}

// A limit that appears, tightens or goes is followed.
func TestPace_change(t *testing.T) {
	t.Parallel()
	after := func(s *mockapi.Service, n int, then func()) {
		var count atomic.Int64
		s.OnRequest(func(mockapi.Request) {
			if count.Add(1) == int64(n) {
				then()
			}
		})
	}
	tests := []struct {
		name   string
		tracks int
		setup  func(*mockapi.Service)
		atMost time.Duration
	}{
		// Half a second without the limit, and 250 tracks at 50 a second.
		{"a limit appears", 500, func(s *mockapi.Service) { after(s, 250, func() { s.LimitRate(50, 10, "") }) }, 9 * time.Second},
		// 5 seconds at 100 a second, and as long at 20.
		{"a limit tightens", 600, func(s *mockapi.Service) {
			s.LimitRate(100, 10, "")
			after(s, 520, func() { s.LimitRate(20, 10, "") })
		}, 16 * time.Second},
		{"a limit goes", 1200, func(s *mockapi.Service) {
			s.LimitRate(20, 10, "")
			after(s, 200, func() { s.LimitRate(0, 0, "") })
		}, 20 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.SetLatency(20 * time.Millisecond)
				tt.setup(s)
				start := time.Now()
				errs := saveAll(newTestClient(t, s, withRetries(DefaultMaxRetries)), 10, trackIDs(tt.tracks))
				if took := time.Since(start); took > tt.atMost || len(errs) > 0 {
					t.Errorf("%d failures after %v", len(errs), took)
				}
			})
		})
	}
}
