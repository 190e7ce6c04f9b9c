package provider

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const detect = "detect_drift = true"

// listings counts the pages of saved tracks that were asked for.
func (f *fixture) listings() int {
	n := 0
	for _, r := range f.Requests() {
		if r.Method == http.MethodGet && r.Path == "/v1/me/library/tracks" {
			n++
		}
	}
	return n
}

// TestAccDrift_shownAndRepaired removes two tracks behind Terraform's back, one
// of them in one resource, and adds a third one that no block has.
func TestAccDrift_shownAndRepaired(t *testing.T) {
	f := startService(t)
	config := f.block(detect) + manyTracks(10) + tracksConfig(numbered(100, 250))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config, ConfigPlanChecks: emptyPlan()},
			{
				PreConfig: func() {
					f.Remove("B000000003", "B000000120")
					f.Save("B0ELSEWHER")
					f.ResetRequests()
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction("amazonmusic_library_track.this[3]", plancheck.ResourceActionUpdate),
						plancheck.ExpectResourceAction("amazonmusic_library_track.this[4]", plancheck.ResourceActionNoop),
						plancheck.ExpectResourceAction(tracksAddress, plancheck.ResourceActionUpdate),
						// 159 tracks are two pages, for ten resources and one resource.
						planSent{f: f, want: []string{"GET /v1/me/library/tracks", "GET /v1/me/library/tracks"}},
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: tracksState(numbered(100, 250)),
				Check: func(*terraform.State) error {
					for _, r := range f.Requests() {
						if r.Method == http.MethodDelete || r.Method == http.MethodPut && r.Path != "/v1/me/library/tracks/B000000003" && r.Path != "/v1/me/library/tracks/B000000120" {
							return fmt.Errorf("sent %s %s", r.Method, r.Path)
						}
					}
					if !f.IsSaved("B000000003") || !f.IsSaved("B000000120") {
						return fmt.Errorf("the tracks are not back")
					}
					return nil
				},
			},
		},
		CheckDestroy: func(*terraform.State) error { return f.holds("B0ELSEWHER") },
	})
}

func TestAccDrift_removedAndAddedAgain(t *testing.T) {
	f := startService(t)
	config := f.block(detect) + trackConfig(mockapi.TrackKaneTrain)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() { f.Remove(mockapi.TrackKaneTrain); f.Save(mockapi.TrackKaneTrain) },
				Config:    config, PlanOnly: true,
			},
		},
	})
}

// TestAccDrift_answeredIDs: the listing holds a track by the id that the
// service answered with, not by the one that was asked for.
func TestAccDrift_answeredIDs(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{
		"track": trackConfig(mockapi.TrackAliased),
		"many":  tracksConfig(map[string]string{mockapi.TrackAliased: "", mockapi.TrackKaneTrain: ""}),
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{Config: f.block(detect) + config, ConfigPlanChecks: emptyPlan()},
					{Config: f.block(detect) + config, PlanOnly: true},
					{
						PreConfig: func() { f.Remove(mockapi.TrackCanonical) },
						Config:    f.block(detect) + config, PlanOnly: true, ExpectNonEmptyPlan: true,
					},
				},
			})
		})
	}
}

func TestAccDrift_allTracks(t *testing.T) {
	f := startService(t)
	config := f.block(detect) + tracksConfig(numbered(0, 3))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() { f.Remove("B000000000", "B000000001", "B000000002"); f.ResetRequests() },
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(tracksAddress, plancheck.ResourceActionUpdate)},
				},
				ConfigStateChecks: tracksState(numbered(0, 3)),
			},
		},
		CheckDestroy: f.checkEmpty,
	})
}

// TestAccDrift_wrongListing: a listing that holds too little marks the tracks, and
// a destroy still removes every one of them.
func TestAccDrift_wrongListing(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]mockapi.Lie{"empty": mockapi.LieEmpty, "a page left out": mockapi.LieSkipPage} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			config := f.block(detect) + manyTracks(3) + tracksConfig(numbered(100, 400))
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{Config: config},
					{
						PreConfig: func() { f.SetListingLie(lie); f.ResetRequests() },
						Config:    config, PlanOnly: true, ExpectNonEmptyPlan: true,
					},
					{
						RefreshState: true, ExpectNonEmptyPlan: true,
						Check: resource.TestCheckResourceAttr(tracksAddress, "track_count", "300"),
					},
				},
				CheckDestroy: func(*terraform.State) error {
					if n := len(f.TracksIn(http.MethodDelete)); n != 303 {
						return fmt.Errorf("%d removals were sent", n)
					}
					return f.checkEmpty(nil)
				},
			})
		})
	}
}

// brokenListing is one way for the listing to be broken, and what the error says.
type brokenListing struct {
	sabotage func(*fixture)
	want     string
}

func brokenListings() map[string]brokenListing {
	shape := func(s mockapi.LibraryShape) func(*fixture) { return func(f *fixture) { f.SetLibraryShape(s) } }
	lie := func(l mockapi.Lie) func(*fixture) { return func(f *fixture) { f.SetListingLie(l) } }
	third := func(fault mockapi.Fault) func(*fixture) {
		return func(f *fixture) {
			f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/me/library", Method: http.MethodGet, Skip: 2, Faults: []mockapi.Fault{fault}})
		}
	}
	return map[string]brokenListing{
		"forbidden":     {shape(mockapi.ShapeForbidden), "HTTP 403 Forbidden"},
		"not found":     {shape(mockapi.ShapeNotFound), "HTTP 404 Not Found"},
		"nonsense":      {shape(mockapi.ShapeNonsense), "no list of saved tracks; it holds data{"},
		"null":          {shape(mockapi.ShapeNull), "no list of saved tracks"},
		"HTML":          {shape(mockapi.ShapeNotJSON), "text/html"},
		"repeats":       {lie(mockapi.LieRepeatCursor), "repeats the cursor"},
		"no cursor":     {lie(mockapi.LieNoCursor), "neither a token nor a cursor"},
		"empty":         {lie(mockapi.LieEmptyMore), "neither a token nor a cursor"},
		"endless":       {lie(mockapi.LieEndless), "brought nothing new"},
		"no page info":  {lie(mockapi.LieNoPageInfo), "pageInfo"},
		"no edges":      {lie(mockapi.LieNoEdges), "edges"},
		"third page":    {third(mockapi.Answer(http.StatusForbidden, "application/json", `{"error":{"code":"DENIED","message":"enough"}}`)), "enough"},
		"third page 5x": {third(mockapi.InternalError()), "HTTP 500"},
		"cut":           {third(mockapi.CutBody()), "cut short"},
	}
}

// TestDrift_brokenListing breaks the listing in every way that the service knows: the
// refresh fails, and names the switch once.
func TestDrift_brokenListing(t *testing.T) {
	t.Parallel()
	for name, test := range brokenListings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.saveMany(300)
			p := newProtocol(t)
			p.noErrors(p.configure(map[string]tftypes.Value{
				"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
				"detect_drift": tftypes.NewValue(tftypes.Bool, true), "max_retries": number(1),
			}))
			track := p.create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)})
			many := p.create(tracksType, tracksOf(3))
			test.sabotage(f)
			f.ResetRequests()
			compareDiagnostics(t, p.refresh(trackType, track), []expected{{
				"", "Unable to List Saved Tracks",
				"(?s)Nothing in the state was changed.*detect_drift.*AMAZONMUSIC_DETECT_DRIFT.*" + test.want,
			}})
			compareDiagnostics(t, p.refresh(tracksType, many), []expected{{
				"", "Unable to List Saved Tracks",
				"Nothing in the state was changed.*in the error that begins",
			}})
			if n := f.listings(); n > 10 {
				t.Errorf("%d pages were asked for", n)
			}
		})
	}
}

// TestAccDrift_brokenListing: nothing leaves the state of real Terraform.
func TestAccDrift_brokenListing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"HTML", "repeats", "third page"} {
		test := brokenListings()[name]
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			arguments := []string{detect, "max_retries = 1"}
			config := manyTracks(2) + tracksConfig(numbered(100, 400))
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{Config: f.block() + config},
					{
						PreConfig: func() { test.sabotage(f); f.ResetRequests() },
						Config:    f.block(arguments...) + config,
						ExpectError: matchText("Unable to List Saved Tracks", "Nothing in the state was changed", "detect_drift",
							"AMAZONMUSIC_DETECT_DRIFT", test.want),
					},
					{
						// Ten pages at most for three resources that all failed, and not an entry lost.
						PreConfig: func() {
							if n := f.listings(); n > 10 {
								t.Errorf("%d pages were asked for", n)
							}
							f.SetLibraryShape(mockapi.ShapeUserTracks)
							f.SetListingLie(mockapi.LieNone)
							f.ClearFaults()
							f.ResetRequests()
						},
						Config: f.block() + config, ConfigPlanChecks: emptyPlan(), ConfigStateChecks: tracksState(numbered(100, 400)), Check: f.checkSent(),
					},
				},
			})
		})
	}
}

func TestAccDrift_everyShape(t *testing.T) {
	t.Parallel()
	for name, shape := range map[string]mockapi.LibraryShape{
		"user.tracks": mockapi.ShapeUserTracks, "user.library.tracks": mockapi.ShapeUserLibraryTracks, "user.libraryTracks": mockapi.ShapeUserFlatLibraryTracks,
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			f.SetLibraryShape(shape)
			config := f.block(detect) + manyTracks(3)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{Config: config},
					{
						PreConfig: func() { f.Remove("B000000001") },
						Config:    config,
						ConfigPlanChecks: resource.ConfigPlanChecks{
							PreApply: []plancheck.PlanCheck{
								plancheck.ExpectResourceAction("amazonmusic_library_track.this[1]", plancheck.ResourceActionUpdate),
								plancheck.ExpectResourceAction("amazonmusic_library_track.this[2]", plancheck.ResourceActionNoop),
							},
						},
					},
				},
			})
		})
	}
}

// TestAccDrift_import: with the library at hand, an import is checked and complete.
func TestAccDrift_import(t *testing.T) {
	f := startService(t)
	f.Save(mockapi.TrackKaneTrain)
	config := f.block(detect) + trackConfig(mockapi.TrackKaneTrain)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config + `
import {
  to = amazonmusic_library_track.this
  id = "B08DL2BXQC"
}
`,
				ConfigPlanChecks:  emptyPlan(),
				ConfigStateChecks: trackState(map[string]knownvalue.Check{"title": knownvalue.StringExact("Kane Train"), "save_state": knownvalue.StringExact("SAVED")}),
				Check: func(*terraform.State) error {
					for _, line := range f.sent() {
						if line != "GET /v1/me/library/tracks" {
							return fmt.Errorf("sent %s", line)
						}
					}
					return nil
				},
			},
			{
				Config: config, ResourceName: trackAddress, ImportState: true, ImportStateId: "B0NOTSAVED",
				ExpectError: matchText("Track Not Saved", "B0NOTSAVED"),
			},
		},
	})
}

func TestAccDrift_importOfManyTracks(t *testing.T) {
	f := startService(t)
	f.Save("B000000000", "B000000001")
	config := f.block(detect) + tracksConfig(numbered(0, 2))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config, ResourceName: tracksAddress, ImportState: true, ImportStateId: "B000000000,B0NOTSAVED",
				ExpectError: matchText("Track Not Saved", "B0NOTSAVED"),
			},
			{
				PreConfig: f.ResetRequests,
				Config: config + `
import {
  to = amazonmusic_library_tracks.many
  id = "B000000000,B000000001"
}
`,
				ConfigPlanChecks: emptyPlan(), ConfigStateChecks: tracksState(numbered(0, 2)),
				Check: func(*terraform.State) error {
					for _, line := range f.sent() {
						if line != "GET /v1/me/library/tracks" {
							return fmt.Errorf("sent %s", line)
						}
					}
					return nil
				},
			},
		},
	})
}

// TestAccDrift_listingWithoutTitle: a title that is known stays known.
func TestAccDrift_listingWithoutTitle(t *testing.T) {
	f := startService(t)
	config := f.block(detect) + trackConfig(mockapi.TrackKaneTrain)
	bare := mockapi.Answer(http.StatusOK, "application/json",
		`{"data":{"user":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[{"node":{"id":"B08DL2BXQC"}}]}}}}`)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/me/library", Method: http.MethodGet, Faults: []mockapi.Fault{bare}})
				},
				RefreshState: true,
				Check:        resource.TestCheckResourceAttr(trackAddress, "title", "Kane Train"),
			},
		},
	})
}
