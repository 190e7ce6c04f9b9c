package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
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

// TestPlaylistsDataSource_allPages: page_size is the limit of each request.
func TestPlaylistsDataSource_allPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ playlists, pageSize, requests int }{{0, 0, 1}, {101, 0, 2}, {101, 7, 15}} {
		f := startService(t)
		f.SeedPlaylists(test.playlists)
		p := newProtocol(t)
		p.configureFor(f)
		config := map[string]tftypes.Value{}
		if test.pageSize > 0 {
			config["page_size"] = number(test.pageSize)
		}
		data, errs := p.readData("amazonmusic_playlists", config)
		if errs != nil {
			t.Fatal(errs)
		}
		if n := len(textsOf(t, data["playlists"], "id")); n != test.playlists || len(f.Requests()) != test.requests {
			t.Errorf("%d playlists after %d requests, wanted %+v", n, len(f.Requests()), test)
		}
	}
}

// TestPlaylistsDataSource_brokenListing: there is never a short list.
func TestPlaylistsDataSource_brokenListing(t *testing.T) {
	t.Parallel()
	for lie, want := range map[mockapi.Lie]string{
		mockapi.LieRepeatCursor: "repeats the cursor", mockapi.LieEndless: "brought nothing new", mockapi.LieNoPageInfo: "pageInfo",
	} {
		f := startService(t)
		f.SeedPlaylists(101)
		f.SetListingLie(lie)
		p := newProtocol(t)
		p.configureFor(f)
		_, errs := p.readData("amazonmusic_playlists", nil)
		pattern := matchText("Unable to Read Playlists", "playlists of the current user could not be read", "GET /v1/me/playlists failed", want)
		if len(errs) != 1 || !pattern.MatchString(errs[0]) {
			t.Errorf("got %q, wanted %q", errs, want)
		}
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

func TestPlaylistsDataSource_wrongPageSize(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for size, want := range map[any]string{
		0: "whole number between 1 and 100, got 0", -1: "between 1 and 100", 101: "between 1 and 100",
		1.5: "whole number between 1 and 100, got 1.5", 1e30: "between 1 and 100",
	} {
		resp, err := p.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "amazonmusic_playlists",
			Config: p.dynamic(p.schemas.DataSourceSchemas["amazonmusic_playlists"].ValueType(), map[string]tftypes.Value{
				"page_size": number(size),
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		wantError(t, resp.Diagnostics, want)
	}
}
