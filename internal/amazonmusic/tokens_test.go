package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// withLoginBeside lets the client renew the token that it has.
func withLoginBeside(t *testing.T) func(*Config) {
	t.Helper()
	login := testLogin(t)
	return func(cfg *Config) { cfg.Login = login }
}

func mustSave(t *testing.T, c *Client, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if _, err := c.SaveTrack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

func wantRenewals(t *testing.T, s *mockapi.Service, want int) {
	t.Helper()
	if n := len(s.TokenRequests()); n != want {
		t.Errorf("%d token requests were sent, not %d", n, want)
	}
}

func TestTokenIsFetchedOnFirstNeed(t *testing.T) {
	s := mockapi.New()
	c := newTestClient(t, s, withLogin(t))
	wantRenewals(t, s, 0)
	mustSave(t, c, trackIDs(3)...)
	wantRenewals(t, s, 1)
	sent := s.TokenRequests()[0]
	want := url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {mockapi.DefaultRefreshToken},
		"client_id": {mockapi.DefaultClientID}, "client_secret": {mockapi.DefaultClientSecret},
	}
	if sent.Method != http.MethodPost || sent.Path != "/auth/o2/token" || sent.Body != want.Encode() || sent.RawQuery != "" {
		t.Errorf("sent %s %s?%s with %q", sent.Method, sent.Path, sent.RawQuery, sent.Body)
	}
	if sent.Header.Get("X-Api-Key") != "" || sent.Header.Get("Authorization") != "" {
		t.Errorf("Login with Amazon was sent %v", sent.Header)
	}
	for _, r := range s.Requests() {
		if r.Header.Get("Authorization") != "Bearer "+s.MintedTokens()[0] {
			t.Errorf("sent %v", r.Header)
		}
	}
}

func TestGivenTokenComesFirst(t *testing.T) {
	s := mockapi.New()
	c := newTestClient(t, s, withLoginBeside(t))
	mustSave(t, c, trackIDs(2)...)
	wantRenewals(t, s, 0)
	s.ExpireAccessTokens()
	mustSave(t, c, trackIDs(2)...)
	wantRenewals(t, s, 1)
	if n := len(s.Requests()); n != 5 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestTokenIsRenewedBeforeItsEnd(t *testing.T) {
	for lifetime, margin := range map[time.Duration]time.Duration{time.Hour: time.Minute, 100 * time.Second: 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.SetTokenLifetime(lifetime)
			c := newTestClient(t, s, withLogin(t))
			mustSave(t, c, someTrack)
			time.Sleep(lifetime - margin - time.Nanosecond)
			mustSave(t, c, someTrack)
			wantRenewals(t, s, 1)
			time.Sleep(time.Nanosecond)
			mustSave(t, c, someTrack)
			wantRenewals(t, s, 2)
			for _, r := range s.Requests() {
				if r.Status != 200 {
					t.Errorf("a request was answered %d", r.Status)
				}
			}
		})
	}
}

// A token without a known end is used until it is refused.
func TestTokenWithoutLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: 1, Faults: []mockapi.Fault{
			mockapi.Answer(200, "application/json", `{"access_token":"`+mockapi.DefaultAccessToken+`"}`),
		}})
		c := newTestClient(t, s, withLogin(t))
		mustSave(t, c, someTrack)
		time.Sleep(24 * time.Hour)
		mustSave(t, c, someTrack)
		wantRenewals(t, s, 1)
		s.ExpireAccessTokens()
		// The refresh token was not repeated in the first answer, and still counts.
		mustSave(t, c, someTrack)
		wantRenewals(t, s, 2)
	})
}

func TestOneRenewalForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(50 * time.Millisecond)
		s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Slow(time.Second)}})
		c := newTestClient(t, s, withLoginBeside(t))
		s.ExpireAccessTokens()
		if errs := saveAll(c, 10, trackIDs(10)); len(errs) > 0 {
			t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
		}
		wantRenewals(t, s, 1)
		if n := len(s.Requests()); n > 20 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

func TestRotatedRefreshTokenIsUsed(t *testing.T) {
	s := mockapi.New()
	s.RotateRefreshTokens(true)
	c := newTestClient(t, s, withLogin(t))
	for range 3 {
		mustSave(t, c, someTrack)
		s.ExpireAccessTokens()
	}
	wantRenewals(t, s, 3)
	for i, r := range s.TokenRequests() {
		want := mockapi.DefaultRefreshToken
		if i > 0 {
			want = s.MintedTokens()[2*i-1]
		}
		if form, err := url.ParseQuery(r.Body); err != nil || form.Get("refresh_token") != want {
			t.Errorf("renewal %d was sent %q, not %q", i, r.Body, want)
		}
	}
}

func TestTokensThatAreUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(20 * time.Millisecond)
		s.LimitTokenUse(25)
		c := newTestClient(t, s, withLogin(t))
		if errs := saveAll(c, 10, trackIDs(100)); len(errs) > 0 {
			t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
		}
		if n := len(s.TokenRequests()); n < 4 || n > 8 {
			t.Errorf("%d token requests were sent", n)
		}
	})
}

func TestOnlyAnAccessToken(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no login":         func(*Config) {},
		"no refresh token": func(cfg *Config) { cfg.Login = testLogin(t); cfg.Login.RefreshToken = "" },
		"no client secret": func(cfg *Config) { cfg.Login = testLogin(t); cfg.Login.ClientSecret = "" },
		"no token URL":     func(cfg *Config) { cfg.Login = testLogin(t); cfg.Login.TokenURL = nil },
	} {
		s := mockapi.New()
		s.ExpireAccessTokens()
		c := newTestClient(t, s, withRetries(3), change)
		for range 2 {
			_, err := c.SaveTrack(t.Context(), someTrack)
			if e := failure(t, err); e.Status != 401 || e.Code != "INVALID_ACCESS_TOKEN" || e.Tries != 1 {
				t.Errorf("%s: %v", name, e)
			}
		}
		wantRenewals(t, s, 0)
		if n := len(s.Requests()); n != 2 {
			t.Errorf("%s: %d requests were sent", name, n)
		}
	}
}

// Other refusals are not about the token's age, and a new one would not help.
func TestRenewalOnlyForADeadToken(t *testing.T) {
	for _, tt := range []struct {
		status int
		code   string
	}{{401, "INVALID_AUTH_TYPE"}, {401, "NO_X_API_KEY"}, {401, "INVALID_CLIENT_ID"}, {401, ""}, {403, "INVALID_ACCESS_TOKEN"}, {400, "INVALID_AUTH_TOKEN"}} {
		s := mockapi.New()
		s.FailNext(1, mockapi.Answer(tt.status, "application/json", errorJSON(tt.code, "m", "")))
		_, err := newTestClient(t, s, withLoginBeside(t), withRetries(3)).SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Status != tt.status || e.Code != tt.code || len(s.Requests()) != 1 {
			t.Errorf("%d requests: %v", len(s.Requests()), e)
		}
		wantRenewals(t, s, 0)
	}
}

func TestTokensThatAreAllRefused(t *testing.T) {
	s := mockapi.New()
	s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(401, "application/json", errorJSON("INVALID_ACCESS_TOKEN", "m", ""))}})
	c := newTestClient(t, s, withLogin(t), withRetries(5))
	for range 50 {
		_, err := c.SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Status != 401 || e.Tries != 1 {
			t.Fatal(err)
		}
	}
	wantRenewals(t, s, maxUnproven)
	s.ClearFaults()
	// The last token was good after all.
	mustSave(t, c, someTrack)
	s.ExpireAccessTokens()
	mustSave(t, c, someTrack)
	wantRenewals(t, s, maxUnproven+1)
}

// That a track is not there says that the token is good.
func TestNotFoundProvesAToken(t *testing.T) {
	s := mockapi.New()
	c := newTestClient(t, s, withLogin(t))
	for range maxUnproven + 3 {
		_, err := c.SaveTrack(t.Context(), mockapi.TrackNotFound)
		if e := failure(t, err); e.Status != 404 {
			t.Fatal(e)
		}
		s.ExpireAccessTokens()
	}
	wantRenewals(t, s, maxUnproven+3)
}

func TestMintedTokenIsNotRepeated(t *testing.T) {
	s := mockapi.New()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host == "lwa.example" {
			s.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, `{"error":{"message":%q,"reference":%q}}`, r.Header.Get("Authorization"), r.Header.Get("X-Api-Key"))
	})
	_, err := newTestClient(t, handler, withLogin(t)).SaveTrack(t.Context(), someTrack)
	want := "HTTP 403 Forbidden: Bearer [redacted] (reference [redacted])"
	if got := failure(t, err).Reason(); got != want {
		t.Errorf("the reason is %q, not %q", got, want)
	}
	wantNoSecret(t, err.Error(), s.MintedTokens()...)
}

func TestWhoWaitsForARenewalSharesItsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Hang()}})
		c := newTestClient(t, s, withLogin(t))
		start := time.Now()
		errs := saveAll(c, 10, trackIDs(10))
		if took := time.Since(start); took != DefaultRequestTimeout || len(errs) != 10 {
			t.Errorf("%d failures after %v", len(errs), took)
		}
		wantRenewals(t, s, 1)
		for _, err := range errs {
			if !errors.Is(err, ErrTimeout) {
				t.Error(err)
			}
		}
	})
}

// The caller whose request renews the token may go away; the others go on.
func TestCancelledRenewalIsNotShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: 1, Faults: []mockapi.Fault{mockapi.Hang()}})
		c := newTestClient(t, s, withLogin(t))
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.SaveTrack(ctx, someTrack); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		wg.Go(func() { mustSave(t, c, "B000000002") })
		synctest.Wait()
		cancel()
		wg.Wait()
		wantRenewals(t, s, 2)
		wantSent(t, s, "PUT /v1/me/library/tracks/B000000002")
	})
}
