package endtoend

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// loginSecret has in it what a shell would take for its own.
const loginSecret = `it's a $secret \with "quotes"`

// login is one run of the provider's "login" against a service, in a folder with a configuration of one track.
type login struct {
	*acctest.Service
	port, dir string
	env       map[string]string
}

func newLogin(t *testing.T) *login {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("this needs a POSIX shell")
	}
	s := acctest.NewService(t)
	s.SetCredentials(mockapi.Credentials{ClientSecret: loginSecret})
	port := freePort(t)
	s.SetRedirectURIs(false, "http://127.0.0.1:"+port+"/cb")
	dir := newDir(t, `resource "amazonmusic_library_track" "this" { track_id = "B08DL2BXQC" }`)
	succeed(t, dir, nil, "init")
	return &login{Service: s, port: port, dir: dir, env: map[string]string{
		"AMAZONMUSIC_ENDPOINT":      s.URL,
		"AMAZONMUSIC_API_KEY":       mockapi.DefaultAPIKey,
		"AMAZONMUSIC_CLIENT_ID":     mockapi.DefaultClientID,
		"AMAZONMUSIC_CLIENT_SECRET": loginSecret,
		"CLI":                       sandbox.Path,
	}}
}

// freePort is a port on which nothing listens.
func freePort(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // It served its purpose.
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// installed is how the authentication guide names the program that "terraform init" installs.
const installed = ".terraform/providers/*/musicascode/amazonmusic/*/*/terraform-provider-amazonmusic_v*"

// loginThenApply logs in and applies, as the guide shows it.
const loginThenApply = `eval "$(` + installed + ` login "$@")" && exec "$CLI" apply -auto-approve -no-color`

// shell runs a script. In it, "$@" are the flags that lead to the service.
func (l *login) shell(t *testing.T, script string, flags ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	args := []string{"-c", script, "sh", "-port", l.port, "-authorize-url", l.URL + "/ap/oa", "-token-url", l.TokenURL}
	cmd := exec.CommandContext(ctx, "sh", append(args, flags...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = l.dir, command(t, l.dir, l.env).Env, time.Second
	return cmd
}

// TestAccLogin_withoutBrowser opens the printed address as a person would, on another screen.
func TestAccLogin_withoutBrowser(t *testing.T) {
	t.Parallel()
	l := newLogin(t)
	run := l.shell(t, loginThenApply, "-no-browser")
	var out strings.Builder
	run.Stdout = &out
	printed, err := follow(t, run, func(address string) {
		l.noSecretInArguments(t)
		l.noSecret(t, "page", decide(t, address, "agree"))
	})
	if err != nil {
		t.Fatalf("%s\n%s%s", err, printed, &out)
	}
	l.noSecret(t, "standard error", printed)
	l.loggedIn(t)
}

// follow runs a login, calls back with the address that it prints, and returns its standard error.
func follow(t *testing.T, run *exec.Cmd, open func(address string)) (string, error) {
	t.Helper()
	stderr, err := run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	lines := bufio.NewScanner(io.TeeReader(stderr, &printed))
	for lines.Scan() {
		if address := strings.TrimSpace(lines.Text()); strings.HasPrefix(address, "http") {
			open(address)
		}
	}
	return printed.String(), run.Wait()
}

// decide visits the authorize page, presses a button, and returns the page at the end.
func decide(t *testing.T, address, decision string) string {
	t.Helper()
	page := visit(t, http.MethodGet, address, nil)
	request := regexp.MustCompile(`name="request" value="([^"]+)"`).FindStringSubmatch(page)
	if request == nil {
		t.Fatalf("the authorize page has no form:\n%s", page)
	}
	form := url.Values{"request": {request[1]}, "decision": {decision}}
	target, _, _ := strings.Cut(address, "?")
	return visit(t, http.MethodPost, target, strings.NewReader(form.Encode()))
}

func visit(t *testing.T, method, address string, form io.Reader) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, form)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("HTTP %d, error %v:\n%s", res.StatusCode, err, page)
	}
	return string(page)
}

// loggedIn checks that the apply used what the login was given.
func (l *login) loggedIn(t *testing.T) {
	t.Helper()
	if saved := l.SavedIDs(); len(saved) != 1 || saved[0] != "B08DL2BXQC" {
		t.Errorf("saved: %v", saved)
	}
	grants := []string{}
	for _, r := range l.TokenRequests() {
		form, err := url.ParseQuery(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		grants = append(grants, form.Get("grant_type")+" "+strconv.Itoa(r.Status))
	}
	if got := strings.Join(grants, ", "); got != "authorization_code 200, refresh_token 200" {
		t.Errorf("token requests: %s", got)
	}
}

func (l *login) noSecret(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range append(l.MintedTokens(), loginSecret, "ANmock-code") {
		if strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
			t.Errorf("%q is in the %s:\n%s", secret, where, text)
		}
	}
}

// noSecretInArguments looks at every process of this machine, where it can.
func (l *login) noSecretInArguments(t *testing.T) {
	t.Helper()
	lists, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Error(err)
	}
	for _, list := range lists {
		if arguments, err := os.ReadFile(list); err == nil { // Some processes end meanwhile.
			l.noSecret(t, "argument list "+list, string(arguments))
		}
	}
}
