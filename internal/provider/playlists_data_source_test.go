package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const playlistsAddress = "data.amazonmusic_playlists.all"

// TestAccPlaylistsDataSource_apiPage compares the two playlists of the API's page with
// what a configuration sees: each value, and null for what is left out.
func TestAccPlaylistsDataSource_apiPage(t *testing.T) {
	f := startService(t)
	f.SeedPlaylists(2)
	full := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact("15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3"), "title": knownvalue.StringExact("00 Rock"),
		"description": knownvalue.Null(), "url": knownvalue.StringExact("https://music.amazon.ca/my/playlists/b2c6606b"),
		"duration": knownvalue.Int64Exact(3450), "track_count": knownvalue.Int64Exact(12), "visibility": knownvalue.StringExact("PRIVATE"),
		"curator_id": knownvalue.StringExact("6ozjgidgbvjdv3j6dd5jm7ipom"),
		"images": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
			"url": knownvalue.StringExact("https://images-na.ssl-images-amazon.com/images/Playlists.png"), "image_type": knownvalue.StringExact("PRIMARY"),
			"width": knownvalue.Null(), "height": knownvalue.Null(),
		})}),
		"eligibility": knownvalue.ObjectExact(map[string]knownvalue.Check{
			"playback":                    knownvalue.ObjectExact(map[string]knownvalue.Check{"can_play_on_demand": knownvalue.Bool(true), "shuffle_type": knownvalue.StringExact("INLINE")}),
			"playback_subscription_tiers": knownvalue.ListSizeExact(0),
			"is_downloadable":             knownvalue.Bool(false), "is_purchaseable": knownvalue.Bool(false),
			"is_previewable": knownvalue.Bool(false), "is_prime_eligible": knownvalue.Bool(false),
		}),
	})
	sparse := knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"title": knownvalue.StringExact("311 Day"), "visibility": knownvalue.Null(), "description": knownvalue.Null(), "eligibility": knownvalue.Null(),
		"images": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{"image_type": knownvalue.Null()})}),
	})
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config:           f.block() + `data "amazonmusic_playlists" "all" {}`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(playlistsAddress, tfjsonpath.New("user_id"), knownvalue.StringExact("6ozjgidgbvjdv3j6dd5jm7ipom")),
				statecheck.ExpectKnownValue(playlistsAddress, tfjsonpath.New("page_size"), knownvalue.Null()),
				statecheck.ExpectKnownValue(playlistsAddress, tfjsonpath.New("playlists"), knownvalue.ListExact([]knownvalue.Check{full, sparse})),
			},
		}},
	})
}

func TestAccPlaylistsDataSource_allPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ playlists, pageSize, requests int }{
		{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {100, 0, 1}, {101, 0, 2}, {101, 7, 15}, {30, 1, 30}, {305, 0, 4}, {305, 100, 4},
	} {
		for style, name := range map[mockapi.CursorStyle]string{mockapi.CursorToken: "token", mockapi.CursorEdge: "edge"} {
			t.Run(fmt.Sprintf("%d by %d %s", test.playlists, test.pageSize, name), func(t *testing.T) {
				f := startService(t)
				f.SeedPlaylists(test.playlists)
				f.SetCursorStyle(style)
				size := "null"
				if test.pageSize > 0 {
					size = fmt.Sprint(test.pageSize)
				}
				acceptance(t, resource.TestCase{
					Steps: []resource.TestStep{{
						Config: f.block() + fmt.Sprintf(`
data "amazonmusic_playlists" "all" {
  page_size = %s
}
# The list itself would make a large state; its length and ids tell enough.
output "ids" {
  value = data.amazonmusic_playlists.all.playlists[*].id
}
`, size),
						ConfigStateChecks: []statecheck.StateCheck{
							statecheck.ExpectKnownOutputValue("ids", knownvalue.ListSizeExact(test.playlists)),
						},
						Check: func(*terraform.State) error {
							// A step refreshes more than once, each time with whole lists.
							if n := len(f.Requests()); n == 0 || n%test.requests != 0 {
								return fmt.Errorf("%d requests, wanted a multiple of %d", n, test.requests)
							}
							return nil
						},
					}},
				})
			})
		}
	}
}

func TestAccPlaylistsDataSource_brokenListing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lie  mockapi.Lie
		want string
	}{
		"repeats its cursor": {mockapi.LieRepeatCursor, "repeats the cursor"},
		"no cursor":          {mockapi.LieNoCursor, "neither a token nor a cursor"},
		"more of nothing":    {mockapi.LieEmptyMore, "neither a token nor a cursor"},
		"no end":             {mockapi.LieEndless, "brought nothing new"},
		"no page info":       {mockapi.LieNoPageInfo, "pageInfo"},
		"no edges":           {mockapi.LieNoEdges, "edges"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			f.SeedPlaylists(250)
			f.SetListingLie(test.lie)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{{
					Config:      f.block() + `data "amazonmusic_playlists" "all" {}`,
					ExpectError: matchText("Unable to Read Playlists", "playlists of the current user could not be read", "GET /v1/me/playlists failed", test.want),
				}},
				CheckDestroy: func(*terraform.State) error {
					if n := len(f.Requests()); n > 20 {
						return fmt.Errorf("%d requests to find out that a listing lies", n)
					}
					return nil
				},
			})
		})
	}
}

// TestPlaylistsDataSource_errors drives the protocol: what Terraform makes of an
// error is the same for each.
func TestPlaylistsDataSource_errors(t *testing.T) {
	t.Parallel()
	for _, test := range errorTable {
		if test.status == http.StatusNotFound {
			// It is not about a track.
			test.advice = `does not find the library.*Check "endpoint"`
		}
		t.Run(fmt.Sprintf("%d %s", test.status, test.code), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.SeedPlaylists(150)
			// The second page fails: what the first held must not pass for the list.
			f.OnRequest(failSecondPage(f, test.answer()))
			p := newProtocol(t)
			p.configureOnce(f)
			schema := p.schemas.DataSourceSchemas["amazonmusic_playlists"].ValueType()
			resp, err := p.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
				TypeName: "amazonmusic_playlists", Config: p.dynamic(schema, nil),
			})
			if err != nil {
				t.Fatal(err)
			}
			compareDiagnostics(t, resp.Diagnostics, []expected{{
				"", "Unable to Read Playlists",
				fmt.Sprintf(`HTTP %d .*code %s: as the service puts it \(reference ref-1\).*%s`, test.status, test.code, test.advice),
			}})
		})
	}
}

func failSecondPage(f *fixture, fault mockapi.Fault) func(mockapi.Request) {
	return func(r mockapi.Request) {
		if r.Method == http.MethodGet && strings.Contains(r.RawQuery, "cursor=") {
			f.FailNext(1, fault)
		}
	}
}

func TestAccPlaylistsDataSource_wrongPageSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[string]string{
		"0": "whole number between 1 and 100, got 0", "-1": "between 1 and 100", "101": "between 1 and 100", "1.5": "whole number between 1 and 100, got 1.5",
		"1e30": "between 1 and 100", `"many"`: "page_size",
	} {
		t.Run(size, func(t *testing.T) {
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{{
					Config:      f.block() + fmt.Sprintf("data \"amazonmusic_playlists\" \"all\" {\n  page_size = %s\n}", size),
					ExpectError: matchText(want),
				}},
				CheckDestroy: f.checkSent(),
			})
		})
	}
}
