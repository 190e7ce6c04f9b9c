package amazonmusic

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Change is one track to save, or to remove. The API has no call for several.
type Change struct {
	TrackID string
	Remove  bool
	// AnsweredID is the id that the service gave a track that is to be removed,
	// if it is known to be another one.
	AnsweredID string
	// Owner is who wants the track, or no longer wants it.
	Owner string
}

// Outcome is what became of a change.
type Outcome struct {
	Change

	// Track is what the service answered to a save.
	Track Track
	// Err is an *[Error], or nil for a change that was confirmed.
	Err error
}

// maxFailuresInARow is how many changes may fail one after the other, for
// reasons that are not about their tracks, before the rest is not tried: each of
// them has been tried as often as MaxRetries allows.
const maxFailuresInARow = 10

// ErrGivenUp is the cause of an outcome that was cut short because the changes
// before it failed for a reason that would have met it too.
var ErrGivenUp = errors.New("given up, as the changes before it failed")

// ApplyChanges sends many changes, as many at once as the client may have
// requests under way, and reports each outcome as it arrives, one at a time.
// Removals that come first are over before the first save. A change that fails
// does not stop the others, unless the reason will meet them too: the caller has
// gone, the login is refused, the service is down. It returns how many changes
// were not tried for that reason.
func (c *Client) ApplyChanges(ctx context.Context, changes []Change, report func(Outcome)) int {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		mu             sync.Mutex
		failuresInARow int
		group          errgroup.Group
	)
	group.SetLimit(cap(c.pace.slots))
	tried := 0
	for i, change := range changes {
		if i > 0 && changes[i-1].Remove && !change.Remove {
			// A track that is removed by one id can be saved by another.
			_ = group.Wait()
		}
		if ctx.Err() != nil {
			break
		}
		tried++
		group.Go(func() error {
			outcome := c.apply(ctx, change)
			mu.Lock()
			defer mu.Unlock()
			if failuresInARow++; outcome.Err == nil || refused(outcome.Err) {
				failuresInARow = 0
			}
			if failuresInARow >= maxFailuresInARow || meetsAll(outcome.Err) {
				stop(ErrGivenUp)
			}
			report(outcome)
			return nil
		})
	}
	_ = group.Wait() // No function returns an error.
	return len(changes) - tried
}

func (c *Client) apply(ctx context.Context, change Change) Outcome {
	outcome := Outcome{Change: change}
	if change.Remove {
		outcome.Err = c.ReleaseTrack(ctx, change.Owner, change.TrackID, change.AnsweredID)
	} else {
		outcome.Track, outcome.Err = c.KeepTrack(ctx, change.Owner, change.TrackID)
	}
	return outcome
}

// refused reports whether an error is the service's decision about one track. A
// 403 may be about the account.
func refused(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Refused() && failure.Status != http.StatusForbidden && !meetsAll(err)
}

// meetsAll reports whether the next request would fail for the same reason.
func meetsAll(err error) bool {
	if _, isLogin := errors.AsType[*LoginError](err); isLogin {
		return true
	}
	failure, ok := errors.AsType[*Error](err)
	return ok && (failure.Status == http.StatusUnauthorized || errors.Is(err, ErrThrottled))
}
