// Command live checks what the provider assumes of the Amazon Music Web API
// against the service that the environment names.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/live"
)

const usage = `usage: make live TRACK=B08DL2BXQC

Checks what the provider assumes of the Amazon Music Web API against the service
that the AMAZONMUSIC_ variables name (see the authentication guide). It saves
and removes that one track, and leaves it as it was found: choose one that you
can do without. The report holds no secrets; paste it into an issue.
`

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") || os.Args[1] == "" {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	target := live.Target{TrackID: os.Args[1], Environment: environment(os.Environ())}
	if err := live.Run(ctx, target, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "\n%s\n", err)
		stop()
		os.Exit(1) //nolint:gocritic // The deferred stop has just been done by hand.
	}
}

// environment returns the provider's variables of an environment.
func environment(all []string) map[string]string {
	variables := map[string]string{}
	for _, entry := range all {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AMAZONMUSIC_") {
			variables[name] = value
		}
	}
	return variables
}
