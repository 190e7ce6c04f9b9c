package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// maxConnections is what the service may count as open at once: one for each
// of Terraform's ten, and two for those that it has not seen closing yet.
const maxConnections = 12

func manyTracks(n int) string {
	return fmt.Sprintf(`
resource "amazonmusic_library_track" "this" {
  count    = %d
  track_id = format("B%%09d", count.index)
}
`, n)
}

// libraryIsState compares library and state in both directions. Only single tracks count.
func (f *fixture) libraryIsState(state *terraform.State) error {
	var recorded []string
	for _, r := range state.RootModule().Resources {
		if r.Type == "amazonmusic_library_track" {
			recorded = append(recorded, r.Primary.Attributes["track_id"])
		}
	}
	saved := f.SavedIDs()
	slices.Sort(recorded)
	slices.Sort(saved)
	if !slices.Equal(recorded, saved) {
		return fmt.Errorf("the state holds %d tracks, the library %d:\n%v\n%v", len(recorded), len(saved), recorded, saved)
	}
	return nil
}

// TestAccLibrary_manyFaults applies and destroys 40 resources and one of 100 tracks while
// more than a quarter of all answers are bad.
func TestAccLibrary_manyFaults(t *testing.T) {
	f := startService(t)
	chaos := []mockapi.Fault{
		mockapi.Throttled(""), mockapi.Throttled("1"), mockapi.InternalError(), mockapi.UnavailableHTML(), mockapi.BadGateway(), mockapi.GatewayTimeout(),
		mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody(),
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			PreConfig:         func() { f.FailShare(acctest.Seed(t), 0.3, chaos...) },
			Config:            f.block("max_retries = 20") + manyTracks(40) + tracksConfig(numbered(100, 200)),
			ConfigStateChecks: tracksState(numbered(100, 200)),
			Check: resource.ComposeAggregateTestCheckFunc(func(*terraform.State) error {
				return f.holds(slices.Collect(maps.Keys(with(numbered(100, 200), slices.Collect(maps.Keys(numbered(0, 40)))...)))...)
			}, func(*terraform.State) error {
				bad := 0
				for _, r := range f.Requests() {
					if r.Fault != "" {
						bad++
					}
				}
				if total := len(f.sent()); bad*4 < total {
					return fmt.Errorf("only %d of %d answers were bad", bad, total)
				}
				// Counted here, since the connections of this provider stay open beside those
				// of the one that destroys: in a test both live in one process.
				if peak := f.Stats().ConnectionsPeak; peak > maxConnections {
					return fmt.Errorf("%d connections at once", peak)
				}
				return nil
			}),
		}},
		CheckDestroy: f.checkEmpty,
	})
}

// TestAccLogin_tokensExpire has the token expire in the middle of a run.
func TestAccLogin_tokensExpire(t *testing.T) {
	f := startService(t)
	// Two answers can see twenty saved tracks.
	var once sync.Once
	f.OnAnswer(func(r mockapi.Request) {
		if r.Method == http.MethodPut && len(f.SavedIDs()) >= 20 {
			once.Do(f.ExpireAccessTokens)
		}
	})
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.loginBlock(fmt.Sprintf("access_token = %q", mockapi.DefaultAccessToken)) + manyTracks(50),
			Check: resource.ComposeAggregateTestCheckFunc(f.libraryIsState, func(*terraform.State) error {
				if minted := f.Stats().TokensMinted; minted != 1 {
					return fmt.Errorf("%d renewals", minted)
				}
				return nil
			}),
		}},
	})
}

func TestLogin_givenTokenFirst(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureLogin(f, map[string]tftypes.Value{"access_token": text(mockapi.DefaultAccessToken)})
	p.noErrors(p.create(trackType, oneTrack(1)).Diagnostics)
	if n := len(f.TokenRequests()); n > 0 {
		t.Errorf("%d renewals with a good token at hand", n)
	}
}

func TestLogin_refused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*fixture)
		want    []string
	}{
		"revoked refresh token": {
			func(f *fixture) { f.RevokeRefreshToken() },
			[]string{"Login with Amazon issued no access token", "HTTP 400 Bad Request, code invalid_grant", "no longer valid", "refresh_token"},
		},
		"wrong client": {
			func(f *fixture) { f.SetCredentials(mockapi.Credentials{ClientSecret: "another"}) },
			[]string{"Login with Amazon issued no access token", "code invalid_client", "client_id.*client_secret"},
		},
		"HTML": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Answer(http.StatusForbidden, "text/html", "<h1>Blocked by a proxy</h1>")}})
			},
			[]string{"Login with Amazon issued no access token", "HTTP 403", "text/html.*Blocked by a proxy", "token_url"},
		},
		"no answer": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Hang()}})
			},
			[]string{"Login with Amazon issued no access token", "no complete answer in time", "2 tries over", "token_url"},
		},
		"no token in the answer": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Answer(http.StatusOK, "application/json", `{}`)}})
			},
			[]string{"Login with Amazon issued no access token", "could not be read", "token_url"},
		},
		"redirect": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Redirect("https://elsewhere.invalid/token")}})
			},
			[]string{"redirected to https://elsewhere.invalid, where credentials are not sent", "token_url"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			test.prepare(f)
			p := newProtocol(t)
			timeout := "30s"
			if name == "no answer" {
				timeout = "300ms"
			}
			p.configureLogin(f, map[string]tftypes.Value{"max_retries": number(1), "request_timeout": text(timeout)})
			wantError(t, p.create(trackType, oneTrack(1)).Diagnostics, append([]string{"Unable to Check the Account"}, test.want...)...)
			// The others point to it.
			wantError(t, p.create(tracksType, tracksOf(2)).Diagnostics, "Unable to Check the Account")
			if err := f.compareSent(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLibraryTrack_brokenAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault func(elsewhere string) mockapi.Fault
		want  []string
	}{
		"redirect": {
			mockapi.Redirect,
			[]string{"redirected to http://127.0.0.1:\\d+, where credentials are not sent", `Check "endpoint"`},
		},
		"200 MiB": {
			func(string) mockapi.Fault { return mockapi.Huge(200 << 20) },
			[]string{"too large: over 4 MiB", "not an answer of the Amazon Music Web API"},
		},
		"never": {
			func(string) mockapi.Fault { return mockapi.Hang() },
			[]string{"no complete answer in time: 300ms", "2 tries over", "request_timeout"},
		},
		"HTML": {
			func(string) mockapi.Fault {
				return mockapi.Answer(http.StatusNotFound, "text/html", "<h1>Nothing here</h1>")
			},
			[]string{"HTTP 404 Not Found: an answer of type text/html that begins: <h1>Nothing here", `Check "endpoint"`},
		},
		"empty": {
			func(string) mockapi.Fault { return mockapi.Answer(http.StatusOK, "application/json", "") },
			[]string{"HTTP 200 OK: an empty answer", `Check "endpoint"`},
		},
		"cut": {
			func(string) mockapi.Fault { return mockapi.CutBody() },
			[]string{"HTTP 200 OK: the answer was cut short", "2 tries over", "Apply again"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, elsewhere := startService(t), startService(t)
			f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/me/library", Faults: []mockapi.Fault{test.fault(elsewhere.URL + "/v1/me/library/tracks/B08DL2BXQC")}})
			timeout := "30s"
			if name == "never" {
				timeout = "300ms"
			}
			p := newProtocol(t)
			p.configureWith(f, map[string]tftypes.Value{"max_retries": number(1), "request_timeout": text(timeout)})
			wantError(t, p.create(trackType, oneTrack(1)).Diagnostics, append([]string{"Unable to Save Track"}, test.want...)...)
			if sent := elsewhere.Requests(); len(sent) > 0 {
				t.Errorf("sent elsewhere: %v", sent)
			}
		})
	}
}
