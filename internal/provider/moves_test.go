package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestMovedTracksAreKept: a track that leaves one block for another in one
// apply is removed by the one and saved by the other, in whatever order
// Terraform runs them. It must be there in the end.
func TestMovedTracksAreKept(t *testing.T) {
	t.Parallel()
	named := func(name string) string { return strings.ReplaceAll(manyTracks(30), `"this"`, fmt.Sprintf("%q", name)) }
	other := func(tracks map[string]string) string {
		return strings.ReplaceAll(shelfConfig(tracks), `"shelf"`, `"other"`)
	}
	first := `
resource "amazonmusic_library_track" "this" {
  track_id = "` + mockapi.TrackAliased + `"
  lifecycle {
    create_before_destroy = true
  }
}
`
	for name, test := range map[string]struct {
		before, after string
		want          []string
	}{
		"under another name": {named("before"), named("after"), slices.Collect(maps.Keys(numbered(0, 30)))},
		"in another order": {
			named("this"), strings.ReplaceAll(named("this"), "count.index)", "29 - count.index)"), slices.Collect(maps.Keys(numbered(0, 30))),
		},
		"to another shelf": {
			shelfConfig(numbered(0, 20)) + other(numbered(20, 21)), shelfConfig(numbered(0, 1)) + other(numbered(1, 21)),
			slices.Collect(maps.Keys(numbered(0, 21))),
		},
		"from a block to a shelf": {named("before"), shelfConfig(numbered(0, 30)), slices.Collect(maps.Keys(numbered(0, 30)))},
		"from a shelf to a block": {shelfConfig(numbered(0, 30)), named("after"), slices.Collect(maps.Keys(numbered(0, 30)))},
		"to the id that was answered, created first": {
			first, strings.ReplaceAll(first, mockapi.TrackAliased, mockapi.TrackCanonical), []string{mockapi.TrackCanonical},
		},
		"off one of two ids of a shelf": {
			shelfConfig(map[string]string{mockapi.TrackAliased: "", mockapi.TrackCanonical: ""}), shelfConfig(map[string]string{mockapi.TrackCanonical: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"off the other of two ids of a shelf": {
			shelfConfig(map[string]string{mockapi.TrackAliased: "", mockapi.TrackCanonical: ""}), shelfConfig(map[string]string{mockapi.TrackAliased: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"to the id that was answered, on a shelf": {
			shelfConfig(map[string]string{mockapi.TrackAliased: ""}), shelfConfig(map[string]string{mockapi.TrackCanonical: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"from the id that was answered, on a shelf": {
			shelfConfig(map[string]string{mockapi.TrackCanonical: ""}), shelfConfig(map[string]string{mockapi.TrackAliased: ""}),
			[]string{mockapi.TrackCanonical},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			acceptance(t, resource.TestCase{
				Steps: []resource.TestStep{
					{Config: f.block() + test.before},
					{
						Config: f.block() + test.after, ConfigPlanChecks: emptyPlan(),
						Check: func(*terraform.State) error { return f.holds(test.want...) },
					},
				},
				CheckDestroy: f.checkEmpty,
			})
		})
	}
}
