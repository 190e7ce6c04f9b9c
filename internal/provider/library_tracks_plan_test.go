package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestLibraryTracksPlan_removals: a plan says how many tracks it removes and which, as
// a warning above ten, and as an error above max_removals.
func TestLibraryTracksPlan_removals(t *testing.T) {
	t.Parallel()
	f := startService(t)
	setup := newProtocol(t)
	setup.configureFor(f)
	limited := func(tracks int, most any) map[string]tftypes.Value {
		config := tracksOf(tracks)
		config["max_removals"] = number(most)
		return config
	}
	const ten = "label .B000000020., .*label .B000000029."
	var (
		warning = func(detail string) []expected { return []expected{{"", "Many Tracks Will Be Removed", detail}} }
		failure = func(detail string) []expected { return []expected{{"", "Too Many Removals", detail}} }
	)
	for name, test := range map[string]struct {
		before, after map[string]tftypes.Value // nil destroys
		want          []expected
	}{
		"none":                      {tracksOf(30), tracksOf(40), nil},
		"ten":                       {tracksOf(30), tracksOf(20), nil},
		"eleven":                    {tracksOf(30), tracksOf(19), warning("removes 11 tracks .*label .B000000019., .*, and 1 more. Set max_removals")},
		"destroyed":                 {tracksOf(11), nil, warning("removes 11 tracks")},
		"as many as the limit":      {limited(30, 20), limited(10, 20), nil},
		"more than the limit":       {tracksOf(30), limited(20, 9), failure("removes 10 tracks .*" + ten + ".*max_removals is 9")},
		"none may go":               {tracksOf(30), limited(29, 0), failure("removes 1 track .*label .B000000029.")},
		"destroyed above the limit": {limited(30, 9), nil, failure("removes 30 tracks .*, and 20 more.*first raise max_removals.*deposed.*terraform state rm")},
		"limit not known yet":       {tracksOf(30), limited(10, tftypes.UnknownValue), nil},
	} {
		t.Run(name, func(t *testing.T) {
			created := setup.create(tracksType, test.before)
			setup.noErrors(created.Diagnostics)
			p := newProtocol(t)
			p.configureFor(f)
			compareDiagnostics(t, p.plan(tracksType, created, test.after), test.want)
			setup.noErrors(setup.destroy(tracksType, created).Diagnostics)
		})
	}
}

// TestLibraryTracksPlan_removalsOfReplaced: the bound holds for an object that is
// replaced too. The plan of a tainted one does not see it, and its deletion counts.
func TestLibraryTracksPlan_removalsOfReplaced(t *testing.T) {
	t.Parallel()
	f := startService(t)
	setup := newProtocol(t)
	setup.configureFor(f)
	limited := func(tracks int, most any) map[string]tftypes.Value {
		config := tracksOf(tracks)
		config["max_removals"] = number(most)
		return config
	}
	unknown := limited(0, 5)
	unknown["tracks"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, tftypes.UnknownValue)
	refused := []expected{{"", "Too Many Removals", "removes 25 tracks of this resource from the library: .*max_removals is 5"}}
	for name, test := range map[string]struct {
		after map[string]tftypes.Value
		want  []expected
		left  int
	}{
		"as many as the limit":  {limited(5, 25), nil, 5},
		"more than the limit":   {limited(5, 5), refused, 30},
		"no limit":              {tracksOf(5), nil, 5},
		"tracks not known yet":  {unknown, []expected{{"", "Too Many Removals", "removes 30 tracks"}}, 30},
		"none of them is taken": {limited(40, 0), nil, 30},
		"none may be taken":     {limited(29, 0), []expected{{"", "Too Many Removals", "removes 1 track .*max_removals is 0"}}, 30},
	} {
		t.Run(name, func(t *testing.T) {
			created := setup.create(tracksType, limited(30, 5))
			setup.noErrors(created.Diagnostics)
			p := newProtocol(t)
			p.configureFor(f)
			deleted := p.replace(f, tracksType, created, test.after, true)
			compareDiagnostics(t, deleted.Diagnostics, test.want)
			if n := len(f.SavedIDs()); n != test.left {
				t.Errorf("%d tracks are left", n)
			}
			setup.noErrors(setup.destroy(tracksType, created).Diagnostics)
		})
	}
}

// TestLibraryTracksPlan_drift: a plan names the tracks that are gone, also where the
// diff shows nothing because the label is empty.
func TestLibraryTracksPlan_drift(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
		"detect_drift": tftypes.NewValue(tftypes.Bool, true),
	}))
	many := map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{
		"B000000001": text(""), "B000000002": text("Two"), "B000000003": text("Three"),
	})}
	one := map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}
	created := map[string]*tfprotov6.ApplyResourceChangeResponse{tracksType: p.create(tracksType, many), trackType: p.create(trackType, one)}
	f.Remove("B000000001", "B000000002", mockapi.TrackKaneTrain)
	for typeName, test := range map[string]struct {
		config map[string]tftypes.Value
		want   string
	}{
		tracksType: {many, `2 tracks are no longer in the library.*B000000001, Two .B000000002.\. This plan saves them again`},
		trackType:  {one, `1 track is no longer in the library.*Kane Train .` + mockapi.TrackKaneTrain},
	} {
		refreshed, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: typeName, CurrentState: created[typeName].NewState, Private: created[typeName].Private,
		})
		if err != nil {
			t.Fatal(err)
		}
		p.noErrors(refreshed.Diagnostics)
		compareDiagnostics(t, p.plan(typeName, &tfprotov6.ApplyResourceChangeResponse{
			NewState: refreshed.NewState, Private: refreshed.Private,
		}, test.config), []expected{{"", "Tracks Removed Outside Terraform", test.want}})
	}
}
