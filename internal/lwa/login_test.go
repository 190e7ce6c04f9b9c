package lwa

import (
	"errors"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
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
		"scope":        "music::library music::library:read music::catalog music::profile:read",
		"redirect_uri": "http://127.0.0.1:" + l.args[1] + "/cb",
	} {
		if asked.Get(name) != value {
			t.Errorf("the address asks for %s %q, not %q", name, asked.Get(name), value)
		}
	}
	if len(asked.Get("state")) < 20 || len(asked.Get("code_challenge")) != 43 {
		t.Errorf("the state is %q, and the challenge %q", asked.Get("state"), asked.Get("code_challenge"))
	}
	head := l.pageHead
	if l.page != callbackPage || head.Get("Referrer-Policy") != "no-referrer" || head.Get("Cache-Control") != "no-store" {
		t.Errorf("the page is\n%s\nwith %v", l.page, head)
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
	values := []string{
		"plain", testSecret, testRefresh, `\`, `\'`, `'\`, `'`, "two\nlines", "`x` $(x) ${x} !x *", "-n", `a\\b`, "é",
	}
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
