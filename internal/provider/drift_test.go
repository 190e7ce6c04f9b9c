package provider

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
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

// TestAccDrift_answeredIDs: the listing holds a track by the id that the
// service answered with, not by the one that was asked for.
func TestAccDrift_answeredIDs(t *testing.T) {
	f := startService(t)
	f.Alias("B0ASKED001", "B0ANSWERED")
	config := f.block(detect) + trackConfig(mockapi.TrackAliased) + tracksConfig(map[string]string{"B0ASKED001": "", mockapi.TrackKaneTrain: ""})
	gone := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(trackAddress, action), plancheck.ExpectResourceAction(tracksAddress, action),
		}}
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config, ConfigPlanChecks: gone(plancheck.ResourceActionNoop)},
			{
				PreConfig: func() { f.Remove(mockapi.TrackCanonical, "B0ANSWERED") },
				Config:    config, PlanOnly: true, ExpectNonEmptyPlan: true, ConfigPlanChecks: gone(plancheck.ResourceActionUpdate),
			},
		},
	})
}

// TestAccDrift_wrongListing: a listing that holds too little marks the tracks, and
// a destroy still removes every one of them.
func TestAccDrift_wrongListing(t *testing.T) {
	f := startService(t)
	config := f.block(detect) + manyTracks(3) + tracksConfig(numbered(100, 400))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:    func() { f.SetListingLie(mockapi.LieEmpty); f.ResetRequests() },
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
			p.configureWith(f, map[string]tftypes.Value{"detect_drift": tftypes.NewValue(tftypes.Bool, true), "max_retries": number(1)})
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
	f := startService(t)
	test := brokenListings()["third page"]
	config := manyTracks(2) + tracksConfig(numbered(100, 400))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + config},
			{
				PreConfig:   func() { test.sabotage(f); f.ResetRequests() },
				Config:      f.block(detect, "max_retries = 1") + config,
				ExpectError: matchText("Unable to List Saved Tracks", "Nothing in the state was changed", test.want),
			},
			{
				PreConfig: func() { f.ClearFaults(); f.ResetRequests() },
				Config:    f.block() + config, ConfigPlanChecks: emptyPlan(), ConfigStateChecks: tracksState(numbered(100, 400)), Check: f.checkSent(),
			},
		},
	})
}

// TestAccDrift_import: with the library at hand, an import is complete and needs no write.
func TestAccDrift_import(t *testing.T) {
	f := startService(t)
	f.Save(mockapi.TrackKaneTrain, "B000000000", "B000000001")
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block(detect) + trackConfig(mockapi.TrackKaneTrain) + tracksConfig(numbered(0, 2)) + `
import {
  to = amazonmusic_library_track.this
  id = "B08DL2BXQC"
}
import {
  to = amazonmusic_library_tracks.many
  id = "B000000000,B000000001"
}
`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: append(tracksState(numbered(0, 2)), trackState(map[string]knownvalue.Check{
				"title": knownvalue.StringExact("Kane Train"), "save_state": knownvalue.StringExact("SAVED"),
			})...),
			Check: func(*terraform.State) error {
				for _, line := range f.sent() {
					if line != "GET /v1/me/library/tracks" {
						return fmt.Errorf("sent %s", line)
					}
				}
				return nil
			},
		}},
	})
}

func TestDrift_importOfTracksNotSaved(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Save("B000000000")
	p := newProtocol(t)
	p.configureWith(f, map[string]tftypes.Value{"detect_drift": tftypes.NewValue(tftypes.Bool, true)})
	wantError(t, p.importErrors(trackType, "B0NOTSAVED"), "Track Not Saved", "B0NOTSAVED")
	wantError(t, p.importErrors(tracksType, "B000000000,B0NOTSAVED"), "Track Not Saved", "B0NOTSAVED")
}

// TestDrift_listingWithoutTitle: a title that is known stays known.
func TestDrift_listingWithoutTitle(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureWith(f, map[string]tftypes.Value{"detect_drift": tftypes.NewValue(tftypes.Bool, true)})
	created := p.create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)})
	f.Describe(mockapi.TrackKaneTrain, map[string]any{"id": mockapi.TrackKaneTrain})
	resp, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: trackType, CurrentState: created.NewState, Private: created.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	p.noErrors(resp.Diagnostics)
	if title := p.attributesOf(trackType, resp.NewState)["title"]; !title.Equal(text("Kane Train")) || f.listings() != 1 {
		t.Errorf("the title is %s after %d listings", title, f.listings())
	}
}
