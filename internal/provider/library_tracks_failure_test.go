package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestShelfRefusesTwo is the case of a shelf of sixty with two tracks that the
// catalog does not have. What happens after "terraform untaint" is tested
// end to end.
func TestShelfRefusesTwo(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: f.block() + shelfConfig(with(numbered(0, 58), mockapi.TrackNotFound, mockapi.TrackNullSave)),
				ExpectError: matchText("Unable to Change All Tracks", "2 of 60 changes to the library failed",
					"saving track "+mockapi.TrackNotFound+": HTTP 404 Not Found, code RESOURCE_NOT_FOUND", "reference mock-",
					"saving track "+mockapi.TrackNullSave, "without saving anything", "terraform untaint"),
			},
			{
				// The state holds the 58, so that replacing the tainted shelf removes them first.
				PreConfig: f.ResetRequests,
				Config:    f.block() + shelfConfig(numbered(0, 58)),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(shelfAddress, plancheck.ResourceActionDestroyBeforeCreate)},
				},
				ConfigStateChecks: shelfState(numbered(0, 58)),
				Check: func(*terraform.State) error {
					if n := len(f.Requests()); n != 2*58 {
						return fmt.Errorf("%d requests, wanted the removal and the save of 58 tracks", n)
					}
					return nil
				},
			},
			{
				// An update that fails in part keeps what is saved, and is not tainted.
				Config:      f.block() + shelfConfig(with(numbered(1, 60), mockapi.TrackNotFound)),
				ExpectError: matchText("1 of 4 changes to the library failed", mockapi.TrackNotFound, "Apply again to do the rest"),
			},
			{
				PreConfig: f.ResetRequests,
				Config:    f.block() + shelfConfig(numbered(1, 61)),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(shelfAddress, plancheck.ResourceActionUpdate)},
				},
				ConfigStateChecks: shelfState(numbered(1, 61)),
				Check:             f.checkSent(put("B000000060")),
			},
		},
		CheckDestroy: f.checkEmpty,
	})
}

func TestShelfRefusesAll(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{mockapi.Answer(http.StatusNotFound, "application/json",
						`{"error":{"status":"404","code":"RESOURCE_NOT_FOUND","message":"no such track","reference":"ref-1"}}`)}})
				},
				Config: f.block() + shelfConfig(numbered(0, 25)),
				ExpectError: matchText("25 of 25 changes to the library failed", "saving track B000000009", "and 15 more",
					"None of them is saved, so the shelf was not created"),
			},
			{PreConfig: f.ResetRequests, Config: f.block(), ConfigPlanChecks: emptyPlan(), Check: f.checkSent()},
		},
	})
}

func TestShelfStopsSoon(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*fixture)
		most    int
		want    []string
	}{
		"when the token cannot be renewed half-way": {
			func(f *fixture) {
				f.LimitTokenUse(50)
				served := 0
				f.OnRequest(func(mockapi.Request) {
					if served++; served == 40 {
						f.RevokeRefreshToken()
					}
				})
			},
			80,
			[]string{"were not tried any more", "Login with Amazon issued no access token", "code invalid_grant", "refresh token is no longer valid"},
		},
		"when the service goes down half-way": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{Skip: 50, Faults: []mockapi.Fault{mockapi.UnavailableHTML()}})
			},
			// Ten that fail in a row, ten beside them, each tried three times, with some to spare.
			150,
			[]string{"were not tried any more", "HTTP 503 Service Unavailable", "after 3 tries over", "fault of the service"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			test.prepare(f)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{
						Config:      f.loginBlock("max_retries = 2") + shelfConfig(numbered(0, 1000)),
						ExpectError: matchText(append([]string{"Unable to Change All Tracks"}, test.want...)...),
					},
					{
						PreConfig: func() {
							if n := len(f.Requests()); n > test.most {
								t.Errorf("%d requests before giving up", n)
							}
							if n := len(f.SavedIDs()); n < 30 {
								t.Errorf("only %d tracks were saved before it went wrong", n)
							}
							f.ClearFaults()
							f.OnRequest(nil)
							f.LimitTokenUse(0)
							f.SetCredentials(mockapi.Credentials{RefreshToken: mockapi.DefaultRefreshToken})
						},
						// What was saved is in the state, so that this removes all of it.
						Config: f.loginBlock(),
					},
				},
				CheckDestroy: f.checkEmpty,
			})
		})
	}
}

func TestShelfIsChecked(t *testing.T) {
	t.Parallel()
	threeOfMany := shelfConfig(with(numbered(0, 9998), "Kane Train", "b08dl2bxqc", "https://music.amazon.com/tracks/B08DL2BXQC"))
	for name, test := range map[string]struct {
		config string
		want   []string
	}{
		"empty":       {shelfConfig(nil), []string{"Empty Shelf", "remove the resource"}},
		"a wrong key": {shelfConfig(map[string]string{"B08DL2BXQC": "", "Kane Train": ""}), []string{"Invalid Track ID", "1 of the 2 keys", `"Kane Train" is not the id`}},
		"three of many": {threeOfMany, []string{
			"Invalid Track ID", "3 of the 10001 keys", `"Kane Train" is not the id`, `Write it as "B08DL2BXQC"`, "track_id_from_url",
		}},
		"a null label": {
			"resource \"amazonmusic_library_tracks\" \"shelf\" {\n  tracks = { B08DL2BXQC = null }\n}\n",
			[]string{"Missing Label", `Write "" for a track without a label`, "B08DL2BXQC"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps:        []resource.TestStep{{Config: f.block() + test.config, PlanOnly: true, ExpectError: matchText(test.want...)}},
				CheckDestroy: f.checkSent(),
			})
		})
	}
}

// TestShelfDestroyFailsInPart: what could not be removed stays in the state.
func TestShelfDestroyFailsInPart(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + shelfConfig(numbered(0, 5))},
			{
				PreConfig: func() {
					f.Fail(mockapi.FaultPlan{
						Method: http.MethodDelete, PathPrefix: "/v1/me/library/tracks/B000000003", Faults: []mockapi.Fault{
							mockapi.Answer(http.StatusForbidden, "application/json", `{"error":{"code":"DENIED_SUBSCRIPTION_TIER","message":"no"}}`),
						},
					})
				},
				Config:      f.block(),
				ExpectError: matchText("1 of 5 changes to the library failed", "removing track B000000003", "Destroy again"),
			},
			{
				PreConfig: func() { f.ClearFaults(); f.ResetRequests() },
				Config:    f.block(), Check: f.checkSent(del("B000000003")),
			},
		},
	})
}

func TestShelfChaos(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			PreConfig: func() {
				f.FailShare(11, 0.3, mockapi.Throttled(""), mockapi.InternalError(), mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody())
			},
			Config:            f.block("max_retries = 20") + shelfConfig(numbered(0, 300)),
			ConfigStateChecks: shelfState(numbered(0, 300)),
			Check: func(*terraform.State) error {
				if stats := f.Stats(); stats.ConnectionsPeak > maxConnections || stats.PeakInFlight > maxConnections {
					return fmt.Errorf("%d connections, %d requests at once", stats.ConnectionsPeak, stats.PeakInFlight)
				}
				return f.holds(slices.Collect(maps.Keys(numbered(0, 300)))...)
			},
		}},
		CheckDestroy: f.checkEmpty,
	})
}
