package provider

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// newTestSession is a session for a service, as a run has one.
func newTestSession(t *testing.T, f *fixture, changes ...func(*providerModel)) *session {
	t.Helper()
	model := providerModel{
		Endpoint: types.StringValue(f.URL), APIKey: types.StringValue(mockapi.DefaultAPIKey),
		AccessToken: types.StringValue(mockapi.DefaultAccessToken),
	}
	for _, change := range changes {
		change(&model)
	}
	var diags diag.Diagnostics
	s, _ := newSession(model, testVersion, &diags)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return s
}

// holder is a block of a configuration and the id by which it has its track.
type holder struct{ owner, trackID string }

// TestClaims_randomMoves has tracks move between blocks, and between the id that
// is asked for and the one that the service answers with, while requests overtake
// each other. After each run the library must hold every track once.
func TestClaims_randomMoves(t *testing.T) {
	t.Parallel()
	const tracks, runs = 50, 20
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.SetJitter(seed, 2*time.Millisecond)
			random := rand.New(rand.NewPCG(seed, 1))
			var want []string
			ids := make([][]string, tracks)
			for i := range tracks {
				answered := acctest.TrackID(i)
				asked := fmt.Sprintf("A%09d", i)
				f.Alias(asked, answered)
				ids[i] = []string{asked, answered}
				want = append(want, answered)
			}
			held := make([]holder, tracks)
			for run := range runs {
				next := make([]holder, tracks)
				for i := range next {
					next[i] = held[i]
					if run == 0 || random.IntN(5) > 0 {
						next[i] = holder{fmt.Sprintf("block %d", random.IntN(tracks)), ids[i][random.IntN(2)]}
					}
				}
				apply(t, newTestSession(t, f), random, held, next)
				held = next
				got := f.SavedIDs()
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("run %d: the library holds %d tracks, not %d: %v", run, len(got), len(want), got)
				}
			}
			apply(t, newTestSession(t, f), random, held, make([]holder, tracks))
			if left := f.SavedIDs(); len(left) > 0 {
				t.Errorf("left after all were removed: %v", left)
			}
		})
	}
}

// apply makes the changes of one run, in random order, ten at once.
func apply(t *testing.T, s *session, random *rand.Rand, before, after []holder) {
	t.Helper()
	var changes []func() error
	for i := range before {
		from, to := before[i], after[i]
		if from == to {
			continue
		}
		if from.trackID != "" {
			changes = append(changes, func() error {
				_, _, err := s.claims.remove(t.Context(), s.client, from.owner, from.trackID, "")
				return err
			})
		}
		if to.trackID != "" {
			changes = append(changes, func() error {
				_, err := s.claims.save(t.Context(), s.client, to.owner, to.trackID)
				return err
			})
		}
	}
	random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	var (
		workers sync.WaitGroup
		queue   = make(chan func() error)
	)
	for range 10 {
		workers.Go(func() {
			for change := range queue {
				if err := change(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, change := range changes {
		queue <- change
	}
	close(queue)
	workers.Wait()
}

// TestClaims_oneAnswerForAll: a service that answers one id for all tracks does
// not keep a removal from being sent.
func TestClaims_oneAnswerForAll(t *testing.T) {
	t.Parallel()
	f := startService(t)
	for i := range 20 {
		f.Describe(acctest.TrackID(i), map[string]any{"id": "B0ONEFORALL"[:10]})
	}
	first, second := newTestSession(t, f), newTestSession(t, f)
	for i := range 20 {
		if _, err := first.claims.save(t.Context(), first.client, fmt.Sprint(i), acctest.TrackID(i)); err != nil {
			t.Fatal(err)
		}
	}
	f.ResetRequests()
	for i := range 15 {
		if _, kept, err := second.claims.remove(t.Context(), second.client, fmt.Sprint(i), acctest.TrackID(i), "B0ONEFORAL"); kept || err != nil {
			t.Fatal(kept, err)
		}
	}
	if n := len(f.TracksIn("DELETE")); n != 15 {
		t.Errorf("%d removals were sent", n)
	}
	if saved := f.SavedIDs(); len(saved) != 5 {
		t.Errorf("the library holds %v", saved)
	}
}

// TestClaims_restoreAfterInterrupt: a removal that hit a wanted track saves it
// again, also when the run is interrupted in between.
func TestClaims_restoreAfterInterrupt(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Alias("A000000001", "B000000001")
	s := newTestSession(t, f)
	if _, err := s.claims.save(t.Context(), s.client, "new", "B000000001"); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	f.OnRequest(func(r mockapi.Request) {
		if r.Method == http.MethodDelete {
			interrupt()
		}
	})
	if _, _, err := s.claims.remove(ctx, s.client, "old", "A000000001", "B000000001"); err != nil {
		t.Error(err)
	}
	if !f.IsSaved("B000000001") {
		t.Error("the track is lost")
	}
}

// TestClaims_lostTrack: where it cannot be saved again, the error names it.
func TestClaims_lostTrack(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Alias("A000000001", "B000000001")
	s := newTestSession(t, f)
	if _, err := s.claims.save(t.Context(), s.client, "new", "B000000001"); err != nil {
		t.Fatal(err)
	}
	f.Refuse("B000000001", mockapi.RefuseForbidden)
	_, _, err := s.claims.remove(t.Context(), s.client, "old", "A000000001", "B000000001")
	if err == nil {
		t.Fatal("no error")
	}
	text := s.explain(err)
	if want := matchText("Track B000000001 may have been removed with it", "DENIED_SUBSCRIPTION_TIER"); !want.MatchString(text) {
		t.Error(text)
	}
}

// TestClaims_removalMayHaveActed: a wanted track is saved again after every removal
// that may have hit it, and after no other.
func TestClaims_removalMayHaveActed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockapi.Fault
		saves int
	}{
		"not there": {mockapi.APIError(http.StatusNotFound, "RESOURCE_NOT_FOUND", "gone"), 1},
		"a fault":   {mockapi.InternalError(), 1},
		"cut":       {mockapi.CutAfter(), 1},
		"not JSON":  {mockapi.Answer(http.StatusOK, "text/html", "<html>"), 1},
		"forbidden": {mockapi.APIError(http.StatusForbidden, "DENIED_SUBSCRIPTION_TIER", "no"), 0},
		"refused":   {mockapi.APIError(http.StatusBadRequest, "BAD_REQUEST", "no"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.Alias("A000000001", "B000000001")
			s := newTestSession(t, f, func(m *providerModel) { m.MaxRetries = types.NumberValue(big.NewFloat(0)) })
			if _, err := s.claims.save(t.Context(), s.client, "new", "B000000001"); err != nil {
				t.Fatal(err)
			}
			f.ResetRequests()
			f.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{test.fault}})
			if _, _, err := s.claims.remove(t.Context(), s.client, "old", "A000000001", "B000000001"); err == nil {
				t.Error("no error")
			}
			if saves := f.TracksIn(http.MethodPut); len(saves) != test.saves {
				t.Errorf("saved again: %v", saves)
			}
		})
	}
}

// TestClaims_sameID: a track that moves to another block by the same id is never
// removed, not even for a moment.
func TestClaims_sameID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	s := newTestSession(t, f)
	if _, err := s.claims.save(t.Context(), s.client, "new", "B000000001"); err != nil {
		t.Fatal(err)
	}
	_, kept, err := s.claims.remove(t.Context(), s.client, "old", "B000000001", "B000000001")
	if sent := f.TracksIn(http.MethodDelete); !kept || err != nil || len(sent) > 0 {
		t.Errorf("kept: %v, %v; removed: %v", kept, err, sent)
	}
}

// TestClaims_removalNotConfirmed: one answer without a confirmation is not
// believed, two are.
func TestClaims_removalNotConfirmed(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Save("B000000001", "B000000002")
	s := newTestSession(t, f)
	f.FailNext(1, mockapi.Answer(http.StatusOK, "application/json", `{"data":{"removeTrack":null}}`))
	removal, _, err := s.claims.remove(t.Context(), s.client, "a", "B000000001", "")
	if err != nil || !removal.Confirmed || f.IsSaved("B000000001") {
		t.Errorf("%+v, %v", removal, err)
	}
	f.AnswerRemovals(mockapi.RemovalEmptyData)
	f.FailNext(2, mockapi.Answer(http.StatusOK, "application/json", `{"data":{}}`))
	if removal, _, err = s.claims.remove(t.Context(), s.client, "a", "B000000002", ""); err != nil || removal.Confirmed {
		t.Errorf("%+v, %v", removal, err)
	}
	if n := len(f.TracksIn(http.MethodDelete)); n != 4 {
		t.Errorf("%d removals were sent", n)
	}
}
