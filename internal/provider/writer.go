package provider

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// maxFailuresInARow is how many changes may fail one after the other, for reasons
// that are not about their tracks, before the rest is not sent: each of them has
// been tried as often as max_retries allows.
const maxFailuresInARow = 10

// errGivenUp is the cause of an outcome that was cut short because other changes
// failed for a reason that would have met it too.
var errGivenUp = errors.New("not sent, because the changes before it failed")

// writer saves and removes tracks for one owner, in an account that was checked.
type writer struct {
	*session

	client *amazonmusic.Client
	// userID is the account, "" where it is not known.
	userID string
	// record is what the state remembers of the tracks that are saved.
	record record
}

// save saves a track for the owner.
func (w *writer) save(ctx context.Context, trackID string) (amazonmusic.Track, error) {
	defer w.listing.forget()
	return w.claims.save(ctx, w.client, w.record.Owner, trackID)
}

// remove removes a track that the owner no longer wants. A track that the service
// does not have is removed already, if it is certain whose library that is about.
func (w *writer) remove(ctx context.Context, trackID, answered string) (unconfirmed bool, err error) {
	defer w.listing.forget()
	removal, kept, err := w.claims.remove(ctx, w.client, w.record.Owner, trackID, answered)
	_, lost := errors.AsType[*lostTrackError](err)
	if amazonmusic.KindOf(err) == amazonmusic.NotFound && !lost && w.userID != "" {
		return false, nil
	}
	return err == nil && !kept && !removal.Confirmed, err
}

// applyAll makes many changes, as many at once as the client may have requests
// under way, and reports each outcome as it arrives, one at a time. A change that
// fails does not stop the others, unless the reason will meet them too. It returns
// how many changes were not begun.
func (w *writer) applyAll(ctx context.Context, changes []change, report func(outcome)) int {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		mu             sync.Mutex
		failuresInARow int
		group          errgroup.Group
	)
	group.SetLimit(w.concurrency)
	begun := 0
	for _, c := range changes {
		if ctx.Err() != nil {
			break
		}
		begun++
		group.Go(func() error {
			o := w.apply(ctx, c)
			mu.Lock()
			defer mu.Unlock()
			kind := amazonmusic.KindOf(o.err)
			switch {
			case kind == "" || kind.AboutTheCall():
				failuresInARow = 0
			case kind.MeetsEveryCall():
				stop(errGivenUp)
			default:
				if failuresInARow++; failuresInARow >= maxFailuresInARow {
					stop(errGivenUp)
				}
			}
			report(o)
			return nil
		})
	}
	_ = group.Wait() // No function returns an error.
	return len(changes) - begun
}

func (w *writer) apply(ctx context.Context, c change) outcome {
	o := outcome{change: c}
	if c.remove {
		o.unconfirmed, o.err = w.remove(ctx, c.trackID, c.answered)
	} else {
		o.track, o.err = w.save(ctx, c.trackID)
	}
	return o
}
