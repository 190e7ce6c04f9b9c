package provider

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestAccLibraryTracks_lifecycle(t *testing.T) {
	f := startService(t)
	f.Save("B0BEFORE01")
	sameID := statecheck.CompareValue(sameValue{})
	keepID := func() statecheck.StateCheck { return sameID.AddStateValue(tracksAddress, tfjsonpath.New("id")) }
	relabelled := numbered(0, 5)
	relabelled["B000000002"] = "a better label"
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + tracksConfig(numbered(0, 5)),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectKnownValue(tracksAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(5)), planSent{f: f},
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: append(tracksState(numbered(0, 5)), keepID()),
				Check:             f.checkSent(puts(numbered(0, 5))...),
			},
			{RefreshState: true, Check: f.checkSent()},
			{
				// A changed label is recorded and not sent.
				Config: f.block() + tracksConfig(relabelled), ConfigPlanChecks: emptyPlan(),
				ConfigStateChecks: append(tracksState(relabelled), keepID()), Check: f.checkSent(),
			},
			{
				// Two go, one comes: exactly that is sent.
				PreConfig: func() { f.Save("B0DURING01"); f.ResetRequests() },
				Config:    f.block() + tracksConfig(numbered(2, 6)),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(tracksAddress, plancheck.ResourceActionUpdate),
						plancheck.ExpectKnownValue(tracksAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(4)),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: append(tracksState(numbered(2, 6)), keepID()),
				Check:             f.checkSent(del("B000000000"), del("B000000001"), put("B000000005")),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if err := f.holds("B0BEFORE01", "B0DURING01"); err != nil {
				return err
			}
			return f.compareSent(del("B000000002"), del("B000000003"), del("B000000004"), del("B000000005"))
		},
	})
}

func TestAccLibraryTracks_import(t *testing.T) {
	f := startService(t)
	f.Save(slices.Sorted(maps.Keys(numbered(0, 3)))...)
	config := f.block() + tracksConfig(numbered(0, 4))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config, ResourceName: tracksAddress, ImportState: true, ImportStatePersist: true,
				ImportStateId: "B000000000, B000000001,\nB000000002,",
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					if got := states[0].Attributes["track_count"]; got != "3" {
						return fmt.Errorf("imported %s tracks", got)
					}
					return f.compareSent()
				},
			},
			{
				// What was imported is saved once, as is what is new.
				Config: config, ConfigPlanChecks: emptyPlan(), ConfigStateChecks: tracksState(numbered(0, 4)),
				Check: f.checkSent(puts(numbered(0, 4))...),
			},
		},
	})
}

// TestAccLibrary_unknownDuringPlan: an id, a map and a label can be known after the apply
// of something else.
func TestAccLibrary_unknownDuringPlan(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `
resource "terraform_data" "source" {
  input = { B08DL2BXQC = "Kane Train" }
}
resource "amazonmusic_library_tracks" "many" {
  tracks = terraform_data.source.output
}
resource "amazonmusic_library_tracks" "label" {
  tracks = { B000000001 = terraform_data.source.output.B08DL2BXQC }
}
resource "amazonmusic_library_track" "this" {
  track_id = format("B%09d", length(terraform_data.source.output))
}
`,
			ConfigPlanChecks:  emptyPlan(),
			ConfigStateChecks: tracksState(map[string]string{mockapi.TrackKaneTrain: "Kane Train"}),
			Check:             func(*terraform.State) error { return f.holds(mockapi.TrackKaneTrain, "B000000001") },
		}},
	})
}

func TestLibraryTracks_concurrency(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetLatency(2 * time.Millisecond)
	p := newProtocol(t)
	p.configureWith(f, map[string]tftypes.Value{"max_concurrent_requests": number(3)})
	p.noErrors(p.create(tracksType, tracksOf(60)).Diagnostics)
	if peak := f.Stats().PeakInFlight; peak != 3 {
		t.Errorf("%d requests at once", peak)
	}
}
