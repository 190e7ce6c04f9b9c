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

func TestAccLibraryTrack_importByIdentity(t *testing.T) {
	acctest.Require(t, cli.Identity)
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + trackConfig(mockapi.TrackKaneTrain) + `
import {
  to       = amazonmusic_library_track.this
  identity = { track_id = "B08DL2BXQC" }
}
`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentity(trackAddress, map[string]knownvalue.Check{"track_id": knownvalue.StringExact(mockapi.TrackKaneTrain)}),
			},
			Check: f.checkSent(put(mockapi.TrackKaneTrain)),
		}},
	})
}
