package amazonmusic

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// limit decides whether a request that arrives now is let in. done is called at
// the end of one that was. The simulated service has one lock around both.
type limit struct {
	arrive func(now time.Time) bool
	done   func()
}

// bucket refills at a steady rate.
func bucket(perSecond, burst float64) limit {
	level, last := burst, time.Now()
	return limit{arrive: func(now time.Time) bool {
		level = min(burst, level+now.Sub(last).Seconds()*perSecond)
		last = now
		// A refill of 20 ms at 50 a second is one request, in floating point too.
		if level < 1-1e-9 {
			return false
		}
		level--
		return true
	}}
}

// windows lets so many requests in, in each second by the clock.
func windows(perSecond int) limit {
	count, window := 0, time.Time{}
	return limit{arrive: func(now time.Time) bool {
		if second := now.Truncate(time.Second); !second.Equal(window) {
			window, count = second, 0
		}
		count++
		return count <= perSecond
	}}
}

// atOnce lets so many requests be under way at once.
func atOnce(places int) limit {
	return limit{
		arrive: func(time.Time) bool {
			if places == 0 {
				return false
			}
			places--
			return true
		},
		done: func() { places++ },
	}
}

// stray refuses a share of the requests, whatever their rate.
func stray(share float64, random *rand.Rand) limit {
	return limit{arrive: func(time.Time) bool { return random.Float64() >= share }}
}

// outage refuses everything between two times.
func outage(from, until time.Duration) limit {
	start := time.Now()
	return limit{arrive: func(now time.Time) bool { return now.Sub(start) < from || now.Sub(start) >= until }}
}

// simulation is a service with a limit, in virtual time, and what is sent to it.
type simulation struct {
	name string
	// limit returns a new limit of the service.
	limit      func(random *rand.Rand) limit
	retryAfter string
	// faults is the share of requests that are answered with 503.
	faults  float64
	latency time.Duration
	tracks  int
	// ideal is how long the tracks take at best.
	ideal time.Duration
	// atMost bounds the median of the time it may take, in times of the ideal.
	atMost float64
}

// outcome is what became of a simulation.
type outcome struct {
	took     time.Duration
	arrivals []time.Time
	refused  int
	errs     []error
	slowdown Slowdown
}

func (o outcome) refusedShare() float64 { return float64(o.refused) / float64(len(o.arrivals)) }

// ratio is the time it took, in times of the ideal.
func (s simulation) ratio(o outcome) float64 { return o.took.Seconds() / s.ideal.Seconds() }

// run saves the tracks with ten workers. The seed decides on faults and latency.
func (s simulation) run(tb testing.TB, seed uint64, client func(tb testing.TB, cfg Config) *Client) outcome {
	tb.Helper()
	var (
		o      outcome
		mu     sync.Mutex
		random = rand.New(rand.NewPCG(seed, 1))
		limit  = s.limit(random)
	)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		o.arrivals = append(o.arrivals, time.Now())
		passed := limit.arrive(time.Now())
		latency := time.Duration(float64(s.latency) * (0.8 + 0.4*random.Float64()))
		fault := passed && random.Float64() < s.faults
		if !passed {
			o.refused++
		}
		mu.Unlock()
		time.Sleep(latency)
		switch {
		case !passed:
			w.Header().Set("Retry-After", s.retryAfter)
			w.WriteHeader(http.StatusTooManyRequests)
			return
		case fault:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte(`{"data":{"saveTrack":{"saveState":"SAVED"}}}`))
		}
		if limit.done != nil {
			mu.Lock()
			limit.done()
			mu.Unlock()
		}
	})
	cfg := Config{
		Endpoint: mustParse(tb, "https://api.example"), APIKey: "key", AccessToken: "token",
		MaxRetries: DefaultMaxRetries, Transport: wire{handler},
	}
	c := client(tb, cfg)
	start := time.Now()
	o.errs = saveAll(c, 10, trackIDs(s.tracks))
	o.took, o.slowdown = time.Since(start), c.Slowdown()
	return o
}

// pacedClient is the client as it is.
func pacedClient(tb testing.TB, cfg Config) *Client {
	tb.Helper()
	c, err := New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// plainClient has no pace: each request backs off alone.
func plainClient(tb testing.TB, cfg Config) *Client {
	tb.Helper()
	c := pacedClient(tb, cfg)
	s := &sender{
		endpoint: cfg.Endpoint, timeout: DefaultRequestTimeout, http: transport.NewClient(cfg.Transport), secrets: c.secrets,
	}
	send := withLogin(lwa.NewSource(lwa.Config{AccessToken: cfg.AccessToken}), c.log, s.send)
	c.handle = func(ctx context.Context, x *exchange) *Error {
		for failures := 1; ; failures++ {
			failure := send(ctx, x)
			if failure == nil || !failure.Kind.Temporary() {
				return failure
			}
			time.Sleep(max(backoff(failures), failure.retryAfter))
		}
	}
	return c
}

// soak skips a test that "make soak" runs.
func soak(t *testing.T) {
	t.Helper()
	if os.Getenv("AMAZONMUSIC_SEED") == "" {
		t.Skip("only in make soak")
	}
}

// simulations are services of every form, each with its bound.
func simulations() []simulation {
	const latency = 100 * time.Millisecond
	all := []simulation{
		{
			name: "windows of 20", limit: func(*rand.Rand) limit { return windows(20) },
			latency: latency, tracks: 200, ideal: 10 * time.Second, atMost: 1.5,
		},
		{
			name: "windows of 50", limit: func(*rand.Rand) limit { return windows(50) },
			latency: latency, tracks: 500, ideal: 10 * time.Second, atMost: 1.5,
		},
		{
			name: "at most 3 at once", limit: func(*rand.Rand) limit { return atOnce(3) },
			latency: latency, tracks: 600, ideal: 20 * time.Second, atMost: 1.6,
		},
		{
			name: "1 % stray refusals", limit: func(random *rand.Rand) limit { return stray(0.01, random) },
			latency: latency, tracks: 2000, ideal: 20 * time.Second, atMost: 1.3,
		},
		{
			name: "6 % stray refusals", limit: func(random *rand.Rand) limit { return stray(0.06, random) },
			latency: latency, tracks: 2000, ideal: 20 * time.Second, atMost: 1.8,
		},
		{
			name: "an outage of 30 s", limit: func(*rand.Rand) limit { return outage(time.Second, 31*time.Second) },
			latency: latency, tracks: 2000, ideal: 50 * time.Second, atMost: 1.2,
		},
	}
	for _, burst := range []float64{1, 10, 50} {
		for _, latency := range []time.Duration{20 * time.Millisecond, 100 * time.Millisecond} {
			for _, retryAfter := range []string{"", "1"} {
				s := simulation{
					name:  fmt.Sprintf("50 a second, burst %v, latency %v, Retry-After %q", burst, latency, retryAfter),
					limit: func(*rand.Rand) limit { return bucket(50, burst) }, retryAfter: retryAfter,
					latency: latency, tracks: 500, ideal: seconds((500 - burst) / 50), atMost: 1.3,
				}
				switch {
				case retryAfter != "":
					// Every refusal costs everybody a second, and finding the limit takes several.
					s.atMost = 4
				case burst == 1:
					// Such a limit does not make up for the time below it.
					s.atMost = 1.9
				}
				all = append(all, s)
			}
		}
	}
	return all
}

func TestPace_simulations(t *testing.T) {
	t.Parallel()
	soak(t)
	for _, s := range simulations() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var ratios []float64
			for seed := range uint64(3) {
				synctest.Test(t, func(t *testing.T) {
					o := s.run(t, seed, pacedClient)
					if len(o.errs) > 0 {
						t.Errorf("%d tracks failed, the first with: %v", len(o.errs), o.errs[0])
					}
					ratios = append(ratios, s.ratio(o))
					t.Logf("seed %d: %v, %.2f of the ideal, %.0f %% refused", seed, o.took, s.ratio(o), 100*o.refusedShare())
				})
			}
			slices.Sort(ratios)
			if median := ratios[len(ratios)/2]; median > s.atMost {
				t.Errorf("the median is %.2f times the ideal, more than %v", median, s.atMost)
			}
		})
	}
}

// The rate that the service has sustained is the one to stay under: it is near the
// limit, and not above it. Pauses that the service asks for, and a limit that does not
// make up for the time below it, lower it. "from" is below the least of 40 runs.
func TestSlowdown_sustained(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit      func(*rand.Rand) limit
		retryAfter string
		from       float64 // requests a second
	}{
		"20 a second, burst 10":              {func(*rand.Rand) limit { return bucket(20, 10) }, "", 18},
		"20 a second, burst 50":              {func(*rand.Rand) limit { return bucket(20, 50) }, "", 18},
		"windows of 20":                      {func(*rand.Rand) limit { return windows(20) }, "", 16},
		"20 a second, burst 10, Retry-After": {func(*rand.Rand) limit { return bucket(20, 10) }, "1", 10},
		"20 a second, without a burst":       {func(*rand.Rand) limit { return bucket(20, 1) }, "", 10},
		"20 a second, burst 50, Retry-After": {func(*rand.Rand) limit { return bucket(20, 50) }, "1", 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, latency := range []time.Duration{20 * time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
				s := simulation{limit: test.limit, retryAfter: test.retryAfter, latency: latency, tracks: 1000}
				synctest.Test(t, func(t *testing.T) {
					o := s.run(t, 1, pacedClient)
					if got := o.slowdown; got.Sustained < test.from || got.Sustained > 20.5 || got.Refusals != o.refused {
						t.Errorf("latency %v: %+v, %d refused", latency, got, o.refused)
					}
				})
			}
		})
	}
}

// A service that is troubled beside its limit must not cost more than with a
// client that knows no pace at all.
func TestPace_noSlowerThanPlain(t *testing.T) {
	t.Parallel()
	soak(t)
	s := simulation{
		limit: func(random *rand.Rand) limit { return stray(0.06, random) }, faults: 0.22, latency: 20 * time.Millisecond, tracks: 300, ideal: time.Second,
	}
	var paced, plain []time.Duration
	for seed := range uint64(9) {
		synctest.Test(t, func(t *testing.T) {
			paced = append(paced, s.run(t, seed, pacedClient).took)
		})
		synctest.Test(t, func(t *testing.T) {
			plain = append(plain, s.run(t, seed, plainClient).took)
		})
	}
	slices.Sort(paced)
	slices.Sort(plain)
	t.Logf("paced %v", paced)
	t.Logf("plain %v", plain)
	if mid := len(paced) / 2; paced[mid] > plain[mid]*3/2 {
		t.Errorf("the median is %v, and without a pace %v", paced[mid], plain[mid])
	}
}
