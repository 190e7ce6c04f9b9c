package mockapi_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// form sends a form instead of the API's headers.
func form(body string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
		r.Body = io.NopCloser(strings.NewReader(body))
	}
}

func grant(refreshToken string) url.Values {
	return url.Values{
		"grant_type":    {"refresh_token"},
		"refresh_token": {refreshToken},
		"client_id":     {mockapi.DefaultClientID},
		"client_secret": {mockapi.DefaultClientSecret},
	}
}

func refresh(t *testing.T, s *mockapi.Service, refreshToken string) answer {
	t.Helper()
	return ask(t, s, http.MethodPost, tokenPath, form(grant(refreshToken).Encode()))
}

func accessToken(t *testing.T, a answer) string {
	t.Helper()
	token, _ := at(a.decode(t), "access_token").(string)
	if token == "" {
		t.Fatalf("no access token in %s", a.body)
	}
	return token
}

func TestTokenAnswer(t *testing.T) {
	s := mockapi.New()
	a := refresh(t, s, mockapi.DefaultRefreshToken)
	wantStatus(t, a, 200, "")
	body := a.decode(t)
	token := accessToken(t, a)
	if !strings.HasPrefix(token, "Atza|mock-minted-0001") {
		t.Errorf("access_token is %q", token)
	}
	if body["token_type"] != "bearer" || body["expires_in"] != float64(3600) || body["refresh_token"] != mockapi.DefaultRefreshToken {
		t.Errorf("answer is %v", body)
	}
	if a.header.Get("Cache-Control") != "no-store" || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("header is %v", a.header)
	}
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(token)), 200, "")
	if other := accessToken(t, refresh(t, s, mockapi.DefaultRefreshToken)); other == token {
		t.Error("the same token was minted twice")
	}
	if n := s.Stats().TokensMinted; n != 2 {
		t.Errorf("TokensMinted is %d", n)
	}
}

func TestTokenEndpointIsStrict(t *testing.T) {
	spoil := func(change func(url.Values)) func(*http.Request) {
		f := grant(mockapi.DefaultRefreshToken)
		change(f)
		return form(f.Encode())
	}
	field := func(name string, values ...string) func(*http.Request) {
		return spoil(func(f url.Values) { f[name] = values })
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			spoil(func(url.Values) {})(r)
			r.Header.Set(name, value)
		}
	}
	basic := func(id, secret string, drop ...string) func(*http.Request) {
		return func(r *http.Request) {
			spoil(func(f url.Values) {
				for _, name := range drop {
					f.Del(name)
				}
			})(r)
			r.SetBasicAuth(id, secret)
		}
	}
	const id, secret = mockapi.DefaultClientID, mockapi.DefaultClientSecret
	tests := []struct {
		name   string
		change func(*http.Request)
		status int
		code   string
	}{
		{"good", spoil(func(url.Values) {}), 200, ""},
		{"good with charset", header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), 200, ""},
		{"scope", field("scope", "music::library"), 200, ""},
		{"basic", basic(id, secret, "client_id", "client_secret"), 200, ""},
		{"basic, escaped", basic(strings.ReplaceAll(id, ".", "%2E"), secret, "client_id", "client_secret"), 200, ""},
		{"basic, wrong escape", basic(id, secret+"%", "client_id", "client_secret"), 401, "invalid_client"},
		{"basic, wrong secret", basic(id, "other", "client_id", "client_secret"), 401, "invalid_client"},
		{"basic and form", basic(id, secret), 400, "invalid_request"},
		{"bearer", header("Authorization", "Bearer x"), 400, "invalid_request"},
		{"no content type", header("Content-Type", ""), 400, "invalid_request"},
		{"JSON", header("Content-Type", "application/json"), 400, "invalid_request"},
		{"unescaped", form("grant_type=refresh_token;client_id=x"), 400, "invalid_request"},
		{"empty body", form(""), 400, "invalid_request"},
		{"too large", form("scope=" + strings.Repeat("a", 64<<10)), 400, "invalid_request"},
		{"in the query", func(r *http.Request) {
			form("")(r)
			r.URL.RawQuery = grant(mockapi.DefaultRefreshToken).Encode()
		}, 400, "invalid_request"},
		{"no grant type", field("grant_type", ""), 400, "invalid_request"},
		{"other grant type", field("grant_type", "password"), 400, "unsupported_grant_type"},
		{"no client", spoil(func(f url.Values) { f.Del("client_id") }), 401, "invalid_client"},
		{"wrong client", field("client_id", "other"), 401, "invalid_client"},
		{"wrong secret", field("client_secret", "other"), 401, "invalid_client"},
		{"no secret", spoil(func(f url.Values) { f.Del("client_secret") }), 401, "invalid_client"},
		{"no refresh token", field("refresh_token", ""), 400, "invalid_request"},
		{"wrong refresh token", field("refresh_token", "Atzr|other"), 400, "invalid_grant"},
		{"twice", field("refresh_token", mockapi.DefaultRefreshToken, mockapi.DefaultRefreshToken), 400, "invalid_request"},
		{"unknown field", field("device_code", "x"), 400, "invalid_request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			a := ask(t, s, http.MethodPost, tokenPath, tt.change)
			code, _ := at(a.decode(t), "error").(string)
			if a.status != tt.status || code != tt.code {
				t.Errorf("status %d, error %q; want %d, %q", a.status, code, tt.status, tt.code)
			}
			if tt.code != "" && at(a.decode(t), "error_description") == nil {
				t.Error("no error_description")
			}
			if minted := len(s.MintedTokens()); (minted == 1) != (tt.status == 200) {
				t.Errorf("%d tokens minted", minted)
			}
		})
	}
}

func TestTokenEndpointPaths(t *testing.T) {
	s := mockapi.New()
	a := ask(t, s, http.MethodGet, tokenPath)
	if a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != http.MethodPost {
		t.Errorf("GET: status %d, header %v", a.status, a.header)
	}
	wantStatus(t, ask(t, s, http.MethodPost, "/auth/o2/other"), 404, "RESOURCE_NOT_FOUND")
	wantStatus(t, ask(t, s, http.MethodPost, tokenPath+"/"), 404, "RESOURCE_NOT_FOUND")
	if api, auth := len(s.Requests()), len(s.TokenRequests()); api != 0 || auth != 3 {
		t.Errorf("%d API requests, %d token requests", api, auth)
	}
}

func TestRotation(t *testing.T) {
	s := mockapi.New()
	s.RotateRefreshTokens(true)
	next := func(a answer) string { return fmt.Sprint(at(a.decode(t), "refresh_token")) }
	first := next(refresh(t, s, mockapi.DefaultRefreshToken))
	if !strings.HasPrefix(first, "Atzr|mock-rotated-0001") {
		t.Errorf("refresh_token is %q", first)
	}
	wantGrant(t, refresh(t, s, mockapi.DefaultRefreshToken), "invalid_grant")
	second := next(refresh(t, s, first))
	wantGrant(t, refresh(t, s, first), "invalid_grant")
	s.RotateRefreshTokens(false)
	if third := next(refresh(t, s, second)); third != second {
		t.Errorf("refresh_token is %q, want the same again", third)
	}
	if minted := s.MintedTokens(); len(minted) != 5 || !slices.Contains(minted, first) || !slices.Contains(minted, second) {
		t.Errorf("minted: %q", minted)
	}
}

func TestRevokedRefreshToken(t *testing.T) {
	s := mockapi.New()
	token := accessToken(t, refresh(t, s, mockapi.DefaultRefreshToken))
	s.RevokeRefreshToken()
	wantGrant(t, refresh(t, s, mockapi.DefaultRefreshToken), "invalid_grant")
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(token)), 200, "")
	s.SetCredentials(mockapi.Credentials{RefreshToken: "Atzr|new"})
	wantGrant(t, refresh(t, s, mockapi.DefaultRefreshToken), "invalid_grant")
	wantGrant(t, refresh(t, s, "Atzr|new"), "")
}

// wantGrant checks the error of a token answer, "" for none.
func wantGrant(t *testing.T, a answer, want string) {
	t.Helper()
	if got, _ := at(a.decode(t), "error").(string); got != want {
		t.Errorf("error %q, want %q; body %s", got, want, a.body)
	}
}
