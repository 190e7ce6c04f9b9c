package library

import (
	"context"
	"errors"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

const (
	// restoreTime is how long saving a track again that a removal has hit may go on
	// once the run is interrupted: the track would be lost otherwise.
	restoreTime = 10 * time.Second
	// lateTime is how long after a try without an answer its effect is expected. The
	// service's own bound is not documented; tests use up to three seconds.
	lateTime = 4 * time.Second
)

// Service is what changing the library needs of the API. Every error is an
// [amazonmusic.Error].
type Service interface {
	SaveTrack(ctx context.Context, id string) (amazonmusic.Track, error)
	RemoveTrack(ctx context.Context, id string) (amazonmusic.Removal, error)
}

// Writer changes the library for one owner.
type Writer struct {
	Service Service
	Ledger  *Ledger
	// Owner names the owner in the ledger.
	Owner string
	// UserKnown says that it is certain whose library this is. Only then does a
	// track that is not there count as removed.
	UserKnown bool
	// Concurrency is how many changes [Writer.Apply] makes at once.
	Concurrency int
}

// Saved is a track that the service has confirmed as saved.
type Saved struct {
	Track amazonmusic.Track
	// Others are the other owners of the track.
	Others []string
}

// Removed is what became of a track that an owner no longer wants.
type Removed struct {
	// Kept says that nothing was sent, because another owner has the track saved by
	// the same id.
	Kept bool
	// Unconfirmed says that the service did not say that it removed anything.
	Unconfirmed bool
}

// LostTrackError says that a removal may have hit a track that is wanted by another
// id, and that the track could not be saved again.
type LostTrackError struct {
	TrackID string
	Cause   error
}

func (e *LostTrackError) Error() string {
	return "track " + e.TrackID + " may have been removed with another one, and could not be saved again: " + e.Cause.Error()
}

func (e *LostTrackError) Unwrap() error { return e.Cause }

func lost(id string, err error) error {
	if _, known := errors.AsType[*LostTrackError](err); known {
		return err
	}
	return &LostTrackError{id, err}
}

// Save saves a track.
func (w *Writer) Save(ctx context.Context, id string) (Saved, error) {
	unlock, err := w.Ledger.lock(ctx, id)
	if err != nil {
		return Saved{}, err
	}
	defer unlock()
	track, err := w.save(ctx, stakeKey{w.Owner, id}, Save)
	if err != nil {
		// It may have been saved before a removal has hit it.
		w.Ledger.release(w.Owner, id)
		return Saved{}, err
	}
	return Saved{track, w.Ledger.standing(w.Owner, id, track.ID)}, nil
}

// save saves a track until no removal can have hit it since. The id must be locked.
func (w *Writer) save(ctx context.Context, key stakeKey, intent Intent) (amazonmusic.Track, error) {
	lasting, stop := transport.Outlive(ctx, restoreTime)
	defer stop()
	for {
		saved := &stake{stakeKey: key, intent: intent, saved: true, removals: w.Ledger.count(), at: time.Now()}
		track, err := w.Service.SaveTrack(ctx, key.id)
		if err != nil {
			return track, err
		}
		saved.answered = track.ID
		until, hit := w.Ledger.noteSave(saved)
		if !hit {
			return track, nil
		}
		// Nothing was lost before the first save, and something is from now on.
		ctx = lasting
		if err := transport.Wait(ctx, time.Until(until)); err != nil {
			return track, lost(key.id, err)
		}
	}
}

// Remove removes a track that the owner no longer wants. Answered is the id that the
// service knows it by, "" where that is not known. A track that is wanted by another
// id and may have been hit is saved again; if that fails, the error is a
// [LostTrackError].
func (w *Writer) Remove(ctx context.Context, id, answered string) (Removed, error) {
	removed, hit, err := w.remove(ctx, id, answered)
	if err := w.restore(ctx, hit); err != nil {
		return removed, err
	}
	if w.UserKnown && amazonmusic.KindOf(err) == amazonmusic.NotFound {
		return removed, nil
	}
	return removed, err
}

// hits are the stakes that a removal may have hit, and the id of what it removed, ""
// where that is not known.
type hits struct {
	stakes  []stakeKey
	removed string
}

func (w *Writer) remove(ctx context.Context, id, answered string) (Removed, hits, error) {
	unlock, err := w.Ledger.lock(ctx, id)
	if err != nil {
		return Removed{}, hits{}, err
	}
	defer unlock()
	w.Ledger.release(w.Owner, id)
	if w.Ledger.Keeps(id) {
		return Removed{Kept: true}, hits{}, nil
	}
	removal, err := w.Service.RemoveTrack(ctx, id)
	unconfirmed := err == nil && !removal.Confirmed
	if unconfirmed {
		// One answer that confirms nothing is not believed.
		late := removal.MayActLate
		removal, err = w.Service.RemoveTrack(ctx, id)
		removal.MayActLate = removal.MayActLate || late
	}
	if err != nil && !amazonmusic.MayHaveActed(err) && !unconfirmed {
		return Removed{}, hits{}, err
	}
	var until time.Time
	if err != nil && amazonmusic.KindOf(err) != amazonmusic.NotFound || removal.MayActLate {
		until = time.Now().Add(lateTime)
	}
	hit := hits{w.Ledger.noteRemoval(until, id, answered, removal.AnsweredID), removal.AnsweredID}
	return Removed{Unconfirmed: err == nil && !removal.Confirmed}, hit, err
}

// restore saves what a removal may have hit, also where the run is interrupted.
func (w *Writer) restore(ctx context.Context, hit hits) error {
	ctx, stop := transport.Outlive(ctx, restoreTime)
	defer stop()
	var failed error
	for _, key := range hit.stakes {
		track, err := w.saveAgain(ctx, key)
		switch {
		case err != nil:
			failed = lost(key.id, err)
		case track.ID != "" && track.ID == hit.removed:
			// This was the track, so it is saved by its other ids too.
			return nil
		}
	}
	return failed
}

// saveAgain saves a track that is still wanted and may have been hit.
func (w *Writer) saveAgain(ctx context.Context, key stakeKey) (amazonmusic.Track, error) {
	unlock, err := w.Ledger.lock(ctx, key.id)
	if err != nil {
		return amazonmusic.Track{}, err
	}
	defer unlock()
	intent, hit := w.Ledger.current(key)
	if !hit {
		return amazonmusic.Track{}, nil
	}
	return w.save(ctx, key, intent)
}

// Keep records the tracks that stay, with the ids that they are answered with, and
// saves again those that a removal of this run may have hit. It returns the failures.
func (w *Writer) Keep(ctx context.Context, answered map[string]string) []Outcome {
	var failed []Outcome
	for id, is := range answered {
		w.Ledger.Plan(w.Owner, Keep, id, is)
		if _, err := w.saveAgain(ctx, stakeKey{w.Owner, id}); err != nil {
			failed = append(failed, Outcome{Change: Change{ID: id}, Err: lost(id, err)})
		}
	}
	return failed
}
