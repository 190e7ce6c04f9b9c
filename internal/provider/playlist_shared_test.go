package provider

import (
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// sharedTrip is a configuration of a playlist that others change too.
func sharedTrip(trackIDs ...string) map[string]tftypes.Value {
	return withArguments(roadTrip(trackIDs...), map[string]tftypes.Value{"exclusive": isFalse()})
}

func (f *fixture) wantTracks(t *testing.T, want ...string) {
	t.Helper()
	if got, err := f.onlyPlaylist("Road Trip"); err != nil || !slices.Equal(got.TrackIDs, want) {
		t.Errorf("the playlist holds %v, wanted %v, %v", got.TrackIDs, want, err)
	}
}

func (f *fixture) setTracks(t *testing.T, ids ...string) {
	t.Helper()
	f.changePlaylist(t, "Road Trip", func(p *mockapi.Playlist) { p.TrackIDs = ids })()
}

// TestAccPlaylist_shared: with exclusive = false the named tracks are kept, and what
// others do beside them is not touched.
func TestAccPlaylist_shared(t *testing.T) {
	f := startService(t)
	a, b, c, theirs := "B000000001", "B000000002", "B000000003", "B000000009"
	config := func(ids ...string) string {
		return f.block() + playlistConfig("exclusive = false", trackIDsArgument(ids...))
	}
	holds := func(ids ...string) resource.TestCheckFunc {
		return f.checkPlaylist(mockapi.Playlist{Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: ids})
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config(a, b), Check: holds(a, b), ConfigPlanChecks: emptyPlan()},
			{
				// Others add and reorder.
				PreConfig:         func() { f.setTracks(t, b, theirs, a) },
				Config:            config(a, b),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{tracksInState(a, b)},
			},
			{
				// One that is missing is added at the end, one that is no longer named goes.
				PreConfig:        func() { f.setTracks(t, theirs, a) },
				Config:           config(c, b),
				Check:            holds(theirs, c, b),
				ConfigPlanChecks: emptyPlan(),
			},
			{
				// Terraform's alone again.
				Config:           f.block() + playlistConfig(trackIDsArgument(c, b)),
				Check:            holds(c, b),
				ConfigPlanChecks: emptyPlan(),
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}

// TestPlaylist_sharedRemovalFails: what could not be removed is removed by the next
// apply.
func TestPlaylist_sharedRemovalFails(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	p.noErrors(m.apply(sharedTrip("B000000001", "B000000002")))
	f.setTracks(t, "B000000001", "B000000009", "B000000002")
	f.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")}})
	compareDiagnostics(t, m.apply(sharedTrip("B000000001")), []expected{{"", "Unable to Change the Tracks of a Playlist", "code FORBIDDEN"}})
	f.ClearFaults()
	p.noErrors(m.read())
	if got := m.trackIDs(); !slices.Equal(got, []string{"B000000001", "B000000002"}) {
		t.Errorf("the state holds %v", got)
	}
	p.noErrors(m.apply(sharedTrip("B000000001")))
	f.wantTracks(t, "B000000001", "B000000009")
}

// TestPlaylist_becomesShared: what others have added to an exclusive playlist stays where
// it becomes shared, also after a refresh or an import has seen it.
func TestPlaylist_becomesShared(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	p.noErrors(m.apply(roadTrip("B000000001", "B000000002")))
	f.setTracks(t, "B000000001", "B000000009", "B000000002")
	p.noErrors(m.read())
	imported, found := p.imported(m.id())
	p.noErrors(found)
	for name, m := range map[string]*managed{"refreshed": m, "imported": imported} {
		f.ResetRequests()
		plan := m.plan(sharedTrip("B000000001", "B000000002"))
		warnings := warningsIn(plan.Diagnostics)
		if !slices.ContainsFunc(warnings, matchText("Tracks Stay in the Playlist: ", "1 entry: B000000009").MatchString) {
			t.Errorf("%s: the warnings are %q", name, warnings)
		}
		p.noErrors(m.apply(sharedTrip("B000000001", "B000000002")))
		for _, r := range f.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("%s: sent %s %s", name, r.Method, r.Path)
			}
		}
		p.noErrors(m.read())
		if got := m.trackIDs(); !slices.Equal(got, []string{"B000000001", "B000000002"}) {
			t.Errorf("%s: the state holds %v", name, got)
		}
	}
	// And back: the plan says what goes.
	warnings := warningsIn(imported.plan(roadTrip("B000000001", "B000000002")).Diagnostics)
	if !slices.ContainsFunc(warnings, matchText("Tracks Will Be Removed From a Playlist: ", `1 entry: .*\(B000000009\)`).MatchString) {
		t.Errorf("the warnings are %q", warnings)
	}
}
