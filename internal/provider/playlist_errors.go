package provider

import (
	"context"
	"errors"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// reasonOf is what the service said, without the request that it was about.
func reasonOf(err error) string {
	if call, ok := errors.AsType[*amazonmusic.Error](err); ok {
		return call.Reason()
	}
	return err.Error()
}

// pause waits longer after every failure. It returns false where ctx ends first.
func pause(ctx context.Context, failures int) bool {
	return transport.Wait(ctx, min(minStall<<min(failures-1, 10), maxStall)) == nil
}
