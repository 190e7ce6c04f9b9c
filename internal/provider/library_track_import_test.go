package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestAccLibraryTrack_removedBlock(t *testing.T) {
	acctest.Require(t, cli.RemovedLifecycle)
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + trackConfig(mockapi.TrackKaneTrain)},
			{
				PreConfig: f.ResetRequests,
				Config: f.block() + `
removed {
  from = amazonmusic_library_track.this
  lifecycle {
    destroy = false
  }
}
`,
				Check: f.checkSent(),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if !f.IsSaved(mockapi.TrackKaneTrain) {
				return fmt.Errorf("the track was removed from the library")
			}
			return nil
		},
	})
}

func TestAccLibraryTrack_importByID(t *testing.T) {
	f := startService(t)
	config := f.block() + trackConfig(mockapi.TrackKaneTrain)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config, ResourceName: trackAddress, ImportState: true, ImportStateId: mockapi.TrackKaneTrain, ImportStatePersist: true,
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					if got := states[0].Attributes["track_id"]; got != mockapi.TrackKaneTrain {
						return fmt.Errorf("imported %q", got)
					}
					return f.compareSent()
				},
			},
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(trackAddress, plancheck.ResourceActionUpdate),
						plancheck.ExpectUnknownValue(trackAddress, tfjsonpath.New("title")),
						planSent{f: f},
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: trackState(map[string]knownvalue.Check{"title": knownvalue.StringExact("Kane Train"), "save_state": knownvalue.StringExact("SAVED")}),
				Check:             f.checkSent(put(mockapi.TrackKaneTrain)),
			},
		},
	})
}

func TestAccLibraryTrack_importBlocks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		to    string
		needs cli.Feature
	}{
		"id":       {to: `id = "B08DL2BXQC"`, needs: cli.Baseline},
		"identity": {to: `identity = { track_id = "B08DL2BXQC" }`, needs: cli.Identity},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Require(t, test.needs)
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{{
					Config: f.block() + trackConfig(mockapi.TrackKaneTrain) + fmt.Sprintf(`
import {
  to = amazonmusic_library_track.this
  %s
}
`, test.to),
					ConfigPlanChecks: emptyPlan(),
					Check:            f.checkSent(put(mockapi.TrackKaneTrain)),
				}},
			})
		})
	}
}

func TestAccLibraryTrack_importOfWrongID(t *testing.T) {
	f := startService(t)
	config := f.block() + trackConfig(mockapi.TrackKaneTrain)
	var steps []resource.TestStep
	for _, id := range []string{"kane train", "b08dl2bxqc", "https://music.amazon.com/tracks/B08DL2BXQC"} {
		steps = append(steps, resource.TestStep{
			Config: config, ResourceName: trackAddress, ImportState: true, ImportStateId: id,
			ExpectError: matchText("Invalid Track ID", "imported by its id", "ten characters"),
		})
	}
	acceptance(t, resource.TestCase{Steps: steps, CheckDestroy: f.checkSent()})
}

func TestAccLibraryTrack_identityInState(t *testing.T) {
	acctest.Require(t, cli.Identity)
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + trackConfig(mockapi.TrackKaneTrain),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentity(trackAddress, map[string]knownvalue.Check{"track_id": knownvalue.StringExact(mockapi.TrackKaneTrain)}),
			},
		}},
	})
}
