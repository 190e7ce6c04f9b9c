package amazonmusic

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func saves(ids ...string) []Change {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i].TrackID = id
	}
	return changes
}

// applied runs the changes, and returns the outcomes by track.
func applied(ctx context.Context, t *testing.T, c *Client, changes []Change) (outcomes map[string]Outcome, untried int) {
	t.Helper()
	outcomes, reporting := map[string]Outcome{}, false
	untried = c.ApplyChanges(ctx, changes, func(o Outcome) {
		if reporting {
			t.Error("two outcomes are reported at once")
		}
		reporting = true
		outcomes[o.TrackID] = o
		reporting = false
	})
	if len(outcomes)+untried != len(changes) {
		t.Errorf("%d outcomes and %d untried of %d changes", len(outcomes), untried, len(changes))
	}
	return outcomes, untried
}

func TestApplyChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(100 * time.Millisecond)
		s.Save("B000000009")
		changes := append(saves(trackIDs(100)...), saves(mockapi.TrackNotFound, mockapi.TrackAliased)...)
		changes = append(changes, Change{TrackID: "B000000009", Remove: true})
		start := time.Now()
		outcomes, untried := applied(t.Context(), t, newTestClient(t, s), changes)
		if took := time.Since(start); took != 1100*time.Millisecond || untried != 0 {
			t.Errorf("it took %v, and %d were not tried", took, untried)
		}
		for id, o := range outcomes {
			if (o.Err != nil) != (id == mockapi.TrackNotFound) || s.IsSaved(id) != (o.Err == nil && !o.Remove) {
				t.Errorf("%+v, saved is %v", o, s.IsSaved(id))
			}
		}
		if id := outcomes[mockapi.TrackAliased].Track.ID; id != mockapi.TrackCanonical {
			t.Errorf("the answered id is %s", id)
		}
	})
}

func TestApplyChangesGivesUp(t *testing.T) {
	tests := []struct {
		name     string
		setup    func(*mockapi.Service)
		requests int
		given    bool
	}{
		{"the login is refused", (*mockapi.Service).RevokeRefreshToken, 0, true},
		{"every token is refused", func(s *mockapi.Service) {
			s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(401, "", errorJSON("INVALID_CLIENT_ID", "m", ""))}})
		}, 2 * DefaultMaxConcurrentRequests, true},
		{"the service is down", func(s *mockapi.Service) {
			s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.InternalError()}})
		}, 2 * (maxFailuresInARow + DefaultMaxConcurrentRequests), true},
		{"no track is there", func(s *mockapi.Service) {
			s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(404, "", errorJSON("RESOURCE_NOT_FOUND", "m", ""))}})
		}, 500, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				tt.setup(s)
				c := newTestClient(t, s, withLogin(t), withRetries(1))
				outcomes, untried := applied(t.Context(), t, c, saves(trackIDs(500)...))
				if (untried > 0) != tt.given || len(s.Requests()) > tt.requests {
					t.Errorf("%d were not tried, and %d requests were sent", untried, len(s.Requests()))
				}
				for _, o := range outcomes {
					if failure(t, o.Err).Tries > 2 {
						t.Errorf("%+v", o)
					}
				}
			})
		})
	}
}

func TestApplyChangesEndsWithItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(300 * time.Millisecond)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		outcomes, untried := applied(ctx, t, newTestClient(t, s), saves(trackIDs(100)...))
		// Four waves of ten went out, and the last of them was answered.
		if took := time.Since(start); took != 1200*time.Millisecond || len(s.SavedIDs()) != 40 || untried == 0 {
			t.Errorf("after %v, %d are saved, and %d were not tried", took, len(s.SavedIDs()), untried)
		}
		for id, o := range outcomes {
			if (o.Err == nil) != s.IsSaved(id) || o.Err != nil && !errors.Is(o.Err, context.Canceled) {
				t.Errorf("%s: %v, saved is %v", id, o.Err, s.IsSaved(id))
			}
		}
	})
}
