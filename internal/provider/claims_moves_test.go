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

// TestAccMoves_tracksAreKept: a track that leaves one block for another in one
// apply is removed by the one and saved by the other, in whatever order
// Terraform runs them. It must be there in the end.
func TestAccMoves_tracksAreKept(t *testing.T) {
	t.Parallel()
	named := func(name string) string { return strings.ReplaceAll(manyTracks(30), `"this"`, fmt.Sprintf("%q", name)) }
	other := func(tracks map[string]string) string {
		return strings.ReplaceAll(tracksConfig(tracks), `"many"`, `"other"`)
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
		"to another resource": {
			tracksConfig(numbered(0, 20)) + other(numbered(20, 21)), tracksConfig(numbered(0, 1)) + other(numbered(1, 21)),
			slices.Collect(maps.Keys(numbered(0, 21))),
		},
		"from a block to one resource": {named("before"), tracksConfig(numbered(0, 30)), slices.Collect(maps.Keys(numbered(0, 30)))},
		"from one resource to a block": {tracksConfig(numbered(0, 30)), named("after"), slices.Collect(maps.Keys(numbered(0, 30)))},
		"to the id that was answered, created first": {
			first, strings.ReplaceAll(first, mockapi.TrackAliased, mockapi.TrackCanonical), []string{mockapi.TrackCanonical},
		},
		"off one of two ids of one resource": {
			tracksConfig(map[string]string{mockapi.TrackAliased: "", mockapi.TrackCanonical: ""}), tracksConfig(map[string]string{mockapi.TrackCanonical: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"off the other of two ids of one resource": {
			tracksConfig(map[string]string{mockapi.TrackAliased: "", mockapi.TrackCanonical: ""}), tracksConfig(map[string]string{mockapi.TrackAliased: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"to the id that was answered, in one resource": {
			tracksConfig(map[string]string{mockapi.TrackAliased: ""}), tracksConfig(map[string]string{mockapi.TrackCanonical: ""}),
			[]string{mockapi.TrackCanonical},
		},
		"from the id that was answered, in one resource": {
			tracksConfig(map[string]string{mockapi.TrackCanonical: ""}), tracksConfig(map[string]string{mockapi.TrackAliased: ""}),
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
