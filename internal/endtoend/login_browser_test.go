package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// pathWithOpener is a PATH on which a shell script opens the browser, with the address as "$1".
func pathWithOpener(t *testing.T, script string) string {
	t.Helper()
	bin := t.TempDir()
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return bin + string(os.PathListSeparator) + os.Getenv("PATH")
}

// TestAccLogin_openerEnvironment looks at what the browser, and all that it starts, would inherit.
func TestAccLogin_openerEnvironment(t *testing.T) {
	t.Parallel()
	l := newLogin(t)
	inherited := filepath.Join(t.TempDir(), "environment")
	l.env["PATH"] = pathWithOpener(t, fmt.Sprintf(`{ env; echo "that was all"; } >'%s'`, inherited))
	l.env["AMAZONMUSIC_REFRESH_TOKEN"] = "Atzr|an-older-one"
	l.env["DISPLAY"] = ":7"
	run := l.shell(t, "exec "+installed+` login "$@"`)
	run.Stdout = new(strings.Builder)
	printed, err := follow(t, run, func(address string) { decide(t, address, "agree") })
	if err != nil {
		t.Fatalf("%s\n%s", err, printed)
	}
	environment := waitForFile(t, inherited, "that was all")
	l.noSecret(t, "environment of the browser", environment)
	if strings.Contains(environment, "AMAZONMUSIC_") {
		t.Errorf("the browser inherits variables of the provider:\n%s", environment)
	}
	if !strings.Contains(environment, "DISPLAY=:7") {
		t.Errorf("the browser does not inherit the rest:\n%s", environment)
	}
}

// TestAccLogin_inBrowser has the provider open Chromium, which follows the redirects.
func TestAccLogin_inBrowser(t *testing.T) {
	t.Parallel()
	chromium := findChromium(t)
	l := newLogin(t)
	l.SetConsent(mockapi.ConsentAgree)
	l.OnAnswer(func(r mockapi.Request) {
		if strings.HasPrefix(r.Path, "/ap/") {
			l.noSecretInArguments(t) // The browser's are among them.
		}
	})
	page := filepath.Join(t.TempDir(), "page.html")
	l.env["PATH"] = pathWithOpener(t, fmt.Sprintf(`exec '%s' %s --user-data-dir='%s' --dump-dom "$1" >'%s' 2>/dev/null`,
		chromium, strings.Join(headless, " "), t.TempDir(), page))
	run := l.shell(t, loginThenApply)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	l.noSecret(t, "output", string(out))
	l.loggedIn(t)
	shown := waitForFile(t, page, "</html>")
	if !strings.Contains(shown, "You can close this window") {
		t.Errorf("the browser shows\n%s", shown)
	}
	l.noSecret(t, "page", shown)
}

// waitForFile reads what the opener writes, which may be after the login has ended, once it holds the given end.
func waitForFile(t *testing.T, path, end string) string {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		if content, err := os.ReadFile(path); err == nil && strings.Contains(string(content), end) {
			return string(content)
		}
		select {
		case <-deadline:
			t.Fatalf("%s was not written", path)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
