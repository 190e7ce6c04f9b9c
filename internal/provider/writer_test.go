package provider

import (
	"errors"
	"math/big"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestWriter_lostTrack: a lost track that the service does not have is no sign that
// the removal was done before.
func TestWriter_lostTrack(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Alias("A000000001", "B000000001")
	s := newTestSession(t, f)
	if _, err := s.claims.save(t.Context(), s.client, "new", "B000000001"); err != nil {
		t.Fatal(err)
	}
	f.Refuse("B000000001", mockapi.RefuseNotFound)
	w := &writer{session: s, client: s.client, userID: "somebody", record: record{Owner: "old"}}
	_, err := w.remove(t.Context(), "A000000001", "B000000001")
	if _, lost := errors.AsType[*lostTrackError](err); !lost {
		t.Errorf("got %v", err)
	}
}

// TestWriter_givesUp: a reason that will meet every change ends the run at once, ten
// failures in a row that are not about their tracks end it too, and refused tracks
// do not.
func TestWriter_givesUp(t *testing.T) {
	t.Parallel()
	const tracks = 25
	answer := func(status int, code string) mockapi.Fault { return mockapi.APIError(status, code, "no") }
	good := mockapi.Slow(0)
	for name, test := range map[string]struct {
		faults []mockapi.Fault
		sent   int
	}{
		"unauthorized": {[]mockapi.Fault{answer(http.StatusUnauthorized, "INVALID_AUTH_TYPE")}, 1},
		"no account":   {[]mockapi.Fault{answer(http.StatusForbidden, "AUTH_NO_MUSIC_ACCOUNT_FOUND")}, 1},
		"faults":       {[]mockapi.Fault{mockapi.InternalError()}, maxFailuresInARow},
		"some faults":  {[]mockapi.Fault{mockapi.InternalError(), good}, tracks},
		"refused":      {[]mockapi.Fault{answer(http.StatusNotFound, "RESOURCE_NOT_FOUND")}, tracks},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			s := newTestSession(t, f, func(m *providerModel) {
				m.MaxRetries = types.NumberValue(big.NewFloat(0))
				m.MaxConcurrentRequests = types.NumberValue(big.NewFloat(1))
			})
			f.Fail(mockapi.FaultPlan{Faults: test.faults})
			var changes []change
			for i := range tracks {
				changes = append(changes, change{trackID: acctest.TrackID(i)})
			}
			w := &writer{session: s, client: s.client, record: record{Owner: "a"}}
			reported := 0
			unsent := w.applyAll(t.Context(), changes, func(outcome) { reported++ })
			if sent := len(f.Requests()); sent != test.sent || unsent+reported != tracks {
				t.Errorf("%d requests, %d outcomes, %d not begun", sent, reported, unsent)
			}
		})
	}
}
