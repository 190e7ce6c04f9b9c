package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

const (
	asked    = "A000000001"
	answered = "B000000001"
)

// writer returns a writer for an owner; all writers of a run share its ledger.
func (m *model) writer(ledger *Ledger, owner string) *Writer {
	return &Writer{Service: m, Ledger: ledger, Owner: owner, UserKnown: true, Concurrency: 10}
}

// take takes a track over, and saves it where there is none to take over.
func (m *model) take(t *testing.T, ledger *Ledger, owner, id string) {
	t.Helper()
	if _, taken := ledger.TakeOver(owner, id); taken {
		return
	}
	if _, err := m.writer(ledger, owner).Save(t.Context(), id); err != nil {
		t.Error(err)
	}
}

// withAlias is a library whose track is known by two ids, and saved by an owner.
func withAlias(t *testing.T) (*model, *Ledger) {
	t.Helper()
	m, ledger := newModel(), NewLedger()
	m.aliases[asked] = answered
	if _, err := m.writer(ledger, "new").Save(t.Context(), answered); err != nil {
		t.Fatal(err)
	}
	m.log = nil
	return m, ledger
}

// A removal that fails for long holds up nobody but the changes of its track.
func TestWriter_failingRemovals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := newModel(), NewLedger()
		m.tries = 80
		m.answer = func(method, _ string) fault {
			if method == "DELETE" {
				return fault{kind: amazonmusic.Unavailable}
			}
			return fault{}
		}
		start := time.Now()
		removals := make(chan error, 3)
		for i := range 3 {
			go func() {
				_, err := m.writer(ledger, "old").Remove(t.Context(), trackID(900+i), "")
				removals <- err
			}()
		}
		synctest.Wait()
		var changes []Change
		for i := range 100 {
			changes = append(changes, Change{ID: trackID(i)})
		}
		m.writer(ledger, "new").Apply(t.Context(), changes, func(o Outcome) {
			if o.Err != nil {
				t.Error(o.Err)
			}
		})
		if waited := time.Since(start); waited > 0 {
			t.Errorf("the saves took %s", waited)
		}
		for range 3 {
			if err := <-removals; amazonmusic.KindOf(err) != amazonmusic.Unavailable {
				t.Error(err)
			}
		}
	})
}

// A track that moves to another owner by the same id is never removed, not even for
// a moment.
func TestWriter_sameID(t *testing.T) {
	m, ledger := withAlias(t)
	removed, err := m.writer(ledger, "old").Remove(t.Context(), answered, answered)
	if !removed.Kept || err != nil || len(m.log) > 0 {
		t.Errorf("%+v, %v; sent %v", removed, err, m.log)
	}
}

// A wanted track is saved again after every removal that may have hit it, and after
// no other.
func TestWriter_removalMayHaveActed(t *testing.T) {
	for kind, saves := range map[amazonmusic.Kind]int{
		"": 1, amazonmusic.NotFound: 1, amazonmusic.Unavailable: 2, amazonmusic.Disconnected: 2, amazonmusic.Unreadable: 2,
		amazonmusic.Forbidden: 0, amazonmusic.Refused: 0, amazonmusic.Throttled: 0,
	} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, ledger := withAlias(t)
				m.answer = func(method, _ string) fault {
					if method == "DELETE" {
						return fault{kind: kind, acts: true}
					}
					return fault{}
				}
				_, _ = m.writer(ledger, "old").Remove(t.Context(), asked, answered)
				if sent := m.sent("PUT"); len(sent) != saves {
					t.Errorf("saved again: %v", sent)
				}
				if saves > 0 && !m.saved[answered] {
					t.Error("the track is lost")
				}
			})
		})
	}
}

// The first try of a removal has no answer and acts three seconds late, after the
// track was saved by another owner: it is saved once more.
func TestWriter_lateRemoval(t *testing.T) {
	for name, test := range map[string]struct {
		id          string
		unconfirmed bool
	}{
		"same id": {id: asked}, "another id": {id: answered}, "confirmed when asked twice": {id: answered, unconfirmed: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, ledger := newModel(), NewLedger()
				m.aliases[asked] = answered
				m.saved[answered] = true
				m.tries = 2
				tries := 0
				m.answer = func(method, _ string) fault {
					if tries++; method == "DELETE" && tries == 1 {
						return fault{kind: amazonmusic.Disconnected, acts: true, late: 3 * time.Second}
					}
					return fault{unconfirmed: tries == 2 && test.unconfirmed}
				}
				if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, ""); err != nil {
					t.Fatal(err)
				}
				if _, err := m.writer(ledger, "new").Save(t.Context(), test.id); err != nil {
					t.Fatal(err)
				}
				time.Sleep(10 * time.Second)
				if !m.saved[answered] {
					t.Errorf("the track is lost after %v", m.log)
				}
			})
		})
	}
}

// A removal that hit a wanted track saves it again, also when the run is interrupted
// in between.
func TestWriter_restoreAfterInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withAlias(t)
		ctx, interrupt := context.WithCancel(t.Context())
		m.answer = func(method, _ string) fault {
			if method == "DELETE" {
				return fault{hook: interrupt}
			}
			return fault{}
		}
		if _, err := m.writer(ledger, "old").Remove(ctx, asked, answered); err != nil {
			t.Error(err)
		}
		if !m.saved[answered] {
			t.Error("the track is lost")
		}
	})
}

// Where a track cannot be saved again, the error names it: also where the service
// does not have it, which is no sign that the removal was done before.
func TestWriter_lostTrack(t *testing.T) {
	for _, kind := range []amazonmusic.Kind{amazonmusic.Forbidden, amazonmusic.NotFound} {
		t.Run(string(kind), func(t *testing.T) {
			m, ledger := withAlias(t)
			m.answer = func(method, _ string) fault {
				if method == "PUT" {
					return fault{kind: kind}
				}
				return fault{}
			}
			_, err := m.writer(ledger, "old").Remove(t.Context(), asked, answered)
			if lost, ok := errors.AsType[*LostTrackError](err); !ok || lost.TrackID != answered {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A removal may have hit more than one wanted track: an id that was recorded once can
// be another track's by now, and one of the owners may have given up in between. Each
// track that is still wanted is saved again.
func TestWriter_severalHit(t *testing.T) {
	const moved = "B000000002"
	for name, test := range map[string]struct {
		kind   amazonmusic.Kind
		leaves bool
	}{
		"the id has moved in the catalog": {}, "the answer is lost": {kind: amazonmusic.Unavailable}, "an owner leaves": {amazonmusic.Unavailable, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, ledger := newModel(), NewLedger()
				m.aliases[asked], m.aliases["C000000001"] = moved, moved
				m.saved[answered], m.saved[moved] = true, true
				ledger.Plan("first", Keep, answered, "")
				ledger.Plan("second", Keep, "C000000001", answered)
				if test.kind == "" {
					ledger.Plan("second", Keep, moved, "")
				}
				m.answer = func(method, _ string) fault {
					if method != "DELETE" {
						return fault{}
					}
					return fault{kind: test.kind, acts: true, hook: func() {
						if test.leaves {
							time.AfterFunc(time.Millisecond, func() { ledger.release("first", answered) })
						}
					}}
				}
				unlock, err := ledger.lock(t.Context(), answered)
				if err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(time.Second, unlock)
				_, _ = m.writer(ledger, "old").Remove(t.Context(), asked, answered)
				if !m.saved[moved] {
					t.Errorf("a track is lost after %v", m.log)
				}
			})
		})
	}
}

// An answer that confirms nothing may be that of a removal, whatever the second one is.
func TestWriter_removalNotConfirmedThenRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withAlias(t)
		removals := 0
		m.answer = func(method, _ string) fault {
			if method != "DELETE" {
				return fault{}
			}
			if removals++; removals == 1 {
				return fault{unconfirmed: true}
			}
			return fault{kind: amazonmusic.Forbidden}
		}
		if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, answered); amazonmusic.KindOf(err) != amazonmusic.Forbidden {
			t.Error(err)
		}
		if !m.saved[answered] {
			t.Errorf("the track is lost after %v", m.log)
		}
	})
}

// One answer without a confirmation is not believed, two are.
func TestWriter_removalNotConfirmed(t *testing.T) {
	for answers, want := range map[int]Removed{1: {}, 2: {Unconfirmed: true}} {
		m, ledger := newModel(), NewLedger()
		m.answer = func(string, string) fault { return fault{unconfirmed: len(m.log) <= answers} }
		removed, err := m.writer(ledger, "a").Remove(t.Context(), answered, "")
		if removed != want || err != nil || len(m.log) != 2 {
			t.Errorf("%d answers: %+v, %v after %v", answers, removed, err, m.log)
		}
	}
}

// A track that is not there is removed, if it is certain whose library that is.
func TestWriter_notThere(t *testing.T) {
	for _, known := range []bool{true, false} {
		m := newModel()
		m.answer = func(string, string) fault { return fault{kind: amazonmusic.NotFound} }
		w := m.writer(NewLedger(), "a")
		w.UserKnown = known
		if _, err := w.Remove(t.Context(), answered, ""); (err == nil) != known {
			t.Errorf("user known %v: %v", known, err)
		}
	}
}

// A service that answers one id for all tracks does not keep a removal from being
// sent.
func TestWriter_oneAnswerForAll(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	for i := range 20 {
		id := trackID(i)
		m.saved[id] = true
		ledger.Plan(fmt.Sprint(i), Keep, id, "B0ONEFORAL")
	}
	for i := range 15 {
		if removed, err := m.writer(ledger, fmt.Sprint(i)).Remove(t.Context(), trackID(i), "B0ONEFORAL"); removed.Kept || err != nil {
			t.Fatal(removed, err)
		}
	}
	if n := len(m.sent("DELETE")); n != 15 {
		t.Errorf("%d removals were sent", n)
	}
	for i := 15; i < 20; i++ {
		if !m.saved[trackID(i)] {
			t.Errorf("%s is lost", trackID(i))
		}
	}
}

// What an object leaves to its successor is saved, and is not sent again unless a
// removal may have hit it, or the successor is to repair the library.
func TestWriter_successor(t *testing.T) {
	track := &amazonmusic.Track{ID: answered}
	for name, test := range map[string]struct {
		track    *amazonmusic.Track
		before   bool // the removal comes first
		removed  string
		wantSent []string
	}{
		"taken over":             {track: track},
		"to be saved again":      {wantSent: []string{"PUT " + answered}},
		"another track removed":  {track: track, removed: trackID(7), wantSent: []string{"DELETE " + trackID(7)}},
		"removed by the same id": {track: track, removed: answered},
		"removed before":         {track: track, before: true, removed: asked, wantSent: []string{"DELETE " + asked, "PUT " + answered}},
		"removed by another id":  {track: track, removed: asked, wantSent: []string{"DELETE " + asked, "PUT " + answered, "PUT " + answered}},
	} {
		t.Run(name, func(t *testing.T) {
			m, ledger := newModel(), NewLedger()
			m.aliases[asked], m.saved[answered] = answered, true
			if !test.before {
				ledger.Leave("old", answered, answered, test.track)
			}
			if test.removed != "" {
				if _, err := m.writer(ledger, "third").Remove(t.Context(), test.removed, ""); err != nil {
					t.Fatal(err)
				}
			}
			if test.before {
				ledger.Leave("old", answered, answered, test.track)
			}
			m.take(t, ledger, "new", answered)
			if !slices.Equal(m.log, test.wantSent) || !m.saved[answered] {
				t.Errorf("sent %v, saved %v", m.log, m.holds())
			}
		})
	}
}

// A track that stays is saved again where a removal of this run may have hit it.
func TestWriter_keep(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	m.aliases[asked] = answered
	if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, ""); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{answered: "", trackID(7): ""}
	ledger.Plan("block", Keep, answered, "")
	if !ledger.AtRisk("block", answered) || ledger.AtRisk("block", trackID(7)) {
		t.Error("the wrong tracks are at risk")
	}
	if failed := m.writer(ledger, "block").Keep(t.Context(), ids); len(failed) > 0 {
		t.Error(failed)
	}
	if sent := m.sent("PUT"); !slices.Equal(sent, []string{answered}) || ledger.AtRisk("block", answered) {
		t.Errorf("saved again: %v", sent)
	}
}
