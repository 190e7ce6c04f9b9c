package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const libraryAddress = "data.amazonmusic_library.saved"

// saveMany saves n numbered tracks behind Terraform's back.
func (f *fixture) saveMany(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B%09d", i)
	}
	f.Save(ids...)
	return ids
}

func TestAccLibraryDataSource_all(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ tracks, requests int }{{0, 1}, {1, 1}, {100, 1}, {101, 2}, {2500, 25}} {
		t.Run(fmt.Sprint(test.tracks), func(t *testing.T) {
			f := startService(t)
			ids := f.saveMany(test.tracks)
			// The service lists what was saved last first.
			slices.Reverse(ids)
			want := make([]knownvalue.Check, len(ids))
			for i, id := range ids {
				want[i] = knownvalue.StringExact(id)
			}
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{{
					Config: f.block() + `
data "amazonmusic_library" "saved" {}

output "ids" {
  value = data.amazonmusic_library.saved.tracks[*].id
}
`,
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(libraryAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(int64(test.tracks))),
						statecheck.ExpectKnownOutputValue("ids", knownvalue.ListExact(want)),
					},
					Check: func(*terraform.State) error {
						if n := f.listings(); n == 0 || n%test.requests != 0 {
							return fmt.Errorf("%d requests, wanted a multiple of %d", n, test.requests)
						}
						return nil
					},
				}},
			})
		})
	}
}

func TestAccLibraryDataSource_missingFields(t *testing.T) {
	f := startService(t)
	f.Save(mockapi.TrackBare, mockapi.TrackKaneTrain)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `data "amazonmusic_library" "saved" {}`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(libraryAddress, tfjsonpath.New("tracks"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact(mockapi.TrackKaneTrain), "title": knownvalue.StringExact("Kane Train"),
						"isrc": knownvalue.StringExact("GBCFB2000356"), "url": knownvalue.NotNull(),
					}),
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact(mockapi.TrackBare), "title": knownvalue.Null(), "isrc": knownvalue.Null(), "url": knownvalue.Null(),
					}),
				})),
			},
		}},
	})
}

// TestAccLibraryDataSource_changesBetweenPages: a track that is added while the pages are
// read moves the others on, so that one of them comes twice.
func TestAccLibraryDataSource_changesBetweenPages(t *testing.T) {
	f := startService(t)
	ids := f.saveMany(250)
	f.OnRequest(func(r mockapi.Request) {
		if strings.Contains(r.RawQuery, "cursor=") && !f.IsSaved("B0LATECOME") {
			f.Save("B0LATECOME")
		}
	})
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `
data "amazonmusic_library" "saved" {}

output "count_of_ids" {
  value = length(distinct(data.amazonmusic_library.saved.tracks[*].id)) == data.amazonmusic_library.saved.track_count
}
output "has_all" {
  value = length(setsubtract([for i in range(250) : format("B%09d", i)], data.amazonmusic_library.saved.tracks[*].id)) == 0
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("count_of_ids", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("has_all", knownvalue.Bool(true)),
			},
			Check: func(*terraform.State) error {
				if len(ids) != 250 || !f.IsSaved("B0LATECOME") {
					return fmt.Errorf("the library did not change while it was read")
				}
				return nil
			},
		}},
	})
}

func TestAccLibraryDataSource_fails(t *testing.T) {
	f := startService(t)
	f.SetLibraryShape(mockapi.ShapeNonsense)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config:      f.block() + `data "amazonmusic_library" "saved" {}`,
			ExpectError: matchText("Unable to List Saved Tracks", "no list of saved tracks; it holds data{"),
		}},
	})
}
