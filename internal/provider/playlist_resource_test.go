package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// playlistShapes are the choices that the documentation leaves open.
var playlistShapes = map[string]func(*fixture){
	"JSON, full answers": func(*fixture) {},
	"empty objects, 50 tracks a request": func(f *fixture) {
		f.SetPlaylistAnswers(mockapi.AnswerEmptyObject)
		f.SetPlaylistBatch(50)
	},
	"a form, no content": func(f *fixture) {
		f.SetPlaylistUpdates(mockapi.BodyForm, 400)
		f.SetPlaylistAnswers(mockapi.AnswerNoContent)
		f.SetCursorStyle(mockapi.CursorEdge)
	},
}

// The life of a playlist: created, renamed, reordered, and destroyed. Others stay.
func TestAccPlaylist(t *testing.T) {
	t.Parallel()
	a, b, c, d := mockapi.TrackKaneTrain, "B000000001", "B000000002", "B000000003"
	for name, shape := range playlistShapes {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			shape(f)
			other := f.AddPlaylist(mockapi.Playlist{Title: "Another", TrackIDs: []string{a}})
			config := func(arguments ...string) string { return f.block() + playlistConfig(arguments...) }
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{
						Config: config(trackIDsArgument(a, b, c, b)),
						Check: f.checkPlaylist(mockapi.Playlist{
							Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{a, b, c, b},
						}),
						ConfigStateChecks: []statecheck.StateCheck{
							tracksInState(a, b, c, b),
							statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(4)),
							statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("duration"), knownvalue.NotNull()),
							statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("url"), knownvalue.NotNull()),
							statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("description"), knownvalue.StringExact("")),
						},
						ConfigPlanChecks: emptyPlan(),
					},
					{
						Config: config(`description = "Windows down & up"`, `visibility = "PUBLIC"`, trackIDsArgument(a, b, c, b)),
						Check: f.checkPlaylist(mockapi.Playlist{
							Title: "Road Trip", Description: "Windows down & up", Visibility: "PUBLIC", TrackIDs: []string{a, b, c, b},
						}),
						ConfigPlanChecks: resource.ConfigPlanChecks{
							PreApply: []plancheck.PlanCheck{
								plancheck.ExpectResourceAction(playlistAddress, plancheck.ResourceActionUpdate),
								// The tracks stay, so their number is known.
								plancheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(4)),
							},
							PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
						},
					},
					{
						// Left out, the visibility stays as it is.
						Config: config(trackIDsArgument(c, a, d)),
						Check:  f.checkPlaylist(mockapi.Playlist{Title: "Road Trip", Visibility: "PUBLIC", TrackIDs: []string{c, a, d}}),
						ConfigPlanChecks: resource.ConfigPlanChecks{
							PreApply: []plancheck.PlanCheck{
								plancheck.ExpectUnknownValue(playlistAddress, tfjsonpath.New("track_count")),
								plancheck.ExpectUnknownValue(playlistAddress, tfjsonpath.New("duration")),
							},
							PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
						},
						ConfigStateChecks: []statecheck.StateCheck{
							statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(3)),
						},
					},
					{
						Config:           config("track_ids = []"),
						Check:            f.checkPlaylist(mockapi.Playlist{Title: "Road Trip", Visibility: "PUBLIC"}),
						ConfigPlanChecks: emptyPlan(),
					},
					{
						// 0 to 230 tracks, so that there are more than two pages.
						Config: config(trackIDsArgument(trackIDList(0, 230)...)),
						Check: f.checkPlaylist(mockapi.Playlist{
							Title: "Road Trip", Visibility: "PUBLIC", TrackIDs: trackIDList(0, 230),
						}),
						ConfigPlanChecks: emptyPlan(),
					},
				},
				CheckDestroy: func(*terraform.State) error {
					left := f.Playlists()
					if len(left) != 1 || left[0].ID != other || !slices.Equal(left[0].TrackIDs, []string{a}) {
						return fmt.Errorf("left: %+v", left)
					}
					return nil
				},
			})
		})
	}
}

// Nothing is sent but what is needed.
func TestAccPlaylist_requests(t *testing.T) {
	f := startService(t)
	const collection, list = "/v1/playlists", "GET /v1/me/playlists"
	one := func() string {
		p, err := f.onlyPlaylist("Road Trip")
		if err != nil {
			t.Error(err)
		}
		return collection + "/" + p.ID
	}
	sent := func(lines ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			want := make([]string, len(lines))
			for i, line := range lines {
				want[i] = strings.ReplaceAll(line, "ONE", one())
			}
			return f.compareSent(want...)
		}
	}
	reads := []string{"GET ONE", "GET ONE/tracks", "GET ONE/tracks", "GET ONE/tracks"}
	creation := []string{list, "POST " + collection, "PUT ONE/tracks", "PUT ONE/tracks", "PUT ONE/tracks"}
	reordering := []string{"GET ONE/tracks", "GET ONE/tracks", "GET ONE/tracks", "DELETE ONE/tracks", "PUT ONE/tracks"}
	reordered := trackIDsArgument(append(trackIDList(0, 248), acctest.TrackID(249), acctest.TrackID(248))...)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + playlistConfig(trackIDsArgument(trackIDList(0, 250)...)),
				Check:  sent(append(creation, reads...)...),
			},
			{
				// Two tracks change places in the last page, after the refresh of the plan.
				PreConfig:        f.ResetRequests,
				Config:           f.block() + playlistConfig(reordered),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{resetRequests{f}}},
				Check:            sent(append(reordering, reads...)...),
			},
			{
				// A new description is no business of the tracks.
				Config:           f.block() + playlistConfig(`description = "new"`, reordered),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{resetRequests{f}}},
				Check:            sent("PUT ONE"),
			},
			{
				// The tracks are no longer managed.
				Config:           f.block() + playlistConfig(`description = "new"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{resetRequests{f}}},
				Check:            sent(),
			},
			{
				// And so they are not read.
				PreConfig:    f.ResetRequests,
				RefreshState: true,
				Check:        sent("GET ONE"),
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}

// A description of several lines is one, as far as the client is concerned.
func TestAccPlaylist_description(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + playlistConfig("description = <<-EOT\n    First line,\n    \"second\" line\n  EOT"),
				Check: f.checkPlaylist(mockapi.Playlist{
					Title: "Road Trip", Visibility: "PRIVATE", Description: "First line,\n\"second\" line\n",
				}),
				ConfigPlanChecks: emptyPlan(),
			},
		},
	})
}

// The ids of the tracks can be known only after something else was applied.
func TestAccPlaylist_unknownTracks(t *testing.T) {
	f := startService(t)
	config := func(id string) string {
		return f.block() + fmt.Sprintf("resource \"terraform_data\" \"id\" {\n  input = %q\n}\n", id)
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config("B000000001") + playlistConfig(`track_ids = [terraform_data.id.output, "B000000002"]`),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownValue(playlistAddress, tfjsonpath.New("track_count"))},
				},
				ConfigStateChecks: []statecheck.StateCheck{tracksInState("B000000001", "B000000002")},
			},
			{
				Config:            config("B000000003") + playlistConfig(`track_ids = split(",", terraform_data.id.output)`),
				ConfigStateChecks: []statecheck.StateCheck{tracksInState("B000000003")},
			},
		},
		CheckDestroy: f.noPlaylists,
	})
}

// A track can be listed by another id than it was added by.
func TestAccPlaylist_anotherID(t *testing.T) {
	f := startService(t)
	config := f.block() + playlistConfig(trackIDsArgument("B000000001", mockapi.TrackAliased, "B000000002"))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:            config,
				ConfigPlanChecks:  emptyPlan(),
				ConfigStateChecks: []statecheck.StateCheck{tracksInState("B000000001", mockapi.TrackAliased, "B000000002")},
				Check: f.checkPlaylist(mockapi.Playlist{
					Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{"B000000001", mockapi.TrackCanonical, "B000000002"},
				}),
			},
			{Config: f.block() + playlistConfig(trackIDsArgument(mockapi.TrackAliased)), ConfigPlanChecks: emptyPlan()},
		},
	})
}
