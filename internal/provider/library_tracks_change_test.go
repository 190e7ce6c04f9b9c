package provider

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// tracksIn returns the ids and labels in a state of amazonmusic_library_tracks.
func (p *protocol) tracksIn(object *stored) map[string]tftypes.Value {
	p.t.Helper()
	tracks := map[string]tftypes.Value{}
	if err := p.attributesOf(tracksType, object.NewState)["tracks"].As(&tracks); err != nil {
		p.t.Fatal(err)
	}
	return tracks
}

// recordOf returns the record in the private state of an object.
func recordOf(t *testing.T, object *stored) record {
	t.Helper()
	var private map[string][]byte
	var saved record
	if err := json.Unmarshal(object.Private, &private); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(private[recordKey], &saved); err != nil {
		t.Fatal(err)
	}
	return saved
}

// A new label is in the state, and sends nothing.
func TestTracksChange_label(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x := acctest.TrackID(1)
	created := f.session(t).create(tracksType, manyOf(x))
	f.ResetRequests()
	config := manyOf(x)
	config["tracks"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{x: text("another")})
	p := f.session(t)
	updated := p.update(tracksType, created, config)
	p.noErrors(updated.Diagnostics)
	if got := p.tracksIn(updated)[x]; !got.Equal(text("another")) || len(f.Requests()) > 0 {
		t.Errorf("the label is %s after %v", got, f.sent())
	}
}

// What is removed leaves the state, and its other id leaves the private state.
func TestTracksChange_removed(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x := acctest.TrackID(1)
	created := f.session(t).create(tracksType, manyOf(x, mockapi.TrackAliased))
	p := f.session(t)
	updated := p.update(tracksType, created, manyOf(x))
	p.noErrors(updated.Diagnostics)
	if ids := slices.Collect(maps.Keys(p.tracksIn(updated))); !slices.Equal(ids, []string{x}) {
		t.Errorf("the state holds %v", ids)
	}
	if before, after := recordOf(t, created).AnsweredIDs, recordOf(t, updated).AnsweredIDs; len(before) != 1 || len(after) != 0 {
		t.Errorf("the record has %v, and had %v", after, before)
	}
}

// A track that is answered with its own id again has no other id.
func TestTracksChange_answeredAgain(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x := acctest.TrackID(1)
	f.Alias(x, acctest.TrackID(2))
	p := f.session(t)
	created := p.create(tracksType, manyOf(x))
	state := p.attributesOf(tracksType, created.NewState)
	state["tracks"] = unlabelled(x)
	marked := &stored{NewState: p.holding(tracksType, state).NewState, Private: created.Private}
	f.Alias(x, x)
	updated := f.session(t).update(tracksType, marked, manyOf(x))
	p.noErrors(updated.Diagnostics)
	if before, after := recordOf(t, created).AnsweredIDs, recordOf(t, updated).AnsweredIDs; len(before) != 1 || len(after) != 0 {
		t.Errorf("the record has %v, and had %v", after, before)
	}
}

// TestTracksChange_atRisk: a resource without a change takes part in the apply where another
// block removes one of its tracks by another id. One with a change takes part anyway.
func TestTracksChange_atRisk(t *testing.T) {
	t.Parallel()
	f := startService(t)
	is, x := mockapi.TrackCanonical, acctest.TrackID(1)
	block, group := f.session(t).create(trackType, oneOf(mockapi.TrackAliased)), f.session(t).create(tracksType, manyOf(is))
	for name, test := range map[string]struct {
		config map[string]tftypes.Value
		known  bool
	}{"no change": {manyOf(is), false}, "a change": {manyOf(is, x), true}} {
		p := f.session(t)
		p.plan(trackType, block, nil)
		plan := p.planned(tracksType, group, test.config)
		if count := p.attributesOf(tracksType, plan.PlannedState)["track_count"]; count.IsKnown() != test.known {
			t.Errorf("%s: track_count is %s", name, count)
		}
	}
}

// TestTracksChange_recordedID: where the answer to a removal names no track, the id that
// the record has says which other track it may have hit.
func TestTracksChange_recordedID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	group := f.session(t).create(tracksType, manyOf(mockapi.TrackAliased))
	block := f.session(t).create(trackType, oneOf(mockapi.TrackCanonical))
	f.AnswerRemovals(mockapi.RemovalNull)
	p := f.session(t)
	p.plan(trackType, block, oneOf(mockapi.TrackCanonical))
	p.noErrors(p.update(tracksType, group, manyOf()).Diagnostics)
	if !f.IsSaved(mockapi.TrackCanonical) {
		t.Error("the track is lost")
	}
}

// A track of another block that may be lost is not taken into the state.
func TestTracksChange_lostTrackOfAnotherBlock(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x := acctest.TrackID(1)
	group := f.session(t).create(tracksType, manyOf(x, mockapi.TrackAliased))
	block := f.session(t).create(trackType, oneOf(mockapi.TrackCanonical))
	p := f.session(t)
	p.plan(trackType, block, oneOf(mockapi.TrackCanonical))
	f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")}})
	failed := p.update(tracksType, group, manyOf(x))
	compareDiagnostics(t, failed.Diagnostics, []expected{{"", "Some Tracks Could Not Be Saved or Removed", mockapi.TrackCanonical}})
	ids := slices.Sorted(maps.Keys(p.tracksIn(failed)))
	if slices.Contains(ids, mockapi.TrackCanonical) || !slices.Contains(ids, x) {
		t.Errorf("the state holds %v", ids)
	}
}

// A plan that takes a track out does not call it gone.
func TestTracksChange_removalIsNoDrift(t *testing.T) {
	t.Parallel()
	f := startService(t)
	created := f.session(t).create(tracksType, manyOf(acctest.TrackID(1), acctest.TrackID(2)))
	p := newProtocol(t)
	p.configureAs(f, mockapi.DefaultAccessToken)
	compareDiagnostics(t, p.plan(tracksType, created, manyOf(acctest.TrackID(1))), nil)
}

// What is not sent is no failure of its track, and is counted.
func TestTracksChange_notSent(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{mockapi.APIError(http.StatusUnauthorized, "INVALID_ACCESS_TOKEN", "no")}})
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
		"max_concurrent_requests": number(1),
	}))
	failed := p.create(tracksType, tracksOf(50))
	compareDiagnostics(t, failed.Diagnostics, []expected{{
		"", "Some Tracks Could Not Be Saved or Removed", "1 of 50 changes to the library failed.*49 more changes were not sent",
	}})
	if strings.Count(failed.Diagnostics[0].Detail, "not saved") > 1 {
		t.Errorf("got %s", failed.Diagnostics[0].Detail)
	}
}

// With another user's credentials, a listing that lacks a track says nothing of it.
func TestDrift_anotherUser(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.AddUser("another-user", "Atza|other-token", "")
	x := acctest.TrackID(1)
	for typeName, config := range map[string]map[string]tftypes.Value{trackType: oneOf(x), tracksType: manyOf(x)} {
		created := f.session(t).create(typeName, config)
		p := newProtocol(t)
		p.configureAs(f, "Atza|other-token")
		read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: typeName, CurrentState: created.NewState, Private: created.Private,
		})
		if err != nil {
			t.Fatal(err)
		}
		compareDiagnostics(t, read.Diagnostics, []expected{{"", "Wrong Amazon Music Account", "user another-user"}})
		if before, after := p.attributesOf(typeName, created.NewState), p.attributesOf(typeName, read.NewState); !maps.EqualFunc(before, after, tftypes.Value.Equal) {
			t.Errorf("%v has become %v", before, after)
		}
	}
}
