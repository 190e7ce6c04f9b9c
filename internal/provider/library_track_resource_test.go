package provider

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const trackAddress = "amazonmusic_library_track.this"

func trackConfig(id string) string {
	return fmt.Sprintf(`
resource "amazonmusic_library_track" "this" {
  track_id = %q
}
`, id)
}

func trackState(attributes map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, check := range attributes {
		checks = append(checks, statecheck.ExpectKnownValue(trackAddress, tfjsonpath.New(name), check))
	}
	return checks
}

func TestAccLibraryTrack_lifecycle(t *testing.T) {
	f := startService(t)
	other := "B0OTHER001"
	f.Save(other)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + trackConfig(mockapi.TrackKaneTrain),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(trackAddress, plancheck.ResourceActionCreate),
						plancheck.ExpectUnknownValue(trackAddress, tfjsonpath.New("title")),
						planSent{f: f},
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: trackState(map[string]knownvalue.Check{
					"track_id":   knownvalue.StringExact(mockapi.TrackKaneTrain),
					"id":         knownvalue.StringExact(mockapi.TrackKaneTrain),
					"title":      knownvalue.StringExact("Kane Train"),
					"isrc":       knownvalue.StringExact("GBCFB2000356"),
					"url":        knownvalue.StringExact("https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC"),
					"save_state": knownvalue.StringExact("SAVED"),
				}),
				Check: f.checkSent(put(mockapi.TrackKaneTrain)),
			},
			{
				// A refresh and a plan of what is there: nothing is sent.
				RefreshState: true,
				Check:        f.checkSent(),
			},
			{
				Config: f.block() + trackConfig(mockapi.TrackBare),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(trackAddress, plancheck.ResourceActionDestroyBeforeCreate)},
				},
				ConfigStateChecks: trackState(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(mockapi.TrackBare), "title": knownvalue.Null(), "isrc": knownvalue.Null(), "url": knownvalue.Null(),
					"save_state": knownvalue.StringExact("SAVED"),
				}),
				Check: f.checkSent(del(mockapi.TrackKaneTrain), put(mockapi.TrackBare)),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if saved := f.SavedIDs(); len(saved) != 1 || saved[0] != other {
				return fmt.Errorf("saved after destroy: %v, wanted the track saved by other means alone", saved)
			}
			return f.compareSent(del(mockapi.TrackBare))
		},
	})
}

func TestAccLibraryTrack_answeredWithAnotherID(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config:           f.block() + trackConfig(mockapi.TrackAliased),
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: trackState(map[string]knownvalue.Check{
				"track_id": knownvalue.StringExact(mockapi.TrackAliased),
				"id":       knownvalue.StringExact(mockapi.TrackCanonical),
				"title":    knownvalue.StringExact("Something To Believe In"),
			}),
			Check: f.checkSent(put(mockapi.TrackAliased)),
		}},
		CheckDestroy: func(*terraform.State) error {
			if f.IsSaved(mockapi.TrackCanonical) {
				return fmt.Errorf("still saved: %v", f.SavedIDs())
			}
			return f.compareSent(del(mockapi.TrackAliased))
		},
	})
}

type errorCase struct {
	status int
	code   string
	advice string
}

// answer is the error in the form of the API's error page.
func (e errorCase) answer() mockapi.Fault {
	const body = `{"error":{"status":"%d","code":%q,"message":"as the service puts it","reference":"ref-1"}}`
	return mockapi.Answer(e.status, "application/json", fmt.Sprintf(body, e.status, e.code))
}

// errorTable is the list of errors that the API's pages and public client code
// know, with what a person must be told of each.
var errorTable = []errorCase{
	{http.StatusBadRequest, "BAD_REQUEST", "The service refused this request"},
	{http.StatusUnauthorized, "INVALID_AUTH_TYPE", "did not see a bearer token"},
	{http.StatusUnauthorized, "INVALID_AUTH_TOKEN", "Access tokens live one hour.*client_id.*client_secret.*refresh_token"},
	{http.StatusUnauthorized, "INVALID_ACCESS_TOKEN", "Access tokens live one hour.*client_id.*client_secret.*refresh_token"},
	{http.StatusUnauthorized, "NO_X_API_KEY", "Check \"api_key\""},
	{http.StatusForbidden, "INVALID_CLIENT_ID", "security profile is not enabled"},
	{http.StatusForbidden, "AUTH_NO_MUSIC_ACCOUNT_FOUND", "has no Amazon Music account"},
	{http.StatusForbidden, "DENIED_SUBSCRIPTION_TIER", "subscription of this account"},
	{http.StatusNotFound, "RESOURCE_NOT_FOUND", "catalog of the account's marketplace"},
	{http.StatusUnprocessableEntity, "UNPROCESSABLE", "The service refused this request"},
	{http.StatusTooManyRequests, "THROTTLED", "requests_per_second"},
	{http.StatusInternalServerError, "INTERNAL", "fault of the service"},
}

// TestLibraryTrack_errors drives the protocol: what Terraform makes of an error is
// the same for each.
func TestLibraryTrack_errors(t *testing.T) {
	t.Parallel()
	for _, test := range errorTable {
		t.Run(fmt.Sprintf("%d %s", test.status, test.code), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureOnce(f)
			track := map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}
			said := fmt.Sprintf(`HTTP %d .*code %s: as the service puts it \(reference ref-1\).*%s`, test.status, test.code, test.advice)
			f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{test.answer()}})
			compareDiagnostics(t, p.create(trackType, track).Diagnostics,
				[]expected{{"track_id", "Unable to Save Track", "PUT /v1/me/library/tracks/B08DL2BXQC failed: " + said}})
			f.ClearFaults()
			created := p.create(trackType, track)
			p.noErrors(created.Diagnostics)
			if test.status == http.StatusNotFound {
				return
			}
			// A new session: one cause is explained once in a run.
			p.configureOnce(f)
			f.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{test.answer()}})
			failed := p.destroy(trackType, created)
			compareDiagnostics(t, failed.Diagnostics,
				[]expected{{"", "Unable to Remove Track", "DELETE /v1/me/library/tracks/B08DL2BXQC failed: " + said}})
			// The track is still in the state, so that it can be removed later.
			f.ClearFaults()
			failed.Private = created.Private
			p.noErrors(p.destroy(trackType, failed).Diagnostics)
			if f.IsSaved(mockapi.TrackKaneTrain) {
				t.Error("the track is still saved")
			}
		})
	}
}

func TestLibraryTrack_headers(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	p.noErrors(p.create(trackType, oneTrack(1)).Diagnostics)
	for _, r := range f.Requests() {
		for name, want := range map[string]string{
			"User-Agent":    "terraform-provider-amazonmusic/test Terraform/1.8.0",
			"X-Api-Key":     mockapi.DefaultAPIKey,
			"Authorization": "Bearer " + mockapi.DefaultAccessToken,
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
	}
}

// TestLibraryTrack_refused: a save that is not confirmed leaves no state behind.
func TestLibraryTrack_refused(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		mockapi.TrackNotFound:   `HTTP 404 Not Found, code RESOURCE_NOT_FOUND.*reference mock-`,
		mockapi.TrackNullSave:   `HTTP 200 OK.*answered without saving anything`,
		mockapi.TrackGraphError: `HTTP 200 OK: .*marketplace`,
		mockapi.TrackErrorIn200: `HTTP 200 OK, code .*reference mock-`,
		mockapi.TrackUnsaved:    `save state "PENDING" instead of "SAVED"`,
	} {
		p := newProtocol(t)
		p.configureFor(startService(t))
		created := p.create(trackType, map[string]tftypes.Value{"track_id": text(id)})
		wantError(t, created.Diagnostics, "Unable to Save Track", "Track "+id+" could not be saved to the library", want)
		if state := p.attributesOf(trackType, created.NewState); len(state) > 0 {
			t.Errorf("%s: the state is %v", id, state)
		}
	}
}

func TestLibraryTrack_wrongID(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for id, want := range map[string]string{
		"":             `"" is not the id of a track`,
		"B08DL2BXQ":    "ten characters of A-Z and 0-9, like B08DL2BXQC",
		"B08DL2BXQCC":  "ten characters",
		"b08dl2bxqc":   `Write it as "B08DL2BXQC"`,
		"\tB08DL2BXQC": `Write it as "B08DL2BXQC"`,
		"B08DL2BXQÇ":   "ten characters",
		"B08DL2BXQC\n": `Write it as "B08DL2BXQC"`,
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC": "names track B08DL2BXQC.*provider::amazonmusic::track_id_from_url",
	} {
		wantError(t, p.validate(trackType, map[string]tftypes.Value{"track_id": text(id)}), "Invalid Track ID", want)
	}
}

// TestLibraryTrack_importOfWrongID is the import of what is no id, for both resources.
func TestLibraryTrack_importOfWrongID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for _, id := range []string{"kane train", "b08dl2bxqc", "https://music.amazon.com/tracks/B08DL2BXQC"} {
		wantError(t, p.importErrors(trackType, id), "Invalid Track ID", "imported by its id", "ten characters")
	}
	for ids, want := range map[string]string{
		"B000000000,kane train,b08dl2bxqc": `ten characters.*"kane train".*Write it as "B08DL2BXQC"`,
		",":                                `Not ids of tracks: ""`,
		"B000000000;B000000001":            `"B000000000;B000000001"`,
	} {
		wantError(t, p.importErrors(tracksType, ids), "Invalid Track ID", "separated by commas", want)
	}
	if sent := f.Requests(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
