package provider

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
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

func TestLibraryDataSource_allPages(t *testing.T) {
	t.Parallel()
	for tracks, requests := range map[int]int{0: 1, 101: 2, 2500: 25} {
		f := startService(t)
		ids := f.saveMany(tracks)
		// The service lists what was saved last first.
		slices.Reverse(ids)
		p := newProtocol(t)
		p.configureFor(f)
		data, errs := p.readData("amazonmusic_library", nil)
		if errs != nil {
			t.Fatal(errs)
		}
		if !slices.Equal(textsOf(t, data["tracks"], "id"), ids) || !data["track_count"].Equal(number(tracks)) || f.listings() != requests {
			t.Errorf("%s of %d tracks after %d requests", data["track_count"], tracks, f.listings())
		}
	}
}

func TestLibraryDataSource_fails(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetLibraryShape(mockapi.ShapeNonsense)
	p := newProtocol(t)
	p.configureFor(f)
	_, errs := p.readData("amazonmusic_library", nil)
	if len(errs) != 1 || !matchText("Unable to List Saved Tracks", "no list of saved tracks; it holds data{").MatchString(errs[0]) {
		t.Errorf("got %q", errs)
	}
}
