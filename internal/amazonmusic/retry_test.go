package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Each kind is set once, where the answer is understood, and decides on the rest.
func TestRetry_kinds(t *testing.T) {
	const tries = 4
	json := func(status int, code string) mockapi.Fault {
		return mockapi.Answer(status, "application/json", errorJSON(code, "m", ""))
	}
	tests := []struct {
		name   string
		fault  mockapi.Fault
		kind   Kind
		tries  int
		status int
		reason string
	}{
		{"429", mockapi.Throttled(""), Throttled, 0, 429, "code THROTTLED: Too many requests."},
		{"429 HTML", mockapi.Answer(429, "text/html", "<html>"), Throttled, 0, 429, "text/html"},
		{"429 and half an answer", mockapi.Answer(429, "", `{"error":{"co`), Throttled, 0, 429, "begins"},
		{"500", mockapi.InternalError(), Unavailable, tries, 500, "code INTERNAL"},
		{"502 and nothing", mockapi.BadGateway(), Unavailable, tries, 502, "an empty answer"},
		{"503 HTML", mockapi.UnavailableHTML(), Unavailable, tries, 503, "text/html"},
		{"504 of a gateway", mockapi.GatewayTimeout(), Unavailable, tries, 504, "Endpoint request timed out"},
		{"cut", mockapi.CutBefore(), Disconnected, tries, 0, "unexpected EOF"},
		{"half a body", mockapi.CutBody(), Disconnected, tries, 200, "the answer was cut short"},
		{"half an answer", mockapi.Answer(200, "", `{"data":{"saveTrack":{"tra`), Disconnected, tries, 200, "the answer was cut short"},
		{"half a string", mockapi.Answer(200, "", `{"data":{"saveTrack":{"saveState":"SAV`), Disconnected, tries, 200, "cut short"},
		{"half a 404", mockapi.Answer(404, "", `{"error":{"code":"RESOURCE_N`), Disconnected, tries, 404, "cut short"},
		{"no answer", mockapi.Hang(), TimedOut, tries, 0, "no complete answer in time: 30s"},
		{"too slow", mockapi.Slow(31 * time.Second), TimedOut, tries, 0, "no complete answer in time: 30s"},

		{"400", json(400, "BAD_REQUEST"), Refused, 1, 400, "BAD_REQUEST"},
		{"400 HTML", mockapi.Answer(400, "text/html", "<html>"), Refused, 1, 400, "text/html"},
		{"401", json(401, "INVALID_ACCESS_TOKEN"), Unauthorized, 1, 401, "INVALID_ACCESS_TOKEN"},
		{"401 HTML", mockapi.Answer(401, "text/html", "<html>"), Unauthorized, 1, 401, "text/html"},
		{"403", json(403, "C"), Forbidden, 1, 403, "code C: m"},
		{"403, no account", json(403, "AUTH_NO_MUSIC_ACCOUNT_FOUND"), NoAccount, 1, 403, ""},
		{"404", json(404, "RESOURCE_NOT_FOUND"), NotFound, 1, 404, ""},
		{"404 with another code", json(404, "C"), UnknownCall, 1, 404, ""},
		{"404 HTML", mockapi.Answer(404, "text/html", "<html>"), UnknownCall, 1, 404, "text/html"},
		{"404 and nothing", mockapi.Answer(404, "", ""), UnknownCall, 1, 404, "an empty answer"},
		{"405", mockapi.Answer(405, "", ""), Refused, 1, 405, ""},
		{"408", mockapi.Answer(408, "", ""), Refused, 1, 408, ""},
		{"422", json(422, "C"), Refused, 1, 422, ""},
		{"501", mockapi.Answer(501, "", ""), Refused, 1, 501, ""},
		{"200 HTML", mockapi.Answer(200, "text/html", "<html>"), Unreadable, 1, 200, "text/html"},
		{"200 and nothing", mockapi.Answer(200, "", ""), Unreadable, 1, 200, "an empty answer"},
		{"200 with an error", json(200, "INTERNAL"), Refused, 1, 200, "INTERNAL"},
		{"another form", mockapi.Answer(200, "", `{"data":{"other":1}}`), Unreadable, 1, 200, "something else"},
		{"not confirmed", mockapi.Answer(200, "", `{"data":{}}`), NotConfirmed, 1, 200, ""},
		{"redirect", mockapi.Redirect("https://other.example/x"), Redirected, 1, 0, "redirected to https://other.example, where"},
		{"too large", mockapi.Huge(5 << 20), Unreadable, 1, 200, "over 4 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{tt.fault}})
				c := newTestClient(t, s, withRetries(tries-1))
				start := time.Now()
				_, err := c.SaveTrack(t.Context(), someTrack)
				e := failure(t, err)
				if e.Kind != tt.kind || e.Status != tt.status || !strings.Contains(e.Reason(), tt.reason) || e.Op != OpSaveTrack {
					t.Errorf("%s, status %d: %v", e.Kind, e.Status, e)
				}
				// A 429 is not counted; it ends after two minutes of nothing else.
				if n := len(s.Requests()); tt.tries > 0 && e.Tries != tt.tries || e.Tries != n || tt.tries == 0 && n < 20 {
					t.Errorf("%d requests were sent, and the error speaks of %d", n, e.Tries)
				}
				if e.Kind.Temporary() != (tt.tries != 1) {
					t.Errorf("%s is temporary: %v", e.Kind, e.Kind.Temporary())
				}
				if e.Tries > 1 && (e.Elapsed != time.Since(start) || !strings.Contains(e.Error(), " ("+e.Effort()+")")) {
					t.Errorf("the error is %v after %v", e, time.Since(start))
				}
			})
		})
	}
}

// An error of the decoder speaks of the try and the status that it belongs to.
func TestRetry_triesOfDecoderErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for body, kind := range map[string]Kind{
			`{"data":{"saveTrack":null}}`: NotConfirmed, `{"data":{"saveTrack":1}}`: Unreadable,
			`{"data":{"saveTrack":{"saveState":"SAVED","track":{"id":"no id"}}}}`: Unreadable,
		} {
			s := mockapi.New()
			s.FailNext(2, mockapi.InternalError())
			s.FailNext(1, mockapi.Answer(201, "", body))
			_, err := newTestClient(t, s, withRetries(3)).SaveTrack(t.Context(), someTrack)
			e := failure(t, err)
			if e.Kind != kind || e.Tries != 3 || e.Status != 201 || e.Elapsed < 750*time.Millisecond || e.Path == "" {
				t.Errorf("%s: %s, status %d, %d tries over %v: %v", body, e.Kind, e.Status, e.Tries, e.Elapsed, e)
			}
		}
		s := mockapi.New()
		s.SeedPlaylists(10)
		s.SetListingLie(mockapi.LieNoCursor)
		s.FailNext(2, mockapi.CutBody())
		_, _, err := allPlaylists(t, newTestClient(t, s, withRetries(3)), 5)
		if e := failure(t, err); e.Kind != BrokenList || e.Tries != 3 || e.Status != 200 || e.Op != OpListPlaylists {
			t.Errorf("%s, status %d, %d tries: %v", e.Kind, e.Status, e.Tries, e)
		}
	})
}

// A call that must be sent once is repeated only where the service has certainly
// not acted on it.
func TestRetry_once(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	reset := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	for _, tt := range []struct {
		failure     Error
		often, once bool
	}{
		{Error{Kind: Throttled, Status: 429}, true, true},
		{Error{Kind: LoginUnavailable}, true, true},
		{Error{Kind: Disconnected, cause: dial, unsent: true}, true, true},
		{Error{Kind: Disconnected, cause: reset}, true, false},
		{Error{Kind: Disconnected, Status: 200}, true, false},
		{Error{Kind: Unavailable, Status: 503}, true, false},
		{Error{Kind: TimedOut, cause: transport.ErrTimeout}, true, false},
		{Error{Kind: Throttled, Status: 429, cause: errGivenUp}, false, false},
		{Error{Kind: LoginRefused}, false, false},
		{Error{Kind: Unreachable, cause: dial}, false, false},
		{Error{Kind: Interrupted, cause: context.Canceled}, false, false},
	} {
		often, once := exchange{}, exchange{call: call{once: true}}
		if mayRepeat(often.call, &tt.failure) != tt.often || mayRepeat(once.call, &tt.failure) != tt.once {
			t.Errorf("%+v may be repeated: %v; where it must be sent once: %v", tt.failure, !tt.often, !tt.once)
		}
	}
}

// What is sent again has its body again, also with another token.
func TestRetry_body(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for fault, tries := range map[string]int{"": 4, "500": 2} {
			s := mockapi.New()
			var sent []string
			c := newTestClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Host == "api.example" {
					body, _ := io.ReadAll(r.Body)
					sent = append(sent, r.Header.Get("Content-Type")+" "+string(body))
				}
				s.ServeHTTP(w, r)
			}), loginBeside(t), withRetries(3))
			s.FailNext(1, mockapi.Throttled(""))
			if fault == "500" {
				s.FailNext(1, mockapi.InternalError())
			}
			s.FailNext(1, mockapi.Throttled("1"))
			s.FailNext(1, deadToken())
			s.FailNext(1, mockapi.Answer(201, "", ""))
			request := call{
				op: "create a thing", method: http.MethodPost, path: "/v1/things", once: true, mayBeEmpty: true,
				body: []byte(`{"a":1}`), contentType: "application/json",
			}
			err := c.do(t.Context(), request, func(json.RawMessage) error { return nil })
			if (err == nil) != (fault == "") || err != nil && failure(t, err).Tries != 2 {
				t.Errorf("after %q: %v", fault, err)
			}
			if want := slices.Repeat([]string{`application/json {"a":1}`}, tries); !slices.Equal(sent, want) {
				t.Errorf("after %q, %q was sent", fault, sent)
			}
		}
	})
}

// Where a call may have an empty answer, one is good; elsewhere it is not.
func TestDo_mayBeEmpty(t *testing.T) {
	for _, mayBeEmpty := range []bool{true, false} {
		cases := map[string]bool{"": mayBeEmpty, `{}`: mayBeEmpty, `{"data":{}}`: true, "<html>": false}
		for body, good := range cases {
			for _, status := range []int{200, 204, 404} {
				if status == 204 && body != "" {
					continue
				}
				decoded := false
				request := call{op: "do a thing", method: http.MethodDelete, path: "/v1/things", mayBeEmpty: mayBeEmpty}
				err := newTestClient(t, answers(status, "", body)).do(t.Context(), request, func(json.RawMessage) error {
					decoded = true
					return nil
				})
				if want := good && status != 404; (err == nil) != want || decoded != want {
					t.Errorf("%q with %d, may be empty %v: decoded %v, %v", body, status, mayBeEmpty, decoded, err)
				}
			}
		}
	}
}

// One answer at the end is enough.
func TestRetry_recovery(t *testing.T) {
	faults := []mockapi.Fault{
		mockapi.Throttled("1"), mockapi.InternalError(), mockapi.BadGateway(), mockapi.UnavailableHTML(),
		mockapi.GatewayTimeout(),
		mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody(), mockapi.Hang(),
	}
	for _, caller := range callers {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.Save(someTrack)
			s.Fail(mockapi.FaultPlan{Next: len(faults), Faults: faults})
			err := caller.call(t, newTestClient(t, s, withRetries(len(faults))))
			// A DELETE that was carried out and cut off is then answered with 404 or null.
			if err != nil && (caller.method != http.MethodDelete || failure(t, err).Kind != NotFound) {
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

func TestRetry_backoff(t *testing.T) {
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

func TestRetry_retryAfter(t *testing.T) {
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
					ctx, cancel := context.WithTimeout(t.Context(), 61*time.Second)
					defer cancel()
					_, err := newTestClient(t, handler, withRetries(1)).SaveTrack(ctx, someTrack)
					if len(sent) < 2 {
						t.Fatal(err)
					}
					wait := sent[1].Sub(sent[0])
					// Without the header, the usual back-off is what is left.
					if wait < want || wait > max(want, minBackoff*3/2) {
						t.Errorf("the wait is %v", wait)
					}
				})
			})
		}
	}
}

func TestRetry_cancel(t *testing.T) {
	for name, fault := range map[string]mockapi.Fault{
		"back-off":    mockapi.InternalError(),
		"Retry-After": mockapi.Throttled("30"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{fault}})
				c := newTestClient(t, s, withRetries(20))
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(100*time.Millisecond, cancel)
				start := time.Now()
				_, err := c.SaveTrack(ctx, someTrack)
				e := failure(t, err)
				if e.Kind != Interrupted || !errors.Is(e, context.Canceled) || time.Since(start) != 100*time.Millisecond ||
					e.Tries != 1 {
					t.Errorf("after %v: %v", time.Since(start), e)
				}
				if !strings.Contains(e.Reason(), "interrupted (context canceled) while waiting to try again after: HTTP ") {
					t.Errorf("the reason is %q", e.Reason())
				}
				if len(s.Requests()) != 1 || len(c.pace.slots) != 0 || len(c.pace.turn) != 0 {
					t.Errorf("%d requests, %d slots, %d turns", len(s.Requests()), len(c.pace.slots), len(c.pace.turn))
				}
			})
		})
	}
}

func TestRetry_cancelledBefore(t *testing.T) {
	s := mockapi.New()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := newTestClient(t, s, withRetries(3))
	// Often enough for a select that takes one of two ways by chance.
	for _, err := range saveAllWith(ctx, c, 10, trackIDs(100)) {
		if e := failure(t, err); e.Kind != Interrupted || e.Tries > 1 {
			t.Fatalf("%d tries: %v", e.Tries, e)
		}
	}
	wantSent(t, s)
}

// The caller's own deadline is no timeout of a try, and is not tried again.
func TestRetry_deadlineOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Hang()}})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		var err error
		for _, failed := range newTestClient(t, s, withRetries(3)).Playlists(ctx, 1) {
			err = failed
		}
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, transport.ErrTimeout) ||
			time.Since(start) != 10*time.Second || len(s.Requests()) != 1 {
			t.Errorf("after %v and %d requests: %v", time.Since(start), len(s.Requests()), err)
		}
	})
}

func TestRetry_network(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}, Err: err}
	}
	// What package net says of a dial that took too long. It is a context.DeadlineExceeded.
	_, slow := (&net.Dialer{Timeout: time.Nanosecond}).Dial("tcp", "192.0.2.1:1")
	tests := []struct {
		name string
		err  error
		kind Kind
	}{
		{"no such host", dial(&net.DNSError{Err: "no such host", Name: "api.example", IsNotFound: true}), Unreachable},
		{"connection refused", dial(syscall.ECONNREFUSED), Disconnected},
		{"connection refused on loopback", &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv6loopback}, Err: syscall.ECONNREFUSED}, Unreachable},
		{"the connection takes too long", slow, Disconnected},
		{"not TLS", http.ErrSchemeMismatch, Unreachable},
		{"EOF", io.EOF, Disconnected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				broken := transportFunc(func(*http.Request) (*http.Response, error) {
					requests++
					return nil, tt.err
				})
				c := newTestClient(t, nil, withRetries(2), func(cfg *Config) { cfg.Transport = broken })
				_, err := c.SaveTrack(t.Context(), someTrack)
				if e := failure(t, err); e.Kind != tt.kind || e.Tries != requests || e.Kind.Temporary() != (requests == 3) ||
					!errors.Is(e, tt.err) || e.Status != 0 {
					t.Errorf("%s, %d requests: %v", e.Kind, requests, e)
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
	for _, seed := range []string{
		"", "0", "1", "-1", "60", "1e3", " 5 ", "18446744073709551616",
		"Sat, 01 Jan 2000 00:00:20 GMT", "+3", "0x10", "\x00",
	} {
		f.Add(seed, int64(946684800))
	}
	f.Fuzz(func(t *testing.T, value string, now int64) {
		if d := parseRetryAfter(value, time.Unix(now, 0)); d < 0 || d > maxRetryAfter {
			t.Errorf("%q is %v", value, d)
		}
	})
}
