package library

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// slowly has the first request of a method and an id take a second.
func slowly(method, id string) func(string, string) fault {
	done := false
	return func(m, i string) fault {
		if done || m != method || i != id {
			return fault{}
		}
		done = true
		return fault{hook: func() { time.Sleep(time.Second) }}
	}
}

// Changes of one configured id wait for each other. A removal that began while the
// track was being saved would act before the save, or after it.
func TestWriter_oneChangeAtATime(t *testing.T) {
	type change = func(t *testing.T, m *model, ledger *Ledger) error
	save := func(t *testing.T, m *model, ledger *Ledger) error {
		t.Helper()
		_, err := m.writer(ledger, "new").Save(t.Context(), answered)
		return err
	}
	remove := func(owner, id string) change {
		return func(t *testing.T, m *model, ledger *Ledger) error {
			t.Helper()
			_, err := m.writer(ledger, owner).Remove(t.Context(), id, answered)
			return err
		}
	}
	for name, test := range map[string]struct {
		first, second change
		slow          string
		want          []string
		saved         bool
	}{
		"a removal after a save":   {save, remove("old", answered), "PUT", []string{"PUT " + answered}, true},
		"a save after a removal":   {remove("old", answered), save, "DELETE", []string{"DELETE " + answered, "PUT " + answered}, true},
		"a removal after a repair": {remove("old", asked), remove("kept", answered), "PUT", []string{"DELETE " + asked, "PUT " + answered, "DELETE " + answered}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, ledger := newModel(), NewLedger()
				m.aliases[asked] = answered
				m.answer = slowly(test.slow, answered)
				if !test.saved {
					ledger.Plan("kept", Keep, answered, "")
				}
				done := make(chan error)
				go func() { done <- test.first(t, m, ledger) }()
				time.Sleep(time.Millisecond)
				go func() { done <- test.second(t, m, ledger) }()
				if err := errors.Join(<-done, <-done); err != nil {
					t.Error(err)
				}
				if !slices.Equal(m.log, test.want) || m.saved[answered] != test.saved {
					t.Errorf("sent %v, saved is %v", m.log, m.saved[answered])
				}
			})
		})
	}
}

// A removal does not wait for a save of the same track by another id. The save finds
// the removal.
func TestWriter_removalDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := newModel(), NewLedger()
		m.aliases[asked] = answered
		m.answer = slowly("PUT", answered)
		ledger.Plan("new", Save, answered, "")
		saved := make(chan error)
		go func() {
			_, err := m.writer(ledger, "new").Save(t.Context(), answered)
			saved <- err
		}()
		synctest.Wait()
		start := time.Now()
		if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, answered); err != nil {
			t.Error(err)
		}
		if waited := time.Since(start); waited > 0 {
			t.Errorf("the removal waited %s", waited)
		}
		if err := <-saved; err != nil || !m.saved[answered] {
			t.Errorf("saved is %v: %v", m.saved[answered], err)
		}
	})
}

// withLateRemoval is a library in which a removal may act yet, for four seconds.
func withLateRemoval(t *testing.T) (*model, *Ledger) {
	t.Helper()
	m, ledger := newModel(), NewLedger()
	m.aliases[asked] = answered
	m.tries = 2
	first := true
	m.answer = func(method, _ string) fault {
		if method == "DELETE" && first {
			first = false
			return fault{kind: amazonmusic.Disconnected, acts: true, late: 3 * time.Second}
		}
		return fault{}
	}
	if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, answered); err != nil {
		t.Fatal(err)
	}
	m.log = nil
	return m, ledger
}

// A track that was saved and may have been hit is saved again although the run is
// interrupted: it would be in the state and not in the library.
func TestWriter_saveAgainAfterInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withLateRemoval(t)
		ctx, interrupt := context.WithCancel(t.Context())
		m.answer = func(string, string) fault { return fault{hook: interrupt} }
		if _, err := m.writer(ledger, "new").Save(ctx, answered); err != nil {
			t.Error(err)
		}
		time.Sleep(10 * time.Second)
		if !m.saved[answered] {
			t.Errorf("the track is lost after %v", m.log)
		}
	})
}

// After an interrupt it is not saved again for ever.
func TestWriter_hitAgainAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withLateRemoval(t)
		ctx, interrupt := context.WithCancel(t.Context())
		m.answer = func(string, string) fault {
			return fault{hook: func() {
				interrupt()
				ledger.noteRemoval(time.Now().Add(lateTime), answered)
			}}
		}
		start := time.Now()
		_, err := m.writer(ledger, "new").Save(ctx, answered)
		if lost, ok := errors.AsType[*LostTrackError](err); !ok || lost.TrackID != answered {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took > restoreTime {
			t.Errorf("it took %s", took)
		}
	})
}

// A second removal that is confirmed does not end the doubt about the first one.
func TestWriter_lateRemovalThenAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withLateRemoval(t)
		if _, err := m.writer(ledger, "another").Remove(t.Context(), asked, answered); err != nil {
			t.Error(err)
		}
		if _, err := m.writer(ledger, "new").Save(t.Context(), answered); err != nil {
			t.Error(err)
		}
		time.Sleep(10 * time.Second)
		if !m.saved[answered] {
			t.Errorf("the track is lost after %v", m.log)
		}
	})
}

// A save that fails leaves nothing that keeps another owner from removing the track.
func TestWriter_failedSaveKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := withLateRemoval(t)
		m.answer = func(method, _ string) fault {
			if method == "PUT" && len(m.log) > 1 {
				return fault{kind: amazonmusic.Forbidden}
			}
			return fault{}
		}
		if _, err := m.writer(ledger, "new").Save(t.Context(), answered); amazonmusic.KindOf(err) != amazonmusic.Forbidden {
			t.Errorf("got %v", err)
		}
		if removed, err := m.writer(ledger, "another").Remove(t.Context(), answered, ""); removed.Kept || err != nil {
			t.Errorf("kept is %v: %v", removed.Kept, err)
		}
	})
}

// Only who has a track saved by the same configured id keeps it from being removed.
func TestWriter_whoKeepsATrack(t *testing.T) {
	for name, test := range map[string]struct {
		plan func(ledger *Ledger)
		want []string
	}{
		"saved":              {func(l *Ledger) { l.Plan("other", Keep, answered, "") }, nil},
		"will be saved":      {func(l *Ledger) { l.Plan("other", Save, answered, "") }, []string{"DELETE " + answered}},
		"will be removed":    {func(l *Ledger) { l.Plan("other", Remove, answered, "") }, []string{"DELETE " + answered}},
		"saved by the other": {func(l *Ledger) { l.Plan("other", Keep, asked, answered) }, []string{"DELETE " + answered, "PUT " + asked}},
	} {
		t.Run(name, func(t *testing.T) {
			m, ledger := newModel(), NewLedger()
			m.aliases[asked], m.saved[answered] = answered, true
			test.plan(ledger)
			if _, err := m.writer(ledger, "old").Remove(t.Context(), answered, ""); err != nil || !slices.Equal(m.log, test.want) {
				t.Errorf("sent %v: %v", m.log, err)
			}
		})
	}
}

// A removal whose answer is lost tells no id, so the id that was asked for counts.
func TestWriter_removalByTheAnsweredID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := newModel(), NewLedger()
		m.aliases[asked], m.saved[answered] = answered, true
		ledger.Plan("new", Keep, asked, answered)
		m.answer = func(method, _ string) fault {
			return fault{kind: map[string]amazonmusic.Kind{"DELETE": amazonmusic.Disconnected}[method], acts: true}
		}
		_, _ = m.writer(ledger, "old").Remove(t.Context(), answered, "")
		if !m.saved[answered] {
			t.Errorf("the track is lost after %v", m.log)
		}
	})
}

// One track that is known by several ids is saved again once.
func TestWriter_restoreOnce(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	m.aliases[asked], m.aliases["C000000001"] = answered, answered
	ledger.Plan("first", Keep, answered, "")
	ledger.Plan("second", Keep, "C000000001", answered)
	if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, answered); err != nil {
		t.Error(err)
	}
	if !slices.Equal(m.log, []string{"DELETE " + asked, "PUT " + answered}) {
		t.Errorf("sent %v", m.log)
	}
}

// A track that was taken over is wanted like any other.
func TestWriter_removedAfterTakeOver(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	m.aliases[asked], m.saved[answered] = answered, true
	ledger.Leave("old", answered, "", &amazonmusic.Track{ID: answered})
	m.take(t, ledger, "new", answered)
	if _, err := m.writer(ledger, "third").Remove(t.Context(), asked, answered); err != nil || !m.saved[answered] {
		t.Errorf("saved is %v after %v: %v", m.saved[answered], m.log, err)
	}
}

// Keep needs no plan of the same run, and names the track that it cannot save again.
func TestWriter_keepFails(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	m.aliases[asked] = answered
	if _, err := m.writer(ledger, "old").Remove(t.Context(), asked, ""); err != nil {
		t.Fatal(err)
	}
	m.answer = func(string, string) fault { return fault{kind: amazonmusic.Forbidden} }
	failed := m.writer(ledger, "block").Keep(t.Context(), map[string]string{answered: "", trackID(7): ""})
	if len(failed) != 1 || failed[0].ID != answered {
		t.Fatalf("got %+v", failed)
	}
	if lost, ok := errors.AsType[*LostTrackError](failed[0].Err); !ok || lost.TrackID != answered {
		t.Errorf("got %v", failed[0].Err)
	}
}
