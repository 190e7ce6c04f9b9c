// Command mockapi serves a stand-in for the Amazon Music Web API and Login with Amazon on this machine, to try the
// provider by hand without an account, with faults on request. See -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run serves until ctx ends and returns the exit code: 0 after a clean end or -h, 1 when it cannot listen, 2 for
// switches that make no sense.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage())
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "mockapi: %v\nRun it with -h to see what it takes.\n", err)
		return 2
	}
	service := opts.service()
	// A log.Logger, not the bare writer: requests are answered concurrently.
	logger := log.New(stderr, "", log.Ltime)
	if !opts.quiet {
		service.OnAnswer(func(r mockapi.Request) { logger.Print(requestLine(r)) })
	}
	server, err := service.Listen(opts.addr)
	if err != nil {
		fmt.Fprintf(stderr, "mockapi: %v\n", err)
		if errors.Is(err, syscall.EADDRINUSE) {
			fmt.Fprint(stderr, "Stop the program that uses this address, or choose another one with -addr, such as -addr 127.0.0.1:0.\n")
		}
		return 1
	}
	fmt.Fprint(stdout, exports(server))
	<-ctx.Done()
	if err := server.Close(); err != nil {
		logger.Printf("closing: %v", err)
	}
	logger.Printf("Saved tracks in the library: %d", len(service.SavedIDs()))
	return 0
}

// exports is what to paste into a shell. The refresh set is commented out, since the access token is enough.
func exports(server *mockapi.Server) string {
	var b strings.Builder
	line := func(prefix, name, value string) {
		fmt.Fprintf(&b, "%sexport AMAZONMUSIC_%s=%s\n", prefix, name, shellQuote(value))
	}
	fmt.Fprint(&b, "# Paste these lines into the shell that runs terraform. Ctrl-C here ends the service.\n")
	line("", "ENDPOINT", server.URL())
	line("", "API_KEY", mockapi.DefaultAPIKey)
	line("", "ACCESS_TOKEN", mockapi.DefaultAccessToken)
	fmt.Fprint(&b, "# Instead of the access token, or beside it, to have the provider renew its tokens itself:\n")
	line("# ", "CLIENT_ID", mockapi.DefaultClientID)
	line("# ", "CLIENT_SECRET", mockapi.DefaultClientSecret)
	line("# ", "REFRESH_TOKEN", mockapi.DefaultRefreshToken)
	line("# ", "TOKEN_URL", server.TokenURL())
	fmt.Fprint(&b, "# To get a refresh token by logging in, with the client id and secret above exported (-agree agrees by itself):\n")
	fmt.Fprintf(&b, "# terraform-provider-amazonmusic login -authorize-url %s -token-url %s\n",
		shellQuote(server.AuthorizeURL()), shellQuote(server.TokenURL()))
	return b.String()
}

// shellQuote quotes for a POSIX shell. Tokens contain '|', which would start a pipe.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// requestLine leaves out headers and bodies, where the credentials are.
func requestLine(r mockapi.Request) string {
	target := r.Path
	if r.RawQuery != "" {
		target += "?" + r.RawQuery
	}
	status := fmt.Sprint(r.Status)
	if r.Status == 0 {
		status = "cut"
	}
	line := fmt.Sprintf("%s %s %s", status, r.Method, target)
	if r.Fault != "" {
		line += " (" + r.Fault + ")"
	}
	return line
}
