package provider

import (
	"context"
	"os"
	"os/signal"
)

// untilInterrupt returns a context for reading a list, which Ctrl-C ends. While
// "apply" makes its plan, Terraform (1.11 to 1.15) does not tell a provider to
// stop, but a terminal sends the interrupt to both.
func untilInterrupt(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt)
}
