package amazonmusic

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func saves(ids ...string) []Change {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i] = Change{TrackID: id}
	}
	return changes
}

// collect applies changes and returns the failed ones by track.
func collect(ctx context.Context, c *Client, changes []Change) (failed map[string]error, done, untried int) {
	failed = map[string]error{}
	untried = c.ApplyChanges(ctx, changes, func(outcome Outcome) {
		if done++; outcome.Err != nil {
			failed[outcome.TrackID] = outcome.Err
		}
	})
	return failed, done, untried
}

func TestApplyChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := mockapi.New()
		service.Save("B0REMOVE01", "B0REMOVE02", "B0STRANGER")
		changes := append(saves(append(trackIDs(200), mockapi.TrackNotFound, mockapi.TrackNullSave)...),
			Change{TrackID: "B0REMOVE01", Remove: true}, Change{TrackID: "B0REMOVE02", Remove: true}, Change{TrackID: "B0NOTTHERE", Remove: true})
		failed, done, untried := collect(t.Context(), newTestClient(t, service), changes)
		if len(failed) != 2 || failed[mockapi.TrackNotFound] == nil || failed[mockapi.TrackNullSave] == nil {
			t.Errorf("failed: %v", failed)
		}
		if done != len(changes) || untried != 0 {
			t.Errorf("%d outcomes of %d changes, %d untried", done, len(changes), untried)
		}
		want := append(trackIDs(200), "B0STRANGER")
		got := service.SavedIDs()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("the library holds %d tracks, want %d", len(got), len(want))
		}
		if n := len(service.Requests()); n != len(changes) {
			t.Errorf("%d requests for %d changes", n, len(changes))
		}
	})
}

// TestApplyChangesStops: what would meet every change ends them all.
func TestApplyChangesStops(t *testing.T) {
	t.Parallel()
	refuse := func(status int, code string) mockapi.Fault {
		return mockapi.Answer(status, "application/json", `{"error":{"code":"`+code+`","message":"no"}}`)
	}
	for name, test := range map[string]struct {
		fault     mockapi.Fault
		most      int
		unchanged bool // the reason is about one track each, so that all are tried
	}{
		"token refused":      {fault: refuse(http.StatusUnauthorized, "INVALID_ACCESS_TOKEN"), most: 70},
		"service down":       {fault: mockapi.UnavailableHTML(), most: 80},
		"connections cut":    {fault: mockapi.CutBefore(), most: 80},
		"each track refused": {fault: refuse(http.StatusForbidden, "DENIED_SUBSCRIPTION_TIER"), most: 1000, unchanged: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := mockapi.New()
				service.Fail(mockapi.FaultPlan{Skip: 50, Faults: []mockapi.Fault{test.fault}})
				failed, done, untried := collect(t.Context(), newTestClient(t, service), saves(trackIDs(1000)...))
				if n := len(service.Requests()); n > test.most {
					t.Errorf("%d requests", n)
				}
				if done+untried != 1000 || (untried == 0) != test.unchanged {
					t.Errorf("%d outcomes, %d untried", done, untried)
				}
				if saved := len(service.SavedIDs()); saved != done-len(failed) {
					t.Errorf("%d saved, %d confirmed", saved, done-len(failed))
				}
			})
		})
	}
}

func TestApplyChangesGivesUpWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := mockapi.New()
		service.Fail(mockapi.FaultPlan{Skip: 20, Faults: []mockapi.Fault{mockapi.InternalError()}})
		start := time.Now()
		failed, _, _ := collect(t.Context(), newTestClient(t, service, withRetries(8)), saves(trackIDs(500)...))
		given := 0
		for _, err := range failed {
			if errors.Is(err, ErrGivenUp) {
				given++
			}
		}
		if given == 0 || given == len(failed) {
			t.Errorf("%d of %d failures were cut short", given, len(failed))
		}
		// One change takes eight waits, of at most 30 s; the ten under way take them together.
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("giving up took %s", took)
		}
	})
}

// TestApplyChangesInterrupted: no more requests are started, those under way
// are answered, and each answer is reported.
func TestApplyChangesInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := mockapi.New()
		service.SetLatency(time.Second)
		ctx, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(2500*time.Millisecond, interrupt)
		failed, done, untried := collect(ctx, newTestClient(t, service), saves(trackIDs(100)...))
		if saved := len(service.SavedIDs()); saved != 30 || done-len(failed) != 30 {
			t.Errorf("%d saved, %d confirmed, want the three rounds of ten", saved, done-len(failed))
		}
		if done+untried != 100 {
			t.Errorf("%d outcomes, %d untried", done, untried)
		}
	})
}
