package provider

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// stored is an object of a state, as [protocol.create] returns it.
type stored = tfprotov6.ApplyResourceChangeResponse

// session is a run of the provider, which Terraform starts for a plan and for an apply.
func (f *fixture) session(t *testing.T) *protocol {
	t.Helper()
	p := newProtocol(t)
	p.configureFor(f)
	return p
}

func oneOf(id string) map[string]tftypes.Value { return map[string]tftypes.Value{"track_id": text(id)} }

func manyOf(ids ...string) map[string]tftypes.Value {
	labels := map[string]tftypes.Value{}
	for _, id := range ids {
		labels[id] = text("label " + id)
	}
	return map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, labels)}
}

// planReplacement plans a replacement as Terraform does, and returns what the deletion
// of the old object is handed. The plan of a tainted one knows nothing of it.
func (p *protocol) planReplacement(name string, old *stored, config map[string]tftypes.Value, tainted bool) []byte {
	p.t.Helper()
	var private []byte
	if !tainted {
		first := p.planned(name, old, config)
		p.noErrors(first.Diagnostics)
		private = first.PlannedPrivate
	}
	second := p.planned(name, &stored{Private: private}, config)
	p.noErrors(second.Diagnostics)
	return second.PlannedPrivate
}

// replace plans a replacement, and deletes the old object in a run of its own.
func (p *protocol) replace(f *fixture, name string, old *stored, config map[string]tftypes.Value, tainted bool) *stored {
	p.t.Helper()
	private := p.planReplacement(name, old, config, tainted)
	run := newProtocol(p.t)
	run.configureFor(f)
	return run.destroy(name, &stored{NewState: old.NewState, Private: private})
}

// destroyed checks that an object was deleted.
func (p *protocol) destroyed(name string, deleted *stored) {
	p.t.Helper()
	p.noErrors(deleted.Diagnostics)
	if len(p.attributesOf(name, deleted.NewState)) > 0 {
		p.t.Error("the deleted object is still in the state")
	}
}

// TestReplacement: a replacement removes nothing that it keeps. What was tainted sends
// only what is missing, and what is replaced on request is saved again.
func TestReplacement(t *testing.T) {
	t.Parallel()
	const asked, is = mockapi.TrackAliased, mockapi.TrackCanonical
	x, y := acctest.TrackID(1), acctest.TrackID(2)
	for name, test := range map[string]struct {
		typeName      string
		before, after map[string]tftypes.Value
		tainted       bool
		want, saved   []string
	}{
		"one track, tainted":         {trackType, oneOf(x), oneOf(x), true, nil, []string{x}},
		"one track":                  {trackType, oneOf(x), oneOf(x), false, []string{put(x)}, []string{x}},
		"another track":              {trackType, oneOf(x), oneOf(y), false, []string{del(x), put(y)}, []string{y}},
		"another track, tainted":     {trackType, oneOf(x), oneOf(y), true, []string{del(x), put(y)}, []string{y}},
		"to the id of the answer":    {trackType, oneOf(asked), oneOf(is), false, []string{put(is)}, []string{is}},
		"to the id that was asked":   {trackType, oneOf(is), oneOf(asked), false, []string{del(is), put(asked)}, []string{is}},
		"many, tainted":              {tracksType, manyOf(x, y), manyOf(x, y), true, nil, []string{x, y}},
		"many":                       {tracksType, manyOf(x, y), manyOf(x, y), false, []string{put(x), put(y)}, []string{x, y}},
		"many, one goes":             {tracksType, manyOf(x, y), manyOf(y), true, []string{del(x)}, []string{y}},
		"many, one comes":            {tracksType, manyOf(x), manyOf(x, y), true, []string{put(y)}, []string{x, y}},
		"many, to the answered id":   {tracksType, manyOf(asked), manyOf(is), false, []string{put(is)}, []string{is}},
		"many, to the id asked for":  {tracksType, manyOf(is), manyOf(asked), false, []string{del(is), put(asked)}, []string{is}},
		"many, of one track, by two": {tracksType, manyOf(asked, is), manyOf(asked, is), false, []string{put(asked), put(is)}, []string{is}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			old := f.session(t).create(test.typeName, test.before)
			private := f.session(t).planReplacement(test.typeName, old, test.after, test.tainted)
			f.ResetRequests()
			p := f.session(t)
			p.destroyed(test.typeName, p.destroy(test.typeName, &stored{NewState: old.NewState, Private: private}))
			created := p.create(test.typeName, test.after)
			p.noErrors(created.Diagnostics)
			if err := f.compareSent(test.want...); err != nil {
				t.Error(err)
			}
			if err := f.holds(test.saved...); err != nil {
				t.Error(err)
			}
			if bytes.Contains(created.Private, []byte(deletionKey)) {
				t.Errorf("the private state holds what its plan told the deletion: %s", created.Private)
			}
			// What is created is as configured, and the next plan is empty.
			got, want := p.attributesOf(test.typeName, created.NewState), test.after
			for attribute := range want {
				if !got[attribute].Equal(want[attribute]) {
					t.Errorf("%s is %s", attribute, got[attribute])
				}
			}
			next := f.session(t).planned(test.typeName, created, test.after)
			if planned := p.attributesOf(test.typeName, next.PlannedState); !maps.EqualFunc(planned, got, tftypes.Value.Equal) {
				t.Errorf("the next plan is not empty: %v", planned)
			}
		})
	}
}

// A track that was not known to be saved when its object was tainted is saved.
func TestReplacement_notKnownToBeSaved(t *testing.T) {
	t.Parallel()
	x := acctest.TrackID(1)
	for typeName, test := range map[string]struct{ state, config map[string]tftypes.Value }{
		trackType:  {oneOf(x), oneOf(x)},
		tracksType: {map[string]tftypes.Value{"tracks": unlabelled(x)}, manyOf(x)},
	} {
		f := startService(t)
		private := f.session(t).planReplacement(typeName, nil, test.config, true)
		p := f.session(t)
		p.destroyed(typeName, p.destroy(typeName, &stored{NewState: p.holding(typeName, test.state).NewState, Private: private}))
		p.noErrors(p.create(typeName, test.config).Diagnostics)
		if err := f.compareSent(put(x)); err != nil {
			t.Errorf("%s: %v", typeName, err)
		}
	}
}

// A deletion that fails in part stays in the state with all that is saved: what its
// successor would have taken over is nobody else's yet.
func TestReplacement_deletionFailsInPart(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x, y, z := acctest.TrackID(1), acctest.TrackID(2), acctest.TrackID(3)
	old := f.session(t).create(tracksType, manyOf(x, y, z))
	f.Fail(mockapi.FaultPlan{
		PathPrefix: "/v1/me/library/tracks/" + y, Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")},
	})
	deleted := f.session(t).replace(f, tracksType, old, manyOf(x), true)
	compareDiagnostics(t, deleted.Diagnostics, []expected{{"", "Some Tracks Could Not Be Saved or Removed", y}})
	if ids := slices.Sorted(maps.Keys(f.session(t).tracksIn(deleted))); !slices.Equal(ids, []string{x, y}) {
		t.Errorf("the state holds %v", ids)
	}
}

// TestReplacement_anotherUser: the deletion of a replaced object is refused with another
// user's credentials, although it would send nothing.
func TestReplacement_anotherUser(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.AddUser("another-user", "Atza|other-token", "")
	x := acctest.TrackID(1)
	for typeName, config := range map[string]map[string]tftypes.Value{trackType: oneOf(x), tracksType: manyOf(x)} {
		old := f.session(t).create(typeName, config)
		private := f.session(t).planReplacement(typeName, old, config, true)
		f.ResetRequests()
		p := newProtocol(t)
		p.configureAs(f, "Atza|other-token")
		deleted := p.destroy(typeName, &stored{NewState: old.NewState, Private: private})
		compareDiagnostics(t, deleted.Diagnostics, []expected{{"", "Wrong Amazon Music Account", "user another-user"}})
		if len(f.sent()) > 0 {
			t.Errorf("sent %v", f.sent())
		}
	}
}

// configureAs configures the provider for another user of the service, with detect_drift.
func (p *protocol) configureAs(f *fixture, accessToken string) {
	p.t.Helper()
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(accessToken),
		"detect_drift": tftypes.NewValue(tftypes.Bool, true),
	}))
}

// The track of an object that was never saved, and whose successor has an unknown one,
// is removed.
func TestReplacement_importedByUnknown(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x := acctest.TrackID(1)
	f.Save(x)
	p := f.session(t)
	imported := p.holding(trackType, oneOf(x))
	private := p.planReplacement(trackType, imported, map[string]tftypes.Value{"track_id": unknownText()}, false)
	p = f.session(t)
	p.destroyed(trackType, p.destroy(trackType, &stored{NewState: imported.NewState, Private: private}))
	if err := f.holds(); err != nil {
		t.Error(err)
	}
}

// TestReplacement_createdFirst: the destruction of the old object is planned after the
// new one was created. It removes what the new one does not have.
func TestReplacement_createdFirst(t *testing.T) {
	t.Parallel()
	x, y := acctest.TrackID(1), acctest.TrackID(2)
	bounded := manyOf(x)
	bounded["max_removals"] = number(0)
	for name, test := range map[string]struct {
		typeName      string
		before, after map[string]tftypes.Value
		want, saved   []string
	}{
		"one track":       {trackType, oneOf(x), oneOf(x), []string{put(x)}, []string{x}},
		"another track":   {trackType, oneOf(x), oneOf(y), []string{put(y), del(x)}, []string{y}},
		"many":            {tracksType, bounded, bounded, []string{put(x)}, []string{x}},
		"many, some stay": {tracksType, manyOf(x, y), manyOf(y), []string{put(y), del(x)}, []string{y}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			old := f.session(t).create(test.typeName, test.before)
			f.ResetRequests()
			p := f.session(t)
			p.noErrors(p.create(test.typeName, test.after).Diagnostics)
			compareDiagnostics(t, p.destroyDeposed(test.typeName, old), nil)
			if err := f.compareSent(test.want...); err != nil {
				t.Error(err)
			}
			if err := f.holds(test.saved...); err != nil {
				t.Error(err)
			}
		})
	}
}

// destroyDeposed plans and makes the destruction of a deposed object.
func (p *protocol) destroyDeposed(name string, old *stored) []*tfprotov6.Diagnostic {
	p.t.Helper()
	plan := p.planned(name, old, nil)
	p.noErrors(plan.Diagnostics)
	deleted := p.destroy(name, &stored{NewState: old.NewState, Private: plan.PlannedPrivate})
	p.destroyed(name, deleted)
	return slices.Concat(plan.Diagnostics, deleted.Diagnostics)
}

// TestReplacement_leftOverBesideUnrelated: a new resource with other tracks is not what
// has replaced a deposed one. (The library was emptied of tracks that the resource of
// the state has.)
func TestReplacement_leftOverBesideUnrelated(t *testing.T) {
	t.Parallel()
	x, y, z := acctest.TrackID(1), acctest.TrackID(2), acctest.TrackID(3)
	for name, test := range map[string]struct {
		created []string
		left    bool
	}{
		"unrelated":            {[]string{z}, true},
		"what has replaced it": {[]string{y, z}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			old := f.session(t).create(tracksType, manyOf(x, y))
			p := f.session(t)
			p.noErrors(p.create(tracksType, manyOf(test.created...)).Diagnostics)
			p.destroyDeposed(tracksType, old)
			if f.IsSaved(x) != test.left || !f.IsSaved(y) {
				t.Errorf("saved are %v", f.SavedIDs())
			}
		})
	}
}

// TestReplacement_leftOver: a deposed object for which nothing was created in this run is
// left over from an earlier one. The object that replaced it may have its tracks, so none
// is removed.
func TestReplacement_leftOver(t *testing.T) {
	t.Parallel()
	x := acctest.TrackID(1)
	const left = "left over"
	for name, steps := range map[string][]string{
		"no new object":               {left},
		"a new one of another kind":   {"create another", left},
		"a new one that failed":       {"fail", left},
		"one new one for two":         {"create", "removed", left},
		"a new one after a left over": {left, left, "create", "removed"},
	} {
		for typeName, config := range map[string]func(string) map[string]tftypes.Value{
			trackType: oneOf, tracksType: func(id string) map[string]tftypes.Value { return manyOf(id, acctest.TrackID(2)) },
		} {
			t.Run(name+", "+typeName, func(t *testing.T) {
				t.Parallel()
				f := startService(t)
				p := f.session(t)
				for i, step := range steps {
					switch step {
					case "create":
						p.noErrors(p.create(typeName, config(acctest.TrackID(100+i))).Diagnostics)
					case "create another":
						p.noErrors(p.create(map[string]string{trackType: tracksType, tracksType: trackType}[typeName],
							map[string]map[string]tftypes.Value{trackType: manyOf(acctest.TrackID(100)), tracksType: oneOf(acctest.TrackID(100))}[typeName]).Diagnostics)
					case "fail":
						missing := map[string]map[string]tftypes.Value{
							trackType: oneOf(mockapi.TrackNotFound), tracksType: manyOf(mockapi.TrackNotFound),
						}
						if failed := p.create(typeName, missing[typeName]); len(failed.Diagnostics) == 0 || len(p.attributesOf(typeName, failed.NewState)) > 0 {
							t.Error("the creation did not fail")
						}
					default:
						old := f.session(t).create(typeName, config(x))
						f.ResetRequests()
						got := p.destroyDeposed(typeName, old)
						if step == left {
							compareDiagnostics(t, got, []expected{{"", "Tracks of a Deposed Object Are Not Removed", x}})
						}
						if f.IsSaved(x) != (step == left) {
							t.Errorf("step %d: saved is %v", i+1, f.IsSaved(x))
						}
					}
				}
			})
		}
	}
}
