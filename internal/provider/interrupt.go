package provider

import (
	"context"
	"os"
	"os/signal"
)

// untilInterrupt returns a context that Ctrl-C ends, for as long as the call of
// Terraform that ctx belongs to. While "apply" makes its plan, Terraform (1.11 to
// 1.15) does not tell a provider to stop, but a terminal sends the interrupt to both.
func untilInterrupt(ctx context.Context) context.Context {
	interruptible, stop := signal.NotifyContext(ctx, os.Interrupt)
	context.AfterFunc(ctx, stop)
	return interruptible
}
