package mockapi_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const (
	authorizePath = "/ap/oa"
	callback      = "http://127.0.0.1:9090/cb"
	verifier      = "a-verifier-of-forty-three-characters-or-more"
)

// authorizeQuery is a request for a code that is in order.
func authorizeQuery() url.Values {
	return url.Values{
		"client_id":             {mockapi.DefaultClientID},
		"scope":                 {"music::library music::library:read music::catalog music::profile:read"},
		"response_type":         {"code"},
		"redirect_uri":          {callback},
		"state":                 {"a state & more"},
		"code_challenge":        {oauth2.S256ChallengeFromVerifier(verifier)},
		"code_challenge_method": {"S256"},
	}
}

func authorize(t *testing.T, s *mockapi.Service, query url.Values) answer {
	t.Helper()
	return ask(t, s, http.MethodGet, authorizePath+"?"+query.Encode(), func(r *http.Request) { r.Header = http.Header{} })
}

// redirected returns the query that a browser brings back to the client.
func redirected(t *testing.T, a answer) url.Values {
	t.Helper()
	target, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound {
		t.Fatalf("status %d, Location %q, body %s", a.status, a.header.Get("Location"), a.body)
	}
	query := target.Query()
	if target.RawQuery = ""; target.String() != callback {
		t.Errorf("redirected to %s, want %s", target, callback)
	}
	return query
}

func TestAuthorize_consent(t *testing.T) {
	tests := []struct {
		name     string
		consent  mockapi.Consent
		decision string // of the page, "" where there is none
		code     bool
	}{
		{"agree", mockapi.ConsentAsk, "agree", true},
		{"cancel", mockapi.ConsentAsk, "cancel", false},
		{"agrees by itself", mockapi.ConsentAgree, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetConsent(tt.consent)
			a := authorize(t, s, authorizeQuery())
			if tt.decision != "" {
				a = decide(t, s, a, tt.decision)
			}
			query := redirected(t, a)
			if query.Get("state") != "a state & more" || query.Has("code") != tt.code {
				t.Errorf("brought back %v", query)
			}
			if !tt.code && query.Get("error") != "access_denied" {
				t.Errorf("error is %q", query.Get("error"))
			}
			if len(s.Requests())+len(s.TokenRequests()) != 0 {
				t.Error("the requests are in the wrong log")
			}
		})
	}
}

// decide presses a button of the page, and presses it again in vain.
func decide(t *testing.T, s *mockapi.Service, page answer, decision string) answer {
	t.Helper()
	id := regexp.MustCompile(`name="request" value="([^"]+)"`).FindStringSubmatch(page.body)
	button := `name="decision" value="` + decision + `"`
	if id == nil || !strings.Contains(page.body, button) || page.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("page %s", page.body)
	}
	body := url.Values{"request": {id[1]}, "decision": {decision}}.Encode()
	a := ask(t, s, http.MethodPost, authorizePath, form(body))
	if again := ask(t, s, http.MethodPost, authorizePath, form(body)); again.status != http.StatusBadRequest {
		t.Errorf("a request was decided twice: status %d", again.status)
	}
	return a
}

func TestAuthorize_strict(t *testing.T) {
	set := func(name string, values ...string) func(url.Values) {
		return func(q url.Values) { q[name] = values }
	}
	tests := []struct {
		name   string
		change func(url.Values)
		error  string // brought back to the client; "" is a page that goes nowhere
	}{
		{"unknown client", set("client_id", "other"), ""},
		{"no client", set("client_id"), ""},
		{"client twice", set("client_id", mockapi.DefaultClientID, mockapi.DefaultClientID), ""},
		{"unknown return URL", set("redirect_uri", "http://127.0.0.1:9090/other"), ""},
		{"localhost", set("redirect_uri", "http://localhost:9090/cb"), ""},
		{"another port", set("redirect_uri", "http://127.0.0.1:9091/cb"), ""},
		{"no return URL", set("redirect_uri"), ""},
		{"no response type", set("response_type"), "invalid_request"},
		{"implicit grant", set("response_type", "token"), "unsupported_response_type"},
		{"no state", set("state"), "invalid_request"},
		{"unknown scope", set("scope", "music::library music::other"), "invalid_scope"},
		{"no scope", set("scope"), "invalid_scope"},
		{"scopes with commas", set("scope", "music::library,music::library:read"), "invalid_scope"},
		{"no PKCE", func(q url.Values) { q.Del("code_challenge"); q.Del("code_challenge_method") }, "invalid_request"},
		{"no challenge", set("code_challenge"), "invalid_request"},
		{"padded challenge", set("code_challenge", oauth2.S256ChallengeFromVerifier(verifier)+"="), "invalid_request"},
		{"plain challenge", set("code_challenge_method", "plain"), "invalid_request"},
		{"unknown parameter", set("nonce", "x"), "invalid_request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetConsent(mockapi.ConsentAgree)
			query := authorizeQuery()
			tt.change(query)
			a := authorize(t, s, query)
			if tt.error == "" {
				if a.status != http.StatusBadRequest || a.header.Get("Location") != "" || !strings.Contains(a.body, "<html>") {
					t.Errorf("status %d, header %v, body %s", a.status, a.header, a.body)
				}
				return
			}
			back := redirected(t, a)
			if back.Get("error") != tt.error || back.Get("state") != query.Get("state") || back.Has("code") {
				t.Errorf("brought back %v, want error %s", back, tt.error)
			}
		})
	}
}

func TestAuthorize_methodsAndPaths(t *testing.T) {
	tests := []struct {
		method, path string
		status       int
	}{
		{http.MethodPut, authorizePath, 405},
		{http.MethodPost, authorizePath, 400},
		{http.MethodPost, authorizePath + "?request=request-1&decision=agree", 400},
		{http.MethodGet, authorizePath + "/", 404},
		{http.MethodGet, "/ap/other", 404},
		{http.MethodGet, authorizePath + "?%zz", 400},
		{http.MethodGet, authorizePath, 400},
	}
	for _, tt := range tests {
		s := mockapi.New()
		authorize(t, s, authorizeQuery())
		if a := ask(t, s, tt.method, tt.path); a.status != tt.status || !strings.Contains(a.body, "<html>") {
			t.Errorf("%s %s: status %d, body %s", tt.method, tt.path, a.status, a.body)
		}
	}
}

func TestSetRedirectURIs(t *testing.T) {
	tests := []struct {
		anyPort bool
		uris    []string
		ask     string
		ok      bool
	}{
		{false, []string{"https://app.example/return"}, "https://app.example/return", true},
		{false, []string{"https://app.example/return"}, callback, false},
		{true, []string{callback}, "http://127.0.0.1:1234/cb", true},
		{true, []string{callback}, "http://127.0.0.1/cb", true},
		{true, []string{callback}, "http://127.0.0.1:1234/other", false},
		{true, []string{callback}, "https://127.0.0.1:1234/cb", false},
		{true, []string{callback}, "http://localhost:1234/cb", false},
		{true, []string{callback}, "http://127.0.0.1:1234/cb?x=1", false},
		{true, []string{"http://app.example/cb"}, "http://app.example:1/cb", false},
		{true, []string{callback}, "http://127.0.0.1:x/cb", false},
		{true, nil, callback, false},
	}
	for _, tt := range tests {
		s := mockapi.New()
		s.SetConsent(mockapi.ConsentAgree)
		s.SetRedirectURIs(tt.anyPort, tt.uris...)
		query := authorizeQuery()
		query.Set("redirect_uri", tt.ask)
		if a := authorize(t, s, query); (a.status == http.StatusFound) != tt.ok {
			t.Errorf("%v, any port %v, asked for %s: status %d", tt.uris, tt.anyPort, tt.ask, a.status)
		}
	}
}

// A client library of others' making gets through, over a real connection.
func TestLogin_oauth2(t *testing.T) {
	s, server := listen(t)
	s.SetConsent(mockapi.ConsentAgree)
	config := oauth2.Config{
		ClientID: mockapi.DefaultClientID, ClientSecret: mockapi.DefaultClientSecret, RedirectURL: callback,
		Endpoint: oauth2.Endpoint{AuthURL: server.AuthorizeURL(), TokenURL: server.TokenURL()},
		Scopes:   []string{"music::library", "music::library:read"},
	}
	verifier := oauth2.GenerateVerifier()
	address := config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier))
	client := &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	token, err := config.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(token.Expiry); left < 55*time.Minute || left > time.Hour {
		t.Errorf("the token lives %v", left)
	}
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(token.AccessToken)), 200, "")
	wantGrant(t, refresh(t, s, token.RefreshToken), "")
}
