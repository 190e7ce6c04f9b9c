package library

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

func saves(n int) []Change {
	changes := make([]Change, n)
	for i := range changes {
		changes[i].ID = trackID(i)
	}
	return changes
}

// A reason that will meet every change ends the run at once, ten failures in a row
// that are not about their tracks end it too, and refused tracks do not.
func TestApply_givesUp(t *testing.T) {
	const tracks = 25
	for name, test := range map[string]struct {
		kinds []amazonmusic.Kind // in turn
		sent  int
	}{
		"unauthorized": {[]amazonmusic.Kind{amazonmusic.Unauthorized}, 1},
		"no account":   {[]amazonmusic.Kind{amazonmusic.NoAccount}, 1},
		"faults":       {[]amazonmusic.Kind{amazonmusic.Unavailable}, MaxFailuresInARow},
		"some faults":  {[]amazonmusic.Kind{amazonmusic.Unavailable, ""}, tracks},
		"refused":      {[]amazonmusic.Kind{amazonmusic.NotFound}, tracks},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModel()
			m.answer = func(string, string) fault { return fault{kind: test.kinds[len(m.log)%len(test.kinds)]} }
			w := m.writer(NewLedger(), "a")
			w.Concurrency = 1
			reported := 0
			unsent := w.Apply(t.Context(), saves(tracks), func(Outcome) { reported++ })
			if len(m.log) != test.sent || unsent+reported != tracks {
				t.Errorf("%d requests, %d outcomes, %d not begun", len(m.log), reported, unsent)
			}
		})
	}
}

// Changes that are under way when others give up say so.
func TestApply_cutShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModel()
		m.tries = 1000
		m.answer = func(_, id string) fault {
			if id == trackID(0) {
				return fault{kind: amazonmusic.Unauthorized, hook: func() { time.Sleep(time.Second) }}
			}
			return fault{kind: amazonmusic.Unavailable}
		}
		var interrupted int
		m.writer(NewLedger(), "a").Apply(t.Context(), saves(10), func(o Outcome) {
			if amazonmusic.KindOf(o.Err) == amazonmusic.Interrupted {
				interrupted++
			}
		})
		if interrupted != 9 {
			t.Errorf("%d of 9 changes were cut short", interrupted)
		}
	})
}

// A change that waits for another change of its track ends with the run, for its reason.
func TestApply_interruptedWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ledger := newModel(), NewLedger()
		unlock, err := ledger.lock(t.Context(), trackID(0))
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		ctx, giveUp := context.WithCancelCause(t.Context())
		done := make(chan error)
		go func() {
			_, err := m.writer(ledger, "a").Save(ctx, trackID(0))
			done <- err
		}()
		synctest.Wait()
		giveUp(ErrGivenUp)
		if err := <-done; !errors.Is(err, ErrGivenUp) || len(m.log) > 0 {
			t.Errorf("%v after %v", err, m.log)
		}
	})
}

// An interrupted run begins no change.
func TestApply_interruptedBefore(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	unsent := newModel().writer(NewLedger(), "a").Apply(ctx, saves(5), func(o Outcome) { t.Errorf("reported %v", o) })
	if unsent != 5 {
		t.Errorf("%d of 5 changes were not begun", unsent)
	}
}

// So many changes are under way at once, and outcomes are reported one at a time.
func TestApply_concurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModel()
		var sending, reporting, peak atomic.Int64
		m.answer = func(string, string) fault {
			return fault{hook: func() {
				peak.Store(max(peak.Load(), sending.Add(1)))
				time.Sleep(time.Second)
				sending.Add(-1)
			}}
		}
		w := m.writer(NewLedger(), "a")
		w.Concurrency = 7
		w.Apply(t.Context(), saves(30), func(Outcome) {
			if reporting.Add(1) > 1 {
				t.Error("two outcomes are reported at once")
			}
			for range 100 {
				runtime.Gosched()
			}
			reporting.Add(-1)
		})
		if peak.Load() != 7 {
			t.Errorf("%d changes were under way at once", peak.Load())
		}
	})
}
