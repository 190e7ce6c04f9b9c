package library

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// MaxFailuresInARow is how many changes may fail one after the other, for reasons
// that are not about their tracks, before the rest is not sent: each of them has
// been tried as often as max_retries allows.
const MaxFailuresInARow = 10

// ErrGivenUp is the cause of an outcome that was cut short because other changes
// failed for a reason that would have met it too.
var ErrGivenUp = errors.New("given up, because the changes before it failed")

// Change is one track to save or to remove. The API has no call for several.
type Change struct {
	ID     string
	Remove bool
	// Answered is the id that the service knows a track by that is to be removed, ""
	// where that is not known.
	Answered string
}

// Outcome is what became of a change.
type Outcome struct {
	Change

	Saved   Saved
	Removed Removed
	Err     error
}

// Apply makes many changes, as many at once as the writer's concurrency, and reports
// each outcome as it arrives, one at a time. A change that fails does not stop the
// others, unless the reason will meet them too. It returns how many changes were not
// begun.
func (w *Writer) Apply(ctx context.Context, changes []Change, report func(Outcome)) int {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		mu             sync.Mutex
		failuresInARow int
		group          errgroup.Group
	)
	group.SetLimit(w.Concurrency)
	begun := 0
	for _, change := range changes {
		if ctx.Err() != nil {
			break
		}
		begun++
		group.Go(func() error {
			o := w.apply(ctx, change)
			mu.Lock()
			defer mu.Unlock()
			kind := amazonmusic.KindOf(o.Err)
			switch {
			case kind == "" || kind.AboutTheCall():
				failuresInARow = 0
			case kind.MeetsEveryCall():
				stop(ErrGivenUp)
			default:
				if failuresInARow++; failuresInARow >= MaxFailuresInARow {
					stop(ErrGivenUp)
				}
			}
			report(o)
			return nil
		})
	}
	_ = group.Wait() // No function returns an error.
	return len(changes) - begun
}

func (w *Writer) apply(ctx context.Context, change Change) Outcome {
	o := Outcome{Change: change}
	if change.Remove {
		o.Removed, o.Err = w.Remove(ctx, change.ID, change.Answered)
	} else {
		o.Saved, o.Err = w.Save(ctx, change.ID)
	}
	return o
}
