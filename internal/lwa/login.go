package lwa

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/cli/browser"
	"golang.org/x/term"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// loginTimeout is how long "login" waits for the browser.
const loginTimeout = 5 * time.Minute

var (
	errNoAnswer    = errors.New("no answer came from the browser in five minutes. Run this command again")
	errInterrupted = errors.New("interrupted")
)

// loginCommand is "terraform-provider-amazonmusic login" and all it touches.
type loginCommand struct {
	getenv         func(string) string
	ask            prompt
	stdout, stderr io.Writer
	openBrowser    func(address string) error
	transport      http.RoundTripper
	timeout        time.Duration
}

// RunLogin is "terraform-provider-amazonmusic login": it logs a person in and
// writes the credentials to standard output, as lines for a shell. It returns the
// exit code.
func RunLogin(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Writing to a pipe that nobody reads would end the process without a word.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	c := &loginCommand{
		getenv:      takeVariables(),
		ask:         askTerminal(os.Stdin, os.Stderr),
		stdout:      os.Stdout,
		stderr:      os.Stderr,
		openBrowser: browser.OpenURL,
		transport:   transport.NewPool(1),
		timeout:     loginTimeout,
	}
	return c.run(ctx, args)
}

// takeVariables takes the provider's variables out of the environment of this
// process, because the browser and all that it starts inherit it. It returns a
// function that looks them up.
func takeVariables() func(name string) string {
	taken := map[string]string{}
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AMAZONMUSIC_") {
			taken[name] = value
			_ = os.Unsetenv(name) // It fails for malformed names only.
		}
	}
	return func(name string) string { return taken[name] }
}

func (c *loginCommand) run(ctx context.Context, args []string) int {
	err := c.login(ctx, args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if ctx.Err() != nil {
		err = errInterrupted
	}
	fmt.Fprintf(c.stderr, "terraform-provider-amazonmusic login: %v\n", err)
	return 1
}

func (c *loginCommand) login(ctx context.Context, args []string) error {
	o, err := parseLoginOptions(args, c.stderr)
	if err != nil {
		return err
	}
	if isDiscarded(c.stdout) {
		return errors.New("standard output is closed or discarded, and the refresh token would be lost with it")
	}
	id, secret, err := credentials(ctx, c.getenv, c.ask)
	if err != nil {
		return err
	}
	a := newAuthorization(o, id, secret)
	code, err := c.authorize(ctx, a, o)
	if err != nil {
		return err
	}
	refresh, err := a.exchange(ctx, code, c.transport)
	if err != nil {
		return err
	}
	return c.export(o, id, secret, refresh)
}

// authorize sends the person to Login with Amazon and returns the code that
// comes back.
func (c *loginCommand) authorize(ctx context.Context, a *authorization, o *loginOptions) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errNoAnswer)
	defer cancel()
	back, err := listen(ctx, o.port, a.state)
	if err != nil {
		return "", err
	}
	a.config.RedirectURL = back.address()
	fmt.Fprintf(c.stderr, "Log in with the Amazon account whose library you manage, at this address:\n\n  %s\n\n",
		a.address())
	if !o.noBrowser {
		// Some openers end only with the browser.
		go func() {
			if err := c.openBrowser(a.address()); err != nil {
				fmt.Fprintln(c.stderr, "No browser could be opened: open the address yourself.")
			}
		}()
	}
	fmt.Fprintf(c.stderr, "Waiting for the browser to return to %s. Ctrl-C cancels.\n", back.address())
	query, err := back.wait(ctx)
	if err != nil {
		return "", err
	}
	return a.code(query)
}

// export writes the credentials to standard output, and to standard error what
// is left to do.
func (c *loginCommand) export(o *loginOptions, id, secret, refresh string) error {
	lines := exportLine(clientIDVariable, id) + exportLine(clientSecretVariable, secret) +
		exportLine("AMAZONMUSIC_REFRESH_TOKEN", refresh)
	// A variable that is set already names another region, perhaps.
	if tokenURL := o.token.String(); tokenURL != DefaultTokenURL || c.getenv("AMAZONMUSIC_TOKEN_URL") != "" {
		lines += exportLine("AMAZONMUSIC_TOKEN_URL", tokenURL)
	}
	if _, err := io.WriteString(c.stdout, lines); err != nil {
		return fmt.Errorf("unable to write to standard output, so the refresh token is lost: %w", err)
	}
	fmt.Fprintln(c.stderr, "Logged in.")
	if isTerminal(c.stdout) {
		fmt.Fprintln(c.stderr, "Run the lines above in the shell that runs Terraform.")
	}
	if c.getenv("AMAZONMUSIC_API_KEY") == "" {
		fmt.Fprintln(c.stderr,
			"Set AMAZONMUSIC_API_KEY too: it is the Security Profile ID, which begins with amzn1.application.")
	}
	if c.getenv("AMAZONMUSIC_ACCESS_TOKEN") != "" {
		fmt.Fprintln(c.stderr, "Unset AMAZONMUSIC_ACCESS_TOKEN: the provider would use that token first.")
	}
	return nil
}

// exportLine sets a variable in a POSIX shell. What fish reads in another way
// between quotes, a backslash, stands outside of them.
func exportLine(name, value string) string {
	quoted := strings.NewReplacer(`'`, `'\''`, `\`, `'\\'`).Replace(value)
	return "export " + name + "='" + quoted + "'\n"
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// isDiscarded reports whether what is written is lost: Go opens the null device
// where standard output is closed. Windows does not tell it from a pipe.
func isDiscarded(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || runtime.GOOS == "windows" {
		return false
	}
	info, err := file.Stat()
	if err != nil {
		return true
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}
