package mockapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// newCode has a user agree and returns the code.
func newCode(t *testing.T, s *mockapi.Service) string {
	t.Helper()
	s.SetConsent(mockapi.ConsentAgree)
	return redirected(t, authorize(t, s, authorizeQuery())).Get("code")
}

func codeForm(code string) url.Values {
	return url.Values{
		"grant_type":    {"authorization_code"},
		"code":          {code},
		"redirect_uri":  {callback},
		"client_id":     {mockapi.DefaultClientID},
		"client_secret": {mockapi.DefaultClientSecret},
		"code_verifier": {verifier},
	}
}

func exchange(t *testing.T, s *mockapi.Service, fields url.Values) answer {
	t.Helper()
	return ask(t, s, http.MethodPost, tokenPath, form(fields.Encode()))
}

func TestCodeGrant(t *testing.T) {
	s := mockapi.New()
	code := newCode(t, s)
	a := exchange(t, s, codeForm(code))
	wantGrant(t, a, "")
	body := a.decode(t)
	fresh, _ := body["refresh_token"].(string)
	if !strings.HasPrefix(fresh, "Atzr|mock-login-0001") || body["token_type"] != "bearer" || body["expires_in"] != float64(3600) {
		t.Errorf("answer %v", body)
	}
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(accessToken(t, a))), 200, "")
	wantGrant(t, refresh(t, s, fresh), "")
	wantGrant(t, refresh(t, s, mockapi.DefaultRefreshToken), "")
	wantGrant(t, exchange(t, s, codeForm(code)), "invalid_grant")
}

func TestCodeGrant_strict(t *testing.T) {
	set := func(name, value string) func(url.Values) {
		return func(f url.Values) { f.Set(name, value) }
	}
	tests := []struct {
		name   string
		change func(url.Values)
		status int
		code   string
		spent  bool // the code
	}{
		{"other code", set("code", "other"), 400, "invalid_grant", false},
		{"no code", set("code", ""), 400, "invalid_request", false},
		{"no redirect_uri", set("redirect_uri", ""), 400, "invalid_request", false},
		{"other redirect_uri", set("redirect_uri", "http://127.0.0.1:9091/cb"), 400, "invalid_grant", true},
		{"no verifier", set("code_verifier", ""), 400, "invalid_request", false},
		{"wrong verifier", set("code_verifier", verifier+"x"), 400, "invalid_grant", true},
		{"wrong client", set("client_id", "other"), 401, "invalid_client", false},
		{"wrong secret", set("client_secret", "other"), 401, "invalid_client", false},
		{"wrong client without a secret", func(f url.Values) { f.Del("client_secret"); f.Set("client_id", "other") }, 401, "invalid_client", false},
		{"refresh token", set("refresh_token", mockapi.DefaultRefreshToken), 400, "invalid_request", false},
		{"scope", set("scope", "music::library"), 400, "invalid_request", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			good := codeForm(newCode(t, s))
			bad := codeForm(good.Get("code"))
			tt.change(bad)
			a := exchange(t, s, bad)
			if wantGrant(t, a, tt.code); a.status != tt.status || len(s.MintedTokens()) != 0 {
				t.Errorf("status %d, want %d; minted %q", a.status, tt.status, s.MintedTokens())
			}
			after := ""
			if tt.spent {
				after = "invalid_grant"
			}
			wantGrant(t, exchange(t, s, good), after)
		})
	}
}

func TestCodeGrant_withoutSecret(t *testing.T) {
	for _, drop := range []func(url.Values){
		func(f url.Values) { f.Del("client_secret") },
		func(f url.Values) { f.Set("client_secret", "") },
	} {
		s := mockapi.New()
		fields := codeForm(newCode(t, s))
		drop(fields)
		a := exchange(t, s, fields)
		wantGrant(t, a, "")
		if has(a.decode(t), "refresh_token") {
			t.Errorf("a client without a secret got a refresh token: %s", a.body)
		}
		wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(accessToken(t, a))), 200, "")
	}
}

func TestCodeGrant_expires(t *testing.T) {
	for _, tt := range []struct {
		age  time.Duration
		code string
	}{{5*time.Minute - 1, ""}, {5 * time.Minute, "invalid_grant"}} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			fields := codeForm(newCode(t, s))
			time.Sleep(tt.age)
			wantGrant(t, exchange(t, s, fields), tt.code)
		})
	}
}

func TestAuthorize_faults(t *testing.T) {
	s := mockapi.New()
	s.Fail(mockapi.FaultPlan{PathPrefix: "/ap", Next: 1, Faults: []mockapi.Fault{mockapi.UnavailableHTML()}})
	s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: 1, Faults: []mockapi.Fault{mockapi.Answer(200, "text/html", "<html>")}})
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 200, "")
	if a := exchange(t, s, codeForm("x")); a.status != 200 || a.body != "<html>" {
		t.Errorf("token endpoint: status %d, body %s", a.status, a.body)
	}
	if a := authorize(t, s, authorizeQuery()); a.status != 503 {
		t.Errorf("authorize page: status %d", a.status)
	}
}

// The page lets a person choose whose account the code is for.
func TestAuthorize_chosenAccount(t *testing.T) {
	for user, known := range map[string]bool{mockapi.DefaultUserID: true, "other-user": true, "nobody": false} {
		s := mockapi.New()
		s.AddUser("other-user", "", "")
		page := authorize(t, s, authorizeQuery())
		if !strings.Contains(page.body, "<option selected>"+mockapi.DefaultUserID+"</option><option>other-user</option>") {
			t.Fatalf("page %s", page.body)
		}
		body := url.Values{"request": {"request-1"}, "decision": {"agree"}, "user": {user}}.Encode()
		a := ask(t, s, http.MethodPost, authorizePath, form(body))
		if !known {
			if a.status != http.StatusBadRequest {
				t.Errorf("%s: status %d", user, a.status)
			}
			continue
		}
		grant := exchange(t, s, codeForm(redirected(t, a).Get("code")))
		wantGrant(t, grant, "")
		me := ask(t, s, http.MethodGet, playlistsPath, bearer(accessToken(t, grant)))
		if id := at(me.decode(t), "data", "user", "id"); id != user {
			t.Errorf("the token for %s is that of %v", user, id)
		}
	}
}
