package amazonmusic

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// pacing is one service whose limit the client has to find.
type pacing struct {
	perSecond  float64
	burst      int
	latency    time.Duration
	retryAfter string
	tracks     int
}

func (p pacing) String() string {
	return fmt.Sprintf("%v per second, burst %d, latency %v, Retry-After %q", p.perSecond, p.burst, p.latency, p.retryAfter)
}

// pacingGrid holds the rates, bursts and latencies at which ten workers meet the
// limit at all. The highest rate, with its many requests, is tried in full at one
// burst only.
func pacingGrid() []pacing {
	var grid []pacing
	// At 5 a second the first wave of ten workers would be more than a tenth of
	// ten seconds' tracks, whatever comes after it.
	for _, base := range []pacing{{perSecond: 5, tracks: 250}, {perSecond: 50, tracks: 500}, {perSecond: 200, tracks: 2000}} {
		for _, base.burst = range []int{1, 10, 50} {
			for _, base.latency = range []time.Duration{time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond} {
				for _, base.retryAfter = range []string{"", "1"} {
					inReach := 10/base.latency.Seconds() > base.perSecond
					usual := base.latency == 20*time.Millisecond && base.retryAfter == ""
					if inReach && (base.perSecond < 200 || base.burst == 10 || usual) {
						grid = append(grid, base)
					}
				}
			}
		}
	}
	return grid
}

// run saves the tracks with ten workers, in virtual time.
func (p pacing) run(t *testing.T, s *mockapi.Service, handler http.Handler) (took time.Duration) {
	t.Helper()
	s.SetLatency(p.latency)
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, handler, withRetries(DefaultMaxRetries))
		start := time.Now()
		if errs := saveAll(c, 10, trackIDs(p.tracks)); len(errs) > 0 {
			t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
		}
		took = time.Since(start)
	})
	if n := len(s.SavedIDs()); n != p.tracks {
		t.Errorf("%d tracks of %d are saved", n, p.tracks)
	}
	return took
}

func wantPace(t *testing.T, took, atMost time.Duration, requests, refused int) {
	t.Helper()
	share := float64(refused) / float64(requests)
	t.Logf("%.1f s of %.1f s, %.1f %% refused", took.Seconds(), atMost.Seconds(), share*100)
	if took > atMost {
		t.Errorf("took %v, more than %v", took, atMost)
	}
	if share >= 0.1 {
		t.Errorf("%.1f %% of the requests were refused", share*100)
	}
}

func TestPaceFollowsLimit(t *testing.T) {
	t.Parallel()
	for _, p := range pacingGrid() {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			factor := 1.3
			if p.retryAfter != "" {
				// To find a limit takes two or three refusals, and each of them costs
				// everybody the second that the service asks for.
				factor = 1.6
			}
			s := mockapi.New()
			s.LimitRate(p.perSecond, p.burst, p.retryAfter)
			took := p.run(t, s, s)
			ideal := float64(p.tracks) / p.perSecond
			wantPace(t, took, seconds(factor*ideal), s.Stats().Requests, s.Stats().Throttled)
		})
	}
}

// window refuses what comes after the first so many requests of a second.
type window struct {
	http.Handler

	perSecond int

	mu                        sync.Mutex
	second                    time.Time
	count, requests, refusals int
}

func (w *window) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	if second := time.Now().Truncate(time.Second); !second.Equal(w.second) {
		w.second, w.count = second, 0
	}
	w.count++
	w.requests++
	refuse := w.count > w.perSecond
	if refuse {
		w.refusals++
	}
	w.mu.Unlock()
	if refuse {
		time.Sleep(20 * time.Millisecond)
		rw.WriteHeader(http.StatusTooManyRequests)
		return
	}
	w.Handler.ServeHTTP(rw, r)
}

func TestPaceFollowsFixedWindow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ perSecond, tracks int }{{20, 400}, {50, 500}, {100, 1000}} {
		t.Run(fmt.Sprint(tt.perSecond), func(t *testing.T) {
			t.Parallel()
			s := mockapi.New()
			limited := &window{Handler: s, perSecond: tt.perSecond}
			took := pacing{latency: 20 * time.Millisecond, tracks: tt.tracks}.run(t, s, limited)
			wantPace(t, took, seconds(1.4*float64(tt.tracks)/float64(tt.perSecond)), limited.requests, limited.refusals)
		})
	}
}

func TestPaceFollowsChanges(t *testing.T) {
	t.Parallel()
	after := func(n int, then func(*mockapi.Service)) func(*mockapi.Service) {
		return func(s *mockapi.Service) {
			var count atomic.Int64
			s.OnRequest(func(mockapi.Request) {
				if count.Add(1) == int64(n) {
					then(s)
				}
			})
		}
	}
	tests := []struct {
		name   string
		tracks int
		setup  func(*mockapi.Service)
		atMost time.Duration
	}{
		// Half a second without the limit, and 250 tracks at 50 a second.
		{"a limit appears", 500, after(250, func(s *mockapi.Service) { s.LimitRate(50, 10, "") }), 7500 * time.Millisecond},
		// 5 seconds at 100 a second, and as long at 20.
		{"a limit tightens", 600, func(s *mockapi.Service) {
			s.LimitRate(100, 10, "")
			after(520, func(s *mockapi.Service) { s.LimitRate(20, 10, "") })(s)
		}, 14 * time.Second},
		{"a limit goes", 1200, func(s *mockapi.Service) {
			s.LimitRate(20, 10, "")
			after(200, func(s *mockapi.Service) { s.LimitRate(0, 0, "") })(s)
		}, 50 * time.Second},
		// The pauses double, so that the end can be missed by almost as long as the outage.
		{"everything is refused for five seconds", 500, func(s *mockapi.Service) {
			s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Throttled("")}})
			time.AfterFunc(5*time.Second, s.ClearFaults)
		}, 11 * time.Second},
		{"everything is refused for five seconds, in the middle", 500, after(250, func(s *mockapi.Service) {
			s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Throttled("1")}})
			time.AfterFunc(5*time.Second, s.ClearFaults)
		}), 11 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := mockapi.New()
			var start sync.Once
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				start.Do(func() { tt.setup(s) }) // In the bubble, so that its timers count there.
				s.ServeHTTP(w, r)
			})
			took := pacing{latency: 20 * time.Millisecond, tracks: tt.tracks}.run(t, s, handler)
			wantPace(t, took, tt.atMost, s.Stats().Requests, s.Stats().Throttled)
		})
	}
}

// Without a limit there must be no price for looking out for one.
func TestPaceWithoutLimit(t *testing.T) {
	t.Parallel()
	s := mockapi.New()
	took := pacing{latency: 100 * time.Millisecond, tracks: 300}.run(t, s, s)
	wantPace(t, took, 3*time.Second, s.Stats().Requests, s.Stats().Throttled)
	if peak := s.Stats().PeakInFlight; peak != DefaultMaxConcurrentRequests {
		t.Errorf("at most %d requests were under way at once", peak)
	}
}

// Time in which nothing was asked for must not hold the pace down afterwards.
func TestPaceGrowsAfterIdleTime(t *testing.T) {
	start := time.Now()
	l := limit{pace: 20, ceiling: 1e6, known: true, searching: true, round: 1, cost: minPause}
	l.resumes(start)
	now := start.Add(10 * time.Minute)
	for range 200 {
		now = now.Add(seconds(1 / l.pace))
		l.answered(ticket{pace: l.pace, round: 1}, now)
	}
	if l.pace < 100 {
		t.Errorf("after 200 answers the pace is %v", l.pace)
	}
}

func TestLimitStaysInBounds(t *testing.T) {
	start := time.Now()
	for _, ceiling := range []float64{0.001, 1, 1e9} {
		l := limit{pace: ceiling, ceiling: ceiling}
		now := start
		for i := range 2000 {
			l.sent(now)
			sent := ticket{sent: now, pace: l.pace, round: l.round}
			// Answers in no sensible order, at times that hardly differ.
			now = now.Add(time.Duration(i*i%7) * time.Millisecond)
			if i%3 == 0 || i%11 < 4 {
				l.refused(sent, now, minPause)
				l.resumes(now.Add(minPause))
			} else {
				l.answered(sent, now)
			}
			if !(l.pace >= min(slowestPace, ceiling) && l.pace <= ceiling) {
				t.Fatalf("the pace is %v, beyond %v", l.pace, ceiling)
			}
		}
	}
}
