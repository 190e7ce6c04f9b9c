package lwa

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestLogin(t *testing.T) {
	l := newLoginTest(t)
	browsed := make(chan struct{})
	l.openBrowser = func(address string) error { defer close(browsed); return l.browse(address) }
	if code := l.run(t.Context(), l.args); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, l.stderr.String())
	}
	<-browsed
	want := `export AMAZONMUSIC_CLIENT_ID='` + testID + `'
export AMAZONMUSIC_CLIENT_SECRET='it'\''s a '\\' "test" $secret'
export AMAZONMUSIC_REFRESH_TOKEN='Atzr|IwEB'\''refresh'
export AMAZONMUSIC_TOKEN_URL='` + l.fake.URL + `/auth/o2/token'
`
	if got := l.stdout.String(); got != want {
		t.Errorf("standard output is\n%s\nand should be\n%s", got, want)
	}
	if !strings.Contains(l.stderr.String(), "Set AMAZONMUSIC_API_KEY") {
		t.Errorf("standard error does not name what is missing:\n%s", l.stderr.String())
	}
	asked := l.fake.authorize
	for name, value := range map[string]string{
		"client_id": testID, "response_type": "code", "code_challenge_method": "S256",
		"scope":        "music::library music::library:read music::profile:read",
		"redirect_uri": "http://127.0.0.1:" + l.args[1] + "/cb",
	} {
		if asked.Get(name) != value {
			t.Errorf("the address asks for %s %q, not %q", name, asked.Get(name), value)
		}
	}
	if len(asked.Get("state")) < 20 || len(asked.Get("code_challenge")) != 43 {
		t.Errorf("the state is %q, and the challenge %q", asked.Get("state"), asked.Get("code_challenge"))
	}
	if l.page != callbackPage || l.pageHead.Get("Referrer-Policy") != "no-referrer" || l.pageHead.Get("Cache-Control") != "no-store" {
		t.Errorf("the page is\n%s\nwith %v", l.page, l.pageHead)
	}
	for _, secret := range []string{testSecret, testRefresh, testCode, "Atza|access"} {
		if strings.Contains(l.stderr.String(), secret) || strings.Contains(l.page, secret) {
			t.Errorf("%q is shown:\n%s\n%s", secret, l.stderr.String(), l.page)
		}
	}
	l.mustNotListen(t)
}

// mustNotListen fails where the port is still open.
func (l *loginTest) mustNotListen(t *testing.T) {
	t.Helper()
	var dialer net.Dialer
	if c, err := dialer.DialContext(t.Context(), "tcp", "127.0.0.1:"+l.args[1]); err == nil {
		c.Close() //nolint:errcheck // It should not be open at all.
		t.Error("something still listens")
	}
}

func TestLogin_stateAndVerifierAreNew(t *testing.T) {
	o, err := parseLoginOptions(nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	a, b := newAuthorization(o, testID, testSecret), newAuthorization(o, testID, testSecret)
	if a.state == b.state || a.verifier == b.verifier {
		t.Error("two logins share a state or a verifier")
	}
}

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
		{"denied", refusal("error", "access_denied", "error_description", "Access not permitted."), []string{"access_denied: Access not permitted. ", "agree"}},
		{"scope", refusal("error", "invalid_scope"), []string{"invalid_scope", "-scopes"}},
		{"client at the authorize page", refusal("error", "unauthorized_client"), []string{"unauthorized_client", "client id"}},
		{"service down", refusal("error", "server_error"), []string{"server_error", "later"}},
		{"refusal with control characters", refusal("error", "bad\x1b[2J\nline"), []string{"bad[2J line"}},
		{"neither code nor error", refusal(), []string{"neither"}},
		{"wrong state", refusal("code", testCode, "state", "other"), []string{"wrong state"}},

		{"code", answer(400, map[string]any{"error": "invalid_grant", "error_description": "no " + testCode}), []string{"HTTP 400", "invalid_grant", "return URL than http://127.0.0.1:", "run login again"}},
		{"client secret", env(clientSecretVariable, "other"), []string{"invalid_client", "compare both"}},
		{"scope at the exchange", answer(400, map[string]any{"error": "invalid_scope"}), []string{"invalid_scope", "-scopes"}},
		{"another error", answer(400, map[string]any{"error": "unsupported_grant_type"}), []string{"unsupported_grant_type", "-token-url"}},
		{"no refresh token", answer(200, map[string]any{"access_token": "Atza|access"}), []string{"no refresh token", "client secret", "scope"}},
		{"empty answer", answer(200, nil), []string{"could not be read", "/auth/o2/token"}},
		{"HTML", html(200), []string{"could not be read", "proxy"}},
		{"HTML, 403", html(403), []string{"HTTP 403", "text/html", "proxy"}},
		{"redirect", func(l *loginTest) {
			l.fake.token = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://evil.example/", http.StatusTemporaryRedirect)
			}
		}, []string{"redirected to https://evil.example", "not sent"}},
		{"nothing at the token endpoint", argument("-token-url", "http://127.0.0.1:1/token"), []string{"connection refused", "http://127.0.0.1:1/token"}},
		{"no network", argument("-token-url", "https://nowhere.invalid/token"), []string{"nowhere.invalid", "proxy"}},

		{"no answer", func(l *loginTest) { l.timeout = time.Millisecond; l.openBrowser = func(string) error { return nil } }, []string{"five minutes"}},
		{"no client id", env(clientIDVariable, ""), []string{"AMAZONMUSIC_CLIENT_ID is not set"}},
		{"no client secret", env(clientSecretVariable, " "), []string{"AMAZONMUSIC_CLIENT_SECRET is not set"}},
		{"API key as client id", env(clientIDVariable, "amzn1.application.abc"), []string{"API key", "oa2-client"}},
		{"token as secret", env(clientSecretVariable, "Atzr|abc"), []string{"client secret"}},
		{"standard output closed", func(l *loginTest) { l.loginCommand.stdout = brokenPipe{} }, []string{"standard output", "pipe"}},
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
	if code := l.run(t.Context(), append(l.args, "-token-url", secure.URL)); code != 1 || !strings.Contains(l.stderr.String(), "clock") {
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
	if line := lastLine(t, l.stderr.String()); code != 1 || !strings.Contains(line, l.args[1]+": ") || !strings.Contains(line, "-port") {
		t.Errorf("exit code %d: %s", code, line)
	}
}

func TestLogin_interrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	l := newLoginTest(t)
	l.openBrowser = func(string) error { interrupt(); return nil }
	code := l.run(ctx, l.args)
	if line := lastLine(t, l.stderr.String()); code != 1 || !strings.HasSuffix(line, "login: interrupted") || l.stdout.String() != "" {
		t.Errorf("exit code %d: %s", code, line)
	}
	l.mustNotListen(t)
}

func TestLogin_noBrowser(t *testing.T) {
	for name, open := range map[string]func(string) error{
		"":            func(string) error { return errors.New("none installed") },
		"-no-browser": func(string) error { panic("a browser was opened") },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLoginTest(t)
			l.openBrowser = open
			if name != "" {
				l.args = append(l.args, name)
			}
			// A person reads the address and opens it elsewhere.
			l.loginCommand.stderr = io.MultiWriter(&l.stderr, onAddress(func(address string) {
				go l.browse(address) //nolint:errcheck // The login would not end.
			}))
			if code := l.run(t.Context(), l.args); code != 0 {
				t.Fatalf("exit code %d:\n%s", code, l.stderr.String())
			}
		})
	}
}

func TestLogin_whatIsLeftToDo(t *testing.T) {
	const key, access = "AMAZONMUSIC_API_KEY", "AMAZONMUSIC_ACCESS_TOKEN"
	for _, tt := range []struct {
		env        map[string]string
		want, wont string
	}{
		{nil, "Set " + key, "Unset"},
		{map[string]string{key: "k"}, "Logged in.", key},
		{map[string]string{key: "k", access: "Atza|x"}, "Unset " + access, key},
	} {
		l := newLoginTest(t)
		maps.Copy(l.env, tt.env)
		l.run(t.Context(), l.args)
		if got := l.stderr.String(); !strings.Contains(got, tt.want) || strings.Contains(got, tt.wont) {
			t.Errorf("with %v it says\n%s", tt.env, got)
		}
	}
}

func TestLogin_tokenURL(t *testing.T) {
	for _, tt := range []struct{ region, env, want string }{
		{"na", "", ""},
		{"na", "https://api.amazon.co.uk/auth/o2/token", DefaultTokenURL},
		{"eu", "", "https://api.amazon.co.uk/auth/o2/token"},
		{"fe", "", "https://api.amazon.co.jp/auth/o2/token"},
	} {
		l := newLoginTest(t)
		l.env["AMAZONMUSIC_TOKEN_URL"] = tt.env
		o, err := parseLoginOptions([]string{"-region", tt.region}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.export(o, testID, testSecret, testRefresh); err != nil {
			t.Fatal(err)
		}
		_, got, _ := strings.Cut(l.stdout.String(), "AMAZONMUSIC_TOKEN_URL=")
		if strings.Trim(got, "'\n") != tt.want {
			t.Errorf("region %s, and %q set: %q", tt.region, tt.env, got)
		}
	}
}

// TestExportLine_shells has each shell of this machine read a value back.
func TestExportLine_shells(t *testing.T) {
	values := []string{"plain", testSecret, testRefresh, `\`, `\'`, `'\`, `'`, "two\nlines", "`x` $(x) ${x} !x *", "-n", `a\\b`, "é"}
	for _, shell := range []string{"sh", "bash", "dash", "zsh", "ksh", "fish"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		for _, value := range values {
			script := `eval "$LINES_TO_READ"; printf %s "$V"`
			if shell == "fish" {
				script = `printf %s $LINES_TO_READ | source; printf %s $V`
			}
			run := exec.CommandContext(t.Context(), path, "-c", script)
			run.Env = append(os.Environ(), "LINES_TO_READ="+exportLine("V", value), "HOME="+t.TempDir())
			if out, err := run.Output(); err != nil || string(out) != value {
				t.Errorf("%s reads %q as %q, error %v", shell, value, out, err)
			}
		}
	}
}

func TestIsDiscarded(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(null.Close(), file.Close()) })
	if !isDiscarded(null) || isDiscarded(file) || isDiscarded(io.Discard) {
		t.Error("only the null device discards")
	}
}

// brokenPipe is a standard output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// onAddress calls back with the address that is printed.
type onAddress func(string)

func (f onAddress) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		if address := strings.TrimSpace(line); strings.HasPrefix(address, "http") {
			f(address)
		}
	}
	return len(p), nil
}

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
