package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// reasonOf is what the service said, without the request that it was about.
func reasonOf(err error) string {
	if call, ok := errors.AsType[*amazonmusic.Error](err); ok {
		return call.Reason()
	}
	return err.Error()
}

func isTemporary(err error) bool {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	return ok && call.Kind.Temporary()
}

func isOfKind(err error, kind amazonmusic.Kind) bool {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	return ok && call.Kind == kind
}

func isAboutTheCall(err error) bool {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	return ok && call.Kind.AboutTheCall()
}

// mayBeDone reports whether a change may be done although it failed. A removal that
// is sent again after a lost answer finds nothing to remove.
func mayBeDone(err error) bool {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	if !ok || call.Kind == amazonmusic.Interrupted {
		return false
	}
	return call.MayHaveActed() || call.Op == amazonmusic.OpRemoveTracks && call.Kind.AboutTheCall()
}

// pause waits longer after every failure. It returns false where ctx ends first.
func pause(ctx context.Context, failures int) bool {
	timer := time.NewTimer(min(minStall<<min(failures-1, 10), maxStall))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// notFound reports whether the service says that it does not have what a call names.
func notFound(err error) bool {
	failure, ok := errors.AsType[*amazonmusic.Error](err)
	return ok && failure.Kind == amazonmusic.NotFound
}

// addPlaylistError adds the error of a failed call, or of what calls have shown.
// Attempt is a clause without a full stop; at may be nil.
func addPlaylistError(r *reporter, diags *diag.Diagnostics, at *path.Path, summary, attempt string, err error) {
	if _, failed := errors.AsType[*amazonmusic.Error](err); failed || errors.Is(err, context.Canceled) {
		r.addError(diags, at, summary, attempt, err)
		return
	}
	detail := sentence(attempt + ": " + err.Error())
	if at != nil {
		diags.AddAttributeError(*at, summary, detail)
		return
	}
	diags.AddError(summary, detail)
}
