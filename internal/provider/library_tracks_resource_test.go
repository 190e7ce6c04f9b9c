package provider

import (
	"fmt"
	"maps"
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
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
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

func TestAccLibraryTracks_unknownDuringPlan(t *testing.T) {
	t.Parallel()
	for name, tracks := range map[string]string{
		"map":   `terraform_data.source.output`,
		"label": `{ B08DL2BXQC = terraform_data.source.output.B08DL2BXQC }`,
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{{
					Config: f.block() + `
resource "terraform_data" "source" {
  input = { B08DL2BXQC = "Kane Train" }
}
resource "amazonmusic_library_tracks" "many" {
  tracks = ` + tracks + `
}
`,
					ConfigPlanChecks:  emptyPlan(),
					ConfigStateChecks: tracksState(map[string]string{mockapi.TrackKaneTrain: "Kane Train"}),
					Check:             f.checkSent(put(mockapi.TrackKaneTrain)),
				}},
			})
		})
	}
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

func TestAccLibraryTracks_importOfWrongIDs(t *testing.T) {
	f := startService(t)
	config := f.block() + tracksConfig(numbered(0, 1))
	var steps []resource.TestStep
	for id, want := range map[string]string{
		"B000000000,kane train,b08dl2bxqc": `ten characters.*"kane train".*Write it as "B08DL2BXQC"`,
		",":                                `Not ids of tracks: ""`,
		"B000000000;B000000001":            `"B000000000;B000000001"`,
	} {
		steps = append(steps, resource.TestStep{
			Config: config, ResourceName: tracksAddress, ImportState: true, ImportStateId: id,
			ExpectError: matchText("Invalid Track ID", "separated by commas", want),
		})
	}
	acceptance(t, resource.TestCase{Steps: steps, CheckDestroy: f.checkSent()})
}

// TestAccLibraryTracks_fromSingleTracks moves tracks from single resources to one resource
// without removing one.
func TestAccLibraryTracks_fromSingleTracks(t *testing.T) {
	acctest.Require(t, cli.RemovedLifecycle)
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + manyTracks(3)},
			{
				PreConfig: f.ResetRequests,
				Config: f.block() + tracksConfig(numbered(0, 3)) + `
removed {
  from = amazonmusic_library_track.this
  lifecycle {
    destroy = false
  }
}
import {
  to = amazonmusic_library_tracks.many
  id = "B000000000,B000000001,B000000002"
}
`,
				ConfigPlanChecks: emptyPlan(), ConfigStateChecks: tracksState(numbered(0, 3)),
				Check: f.checkSent(puts(numbered(0, 3))...),
			},
		},
	})
}

// TestAccLibraryTracks_empty: a resource without tracks is one like any other.
func TestAccLibraryTracks_empty(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + tracksConfig(nil), ConfigPlanChecks: emptyPlan(),
				ConfigStateChecks: tracksState(map[string]string{}), Check: f.checkSent(),
			},
			{Config: f.block() + tracksConfig(numbered(0, 2)), ConfigPlanChecks: emptyPlan(), Check: f.checkSent(puts(numbered(0, 2))...)},
			{
				Config: f.block() + tracksConfig(nil), ConfigPlanChecks: emptyPlan(),
				Check: f.checkSent(del("B000000000"), del("B000000001")),
			},
		},
		CheckDestroy: f.checkSent(),
	})
}

func TestAccLibraryTracks_sideBySide(t *testing.T) {
	f := startService(t)
	second := strings.ReplaceAll(tracksConfig(numbered(3, 6)), `"many"`, `"other"`)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + tracksConfig(numbered(0, 3)) + second},
			{
				PreConfig: f.ResetRequests,
				Config:    f.block() + second, ConfigPlanChecks: emptyPlan(),
				Check: f.checkSent(del("B000000000"), del("B000000001"), del("B000000002")),
			},
		},
	})
}

func TestAccLibraryTracks_concurrency(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			PreConfig: func() { f.SetLatency(2e6) },
			Config:    f.block("max_concurrent_requests = 3") + tracksConfig(numbered(0, 60)),
			Check: func(*terraform.State) error {
				if peak := f.Stats().PeakInFlight; peak != 3 {
					return fmt.Errorf("%d requests at once", peak)
				}
				return nil
			},
		}},
	})
}
