package provider

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestAccLibraryTracks_twoRefused is the case of one resource of sixty with two tracks that the
// catalog does not have.
func TestAccLibraryTracks_twoRefused(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + tracksConfig(with(numbered(0, 58), mockapi.TrackNotFound, mockapi.TrackNullSave)),
				ExpectError: matchText("Some Tracks Could Not Be Saved or Removed", "2 of 60 changes to the library failed",
					"1 track was not saved: "+mockapi.TrackNotFound, "HTTP 404 Not Found, code RESOURCE_NOT_FOUND", "reference mock-",
					"1 track may be saved: "+mockapi.TrackNullSave, "without saving anything", "shows a replacement"),
			},
			{
				// The state holds the 58. Replacing the tainted resource sends nothing for them.
				PreConfig: f.ResetRequests,
				Config:    f.block() + tracksConfig(with(numbered(0, 58), "B000000099")),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(tracksAddress, plancheck.ResourceActionDestroyBeforeCreate)},
				},
				ConfigStateChecks: tracksState(with(numbered(0, 58), "B000000099")),
				Check:             f.checkSent(put("B000000099")),
			},
			{Config: f.block() + tracksConfig(numbered(0, 58))},
			{
				// An update that fails in part keeps what is saved, and is not tainted.
				Config:      f.block() + tracksConfig(with(numbered(1, 60), mockapi.TrackNotFound)),
				ExpectError: matchText("1 of 4 changes to the library failed", mockapi.TrackNotFound, "Apply again to do the rest"),
			},
			{
				PreConfig: f.ResetRequests,
				Config:    f.block() + tracksConfig(numbered(1, 61)),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(tracksAddress, plancheck.ResourceActionUpdate)},
				},
				ConfigStateChecks: tracksState(numbered(1, 61)),
				Check:             f.checkSent(put("B000000060")),
			},
		},
		CheckDestroy: f.checkEmpty,
	})
}

// What may have been done, and what may be lost, is named: neither is counted as not
// sent, nor hidden behind a number of reasons.
func TestTracksChange_failuresAreNamed(t *testing.T) {
	t.Parallel()
	save := library.Change{ID: "B000000001"}
	remove := library.Change{ID: "A000000001", Remove: true}
	givenUp := func(op amazonmusic.Op, kind amazonmusic.Kind) error {
		return fmt.Errorf("%w: %w", library.ErrGivenUp, &amazonmusic.Error{Op: op, Kind: kind, Message: "no answer"})
	}
	lost := func(id string, cause error) error { return &library.LostTrackError{TrackID: id, Cause: cause} }
	denied := &amazonmusic.Error{Op: amazonmusic.OpSaveTrack, Kind: amazonmusic.Forbidden, Message: "no"}
	for name, test := range map[string]struct {
		outcomes []library.Outcome
		want     []string
	}{
		"not sent": {
			[]library.Outcome{{Change: save, Err: library.ErrGivenUp}}, []string{"1 more change was not sent"},
		},
		"sent and not answered": {
			[]library.Outcome{{Change: save, Err: givenUp(amazonmusic.OpSaveTrack, amazonmusic.Interrupted)}},
			[]string{"1 track may be saved: Kane Train .B000000001.", "saving a saved track changes nothing"},
		},
		"lost, and the run has ended": {
			[]library.Outcome{{Change: remove, Err: lost("B000000001", context.Canceled)}},
			[]string{"1 track may be lost: Kane Train .B000000001.", "removal by another of its ids", "-replace"},
		},
		"many are lost": {
			func() (all []library.Outcome) {
				for i := range 30 {
					all = append(all, library.Outcome{Change: remove, Err: lost(fmt.Sprintf("B%09d", i), denied)})
				}
				return all
			}(),
			[]string{"30 tracks may be lost: B000000000, .*B000000029.", "could not be saved again: no."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTracksChange(types.MapNull(types.StringType), types.MapValueMust(types.StringType, map[string]attr.Value{
				"B000000001": types.StringValue("Kane Train"),
			}), nil)
			for _, o := range test.outcomes {
				c.note(o, &record{})
			}
			var diags diag.Diagnostics
			c.report(newReporter(false), &diags)
			if text := diags[0].Detail(); !matchText(test.want...).MatchString(text) {
				t.Error(text)
			}
		})
	}
}

// TestAccLibraryTracks_destroyFailsInPart: what could not be removed stays in the state.
func TestAccLibraryTracks_destroyFailsInPart(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + tracksConfig(numbered(0, 5))},
			{
				PreConfig: func() {
					f.Fail(mockapi.FaultPlan{
						Method: http.MethodDelete, PathPrefix: "/v1/me/library/tracks/B000000003", Faults: []mockapi.Fault{
							mockapi.Answer(http.StatusForbidden, "application/json", `{"error":{"code":"DENIED_SUBSCRIPTION_TIER","message":"no"}}`),
						},
					})
				},
				Config:      f.block(),
				ExpectError: matchText("1 of 5 changes to the library failed", "1 track was not removed: track 3 .B000000003.", "Apply again to do the rest"),
			},
			{
				PreConfig: func() { f.ClearFaults(); f.ResetRequests() },
				Config:    f.block(), Check: f.checkSent(del("B000000003")),
			},
		},
	})
}

func TestLibraryTracks_allRefused(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Fail(mockapi.FaultPlan{
		Method: http.MethodPut,
		Faults: []mockapi.Fault{mockapi.APIError(http.StatusNotFound, "RESOURCE_NOT_FOUND", "no such track")},
	})
	p := newProtocol(t)
	p.configureFor(f)
	created := p.create(tracksType, labelled(numbered(0, 25)))
	wantError(t, created.Diagnostics, "25 of 25 changes to the library failed", "25 tracks were not saved: track 0 .B000000000., .*B000000009., and 15 more",
		"No save was confirmed, so the resource was not created")
	if state := p.attributesOf(tracksType, created.NewState); len(state) > 0 {
		t.Errorf("the state is %v", state)
	}
}

// TestLibraryTracks_stopsSoon: a run of many tracks ends where all others would fail too,
// and the state holds what was saved.
func TestLibraryTracks_stopsSoon(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*fixture)
		most    int
		want    []string
	}{
		"when the token cannot be renewed half-way": {
			func(f *fixture) {
				f.OnAnswer(func(r mockapi.Request) {
					if r.Method == http.MethodPut && len(f.SavedIDs()) == 40 {
						f.RevokeRefreshToken()
						f.ExpireAccessTokens()
					}
				})
			},
			80,
			[]string{
				"Login with Amazon issued no access token", "code invalid_grant", "refresh token is no longer valid",
				"more changes were not sent: they would have failed for the same reason",
			},
		},
		"when the service goes down half-way": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{Skip: 50, Faults: []mockapi.Fault{mockapi.UnavailableHTML()}})
			},
			// Ten that fail in a row, ten beside them, each tried three times, with some to spare.
			150,
			[]string{
				"HTTP 503 Service Unavailable", "after 3 tries over", "fault of the service",
				"more changes were not sent: 10 changes in a row had failed",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			test.prepare(f)
			p := newProtocol(t)
			p.configureLogin(f, map[string]tftypes.Value{"max_retries": number(2), "access_token": text(mockapi.DefaultAccessToken)})
			created := p.create(tracksType, tracksOf(1000))
			wantError(t, created.Diagnostics, append([]string{"Some Tracks Could Not Be Saved or Removed"}, test.want...)...)
			if n := len(f.sent()); n > test.most {
				t.Errorf("%d requests before giving up", n)
			}
			kept := map[string]tftypes.Value{}
			if err := p.attributesOf(tracksType, created.NewState)["tracks"].As(&kept); err != nil {
				t.Fatal(err)
			}
			if err := f.holds(slices.Collect(maps.Keys(kept))...); err != nil || len(kept) < 30 {
				t.Errorf("%d tracks in the state: %v", len(kept), err)
			}
		})
	}
}

func TestLibraryTracks_wrongValues(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	null := labelled(nil)
	null["tracks"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"B08DL2BXQC": nothing})
	for name, test := range map[string]struct {
		config map[string]tftypes.Value
		want   []string
	}{
		"a wrong key": {
			labelled(map[string]string{"B08DL2BXQC": "", "Kane Train": ""}),
			[]string{"Invalid Track ID", "ten characters of A-Z and 0-9", "1 of 2 keys is not the id of a track:", `"Kane Train"`},
		},
		"three of many": {
			labelled(with(numbered(0, 9998), "Kane Train", "b08dl2bxqc", "https://music.amazon.com/tracks/B08DL2BXQC")),
			[]string{"Invalid Track ID", "3 of 10001 keys are not the id of a track:", `"Kane Train"`, `Write it as "B08DL2BXQC"`, "names track B08DL2BXQC"},
		},
		"the wrong way round": {
			labelled(map[string]string{"Kane Train": "B08DL2BXQC", "311 Day": "B097S185X9"}),
			[]string{"the wrong way round", "for title, id in"},
		},
		"a long key":   {labelled(map[string]string{strings.Repeat("x", 1<<20): ""}), []string{`"x{100}"`}},
		"a long label": {labelled(map[string]string{"B08DL2BXQC": strings.Repeat("ß", 1001)}), []string{"Label Too Long", "1,000 characters", "B08DL2BXQC"}},
		"a null label": {null, []string{"Missing Label", `Write "" for a track without a label`, "B08DL2BXQC"}},
	} {
		t.Run(name, func(t *testing.T) { wantError(t, p.validate(tracksType, test.config), test.want...) })
	}
}
