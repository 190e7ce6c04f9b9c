package provider

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestPlaylistData(t *testing.T) {
	t.Parallel()
	f := startService(t)
	tracks := append(trackIDList(0, 230), "B000000000")
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip", TrackIDs: tracks})
	f.AddPlaylist(mockapi.Playlist{ID: "p2", Title: "Twice"})
	f.AddPlaylist(mockapi.Playlist{ID: "p3", Title: "Twice"})
	p := newProtocol(t)
	p.configureFor(f)
	for _, config := range []map[string]tftypes.Value{{"id": text("p1")}, {"title": text("Road Trip")}} {
		f.ResetRequests()
		data, errs := p.readData(playlistType, config)
		if errs != nil {
			t.Fatal(errs)
		}
		got := textsOf(t, data["tracks"], "id")
		if !slices.Equal(got, tracks) || !data["id"].Equal(text("p1")) || !data["title"].Equal(text("Road Trip")) {
			t.Errorf("%d tracks, id %s, title %s", len(got), data["id"], data["title"])
		}
		if n := len(f.Requests()); n != 4 {
			t.Errorf("%d requests", n)
		}
	}
}

func TestPlaylistData_fail(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip", TrackIDs: trackIDList(0, 150)})
	f.AddPlaylist(mockapi.Playlist{ID: "p2", Title: "Twice"})
	f.AddPlaylist(mockapi.Playlist{ID: "p3", Title: "Twice"})
	f.AddUser("another-user", "", "").AddPlaylist(mockapi.Playlist{ID: "theirs", Title: "Theirs"})
	for name, test := range map[string]struct {
		config map[string]tftypes.Value
		before func()
		want   []string
	}{
		"several":     {map[string]tftypes.Value{"title": text("Twice")}, nil, []string{"Unable to Read Playlist", `The playlist "Twice"`, "2 of your playlists", "p2 .*p3"}},
		"none":        {map[string]tftypes.Value{"title": text("road trip")}, nil, []string{`None of your 3 playlists`, `p1 "Road Trip"`}},
		"unknown id":  {map[string]tftypes.Value{"id": text("p9")}, nil, []string{"Playlist p9", "HTTP 404 Not Found, code RESOURCE_NOT_FOUND"}},
		"a link":      {map[string]tftypes.Value{"id": text("https://music.amazon.com/my/playlists/x")}, nil, []string{"is not the id of a playlist"}},
		"theirs, 404": {map[string]tftypes.Value{"id": text("theirs")}, func() { f.SetForeignPlaylists(404) }, []string{"Playlist theirs", "HTTP 404"}},
		"theirs, 403": {map[string]tftypes.Value{"id": text("theirs")}, func() { f.SetForeignPlaylists(403) }, []string{"Playlist theirs", "HTTP 403"}},
		"a broken page": {map[string]tftypes.Value{"id": text("p1")}, func() {
			f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/playlists/p1/tracks", Skip: 1, Faults: []mockapi.Fault{
				mockapi.Answer(http.StatusOK, "application/json", `{"data":{"playlist":{"tracks":{"pageInfo":{},"edges":[{"node":{}}]}}}}`),
			}})
		}, []string{"GET /v1/playlists/p1/tracks failed", "does not say whether it goes on"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProtocol(t)
			p.configureFor(f)
			if test.before != nil {
				test.before()
			}
			_, errs := p.readData(playlistType, test.config)
			if found := strings.Join(errs, "\n"); len(errs) != 1 || !matchText(test.want...).MatchString(found) {
				t.Error(found)
			}
		})
	}
}

func TestAccPlaylistData(t *testing.T) {
	const address = "data.amazonmusic_playlist.road_trip"
	f := startService(t)
	f.AddPlaylist(mockapi.Playlist{
		Title:       "Road Trip",
		Description: "Windows down",
		TrackIDs:    []string{mockapi.TrackKaneTrain, mockapi.TrackBare},
	})
	f.SeedPlaylists(0)
	f.AddPlaylist(mockapi.Playlist{
		Title:       "Road Trip",
		Description: "Windows down",
		TrackIDs:    []string{mockapi.TrackKaneTrain, mockapi.TrackBare},
	})
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `
data "amazonmusic_playlist" "road_trip" {
  title = "Road Trip"
}
resource "amazonmusic_library_tracks" "road_trip" {
  tracks = { for t in data.amazonmusic_playlist.road_trip.tracks : t.id => t.title == null ? "" : t.title }
}
`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("track_count"), knownvalue.Int64Exact(2)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("description"),
					knownvalue.StringExact("Windows down")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("visibility"), knownvalue.StringExact("PRIVATE")),
				statecheck.ExpectKnownValue("amazonmusic_library_tracks.road_trip", tfjsonpath.New("tracks"),
					knownvalue.MapExact(map[string]knownvalue.Check{
						mockapi.TrackKaneTrain: knownvalue.StringExact("Kane Train"), mockapi.TrackBare: knownvalue.StringExact(""),
					})),
			},
		}},
	})
}
