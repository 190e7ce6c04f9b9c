package playlist

import (
	"context"
	"maps"
	"time"
)

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
		adding: newBatch(), removing: newBatch(), gone: map[string]bool{}, past: map[string]slot{},
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
	// refused are the tracks that the service does not take, and why.
	refused map[TrackID]error
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
