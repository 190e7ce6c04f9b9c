package provider

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// withArguments completes a configuration.
func withArguments(config, more map[string]tftypes.Value) map[string]tftypes.Value {
	config = maps.Clone(config)
	maps.Copy(config, more)
	return config
}

func isFalse() tftypes.Value { return tftypes.NewValue(tftypes.Bool, false) }

// TestPlaylist_twoBlocks: the second block of a plan for one playlist is told.
func TestPlaylist_twoBlocks(t *testing.T) {
	t.Parallel()
	f := startService(t)
	id := f.AddPlaylist(mockapi.Playlist{Title: "Road Trip"})
	p := newProtocol(t)
	p.configureFor(f)
	first, _ := p.imported(id)
	second, _ := p.imported(id)
	config := roadTrip()
	for range 2 {
		compareDiagnostics(t, first.plan(config).Diagnostics, nil)
	}
	compareDiagnostics(t, second.plan(config).Diagnostics, []expected{
		{"", "Playlist in More Than One Block", "manages playlist Road Trip \\(" + id + "\\) too.*deletes the playlist for both.*destroy = false"},
	})
}

// TestPlaylist_begin: a plan that begins to manage the tracks says which of them go, with
// their titles, and that is what the apply removes.
func TestPlaylist_begin(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Describe("B000000002", map[string]any{"id": "B000000002", "title": "Second", "artists": []map[string]any{{"name": "A"}, {"name": "B"}}})
	f.Describe("B000000003", nil)
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Road Trip")}))
	f.changePlaylist(t, "Road Trip", func(pl *mockapi.Playlist) { pl.TrackIDs = trackIDList(1, 4) })()
	p.noErrors(m.read())
	unknown := tftypes.NewValue(listOfText, []tftypes.Value{text("B000000001"), unknownText()})
	compareDiagnostics(t, m.plan(withArguments(roadTrip(), map[string]tftypes.Value{"track_ids": unknown})).Diagnostics, []expected{
		{"", "Tracks Will Be Removed From a Playlist", "removes what track_ids does not have. Which tracks that are is known only during the apply"},
	})
	compareDiagnostics(t, m.plan(withArguments(roadTrip("B000000001"), map[string]tftypes.Value{"exclusive": isFalse()})).Diagnostics, nil)
	compareDiagnostics(t, m.plan(roadTrip("B000000001")).Diagnostics, []expected{{
		"", "Tracks Will Be Removed From a Playlist",
		`begins to manage all tracks of playlist Road Trip.*: 2 entries: Second – A, B \(B000000002\), unknown:\S+\. To keep them`,
	}})
	p.noErrors(m.apply(roadTrip("B000000001")))
	if got, err := f.onlyPlaylist("Road Trip"); err != nil || !slices.Equal(got.TrackIDs, []string{"B000000001"}) {
		t.Errorf("the playlist holds %v, %v", got.TrackIDs, err)
	}
}

// TestPlaylist_end: a plan that no longer manages the tracks says that they stay.
func TestPlaylist_end(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	p.noErrors(m.apply(roadTrip("B000000001", "B000000002")))
	f.ResetRequests()
	compareDiagnostics(t, m.apply(map[string]tftypes.Value{"title": text("Road Trip")}), []expected{
		{"", "Tracks Stay in the Playlist", "not managed any more. 2 tracks stay in it"},
	})
	if sent := f.sent(); len(sent) > 0 || !m.attributes()["track_ids"].IsNull() {
		t.Errorf("sent %q, the state holds %s", sent, m.attributes()["track_ids"])
	}
}

// TestPlaylist_unknownArguments: what is not known yet stays unknown in a plan.
func TestPlaylist_unknownArguments(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{"api_key": text("key"), "access_token": text("Atza|x")}))
	unknown := map[string]tftypes.Value{
		"title": unknownText(), "description": unknownText(), "visibility": unknownText(),
		"track_ids": tftypes.NewValue(listOfText, tftypes.UnknownValue), "exclusive": tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue),
	}
	compareDiagnostics(t, p.newManaged().plan(unknown).Diagnostics, nil)
	planned := p.attributesOf(playlistType, p.newManaged().plan(map[string]tftypes.Value{"title": text("T")}).PlannedState)
	if !planned["visibility"].Equal(text("PRIVATE")) {
		t.Errorf("left out, the visibility is planned as %s", planned["visibility"])
	}
}

// TestPlaylist_withoutURL: what the service leaves out is null after an update that
// sends nothing, too.
func TestPlaylist_withoutURL(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.HideUserID(true)
	id := f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip"})
	f.answerPlaylist(http.MethodGet, id, 0, http.StatusOK, `{"data":{"playlist":{"id":"p1","title":"Road Trip","visibility":"PRIVATE"}}}`)
	p := newProtocol(t)
	p.configureFor(f)
	m, found := p.imported(id)
	p.noErrors(found)
	f.ResetRequests()
	p.noErrors(m.apply(withArguments(roadTrip(), map[string]tftypes.Value{"exclusive": isFalse()})))
	if sent := f.sent(); len(sent) > 0 || !m.attributes()["url"].IsNull() || !m.attributes()["user_id"].IsNull() {
		t.Errorf("sent %q, the state is %v", sent, m.attributes())
	}
}

// TestPlaylist_wasThereBefore: a playlist of this title is named, and not taken over.
func TestPlaylist_wasThereBefore(t *testing.T) {
	t.Parallel()
	f := startService(t)
	before := f.AddPlaylist(mockapi.Playlist{Title: "e\u0301te\u0301", Description: "a\r\nb", TrackIDs: trackIDList(0, 1)})
	f.AddPlaylist(mockapi.Playlist{Title: "\u00e9t\u00e9", Description: "another"})
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	compareDiagnostics(t, m.apply(map[string]tftypes.Value{"title": text("\u00e9t\u00e9"), "description": text("a\nb")}), []expected{{
		"", "Playlist of This Title Was There Before", "already had 1 playlist with.*" + before + ".*terraform import ADDRESS " + before,
	}})
	if got, _ := f.Playlist(before); m.id() == before || !slices.Equal(got.TrackIDs, trackIDList(0, 1)) {
		t.Errorf("created %s, and %s holds %v", m.id(), before, got.TrackIDs)
	}
	// Those of this run are no surprise.
	if found := warningsIn(p.newManaged().apply(map[string]tftypes.Value{"title": text("\u00e9t\u00e9"), "description": text("a\nb")})); len(found) != 1 ||
		strings.Contains(found[0], m.id()) {
		t.Errorf("the warnings are %q", found)
	}
}
