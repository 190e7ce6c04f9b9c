package provider

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestListPlaylists(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ playlists, limit, results, requests int }{
		{0, 1000, 0, 1}, {1, 1000, 1, 1}, {250, 1000, 250, 3}, {250, 30, 30, 1}, {250, 101, 101, 2}, {250, 0, 250, 3},
	} {
		t.Run(fmt.Sprintf("%d to %d", test.playlists, test.limit), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			for i := range test.playlists {
				f.AddPlaylist(mockapi.Playlist{ID: fmt.Sprint("p", i), Title: fmt.Sprint("Playlist ", i)})
			}
			p := newProtocol(t)
			p.configureFor(f)
			results := p.query(playlistType, int64(test.limit), false)
			if len(results) != test.results || len(f.Requests()) != test.requests {
				t.Fatalf("%d results, %d requests", len(results), len(f.Requests()))
			}
			identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
			for i, result := range results {
				p.noErrors(result.Diagnostics)
				got := p.stringIn(result.Identity.IdentityData, identity, "id")
				if got != fmt.Sprint("p", i) || result.DisplayName != fmt.Sprint("Playlist ", i) {
					t.Fatalf("result %d is %s, %s", i, got, result.DisplayName)
				}
			}
		})
	}
}

func TestListPlaylists_withResources(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip", Visibility: "PUBLIC", TrackIDs: trackIDList(0, 150)})
	f.AddPlaylist(mockapi.Playlist{ID: "p2", Title: "Gone"})
	f.Fail(mockapi.FaultPlan{
		PathPrefix: "/v1/playlists/p2",
		Faults:     []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")},
	})
	p := newProtocol(t)
	p.configureFor(f)
	results := p.query(playlistType, 10, true)
	if len(results) != 2 {
		t.Fatalf("%d results", len(results))
	}
	m := &managed{p: p, state: results[0].Resource}
	got := m.trackIDs()
	if !slices.Equal(got, trackIDList(0, 150)) || !m.attributes()["visibility"].Equal(text("PUBLIC")) {
		t.Errorf("%d tracks", len(got))
	}
	compareDiagnostics(t, results[1].Diagnostics, []expected{
		{"", "Unable to Read Playlist", "Playlist p2 could not be read.*HTTP 403"},
	})
}

func TestListPlaylists_yieldsErrors(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SeedPlaylists(250)
	f.Fail(mockapi.FaultPlan{
		Method: http.MethodGet,
		Skip:   2,
		Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "enough")},
	})
	p := newProtocol(t)
	p.configureFor(f)
	results := p.query(playlistType, 1000, false)
	if len(results) != 201 {
		t.Fatalf("%d results", len(results))
	}
	compareDiagnostics(t, results[200].Diagnostics, []expected{
		{"", "Unable to List Playlists", "HTTP 403 Forbidden, code FORBIDDEN: enough"},
	})
}

// An import reads the whole playlist, so that the next plan is empty.
func TestAccPlaylist_import(t *testing.T) {
	f := startService(t)
	f.AddPlaylist(mockapi.Playlist{
		ID: "p1", Title: "Road Trip", Visibility: "PUBLIC", TrackIDs: []string{"B000000001", "B000000002"},
	})
	imported := f.block() + "import {\n  to = " + playlistAddress + "\n  id = \"p1\"\n}\n"
	config := playlistConfig(`visibility = "PUBLIC"`, trackIDsArgument("B000000001", "B000000002"))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: imported + config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply:             expectAction(playlistAddress, plancheck.ResourceActionNoop),
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{tracksInState("B000000001", "B000000002")},
			},
			{
				Config:            f.block() + config,
				ResourceName:      playlistAddress,
				ImportState:       true,
				ImportStateId:     "p1",
				ImportStateVerify: true,
			},
			{
				Config:        f.block() + config,
				ResourceName:  playlistAddress,
				ImportState:   true,
				ImportStateId: "my/playlists/b2c6606b",
				ExpectError:   matchText("Invalid Playlist ID", "is not the id of a playlist", "terraform query"),
			},
			{
				Config: f.block() + config, ResourceName: playlistAddress, ImportState: true, ImportStateId: "p9",
				ExpectError: matchText("Cannot import non-existent remote object"),
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}

func TestAccPlaylist_importByIdentity(t *testing.T) {
	acctest.Require(t, cli.Identity)
	f := startService(t)
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip", TrackIDs: []string{"B000000001"}})
	imported := f.block() + "import {\n  to = " + playlistAddress + "\n  identity = {\n    id = \"p1\"\n  }\n}\n"
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: imported + playlistConfig(trackIDsArgument("B000000001")),
				Check: func(*terraform.State) error {
					for _, r := range f.Requests() {
						if r.Method != http.MethodGet {
							return fmt.Errorf("%s %s was sent", r.Method, r.Path)
						}
					}
					return nil
				},
			},
		},
	})
}
