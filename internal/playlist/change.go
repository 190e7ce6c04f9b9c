package playlist

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// maxRefused is how many tracks in a row the service may refuse. Then the refusal is
// not about the tracks, and no more are sent.
const maxRefused = 10

// maxIdle is how many looks may show additions and leave no less to add.
const maxIdle = 2

// Request is what a playlist is to hold.
type Request struct {
	// Wanted are the tracks, in order. One can be wanted more than once.
	Wanted []TrackID
	// Shared says that only the named tracks are managed, and only whether they are
	// there. Otherwise the playlist is to hold the wanted tracks and nothing else.
	Shared bool
	// Former are the tracks that were managed before: those of a shared playlist that
	// are not wanted any more are removed.
	Former []TrackID
	// New says that the playlist was created by this run. What is in it that the run
	// has not added is somebody else's.
	New bool
	// Adopted says that the answer to the creation was lost, and that the playlist
	// was found. It is read before anything is sent, and must be empty.
	Adopted bool
	// Names are the listed ids that earlier runs have learnt.
	Names Names
	// Retries is how many times in a row a request may fail without progress.
	Retries int
}

// Change makes a playlist hold what is requested. It adds first and looks at what the
// service took; only then are entries removed, so that a track that cannot be added
// any more is not lost. A service that shows each change at once is asked for the list
// twice, or once where nothing is to be changed; a new playlist is not read first.
//
// The result is valid beside an error too. The error is an [*IncompleteError] where
// the playlist is not known to be as requested, or a [*NotEmptyError].
func Change(ctx context.Context, tracks Tracks, request Request) (Result, error) {
	c := &change{
		tracks: tracks, request: request, names: maps.Clone(request.Names), refused: map[TrackID]error{},
		pardoned: map[TrackID]bool{}, adding: newBatch(), removing: newBatch(), gone: map[string]bool{}, past: map[string]slot{},
		doubts: map[TrackID]int{}, withdrawn: map[ListedID]int{},
		suspected: map[TrackID]ListedID{},
	}
	if c.names == nil {
		c.names = Names{}
	}
	if err := c.begin(ctx); err != nil {
		return c.result(err)
	}
	c.known = true
	err := c.run(ctx)
	if err != nil && c.lost(ctx) {
		c.lastLook(ctx)
	}
	return c.result(err)
}

type change struct {
	tracks  Tracks
	request Request
	names   Names
	renamed []TrackID
	// suspected are listed ids of tracks that were seen once.
	suspected map[TrackID]ListedID
	// held is what the playlist holds, as far as is known; known says that it is not
	// merely empty.
	held  []slot
	known bool
	// repeated are the ids that several entries have.
	repeated map[string]bool
	// refused are the tracks that the service does not take, and why. Those that were
	// seen in the playlist afterwards are pardoned once.
	refused  map[TrackID]error
	pardoned map[TrackID]bool
	// inARow are the tracks refused since one was taken; ended says that no more are
	// sent.
	inARow []TrackID
	ended  bool

	adding, removing *batch
	// sent are the additions that no look has shown yet.
	sent []addition
	// doubts counts the tracks that may appear without having been confirmed.
	doubts map[TrackID]int
	// gone are the entries whose removal was confirmed, past those that a look did not
	// show any more.
	gone      map[string]bool
	past      map[string]slot
	withdrawn map[ListedID]int
	// removal is one that failed.
	removal removal

	// mustLook says that the next step is to look at the playlist; unverified, that
	// what was removed has not been looked at.
	mustLook, unverified bool
	// wrote says that a change was confirmed, added that an addition was.
	wrote, added bool
	// lostAt is when the last answer was lost whose effect may be late.
	lostAt time.Time
	// failure is the last failure that has to be judged by a look, and before is what
	// was left to do then.
	failure  error
	failures int
	before   int
	// left is how few additions a look has left to do, and idle how many looks have
	// left no fewer.
	left, idle int

	room room
}

// addition is a request for additions.
type addition struct {
	ids []TrackID
	// err is its failure, which leaves open what was taken. Nil says confirmed.
	err error
}

// removal is a request for removals that failed.
type removal struct {
	ids []string
	err error
}

// begin reads the list, unless the playlist is new.
func (c *change) begin(ctx context.Context) error {
	c.left = len(c.request.Wanted) + 1
	if c.request.New && !c.request.Adopted {
		return nil
	}
	entries, err := c.firstLook(ctx)
	if err != nil {
		return err
	}
	if c.request.Adopted && len(entries) > 0 {
		return &NotEmptyError{entries}
	}
	c.held = slotsOf(entries)
	c.repeated = repeated(c.held)
	return nil
}

// run does one step after the other, until nothing is left to do.
func (c *change) run(ctx context.Context) error {
	for {
		todo := c.plan()
		step := c.reconsider(todo)
		switch {
		case c.mustLook:
			step = c.settle
		case len(todo.add) > 0:
			step = func(ctx context.Context) error { return c.add(ctx, todo.add, todo.size()) }
		case len(c.sent) > 0:
			step = c.settle
		case len(todo.remove) > 0:
			step = func(ctx context.Context) error { return c.remove(ctx, todo.remove, todo.size()) }
		case step != nil:
		case c.unverified || !c.lostAt.IsZero():
			step = c.finish
		default:
			return nil
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
}

// finish looks once more where something was removed, or was in doubt.
func (c *change) finish(ctx context.Context) error {
	lostAt := c.lostAt
	if !lostAt.IsZero() {
		if err := waitUntil(ctx, lostAt.Add(lateTime)); err != nil {
			return err
		}
	}
	c.lostAt = time.Time{}
	err := c.settle(ctx)
	if err != nil {
		c.lostAt = lostAt
	}
	return err
}

func (c *change) plan() plan {
	p := planner{
		Request: c.request, names: c.names, withdrawn: c.withdrawn, repeated: c.repeated,
		addable: func(id TrackID) bool {
			return !c.ended && c.idle < maxIdle && c.room.hasSpace() && c.refused[id] == nil
		},
		// In a full playlist only what was refused although there was space is in doubt.
		spares: func(id TrackID) bool { return !c.room.proven || c.refused[id] != nil },
	}
	if c.request.Shared {
		return p.presence(c.held)
	}
	return p.order(c.held)
}

// add sends one request of additions.
func (c *change) add(ctx context.Context, ids []TrackID, left int) error {
	ids = ids[:min(c.room.limit(c.adding.size()), len(ids))]
	err := c.tracks.Add(ctx, ids)
	switch {
	case err == nil:
		c.confirm(ids)
		c.adding.took(len(ids))
		return nil
	case !amazonmusic.KindOf(err).AboutTheCall() && !amazonmusic.MayHaveActed(err):
		return err
	case !amazonmusic.KindOf(err).AboutTheCall():
		c.sent = append(c.sent, addition{ids, err})
		return c.lose(ctx, err, left)
	case amazonmusic.MayHaveActed(err):
		c.sent = append(c.sent, addition{ids, err})
		c.mustLook, c.lostAt = true, time.Now()
	default:
		c.doubt(ids)
	}
	if len(ids) > 1 {
		c.adding.tooMany(len(ids))
	} else {
		c.refuse(ids[0], err)
	}
	return nil
}

// confirm notes additions that the service has confirmed.
func (c *change) confirm(ids []TrackID) {
	c.wrote, c.added, c.inARow, c.failures = true, true, nil, 0
	c.room.took(len(ids))
	c.sent = append(c.sent, addition{ids: ids})
	for _, id := range ids {
		c.held = append(c.held, slot{Entry: Entry{Track: c.names.listed(id)}, pending: true, added: true})
	}
}

// refuse notes a track that the service does not take.
func (c *change) refuse(id TrackID, err error) {
	c.refused[id] = err
	c.inARow = append(c.inARow, id)
	c.adding.found(len(c.inARow))
	c.room.refused()
	c.ended = len(c.inARow) >= maxRefused
}

// doubt notes tracks that may appear in the playlist all the same.
func (c *change) doubt(ids []TrackID) {
	for _, id := range ids {
		c.doubts[id]++
	}
}

// remove sends one request of removals.
func (c *change) remove(ctx context.Context, slots []slot, left int) error {
	slots = slots[:min(c.removing.size(), len(slots))]
	var ids []string
	doomed := make(map[string]bool, len(slots))
	for _, s := range slots {
		if !doomed[s.ID] {
			ids = append(ids, s.ID)
		}
		doomed[s.ID] = true
	}
	for i := range c.held {
		c.held[i].doomed = c.held[i].doomed || doomed[c.held[i].ID]
	}
	err := c.tracks.Remove(ctx, ids)
	kind := amazonmusic.KindOf(err)
	switch {
	case err == nil, kind == amazonmusic.NotFound && len(ids) == 1:
		c.removing.took(len(ids))
		c.wrote, c.failures = true, 0
		c.unverified = c.unverified || !c.added || err != nil
		c.drop(func(s slot) bool { return doomed[s.ID] })
		for _, id := range ids {
			c.gone[id] = true
		}
	case !kind.AboutTheCall() && !amazonmusic.MayHaveActed(err):
		return err
	case !kind.AboutTheCall():
		return c.lose(ctx, err, left)
	case kind == amazonmusic.NotFound:
		// Others may have removed some of the entries.
		c.mustLook = true
		c.removal = removal{ids, err}
	case amazonmusic.MayHaveActed(err):
		c.mustLook, c.lostAt = true, time.Now()
		c.removal = removal{ids, err}
	default:
		c.refuseRemoval(ids, err)
	}
	return nil
}

// drop takes entries out of the list that are gone.
func (c *change) drop(gone func(slot) bool) {
	c.held = slices.DeleteFunc(c.held, func(s slot) bool {
		if !gone(s) {
			return false
		}
		if !s.added {
			c.withdrawn[s.Track]++
		}
		c.room.removed()
		return true
	})
}

// refuseRemoval notes that the service refused to remove entries.
func (c *change) refuseRemoval(ids []string, err error) {
	if len(ids) > 1 {
		c.removing.tooMany(len(ids))
		return
	}
	c.removing.found(1)
	for i := range c.held {
		if c.held[i].ID == ids[0] {
			c.held[i].stuck = err
		}
	}
}

// lose notes a request whose answer was lost, and waits for the service to finish
// what it did not answer.
func (c *change) lose(ctx context.Context, err error, left int) error {
	c.mustLook = true
	c.lostAt = time.Now()
	c.failure, c.before = err, left
	c.failures++
	if transport.Wait(ctx, growing(c.failures)) != nil {
		return err
	}
	return nil
}

// judge decides after a look whether a failure ends the run.
func (c *change) judge() error {
	err := c.failure
	if err == nil {
		return nil
	}
	c.failure = nil
	left := c.plan().size()
	if left < c.before {
		c.failures = 0
	}
	if left > 0 && (c.failures > c.request.Retries || !amazonmusic.KindOf(err).Temporary()) {
		return err
	}
	return nil
}
