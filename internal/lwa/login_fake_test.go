package lwa

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

const (
	testID      = "amzn1.application-oa2-client.test"
	testSecret  = "it's a \\ \"test\" $secret"
	testCode    = "ANtestcode"
	testRefresh = "Atzr|IwEB'refresh"
)

// fakeLWA is Login with Amazon, as its pages describe the authorization code
// grant, for somebody who always agrees.
type fakeLWA struct {
	*httptest.Server
	// refusal is sent back in place of a code.
	refusal url.Values
	// token answers in place of the token endpoint.
	token http.HandlerFunc

	mu        sync.Mutex
	authorize url.Values // The parameters of the last visit.
	exchanges int
}

func newFakeLWA(t *testing.T) *fakeLWA {
	t.Helper()
	f := &fakeLWA{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ap/oa", f.serveAuthorize)
	mux.HandleFunc("POST /auth/o2/token", f.serveToken)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeLWA) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.authorize = r.URL.Query()
	f.mu.Unlock()
	back := url.Values{"code": {testCode}, "scope": {r.URL.Query().Get("scope")}}
	if f.refusal != nil {
		back = url.Values{}
		maps.Copy(back, f.refusal)
	}
	if !back.Has("state") {
		back.Set("state", r.URL.Query().Get("state"))
	}
	http.Redirect(w, r, r.URL.Query().Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (f *fakeLWA) serveToken(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.exchanges++
	if f.token != nil {
		f.token(w, r)
		return
	}
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case r.PostFormValue("client_id") != testID || r.PostFormValue("client_secret") != testSecret:
		answerJSON(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
	case r.PostFormValue("grant_type") != "authorization_code",
		r.PostFormValue("code") != testCode,
		r.PostFormValue("redirect_uri") != f.authorize.Get("redirect_uri"),
		base64.RawURLEncoding.EncodeToString(challenge[:]) != f.authorize.Get("code_challenge"):
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "Bad grant"})
	default:
		answerJSON(w, http.StatusOK, map[string]any{
			"access_token": "Atza|access", "token_type": "bearer", "expires_in": 3600, "refresh_token": testRefresh,
		})
	}
}

// answerJSON answers as the token endpoint does.
func answerJSON(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// loginTest is one run of "login" against a fake.
type loginTest struct {
	*loginCommand
	fake           *fakeLWA
	env            map[string]string
	args           []string
	stdout, stderr lockedBuffer
	// page is what the browser was shown at the end.
	page     string
	pageHead http.Header
}

func newLoginTest(t *testing.T) *loginTest {
	t.Helper()
	l := &loginTest{
		fake: newFakeLWA(t),
		env:  map[string]string{clientIDVariable: testID, clientSecretVariable: testSecret},
	}
	l.args = []string{
		"-port", strconv.Itoa(freePort(t)),
		"-authorize-url", l.fake.URL + "/ap/oa", "-token-url", l.fake.URL + "/auth/o2/token",
	}
	l.loginCommand = &loginCommand{
		getenv:      func(name string) string { return l.env[name] },
		ask:         func(context.Context, string, bool) (string, error) { return "", errNoTerminal },
		stdout:      &l.stdout,
		stderr:      &l.stderr,
		openBrowser: func(address string) error { return l.browse(address) },
		transport:   http.DefaultTransport,
		timeout:     time.Minute,
	}
	return l
}

// browse is a browser that follows the address and keeps the page.
func (l *loginTest) browse(address string) error {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	l.page, l.pageHead = string(page), res.Header
	return err
}

// freePort is a port on which nothing listens.
func freePort(t *testing.T) int {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()                     //nolint:errcheck // It served its purpose.
	return listener.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // A TCP listener has a TCP address.
}

// lockedBuffer is written by the command and by the browser's goroutine.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
