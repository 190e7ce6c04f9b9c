package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// describeUnknown makes of two tracks what is no track of the catalog.
func (f *fixture) describeUnknown(withdrawn, upload string) {
	f.Describe(withdrawn, nil)
	f.Describe(upload, map[string]any{"id": "a5e6-upload", "title": "My Demo"})
}

// nullable returns one attribute of each object of a list, "null" where it is null.
func nullable(t *testing.T, list tftypes.Value, attribute string) []string {
	t.Helper()
	var elements []tftypes.Value
	if err := list.As(&elements); err != nil {
		t.Fatal(err)
	}
	found := make([]string, len(elements))
	for i, element := range elements {
		object := map[string]tftypes.Value{}
		if err := element.As(&object); err != nil {
			t.Fatal(err)
		}
		if found[i] = "null"; !object[attribute].IsNull() {
			if err := object[attribute].As(&found[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return found
}

// TestUnknownEntries_dataSources: a list holds every entry, and what is not known of
// one is null.
func TestUnknownEntries_dataSources(t *testing.T) {
	t.Parallel()
	f := startService(t)
	ids := trackIDList(0, 4)
	f.Save(ids[3], ids[2], ids[1], ids[0])
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip", TrackIDs: ids})
	f.describeUnknown(ids[1], ids[2])
	p := newProtocol(t)
	p.configureFor(f)
	for name, config := range map[string]map[string]tftypes.Value{
		"amazonmusic_library": {}, "amazonmusic_playlist": {"id": text("p1")},
	} {
		data, errs := p.readData(name, config)
		if errs != nil {
			t.Fatal(errs)
		}
		if got := nullable(t, data["tracks"], "id"); !slices.Equal(got, []string{ids[0], "null", "null", ids[3]}) {
			t.Errorf("%s: the ids are %q", name, got)
		}
		if got := nullable(t, data["tracks"], "title"); got[1] != "null" || got[2] != "My Demo" {
			t.Errorf("%s: the titles are %q", name, got)
		}
	}
	f.AddPlaylist(mockapi.Playlist{ID: "p2", Title: "Not Understood"})
	f.AddPlaylist(mockapi.Playlist{ID: "p3", Title: "Last"})
	f.SetListingLie(mockapi.LieNullNode)
	data, errs := p.readData("amazonmusic_playlists", nil)
	if errs != nil {
		t.Fatal(errs)
	}
	if got := nullable(t, data["playlists"], "id"); !slices.Equal(got, []string{"p1", "null", "p3"}) {
		t.Errorf("the playlists are %q", got)
	}
	// A playlist is found by its title among the others.
	if data, errs = p.readData("amazonmusic_playlist", map[string]tftypes.Value{"title": text("Last")}); errs != nil {
		t.Fatal(errs)
	} else if !data["id"].Equal(text("p3")) {
		t.Errorf("found %s", data["id"])
	}
}

// TestUnknownEntries_query: what has no id cannot be managed. It is left out, and
// counted in a warning.
func TestUnknownEntries_query(t *testing.T) {
	t.Parallel()
	f := startService(t)
	ids := trackIDList(0, 250)
	f.Save(ids...)
	f.describeUnknown(ids[1], ids[200])
	for i := range 3 {
		f.AddPlaylist(mockapi.Playlist{ID: fmt.Sprint("p", i), Title: "T"})
	}
	p := newProtocol(t)
	p.configureFor(f)
	tracks := p.query(trackType, 1000, false)
	f.SetListingLie(mockapi.LieNullNode)
	playlists := p.query(playlistType, 1000, false)
	for what, test := range map[string]struct {
		results []tfprotov6.ListResourceResult
		listed  int
		want    string
	}{
		"tracks":    {tracks, 248, "2 results were left out"},
		"playlists": {playlists, 2, "1 result was left out"},
	} {
		if len(test.results) != test.listed+1 {
			t.Fatalf("%s: %d results", what, len(test.results))
		}
		last := test.results[test.listed]
		if len(last.Diagnostics) != 1 || last.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning || last.Identity != nil {
			t.Fatalf("%s: the last result is %+v", what, last)
		}
		compareDiagnostics(t, last.Diagnostics, []expected{{"", "Results Left Out", test.want}})
	}
}

// TestUnknownEntries_drift: tracks that are saved are found among what is not known,
// and those writes that need to know whose library it is are not held up.
func TestUnknownEntries_drift(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SeedPlaylists(1)
	f.SetListingLie(mockapi.LieNullNode)
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
		"detect_drift": tftypes.NewValue(tftypes.Bool, true),
	}))
	created := p.create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)})
	p.noErrors(created.Diagnostics)
	many := p.create(tracksType, tracksOf(2))
	p.noErrors(many.Diagnostics)
	f.SetListingLie(mockapi.LieNone)
	f.Remove(slices.Sorted(maps.Keys(numbered(0, 2)))...)
	ids := trackIDList(10, 12)
	f.Save(ids...)
	f.describeUnknown(ids[0], ids[1])
	resp, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: trackType, CurrentState: created.NewState, Private: created.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	compareDiagnostics(t, resp.Diagnostics, nil)
	if got := p.stringIn(resp.NewState, p.resourceType(trackType), "save_state"); got != "SAVED" {
		t.Errorf("the track is %q", got)
	}
	// What is not known is none of those that are gone.
	resp, err = p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: tracksType, CurrentState: many.NewState, Private: many.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	compareDiagnostics(t, resp.Diagnostics, nil)
	value, err := resp.NewState.Unmarshal(p.resourceType(tracksType))
	state, tracks := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if err != nil || value.As(&state) != nil || state["tracks"].As(&tracks) != nil || len(tracks) != 2 {
		t.Fatalf("the state is %s, %v", value, err)
	}
	for id, label := range tracks {
		if !label.IsNull() {
			t.Errorf("track %s is found, as %s", id, label)
		}
	}
}

// TestUnknownEntries_playlist: a playlist shows what is not known by its entry ids,
// and an apply removes that and nothing else.
func TestUnknownEntries_playlist(t *testing.T) {
	t.Parallel()
	for name, itemIDs := range map[string]bool{"cursors": false, "item ids": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.SetItemIDs(itemIDs)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			ids := trackIDList(0, 4)
			p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Road Trip"), "track_ids": texts(ids...)}))
			f.describeUnknown(ids[1], ids[2])
			p.noErrors(m.read())
			held := m.trackIDs()
			if len(held) != 4 || held[0] != ids[0] || held[3] != ids[3] ||
				!strings.HasPrefix(held[1], "unknown:") || !strings.HasPrefix(held[2], "unknown:") || held[1] == held[2] {
				t.Fatalf("the state holds %q", held)
			}
			f.ResetRequests()
			p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Road Trip"), "track_ids": texts(ids[0], ids[3])}))
			if got, err := f.onlyPlaylist("Road Trip"); err != nil || !slices.Equal(got.TrackIDs, []string{ids[0], ids[3]}) {
				t.Errorf("the playlist holds %q, %v", got.TrackIDs, err)
			}
			for _, r := range f.Requests() {
				if r.Method == http.MethodPut {
					t.Errorf("sent %s %s", r.Method, r.Body)
				}
			}
		})
	}
}

// TestUnknownEntries_noEntryID: an entry without an entry id is read.
func TestUnknownEntries_noEntryID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	id := f.AddPlaylist(mockapi.Playlist{Title: "Road Trip", TrackIDs: trackIDList(0, 2)})
	f.Fail(mockapi.FaultPlan{Method: http.MethodGet, PathPrefix: "/v1/playlists/" + id + "/tracks", Faults: []mockapi.Fault{
		mockapi.Answer(http.StatusOK, "application/json", `{"data":{"playlist":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[{"node":{"id":"B000000000"}},null]}}}}`),
	}})
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData(playlistType, map[string]tftypes.Value{"id": text(id)})
	if errs != nil {
		t.Fatal(errs)
	}
	if got := nullable(t, data["tracks"], "id"); !slices.Equal(got, []string{"B000000000", "null"}) {
		t.Errorf("the tracks are %q", got)
	}
}
