package amazonmusic

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestWhatIsTriedAgain(t *testing.T) {
	const tries = 4
	html := mockapi.Answer(200, "text/html", "<html>")
	tests := []struct {
		name   string
		fault  mockapi.Fault
		tries  int
		status int
		cause  error
		reason string
	}{
		{"429", mockapi.Throttled(""), tries, 429, nil, "code THROTTLED: Too many requests."},
		{"500", mockapi.InternalError(), tries, 500, nil, "code INTERNAL"},
		{"502 and nothing", mockapi.BadGateway(), tries, 502, ErrUnreadable, "an empty answer"},
		{"503 HTML", mockapi.UnavailableHTML(), tries, 503, ErrUnreadable, "text/html"},
		{"504 of a gateway", mockapi.GatewayTimeout(), tries, 504, ErrUnreadable, "Endpoint request timed out"},
		{"cut", mockapi.CutBefore(), tries, 0, io.ErrUnexpectedEOF, "unexpected EOF"},
		{"half a body", mockapi.CutBody(), tries, 200, io.ErrUnexpectedEOF, "the answer was cut short"},
		{"no answer", mockapi.Hang(), tries, 0, ErrTimeout, "no complete answer in time: 30s"},
		{"too slow", mockapi.Slow(31 * time.Second), tries, 0, ErrTimeout, "no complete answer in time: 30s"},

		{"slow", mockapi.Slow(29 * time.Second), 0, 0, nil, ""},
		{"400", mockapi.Answer(400, "", errorJSON("BAD_REQUEST", "m", "")), 1, 400, nil, "BAD_REQUEST"},
		{"401", mockapi.Answer(401, "", errorJSON("INVALID_ACCESS_TOKEN", "m", "")), 1, 401, nil, "INVALID_ACCESS_TOKEN"},
		{"403", mockapi.Answer(403, "", errorJSON("C", "m", "")), 1, 403, nil, "code C: m"},
		{"404 HTML", mockapi.Answer(404, "text/html", "<html>"), 1, 404, ErrUnreadable, "text/html"},
		{"405", mockapi.Answer(405, "", ""), 1, 405, ErrUnreadable, ""},
		{"408", mockapi.Answer(408, "", ""), 1, 408, ErrUnreadable, ""},
		{"422", mockapi.Answer(422, "", errorJSON("C", "m", "")), 1, 422, nil, ""},
		{"501", mockapi.Answer(501, "", ""), 1, 501, ErrUnreadable, ""},
		{"200 HTML", html, 1, 200, ErrUnreadable, ""},
		{"200 with an error", mockapi.Answer(200, "", errorJSON("INTERNAL", "m", "")), 1, 200, nil, "INTERNAL"},
		{"not confirmed", mockapi.Answer(200, "", `{"data":{}}`), 1, 200, ErrNotConfirmed, ""},
		{"redirect", mockapi.Redirect("https://other.example/x"), 1, 0, ErrRedirected, "https://other.example"},
		{"too large", mockapi.Huge(5 << 20), 1, 200, ErrTooLarge, "over 4 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{tt.fault}})
				c := newTestClient(t, s, withRetries(tries-1))
				start := time.Now()
				_, err := c.SaveTrack(t.Context(), someTrack)
				if tt.tries == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				e := failure(t, err)
				if n := len(s.Requests()); n != tt.tries || e.Tries != tt.tries {
					t.Errorf("%d requests were sent, and the error speaks of %d", n, e.Tries)
				}
				if e.Status != tt.status || !strings.Contains(e.Reason(), tt.reason) || tt.cause != nil && !errors.Is(e, tt.cause) ||
					tt.cause == nil && e.Unwrap() != nil {
					t.Errorf("the error is %v, its cause %v", e, e.Unwrap())
				}
				if tt.tries > 1 && (e.Elapsed != time.Since(start) || !strings.Contains(e.Error(), "(4 tries over "+roundDuration(e.Elapsed).String()+")")) {
					t.Errorf("the error is %v after %v", e, time.Since(start))
				}
			})
		})
	}
}

// One answer at the end is enough.
func TestRecovery(t *testing.T) {
	faults := []mockapi.Fault{
		mockapi.Throttled("1"), mockapi.InternalError(), mockapi.BadGateway(), mockapi.UnavailableHTML(), mockapi.GatewayTimeout(),
		mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody(), mockapi.Hang(),
	}
	for _, caller := range callers {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.Save(someTrack)
			s.Fail(mockapi.FaultPlan{Next: len(faults), Faults: faults})
			// A DELETE that was carried out and cut off is then answered with 404.
			if err := caller.call(t, newTestClient(t, s, withRetries(len(faults)))); err != nil {
				t.Error(err)
			}
			if n := len(s.Requests()); n != len(faults)+1 {
				t.Errorf("%d requests were sent", n)
			}
			if s.IsSaved(someTrack) == (caller.method == http.MethodDelete) {
				t.Errorf("after %s, saved is %v", caller.method, s.IsSaved(someTrack))
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.InternalError()}})
		c := newTestClient(t, s, withRetries(20))
		lengths := map[time.Duration]bool{}
		for range 5 {
			s.ResetRequests()
			if _, err := c.SaveTrack(t.Context(), someTrack); failure(t, err).Tries != 21 {
				t.Fatal(err)
			}
			requests := s.Requests()
			for i := range 20 {
				wait := requests[i+1].At.Sub(requests[i].At)
				least := min(minBackoff<<i, maxBackoff*2/3)
				if wait < least || wait > min(least*3/2, maxBackoff) {
					t.Errorf("wait %d is %v, not from %v to %v", i+1, wait, least, least*3/2)
				}
				if i > 8 {
					lengths[wait] = true
				}
			}
		}
		// The longest waits differ too.
		if len(lengths) < 10 {
			t.Errorf("all waits are one of %d lengths", len(lengths))
		}
	})
}

func TestRetryAfterIsKept(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "60": time.Minute, "61": time.Minute, "3600": time.Minute, "99999999999999999999": time.Minute,
		"0": 0, "-5": 0, "soon": 0, "": 0, "Sat, 01 Jan 2000 00:00:20 GMT": 20 * time.Second, "Fri, 31 Dec 1999 00:00:00 GMT": 0,
		"Sat, 01 Jan 2050 00:00:00 GMT": time.Minute,
	} {
		for _, status := range []int{429, 503} {
			t.Run(strconv.Itoa(status)+" "+header, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var sent []time.Time
					handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
						sent = append(sent, time.Now())
						w.Header().Set("Retry-After", header)
						w.WriteHeader(status)
						if status == 429 {
							panic(http.ErrAbortHandler) // Cut short, the header counts all the same.
						}
					})
					_, err := newTestClient(t, handler, withRetries(1)).SaveTrack(t.Context(), someTrack)
					if e := failure(t, err); e.Tries != 2 || e.Status != status {
						t.Fatal(err)
					}
					wait := sent[1].Sub(sent[0])
					// Without the header, the usual back-off or pause is what is left.
					if wait < want || wait > max(want, minPause, minBackoff*3/2) {
						t.Errorf("the wait is %v", wait)
					}
				})
			})
		}
	}
}

func TestCancelEndsAWait(t *testing.T) {
	gone := errors.New("the caller has gone")
	for name, fault := range map[string]mockapi.Fault{
		"back-off":    mockapi.InternalError(),
		"Retry-After": mockapi.Throttled("30"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{fault}})
				c := newTestClient(t, s, withRetries(20))
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(100*time.Millisecond, func() { cancel(gone) })
				start := time.Now()
				_, err := c.SaveTrack(ctx, someTrack)
				e := failure(t, err)
				if !errors.Is(e, gone) || time.Since(start) != 100*time.Millisecond || e.Tries != 1 {
					t.Errorf("after %v: %v", time.Since(start), e)
				}
				if !strings.Contains(e.Reason(), "interrupted (the caller has gone) while waiting to try again after: HTTP ") {
					t.Errorf("the reason is %q", e.Reason())
				}
				if len(s.Requests()) != 1 || len(c.pace.slots) != 0 || len(c.pace.turn) != 0 {
					t.Errorf("%d requests, %d slots, %d turns", len(s.Requests()), len(c.pace.slots), len(c.pace.turn))
				}
			})
		})
	}
}

func TestCancelBeforeTheStart(t *testing.T) {
	s := mockapi.New()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newTestClient(t, s, withRetries(3)).SaveTrack(ctx, someTrack)
	if e := failure(t, err); !errors.Is(e, context.Canceled) || e.Tries != 0 {
		t.Errorf("%d tries: %v", e.Tries, e)
	}
	wantSent(t, s)
}

// The caller's own deadline is no timeout of a try, and is not tried again.
func TestDeadlineOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Hang()}})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		var err error
		for _, failed := range newTestClient(t, s, withRetries(3)).PlaylistPages(ctx, 1) {
			err = failed
		}
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrTimeout) || time.Since(start) != 10*time.Second || len(s.Requests()) != 1 {
			t.Errorf("after %v and %d requests: %v", time.Since(start), len(s.Requests()), err)
		}
	})
}

func TestFailuresOfTheNetwork(t *testing.T) {
	tests := []struct {
		name  string
		err   error
		tries int
	}{
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "api.example", IsNotFound: true}}, 1},
		{"the name server is slow", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "timeout", Name: "api.example", IsTimeout: true}}, 3},
		{"connection refused", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, 3},
		{"not TLS", http.ErrSchemeMismatch, 1},
		{"EOF", io.EOF, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				transport := transportFunc(func(*http.Request) (*http.Response, error) {
					requests++
					return nil, tt.err
				})
				c := newTestClient(t, nil, withRetries(2), func(cfg *Config) { cfg.Transport = transport })
				_, err := c.SaveTrack(t.Context(), someTrack)
				if e := failure(t, err); e.Tries != tt.tries || requests != tt.tries || !errors.Is(e, tt.err) || e.Status != 0 {
					t.Errorf("%d requests: %v", requests, e)
				}
				// The address is said once, without the host.
				if strings.Count(err.Error(), "/v1/me") != 1 {
					t.Errorf("the error is %v", err)
				}
			})
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "0", "1", "-1", "60", "1e3", " 5 ", "18446744073709551616", "Sat, 01 Jan 2000 00:00:20 GMT", "+3", "0x10", "\x00"} {
		f.Add(seed, int64(946684800))
	}
	f.Fuzz(func(t *testing.T, value string, now int64) {
		if d := parseRetryAfter(value, time.Unix(now, 0)); d < 0 || d > maxRetryAfter {
			t.Errorf("%q is %v", value, d)
		}
	})
}

// TestThrottledForEver: each request waits for the pauses of all others, so the
// first that fails for good must end the rest.
func TestThrottledForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.FailShare(1, 1, mockapi.Throttled(""))
		start := time.Now()
		errs := saveAll(newTestClient(t, s, withRetries(8)), 10, trackIDs(1000))
		if took := time.Since(start); len(errs) != 1000 || took > 45*time.Minute {
			t.Errorf("%d requests failed after %v", len(errs), took)
		}
		ended := 0
		for _, err := range errs {
			if errors.Is(err, ErrThrottled) {
				ended++
			}
		}
		if n := len(s.Requests()); n > 200 || ended < 900 {
			t.Errorf("%d requests were sent, and %d were not", n, ended)
		}
	})
}
