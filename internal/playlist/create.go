package playlist

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// Creator is what creating a playlist needs of the service. Errors of the service
// are [amazonmusic.Error].
type Creator interface {
	Create(ctx context.Context, fields amazonmusic.PlaylistFields) (amazonmusic.Playlist, error)
	// Own reads all playlists of the user.
	Own(ctx context.Context) ([]amazonmusic.Playlist, error)
}

// Creations are the playlists that one run creates. Playlists of one title are
// created one after the other, so that one whose answer was lost is not taken for
// another one of the run.
type Creations struct {
	mu    sync.Mutex
	locks map[string]*semaphore.Weighted
	made  map[string]bool
}

// NewCreations returns the creations of a run that has created nothing yet.
func NewCreations() *Creations {
	return &Creations{locks: map[string]*semaphore.Weighted{}, made: map[string]bool{}}
}

// Creation is a playlist that was created.
type Creation struct {
	Playlist amazonmusic.Playlist
	// Adopted says that the answer was lost, and that the playlist is the only one
	// that can be the new one.
	Adopted bool
	// Before are playlists with this title and description that were there before. A
	// run that was killed may have made one.
	Before []amazonmusic.Playlist

	attempt *attempt
}

// Create creates a playlist. It is not repeated where the service may have acted.
// After a lost answer it looks twice among the user's playlists for those that were
// not there before. One with this title and description and without tracks is
// adopted; none means that the service has not acted, and the creation is sent again,
// up to retries times; anything else is an [*AmbiguousError].
//
// Other errors are an [*UnknownError], a [*NotNewError], or the service's own. After
// all, [Creation.Late] has to be called.
func (c *Creations) Create(ctx context.Context, creator Creator, fields amazonmusic.PlaylistFields, retries int,
) (*Creation, error) {
	unlock, err := c.lock(ctx, fields.Title)
	if err != nil {
		return nil, err
	}
	defer unlock()
	before, err := creator.Own(ctx)
	if err != nil {
		return nil, err
	}
	a := &attempt{creations: c, creator: creator, fields: fields, before: map[string]bool{}}
	creation := &Creation{attempt: a}
	for _, p := range before {
		a.before[p.ID] = true
		if a.hasTexts(p) && !c.wasMade(p.ID) {
			creation.Before = append(creation.Before, p)
		}
	}
	creation.Playlist, creation.Adopted, err = a.create(ctx, retries)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made[creation.Playlist.ID] = true
	return creation, nil
}

// Late returns other playlists that the creation may have made: an answer was lost,
// and the service acted late. It waits and sends a request only after a lost answer.
// It has to be called once all else is done.
func (c *Creation) Late(ctx context.Context) ([]amazonmusic.Playlist, error) {
	a := c.attempt
	if a.lostAt.IsZero() {
		return nil, nil
	}
	unlock, err := a.creations.lock(ctx, a.fields.Title)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := waitUntil(ctx, a.lostAt.Add(lateTime)); err != nil {
		return nil, err
	}
	var found candidates
	err = a.look(ctx, &found)
	return found.all, err
}

// lock waits until no other creation of a title is under way.
func (c *Creations) lock(ctx context.Context, title string) (unlock func(), err error) {
	c.mu.Lock()
	lock := c.locks[normal(title)]
	if lock == nil {
		lock = semaphore.NewWeighted(1)
		c.locks[normal(title)] = lock
	}
	c.mu.Unlock()
	if err := lock.Acquire(ctx, 1); err != nil {
		return nil, context.Cause(ctx)
	}
	return func() { lock.Release(1) }, nil
}

func (c *Creations) wasMade(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made[id]
}

// isOther reports whether the run creates a playlist of this title, other than the
// one that is looked for.
func (c *Creations) isOther(title *string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return title != nil && c.locks[normal(*title)] != nil
}

// attempt is the creation of one playlist.
type attempt struct {
	creations *Creations
	creator   Creator
	fields    amazonmusic.PlaylistFields
	before    map[string]bool
	// lostAt is when the last answer was lost.
	lostAt time.Time
}

func (a *attempt) create(ctx context.Context, retries int) (playlist amazonmusic.Playlist, adopted bool, err error) {
	for failures := 1; ; failures++ {
		playlist, err = a.creator.Create(ctx, a.fields)
		switch {
		case err == nil && a.before[playlist.ID]:
			return playlist, false, &NotNewError{playlist}
		case err == nil || !amazonmusic.MayHaveActed(err):
			return playlist, false, err
		}
		a.lostAt = time.Now()
		found, unknown := a.lookUp(ctx, err)
		switch {
		case unknown != nil:
			return playlist, false, unknown
		case len(found.all) == 1 && len(found.empty) == 1:
			return found.empty[0], true, nil
		case len(found.all) > 0:
			return playlist, false, &AmbiguousError{found.all, err}
		case failures > retries || !amazonmusic.KindOf(err).Temporary():
			return playlist, false, err
		}
	}
}

// candidates are new playlists that a creation may have made.
type candidates struct {
	// empty are those that have what was sent, and no tracks.
	empty, all []amazonmusic.Playlist
}

// lookUp looks for the new playlist twice, once the service has acted if it will. It
// returns what the second look shows, and what only the first one shows.
func (a *attempt) lookUp(ctx context.Context, lost error) (candidates, error) {
	var found candidates
	for _, at := range []time.Time{a.lostAt.Add(lateTime), a.lostAt.Add(lateTime + renamePause)} {
		if waitUntil(ctx, at) != nil {
			return found, lost
		}
		if err := a.look(ctx, &found); err != nil {
			return found, &UnknownError{a.fields.Title, err}
		}
	}
	return found, nil
}

func (a *attempt) look(ctx context.Context, found *candidates) error {
	now, err := a.creator.Own(ctx)
	if err != nil {
		return err
	}
	latest := map[string]bool{}
	for _, p := range now {
		latest[p.ID] = true
	}
	earlier := found.all
	*found = candidates{}
	for _, p := range earlier {
		if !latest[p.ID] {
			found.all = append(found.all, p)
		}
	}
	for _, p := range now {
		if a.before[p.ID] || a.creations.wasMade(p.ID) {
			continue
		}
		exact := a.hasTexts(p) && (p.Visibility == nil || *p.Visibility == a.fields.Visibility)
		switch {
		case exact && p.TrackCount != nil && *p.TrackCount == 0:
			found.all, found.empty = append(found.all, p), append(found.empty, p)
		case exact, a.isSimilar(p) && (a.hasTexts(p) || !a.creations.isOther(p.Title)):
			found.all = append(found.all, p)
		}
	}
	return nil
}

// hasTexts reports whether a playlist has this title and description. A description
// that the list leaves out speaks against nothing.
func (a *attempt) hasTexts(p amazonmusic.Playlist) bool {
	return p.Title != nil && SameText(a.fields.Title, *p.Title) &&
		(p.Description == nil || SameText(a.fields.Description, *p.Description))
}

// isSimilar reports whether a playlist has no tracks, and texts that the service may
// have made from those that were sent, or none.
func (a *attempt) isSimilar(p amazonmusic.Playlist) bool {
	return (p.TrackCount == nil || *p.TrackCount == 0) &&
		(p.Title == nil || SimilarText(a.fields.Title, *p.Title)) &&
		(p.Description == nil || *p.Description == "" || SimilarText(a.fields.Description, *p.Description))
}

// UnknownError says that the answer to a creation was lost, and that the playlists
// could not be read to see whether it was carried out.
type UnknownError struct {
	Title string
	Cause error
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("the answer was lost, and the playlists could not be read to see whether %q was created: %s",
		e.Title, e.Cause)
}

func (e *UnknownError) Unwrap() error { return e.Cause }

// AmbiguousError says which new playlists there are after a lost answer, where it is
// not certain which of them was created: there are several, or the one has tracks,
// or another title.
type AmbiguousError struct {
	Playlists []amazonmusic.Playlist
	Cause     error
}

func (e *AmbiguousError) Error() string {
	ids := make([]string, len(e.Playlists))
	for i, p := range e.Playlists {
		ids[i] = p.ID
	}
	return fmt.Sprintf("the answer was lost, and any of these new playlists can be the one: %s", strings.Join(ids, ", "))
}

func (e *AmbiguousError) Unwrap() error { return e.Cause }

// NotNewError says that the service answered a creation with a playlist that was
// there before.
type NotNewError struct{ Playlist amazonmusic.Playlist }

func (e *NotNewError) Error() string {
	return fmt.Sprintf("the service answered with playlist %s, which was there before", e.Playlist.ID)
}
