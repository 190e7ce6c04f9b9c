package lwa

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestLogin_refused goes through what can go wrong. Each is one line on standard
// error, exit code 1, and nothing on standard output.
func TestLogin_refused(t *testing.T) {
	answer := func(status int, body map[string]any) func(*loginTest) {
		return func(l *loginTest) {
			l.fake.token = func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, status, body) }
		}
	}
	html := func(status int) func(*loginTest) {
		return func(l *loginTest) {
			l.fake.token = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, "<html>\n"+testSecret+" "+testCode)
			}
		}
	}
	refusal := func(values ...string) func(*loginTest) {
		return func(l *loginTest) {
			l.fake.refusal = url.Values{}
			for pair := range slices.Chunk(values, 2) {
				l.fake.refusal.Set(pair[0], pair[1])
			}
		}
	}
	argument := func(args ...string) func(*loginTest) {
		return func(l *loginTest) { l.args = append(l.args, args...) }
	}
	env := func(name, value string) func(*loginTest) { return func(l *loginTest) { l.env[name] = value } }
	tests := []struct {
		name    string
		prepare func(*loginTest)
		want    []string
	}{
		{
			"denied", refusal("error", "access_denied", "error_description", "Not permitted."),
			[]string{"access_denied: Not permitted. ", "agree"},
		},
		{"scope", refusal("error", "invalid_scope"), []string{"invalid_scope", "-scopes"}},
		{"client", refusal("error", "unauthorized_client"), []string{"unauthorized_client", "client id"}},
		{"service down", refusal("error", "server_error"), []string{"server_error", "later"}},
		{"refusal with control characters", refusal("error", "bad\x1b[2J\nline"), []string{"bad[2J line"}},
		{"neither code nor error", refusal(), []string{"neither"}},
		{"wrong state", refusal("code", testCode, "state", "other"), []string{"wrong state"}},

		{
			"code", answer(400, map[string]any{"error": "invalid_grant", "error_description": "no " + testCode}),
			[]string{"HTTP 400", "invalid_grant", "return URL than http://127.0.0.1:", "run this command again"},
		},
		{"client secret", env(clientSecretVariable, "other"), []string{"invalid_client", "compare both"}},
		{
			"scope at the exchange", answer(400, map[string]any{"error": "invalid_scope"}),
			[]string{"invalid_scope", "-scopes"},
		},
		{
			"another error", answer(400, map[string]any{"error": "unsupported_grant_type"}),
			[]string{"unsupported_grant_type", "-token-url"},
		},
		{
			"no refresh token", answer(200, map[string]any{"access_token": "Atza|access"}),
			[]string{"no refresh token", "client secret", "scope"},
		},
		{"empty answer", answer(200, nil), []string{"could not be read", "/auth/o2/token"}},
		{"HTML", html(200), []string{"could not be read", "proxy"}},
		{"HTML, 403", html(403), []string{"HTTP 403", "text/html", "proxy"}},
		{"redirect", func(l *loginTest) {
			l.fake.token = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://evil.example/", http.StatusTemporaryRedirect)
			}
		}, []string{"redirected to https://evil.example", "not sent"}},
		{
			"nothing at the token endpoint", argument("-token-url", "http://127.0.0.1:1/token"),
			[]string{"connection refused", "http://127.0.0.1:1/token"},
		},
		{"no network", argument("-token-url", "https://nowhere.invalid/token"), []string{"nowhere.invalid", "proxy"}},

		{"no answer", func(l *loginTest) {
			l.timeout, l.openBrowser = time.Millisecond, func(string) error { return nil }
		}, []string{"five minutes"}},
		{"no client id", env(clientIDVariable, ""), []string{"AMAZONMUSIC_CLIENT_ID is not set"}},
		{"no client secret", env(clientSecretVariable, " "), []string{"AMAZONMUSIC_CLIENT_SECRET is not set"}},
		{"API key as client id", env(clientIDVariable, "amzn1.application.abc"), []string{"API key", "oa2-client"}},
		{"token as secret", env(clientSecretVariable, "Atzr|abc"), []string{"client secret"}},
		{"nobody reads", func(l *loginTest) { l.loginCommand.stdout = brokenPipe{} }, []string{"standard output", "pipe"}},
		{"unknown flag", argument("-x"), []string{"not defined: -x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLoginTest(t)
			tt.prepare(l)
			code := l.run(t.Context(), l.args)
			line := lastLine(t, l.stderr.String())
			if code != 1 || l.stdout.String() != "" {
				t.Errorf("exit code %d, standard output %q", code, l.stdout.String())
			}
			for _, want := range tt.want {
				if !strings.Contains(line, want) {
					t.Errorf("%q is not in %q", want, line)
				}
			}
			for _, secret := range []string{testSecret, testCode, testRefresh, "Atzr|abc", "amzn1.application.abc"} {
				if strings.Contains(l.stderr.String(), secret) {
					t.Errorf("%q is on standard error:\n%s", secret, l.stderr.String())
				}
			}
		})
	}
}

func TestLogin_badCertificate(t *testing.T) {
	l := newLoginTest(t)
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	secure.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	code := l.run(t.Context(), append(l.args, "-token-url", secure.URL))
	if code != 1 || !strings.Contains(l.stderr.String(), "clock") {
		t.Errorf("exit code %d:\n%s", code, l.stderr.String())
	}
}

func TestLogin_portInUse(t *testing.T) {
	l := newLoginTest(t)
	var config net.ListenConfig
	other, err := config.Listen(t.Context(), "tcp4", "127.0.0.1:"+l.args[1])
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close() //nolint:errcheck // It served its purpose.
	l.openBrowser = func(string) error { t.Error("a browser was opened"); return nil }
	code := l.run(t.Context(), l.args)
	line := lastLine(t, l.stderr.String())
	if code != 1 || !strings.Contains(line, l.args[1]+": ") || !strings.Contains(line, "-port") {
		t.Errorf("exit code %d: %s", code, line)
	}
}

func TestLogin_interrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	l := newLoginTest(t)
	l.openBrowser = func(string) error { interrupt(); return nil }
	code := l.run(ctx, l.args)
	line := lastLine(t, l.stderr.String())
	if code != 1 || !strings.HasSuffix(line, "login: interrupted") || l.stdout.String() != "" {
		t.Errorf("exit code %d: %s", code, line)
	}
	l.mustNotListen(t)
}

// brokenPipe is a standard output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// lastLine returns the line that says why the login failed: the only one of its kind.
func lastLine(t *testing.T, text string) string {
	t.Helper()
	const prefix = "terraform-provider-amazonmusic login: "
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	last := lines[len(lines)-1]
	if strings.Count(text, prefix) != 1 || !strings.HasPrefix(last, prefix) {
		t.Errorf("the last line of standard error is %s:\n%s", strconv.Quote(last), text)
	}
	return last
}
