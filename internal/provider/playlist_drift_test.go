package provider

import (
	"errors"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestAccPlaylist_drift changes everything in the app. Each change shows in the
// plan, and applying takes it back.
func TestAccPlaylist_drift(t *testing.T) {
	f := startService(t)
	a, b, c := "B000000001", "B000000002", "B000000003"
	config := f.block() + playlistConfig(`description = "mine"`, `visibility = "PUBLIC"`, trackIDsArgument(a, b, c))
	check := f.checkPlaylist(mockapi.Playlist{
		Title: "Road Trip", Description: "mine", Visibility: "PUBLIC", TrackIDs: []string{a, b, c},
	})
	steps := []resource.TestStep{{Config: config, Check: check}}
	for _, change := range []func(*mockapi.Playlist){
		func(p *mockapi.Playlist) { p.Title = "Renamed" },
		func(p *mockapi.Playlist) { p.Description, p.Visibility = "", "PRIVATE" },
		func(p *mockapi.Playlist) { p.TrackIDs = []string{c, a, b} },
		func(p *mockapi.Playlist) { p.TrackIDs = []string{a, a, "B000000009", b, c} },
		func(p *mockapi.Playlist) { p.TrackIDs = []string{a, c} },
		func(p *mockapi.Playlist) { *p = mockapi.Playlist{ID: p.ID, Title: "x", Visibility: "PRIVATE"} },
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				p := f.Playlists()[0]
				change(&p)
				f.SetPlaylist(p)
			},
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: expectAction(playlistAddress, plancheck.ResourceActionUpdate)},
			Check:            check,
		})
	}
	acceptance(t, resource.TestCase{Steps: steps, CheckDestroy: f.noPlaylists})
}

func TestAccPlaylist_deletedInTheApp(t *testing.T) {
	f := startService(t)
	config := f.block() + playlistConfig(trackIDsArgument("B000000001"))
	remove := func() {
		for _, p := range f.Playlists() {
			f.DeletePlaylist(p.ID)
		}
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: remove,
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: expectAction(playlistAddress, plancheck.ResourceActionCreate),
				},
				Check: f.checkPlaylist(mockapi.Playlist{
					Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{"B000000001"},
				}),
			},
			// Destroying what is gone already is done.
			{PreConfig: remove, Config: config, Destroy: true},
		},
		CheckDestroy: f.noPlaylists,
	})
}

// An entry that is no track any more shows in the plan, and applying removes it.
func TestAccPlaylist_unknownEntry(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + playlistConfig(trackIDsArgument(trackIDList(0, 3)...))},
			{
				PreConfig:    func() { f.Describe("B000000001", nil) },
				RefreshState: true,
				Check: resource.TestMatchResourceAttr(playlistAddress, "track_ids.1",
					regexp.MustCompile(`^unknown:.+`)),
				ExpectNonEmptyPlan: true,
			},
			{
				Config:           f.block() + playlistConfig(trackIDsArgument("B000000000", "B000000002")),
				Check:            f.checkPlaylist(mockapi.Playlist{Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{"B000000000", "B000000002"}}),
				ConfigPlanChecks: emptyPlan(),
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}

// Without track_ids the tracks are whoever's they are.
func TestAccPlaylist_tracksNotManaged(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + playlistConfig(),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("track_ids"), knownvalue.Null()),
				},
				ConfigPlanChecks: emptyPlan(),
			},
			{
				PreConfig: f.changePlaylist(t, "Road Trip", func(p *mockapi.Playlist) {
					p.TrackIDs = []string{"B000000001"}
				}),
				Config:           f.block() + playlistConfig(),
				ConfigPlanChecks: emptyPlan(),
			},
			{
				Config: f.block() + playlistConfig(`description = "x"`),
				Check: f.checkPlaylist(mockapi.Playlist{
					Title: "Road Trip", Description: "x", Visibility: "PRIVATE", TrackIDs: []string{"B000000001"},
				}),
			},
			{
				// Managed from now on. The apply reads the list once more than another one, to
				// warn of what goes.
				Config:           f.block() + playlistConfig(trackIDsArgument("B000000002")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{resetRequests{f}}},
				Check: func(*terraform.State) error {
					one := "/v1/playlists/" + f.Playlists()[0].ID
					return errors.Join(
						f.compareSent("GET "+one+"/tracks", "GET "+one+"/tracks", "PUT "+one+"/tracks", "GET "+one+"/tracks",
							"DELETE "+one+"/tracks", "PUT "+one, "GET "+one),
						f.checkPlaylist(mockapi.Playlist{Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{"B000000002"}})(nil),
					)
				},
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}
