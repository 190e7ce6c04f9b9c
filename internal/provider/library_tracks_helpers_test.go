package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const tracksAddress = "amazonmusic_library_tracks.many"

// tracksConfig is one resource of tracks and their labels.
func tracksConfig(tracks map[string]string) string {
	var lines strings.Builder
	for _, id := range slices.Sorted(maps.Keys(tracks)) {
		fmt.Fprintf(&lines, "    %q = %q\n", id, tracks[id])
	}
	return "resource \"amazonmusic_library_tracks\" \"many\" {\n  tracks = {\n" + lines.String() + "  }\n}\n"
}

// numbered returns tracks B000000000 and on, each with a label.
func numbered(from, to int) map[string]string {
	tracks := map[string]string{}
	for i := from; i < to; i++ {
		tracks[fmt.Sprintf("B%09d", i)] = fmt.Sprintf("track %d", i)
	}
	return tracks
}

func with(tracks map[string]string, more ...string) map[string]string {
	all := maps.Clone(tracks)
	for _, id := range more {
		all[id] = ""
	}
	return all
}

func tracksState(tracks map[string]string) []statecheck.StateCheck {
	labels := map[string]knownvalue.Check{}
	for id, label := range tracks {
		labels[id] = knownvalue.StringExact(label)
	}
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(tracksAddress, tfjsonpath.New("tracks"), knownvalue.MapExact(labels)),
		statecheck.ExpectKnownValue(tracksAddress, tfjsonpath.New("track_count"), knownvalue.Int64Exact(int64(len(tracks)))),
		statecheck.ExpectKnownValue(tracksAddress, tfjsonpath.New("id"), knownvalue.NotNull()),
	}
}

func puts(tracks map[string]string) []string {
	var all []string
	for id := range tracks {
		all = append(all, put(id))
	}
	return all
}

// holds checks that the library holds these tracks and no others.
func (f *fixture) holds(ids ...string) error {
	saved := f.SavedIDs()
	slices.Sort(saved)
	slices.Sort(ids)
	if !slices.Equal(saved, ids) {
		return fmt.Errorf("the library holds %v, wanted %v", saved, ids)
	}
	return nil
}

// checkEmpty is for the end of a test, when all has been destroyed.
func (f *fixture) checkEmpty(*terraform.State) error { return f.holds() }

// sameValue compares a value over several steps.
type sameValue struct{}

func (sameValue) CompareValues(values ...any) error {
	for _, value := range values[1:] {
		if value != values[0] {
			return fmt.Errorf("%v has become %v", values[0], value)
		}
	}
	return nil
}

// labelled is the configuration of one resource of tracks and their labels.
func labelled(tracks map[string]string) map[string]tftypes.Value {
	labels := map[string]tftypes.Value{}
	for id, label := range tracks {
		labels[id] = text(label)
	}
	return map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, labels)}
}
