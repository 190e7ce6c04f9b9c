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

// mayBeDone reports whether a change may be done although it failed. A removal that
// is sent again after a lost answer finds nothing to remove.
func mayBeDone(err error) bool {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	if !ok || call.Kind == amazonmusic.Interrupted {
		return false
	}
	return call.Kind.MayHaveActed() || call.Op == amazonmusic.OpRemoveTracks && call.Kind.AboutTheCall()
}

// pause waits longer after every failure. It returns false where ctx ends first.
func pause(ctx context.Context, failures int) bool {
	return transport.Wait(ctx, min(minStall<<min(failures-1, 10), maxStall)) == nil
}
