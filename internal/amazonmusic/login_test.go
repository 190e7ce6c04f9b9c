package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func loginError(t *testing.T, err error) *LoginError {
	t.Helper()
	e, ok := errors.AsType[*LoginError](failure(t, err))
	if !ok {
		t.Fatalf("the cause of %v is no *LoginError", err)
	}
	return e
}

// failLogin gives the token endpoint faults, in turn; after the first n it works.
func failLogin(s *mockapi.Service, n int, faults ...mockapi.Fault) {
	s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: n, Faults: faults})
}

func TestLoginThatIsRefusedForGood(t *testing.T) {
	tests := []struct {
		name   string
		setup  func(*mockapi.Service)
		status int
		code   string
		text   string
	}{
		{"revoked", (*mockapi.Service).RevokeRefreshToken, 400, "invalid_grant", "HTTP 400 Bad Request, code invalid_grant: The refresh token is not valid."},
		{"wrong secret", func(s *mockapi.Service) { s.SetCredentials(mockapi.Credentials{ClientSecret: "other"}) }, 401, "invalid_client", "code invalid_client"},
		{"an error in 200", func(s *mockapi.Service) { failLogin(s, 0, mockapi.Answer(200, "application/json", `{"error":"odd"}`)) }, 200, "odd", "code odd"},
		{"HTML", func(s *mockapi.Service) { failLogin(s, 0, mockapi.Answer(200, "text/html", "<html>")) }, 200, "", "could not be read"},
		{"HTML with 403", func(s *mockapi.Service) { failLogin(s, 0, mockapi.Answer(403, "text/html", "<html>")) }, 403, "", `type text/html that begins "<html>"`},
		{"no token", func(s *mockapi.Service) {
			failLogin(s, 0, mockapi.Answer(200, "application/json", `{"token_type":"bearer"}`))
		}, 200, "", "could not be read"},
		{"half a token", func(s *mockapi.Service) {
			failLogin(s, 0, mockapi.Answer(200, "application/json", `{"access_token":"Atza|mock-min`))
		}, 200, "", "could not be read"},
		{"empty", func(s *mockapi.Service) { failLogin(s, 0, mockapi.Answer(400, "", "")) }, 400, "", "an empty answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				tt.setup(s)
				c := newTestClient(t, s, withLogin(t), withRetries(3))
				start := time.Now()
				if errs := saveAll(c, 10, trackIDs(1000)); len(errs) != 1000 {
					t.Errorf("%d of 1000 failed", len(errs))
				}
				_, err := c.SaveTrack(t.Context(), someTrack)
				e := loginError(t, err)
				if e.Status != tt.status || e.Code != tt.code || !strings.Contains(err.Error(), "Login with Amazon issued no access token") ||
					!strings.Contains(err.Error(), tt.text) || failure(t, err).Tries != 1 {
					t.Errorf("status %d, code %q: %v", e.Status, e.Code, err)
				}
				wantNoSecret(t, err.Error(), "mock-min")
				if n := len(s.TokenRequests()); n != 1 || time.Since(start) != 0 {
					t.Errorf("%d token requests in %v", n, time.Since(start))
				}
				wantSent(t, s)
			})
		})
	}
}

func TestLoginIsTriedAgain(t *testing.T) {
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
				failLogin(s, 2, fault)
				mustSave(t, newTestClient(t, s, withLogin(t), withRetries(2)), someTrack)
				wantRenewals(t, s, 3)
				wantSent(t, s, "PUT /v1/me/library/tracks/"+someTrack)

				// What fails each time is an error in the end, but not for good.
				s = mockapi.New()
				failLogin(s, 3, fault)
				c := newTestClient(t, s, withLogin(t), withRetries(2))
				_, err := c.SaveTrack(t.Context(), someTrack)
				if e := failure(t, err); e.Tries != 3 || loginError(t, err) == nil {
					t.Errorf("%d tries", e.Tries)
				}
				wantSent(t, s)
				mustSave(t, c, someTrack)
			})
		})
	}
}

func TestLoginTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		failLogin(s, 0, mockapi.Hang())
		c := newTestClient(t, s, withLogin(t), func(cfg *Config) { cfg.RequestTimeout = 5 * time.Second })
		start := time.Now()
		_, err := c.SaveTrack(t.Context(), someTrack)
		if !errors.Is(err, ErrTimeout) || time.Since(start) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestLoginEndsWithItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		failLogin(s, 1, mockapi.Hang())
		c := newTestClient(t, s, withLogin(t), withRetries(5))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.SaveTrack(ctx, someTrack)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		wantRenewals(t, s, 1)
		// It says nothing about the login.
		mustSave(t, c, someTrack)
	})
}

func TestSecretsAreNotRepeatedByTheLogin(t *testing.T) {
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
				failLogin(s, 0, mockapi.Answer(status, contentType, body))
				_, err := newTestClient(t, s, withLogin(t)).SaveTrack(t.Context(), someTrack)
				wantNoSecret(t, loginError(t, err).Error(), "mock-")
				if len(err.Error()) > 2000 {
					t.Errorf("%s: %d bytes of text", name, len(err.Error()))
				}
			}
		}
	}
}

func TestHugeLoginAnswer(t *testing.T) {
	s := mockapi.New()
	failLogin(s, 0, mockapi.Huge(64<<20))
	_, err := newTestClient(t, s, withLogin(t), withRetries(3)).SaveTrack(t.Context(), someTrack)
	if !errors.Is(err, ErrTooLarge) || failure(t, err).Tries != 1 {
		t.Error(err)
	}
}

func TestLoginWithoutNetwork(t *testing.T) {
	broken := errors.New("connection refused by " + mockapi.DefaultClientSecret)
	transport := transportFunc(func(req *http.Request) (*http.Response, error) {
		if req.URL.Host != "lwa.example" {
			t.Errorf("a request was sent to %s", req.URL.Host)
		}
		return nil, broken
	})
	c := newTestClient(t, nil, withLogin(t), func(cfg *Config) { cfg.Transport = transport })
	_, err := c.SaveTrack(t.Context(), someTrack)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "connection refused by [redacted]") {
		t.Error(err)
	}
	wantNoSecret(t, err.Error())
}
