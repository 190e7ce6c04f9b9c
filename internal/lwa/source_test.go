package lwa

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// wire is a transport without a network, so that it works with the time of a
// synctest bubble.
type wire struct{ handler http.Handler }

func (w wire) RoundTrip(req *http.Request) (*http.Response, error) {
	answer, cut := httptest.NewRecorder(), false
	func() {
		defer func() { cut = recover() != nil }()
		w.handler.ServeHTTP(answer, req)
	}()
	switch {
	case req.Context().Err() != nil:
		return nil, req.Context().Err()
	case cut && answer.Body.Len() == 0:
		return nil, io.ErrUnexpectedEOF
	}
	res := answer.Result()
	if cut {
		res.Body = io.NopCloser(io.MultiReader(res.Body, iotest.ErrReader(io.ErrUnexpectedEOF)))
	}
	return res, nil
}

var testSecrets = []string{mockapi.DefaultClientID, mockapi.DefaultClientSecret, mockapi.DefaultRefreshToken}

// newTestSource returns a source whose requests go to the service.
func newTestSource(t *testing.T, s *mockapi.Service, changes ...func(*Config)) *Source {
	t.Helper()
	address, err := transport.ParseEndpoint("https://lwa.example/auth/o2/token")
	if err != nil {
		t.Fatal(err)
	}
	config := Config{
		Login: Login{
			ClientID: mockapi.DefaultClientID, ClientSecret: mockapi.DefaultClientSecret,
			RefreshToken: mockapi.DefaultRefreshToken, TokenURL: address,
		},
		Timeout: 30 * time.Second, Transport: wire{s}, Logger: slog.New(slog.DiscardHandler),
		Secrets: transport.NewRedactor(testSecrets...),
	}
	for _, change := range changes {
		change(&config)
	}
	return NewSource(config)
}

func withToken(config *Config) { config.AccessToken = "Atza|given" }

// fail gives the token endpoint faults, in turn; after the first n it works.
func fail(s *mockapi.Service, n int, faults ...mockapi.Fault) {
	s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: n, Faults: faults})
}

func mustToken(t *testing.T, s *Source) string {
	t.Helper()
	token, err := s.Token(t.Context())
	if err != nil || token == "" {
		t.Fatalf("no token: %v", err)
	}
	return token
}

func wantRenewals(t *testing.T, s *mockapi.Service, want int) {
	t.Helper()
	if n := len(s.TokenRequests()); n != want {
		t.Errorf("%d token requests were sent, not %d", n, want)
	}
}

// loginError is the *Error that every failure of the login is.
func loginError(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("the error is %v (%T), not an *Error", err, err)
	}
	return e
}

func TestSource_firstNeed(t *testing.T) {
	s := mockapi.New()
	source := newTestSource(t, s)
	wantRenewals(t, s, 0)
	if first, second := mustToken(t, source), mustToken(t, source); first != s.MintedTokens()[0] || second != first {
		t.Errorf("the tokens are %q and %q", first, second)
	}
	wantRenewals(t, s, 1)
	sent := s.TokenRequests()[0]
	want := url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {mockapi.DefaultRefreshToken},
		"client_id": {mockapi.DefaultClientID}, "client_secret": {mockapi.DefaultClientSecret},
	}
	if sent.Method != http.MethodPost || sent.Path != "/auth/o2/token" || sent.Body != want.Encode() ||
		sent.RawQuery != "" {
		t.Errorf("sent %s %s?%s with %q", sent.Method, sent.Path, sent.RawQuery, sent.Body)
	}
	if sent.Header.Get("X-Api-Key") != "" || sent.Header.Get("Authorization") != "" {
		t.Errorf("Login with Amazon was sent %v", sent.Header)
	}
}

func TestSource_givenToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		source := newTestSource(t, s, withToken)
		time.Sleep(24 * time.Hour)
		if token := mustToken(t, source); token != "Atza|given" {
			t.Errorf("the token is %q", token)
		}
		wantRenewals(t, s, 0)
		// Its age is not known, so a refusal renews it at once.
		token, err := source.Replace(t.Context(), "Atza|given")
		if err != nil || token != s.MintedTokens()[0] || mustToken(t, source) != token {
			t.Errorf("the token is %q: %v", token, err)
		}
		// Who comes late with the old token gets the new one.
		if late, err := source.Replace(t.Context(), "Atza|given"); err != nil || late != token {
			t.Errorf("the token is %q: %v", late, err)
		}
		// And also who looked before the renewal ended, and comes to renew after it.
		if late, err := source.renew(t.Context(), "Atza|given"); err != nil || late != token {
			t.Errorf("the token is %q: %v", late, err)
		}
		wantRenewals(t, s, 1)
	})
}

// A service that refuses a token that was just issued will refuse the next too.
func TestSource_youngToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		source := newTestSource(t, s)
		token := mustToken(t, source)
		time.Sleep(youngest - time.Nanosecond)
		if other, err := source.Replace(t.Context(), token); other != "" || err != nil {
			t.Errorf("the token is %q: %v", other, err)
		}
		wantRenewals(t, s, 1)
		time.Sleep(time.Nanosecond)
		if other, err := source.Replace(t.Context(), token); other == "" || other == token || err != nil {
			t.Errorf("the token is %q: %v", other, err)
		}
		wantRenewals(t, s, 2)
	})
}

func TestSource_renewedBeforeItsEnd(t *testing.T) {
	for lifetime, margin := range map[time.Duration]time.Duration{
		time.Hour: time.Minute, 100 * time.Second: 10 * time.Second,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.SetTokenLifetime(lifetime)
			source := newTestSource(t, s)
			first := mustToken(t, source)
			time.Sleep(lifetime - margin - time.Nanosecond)
			if mustToken(t, source) != first {
				t.Error("the token is renewed too early")
			}
			time.Sleep(time.Nanosecond)
			if mustToken(t, source) == first {
				t.Error("the token is renewed too late")
			}
			wantRenewals(t, s, 2)
		})
	}
}

// A token without a known end is used until it is refused.
func TestSource_noLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		fail(s, 1, mockapi.Answer(200, "application/json",
			`{"access_token":"opaque-token","refresh_token":"opaque-refresh"}`))
		source := newTestSource(t, s)
		mustToken(t, source)
		time.Sleep(24 * time.Hour)
		if token := mustToken(t, source); token != "opaque-token" {
			t.Errorf("the token is %q", token)
		}
		wantRenewals(t, s, 1)
		if got := source.config.Secrets.Clean("opaque-token opaque-refresh"); got != "[redacted] [redacted]" {
			t.Errorf("the new tokens are not redacted: %s", got)
		}
	})
}

func TestSource_oneRenewalForAll(t *testing.T) {
	for name, ask := range map[string]func(context.Context, *Source) (string, error){
		"Token":   func(ctx context.Context, s *Source) (string, error) { return s.Token(ctx) },
		"Replace": func(ctx context.Context, s *Source) (string, error) { return s.Replace(ctx, "") },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			fail(s, 0, mockapi.Slow(time.Second))
			source := newTestSource(t, s)
			var wg sync.WaitGroup
			for i := range 10 {
				wg.Go(func() {
					time.Sleep(time.Duration(i) * 300 * time.Millisecond) // Some come when it is over.
					if token, err := ask(t.Context(), source); err != nil || token != s.MintedTokens()[0] {
						t.Errorf("%s: %q, %v", name, token, err)
					}
				})
			}
			wg.Wait()
			wantRenewals(t, s, 1)
		})
	}
}

func TestSource_rotation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.RotateRefreshTokens(true)
		source := newTestSource(t, s)
		for range 3 {
			mustToken(t, source)
			time.Sleep(time.Hour)
		}
		wantRenewals(t, s, 3)
		rotated := slices.DeleteFunc(s.MintedTokens(), func(token string) bool { return strings.HasPrefix(token, "Atza|") })
		for i, r := range s.TokenRequests() {
			want := append([]string{mockapi.DefaultRefreshToken}, rotated...)[i]
			if form, err := url.ParseQuery(r.Body); err != nil || form.Get("refresh_token") != want {
				t.Errorf("renewal %d was sent %q, not %q", i, r.Body, want)
			}
		}
	})
}

// A refresh token that is not repeated in an answer still counts.
func TestSource_refreshTokenLeftOut(t *testing.T) {
	s := mockapi.New()
	fail(s, 1, mockapi.Answer(200, "application/json", `{"access_token":"opaque-token"}`))
	source := newTestSource(t, s)
	mustToken(t, source)
	source.issued = time.Time{} // Old enough to be renewed.
	if token, err := source.Replace(t.Context(), "opaque-token"); token != s.MintedTokens()[0] || err != nil {
		t.Errorf("the token is %q: %v", token, err)
	}
}

func TestSource_incompleteLogin(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no login":         func(config *Config) { config.Login = Login{} },
		"no client id":     func(config *Config) { config.Login.ClientID = "" },
		"no client secret": func(config *Config) { config.Login.ClientSecret = "" },
		"no refresh token": func(config *Config) { config.Login.RefreshToken = "" },
		"no token URL":     func(config *Config) { config.Login.TokenURL = nil },
	} {
		s := mockapi.New()
		source := newTestSource(t, s, withToken, change)
		token, err := source.Replace(t.Context(), "Atza|given")
		if token != "" || err != nil || mustToken(t, source) != "Atza|given" {
			t.Errorf("%s: %q, %v", name, token, err)
		}
		wantRenewals(t, s, 0)
	}
}

func TestSource_refused(t *testing.T) {
	answer := func(status int, contentType, body string) func(*mockapi.Service) {
		return func(s *mockapi.Service) { fail(s, 0, mockapi.Answer(status, contentType, body)) }
	}
	tests := []struct {
		name   string
		setup  func(*mockapi.Service)
		status int
		code   string
		text   string
	}{
		{"revoked", (*mockapi.Service).RevokeRefreshToken, 400, "invalid_grant", "HTTP 400 Bad Request, code invalid_grant: The refresh token is not valid."},
		{"wrong secret", func(s *mockapi.Service) { s.SetCredentials(mockapi.Credentials{ClientSecret: "other"}) }, 401, "invalid_client", "code invalid_client"},
		{"an error in 200", answer(200, "application/json", `{"error":"odd"}`), 200, "odd", "code odd"},
		{"HTML", answer(200, "text/html", "<html>"), 200, "", "could not be read"},
		{"HTML with 403", answer(403, "text/html", "<html>"), 403, "", `type text/html that begins: <html>`},
		{"no token", answer(200, "application/json", `{"token_type":"bearer"}`), 200, "", "could not be read"},
		{"half a token", answer(200, "application/json", `{"access_token":"Atza|mock-min`), 200, "", "could not be read"},
		{"empty", answer(400, "", ""), 400, "", "an empty answer"},
		{"too large", func(s *mockapi.Service) { fail(s, 0, mockapi.Huge(5<<20)) }, 0, "", "over 4 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			tt.setup(s)
			source := newTestSource(t, s)
			for range 3 {
				_, err := source.Token(t.Context())
				e := loginError(t, err)
				if e.Status != tt.status || e.Code != tt.code || e.Temporary ||
					!strings.HasPrefix(e.Error(), "Login with Amazon issued no access token") ||
					!strings.Contains(e.Error(), tt.text) {
					t.Errorf("status %d, code %q: %v", e.Status, e.Code, err)
				}
				wantNoSecret(t, err.Error())
			}
			// Another request would be refused too.
			wantRenewals(t, s, 1)
		})
	}
}

// wantNoSecret fails when a text holds a credential of the stand-in.
func wantNoSecret(t *testing.T, text string) {
	t.Helper()
	for _, secret := range append(testSecrets, "mock-") {
		if strings.Contains(text, secret) {
			t.Errorf("the secret %q is in %q", secret, text)
		}
	}
}

// TestSource_refusedMeanwhile: a caller saw no refusal and asks for a renewal just
// after another caller's was refused.
func TestSource_refusedMeanwhile(t *testing.T) {
	t.Parallel()
	s := mockapi.New()
	s.RevokeRefreshToken()
	source := newTestSource(t, s)
	if _, err := source.Token(t.Context()); err == nil {
		t.Fatal("the login was not refused")
	}
	_, err := source.renew(t.Context(), "")
	if failure, ok := errors.AsType[*Error](err); !ok || failure.Code != "invalid_grant" {
		t.Errorf("got %v", err)
	}
	if n := len(s.TokenRequests()); n != 1 {
		t.Errorf("%d token requests were sent", n)
	}
}

func TestSource_temporary(t *testing.T) {
	for name, fault := range map[string]mockapi.Fault{
		"429":       mockapi.Throttled(""),
		"503":       mockapi.UnavailableHTML(),
		"500":       mockapi.Answer(500, "application/json", `{"error":"server_error"}`),
		"cut":       mockapi.CutBefore(),
		"half":      mockapi.CutBody(),
		"no answer": mockapi.Hang(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				fail(s, 1, fault)
				source := newTestSource(t, s)
				start := time.Now()
				_, err := source.Token(t.Context())
				if e := loginError(t, err); !e.Temporary {
					t.Errorf("it is final: %v", err)
				}
				hung := name == "no answer"
				if errors.Is(err, transport.ErrTimeout) != hung || hung && time.Since(start) != 30*time.Second {
					t.Errorf("after %v: %v", time.Since(start), err)
				}
				// It is not kept: the next one asks again.
				mustToken(t, source)
			})
		})
	}
}

// The caller that began a renewal may go away; the others get its token.
func TestSource_cancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		fail(s, 0, mockapi.Slow(3*time.Second))
		source := newTestSource(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := source.Token(ctx); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
		})
		synctest.Wait()
		wg.Go(func() { mustToken(t, source) })
		wg.Wait()
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("it took %v", took)
		}
		wantRenewals(t, s, 1)
	})
}

func TestSource_echoedSecrets(t *testing.T) {
	echo := strings.Join(testSecrets, " ")
	for name, body := range map[string]string{
		"code":        fmt.Sprintf(`{"error":%q}`, echo),
		"description": fmt.Sprintf(`{"error":"invalid_grant","error_description":%q}`, echo),
		"other JSON":  fmt.Sprintf(`{"message":%q}`, echo),
		"HTML":        "<pre>" + echo,
		"form":        "refresh_token=Atzr%7Cmock-refresh-token&client_secret=" + mockapi.DefaultClientSecret,
	} {
		for _, status := range []int{200, 400, 503} {
			for _, contentType := range []string{"application/json", "text/html", "text/plain", mockapi.DefaultClientSecret} {
				s := mockapi.New()
				fail(s, 0, mockapi.Answer(status, contentType, body))
				_, err := newTestSource(t, s).Token(t.Context())
				wantNoSecret(t, loginError(t, err).Error())
				if len(err.Error()) > 2000 {
					t.Errorf("%s: %d bytes of text", name, len(err.Error()))
				}
			}
		}
	}
}

// roundTrip answers requests with an error.
type roundTrip func(*http.Request) error

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return nil, f(req) }

func TestSource_noNetwork(t *testing.T) {
	broken := errors.New("connection refused by " + mockapi.DefaultClientSecret)
	source := newTestSource(t, nil,
		func(config *Config) { config.Transport = roundTrip(func(*http.Request) error { return broken }) })
	_, err := source.Token(t.Context())
	if !errors.Is(err, broken) ||
		err.Error() != "Login with Amazon issued no access token: connection refused by [redacted]" {
		t.Error(err)
	}
}
