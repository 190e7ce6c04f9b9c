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
// flags that make no sense.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage())
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "mockapi: %v\nTo see what it takes: go run ./internal/cmd/mockapi -h\n", err)
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
			fmt.Fprint(stderr, "Stop the program that uses this address, or choose another one: "+
				"go run ./internal/cmd/mockapi -addr 127.0.0.1:0\n")
		}
		return 1
	}
	fmt.Fprint(stdout, opts.greeting(server))
	<-ctx.Done()
	if err := server.Close(); err != nil {
		logger.Printf("closing: %v", err)
	}
	logger.Printf("Saved tracks in the library: %d", len(service.SavedIDs()))
	return 0
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
