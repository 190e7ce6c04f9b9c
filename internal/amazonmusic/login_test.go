package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// loginBeside lets the client renew the token that it has.
func loginBeside(t *testing.T) func(*Config) {
	t.Helper()
	login := testLogin(t)
	return func(cfg *Config) { cfg.Login = login }
}

// failLogin gives the token endpoint faults, in turn; after the first n it works.
func failLogin(s *mockapi.Service, n int, faults ...mockapi.Fault) {
	s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: n, Faults: faults})
}

func wantRenewals(t *testing.T, s *mockapi.Service, want int) {
	t.Helper()
	if n := len(s.TokenRequests()); n != want {
		t.Errorf("%d token requests were sent, not %d", n, want)
	}
}

// deadToken is the service's answer to a token that has expired.
func deadToken() mockapi.Fault {
	return mockapi.Answer(401, "application/json", errorJSON("INVALID_ACCESS_TOKEN", "m", ""))
}

func TestLogin_renewal(t *testing.T) {
	s := mockapi.New()
	c := newTestClient(t, s, loginBeside(t))
	mustSave(t, c, trackIDs(2)...)
	wantRenewals(t, s, 0)
	s.ExpireAccessTokens()
	mustSave(t, c, trackIDs(2)...)
	wantRenewals(t, s, 1)
	requests := s.Requests()
	if len(requests) != 5 || requests[4].Header.Get("Authorization") != "Bearer "+s.MintedTokens()[0] {
		t.Errorf("%d requests were sent", len(requests))
	}
}

func TestLogin_oneRenewalForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(50 * time.Millisecond)
		failLogin(s, 0, mockapi.Slow(time.Second))
		c := newTestClient(t, s, loginBeside(t))
		s.ExpireAccessTokens()
		if errs := saveAll(c, 10, trackIDs(10)); len(errs) > 0 {
			t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
		}
		wantRenewals(t, s, 1)
		if n := len(s.Requests()); n != 20 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

// A second 401 is final: one renewal, one resend.
func TestLogin_secondRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{deadToken()}})
		c := newTestClient(t, s, loginBeside(t), withRetries(5))
		for i := range 50 {
			_, err := c.SaveTrack(t.Context(), someTrack)
			e := failure(t, err)
			if e.Kind != Unauthorized || e.Status != 401 || e.Code != "INVALID_ACCESS_TOKEN" || e.Tries != 1 {
				t.Fatalf("%s: %v", e.Kind, e)
			}
			// The token is too young for another renewal.
			if n := len(s.Requests()); n != i+2 {
				t.Fatalf("%d requests after %d tracks", n, i+1)
			}
		}
		wantRenewals(t, s, 1)
		time.Sleep(5 * time.Second)
		_, err := c.SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Kind != Unauthorized || len(s.Requests()) != 53 {
			t.Errorf("%d requests: %v", len(s.Requests()), e)
		}
		wantRenewals(t, s, 2)
		s.ClearFaults()
		mustSave(t, c, someTrack)
		wantRenewals(t, s, 2)
	})
}

func TestLogin_onlyAnAccessToken(t *testing.T) {
	s := mockapi.New()
	s.ExpireAccessTokens()
	c := newTestClient(t, s, withRetries(3))
	for range 2 {
		_, err := c.SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Kind != Unauthorized || e.Code != "INVALID_ACCESS_TOKEN" || e.Tries != 1 {
			t.Error(e)
		}
	}
	wantRenewals(t, s, 0)
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests were sent", n)
	}
}

// Other refusals are not about the token's age, and a new one would not help.
func TestLogin_otherRefusals(t *testing.T) {
	for _, tt := range []struct {
		status int
		code   string
	}{
		{401, "INVALID_AUTH_TYPE"},
		{401, "NO_X_API_KEY"},
		{401, "INVALID_CLIENT_ID"},
		{401, ""},
		{403, "INVALID_ACCESS_TOKEN"},
		{400, "INVALID_AUTH_TOKEN"},
	} {
		s := mockapi.New()
		s.FailNext(1, mockapi.Answer(tt.status, "application/json", errorJSON(tt.code, "m", "")))
		_, err := newTestClient(t, s, loginBeside(t), withRetries(3)).SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Status != tt.status || e.Code != tt.code || len(s.Requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.Requests()), e)
		}
		wantRenewals(t, s, 0)
	}
}

func TestLogin_mintedTokenEchoed(t *testing.T) {
	s := mockapi.New()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host == "lwa.example" {
			s.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, `{"error":{"message":%q,"reference":%q}}`, r.Header.Get("Authorization"),
			r.Header.Get("X-Api-Key"))
	})
	_, err := newTestClient(t, handler, loginOnly(t)).SaveTrack(t.Context(), someTrack)
	want := "HTTP 403 Forbidden: Bearer [redacted] (reference [redacted])"
	if got := failure(t, err).Reason(); got != want {
		t.Errorf("the reason is %q, not %q", got, want)
	}
	wantNoSecret(t, err.Error(), s.MintedTokens()...)
}

// A login that is refused ends all calls with one request.
func TestLogin_refused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.RevokeRefreshToken()
		c := newTestClient(t, s, loginOnly(t), withRetries(3))
		start := time.Now()
		errs := saveAll(c, 10, trackIDs(1000))
		for _, err := range errs {
			e := failure(t, err)
			login, ok := errors.AsType[*lwa.Error](err)
			if e.Kind != LoginRefused || !e.Kind.MeetsEveryCall() || e.Tries != 1 || e.Status != 0 || !ok ||
				login.Code != "invalid_grant" {
				t.Fatalf("%s after %d tries: %v", e.Kind, e.Tries, err)
			}
		}
		wantRenewals(t, s, 1)
		wantSent(t, s)
		if len(errs) != 1000 || time.Since(start) != 0 {
			t.Errorf("%d failures after %v", len(errs), time.Since(start))
		}
	})
}

func TestLogin_triedAgain(t *testing.T) {
	for name, fault := range map[string]mockapi.Fault{
		"503": mockapi.UnavailableHTML(), "429": mockapi.Throttled(""), "cut": mockapi.CutBefore(), "no answer": mockapi.Hang(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				failLogin(s, 2, fault)
				mustSave(t, newTestClient(t, s, loginOnly(t), withRetries(2)), someTrack)
				wantRenewals(t, s, 3)
				wantSent(t, s, "PUT /v1/me/library/tracks/"+someTrack)

				// What fails each time is an error in the end, but not for good.
				s = mockapi.New()
				failLogin(s, 3, fault)
				c := newTestClient(t, s, loginOnly(t), withRetries(2))
				_, err := c.SaveTrack(t.Context(), someTrack)
				if e := failure(t, err); e.Tries != 3 || e.Kind != LoginUnavailable {
					t.Errorf("%s after %d tries", e.Kind, e.Tries)
				}
				wantSent(t, s)
				mustSave(t, c, someTrack)
			})
		})
	}
}

func TestLogin_cancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		failLogin(s, 1, mockapi.Slow(3*time.Second))
		c := newTestClient(t, s, loginOnly(t), withRetries(5))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.SaveTrack(ctx, someTrack)
		if e := failure(t, err); e.Kind != Interrupted || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		// It says nothing about the login.
		mustSave(t, c, someTrack)
		wantRenewals(t, s, 1)
	})
}
