package endtoend

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// diagnostics runs a command with -json and returns the summaries of its warnings
// and errors.
func diagnostics(t *testing.T, dir string, env map[string]string, args ...string) []string {
	t.Helper()
	out, err := command(t, dir, env, append(args, "-json")...).CombinedOutput()
	var summaries []string
	for line := range strings.Lines(string(out)) {
		var message struct {
			Diagnostic struct {
				Summary string `json:"summary"`
			} `json:"diagnostic"`
		}
		if json.Unmarshal([]byte(line), &message) == nil && message.Diagnostic.Summary != "" {
			summaries = append(summaries, message.Diagnostic.Summary)
		}
	}
	if err != nil {
		t.Fatalf("%v: %s\n%s", args, err, out)
	}
	return summaries
}

// single is a resource for one track, with further lines.
func single(name, id string, more ...string) string {
	return "resource \"amazonmusic_library_track\" \"" + name + "\" {\n  track_id = \"" + id + "\"\n" + strings.Join(more, "\n") + "\n}\n"
}

// many is a resource for several tracks.
func many(name string, ids ...string) string {
	return "resource \"amazonmusic_library_tracks\" \"" + name + "\" {\n  tracks = {\n    " +
		strings.Join(ids, " = \"\"\n    ") + " = \"\"\n  }\n}\n"
}

const (
	trackX = "B000000001"
	trackY = "B000000002"

	inTwoBlocks = "Track in More Than One Block"
	createFirst = "lifecycle {\n  create_before_destroy = true\n}"
)

// TestAccTwoBlocks applies one configuration and then another, and looks for the
// warning about two blocks for one track.
func TestAccTwoBlocks(t *testing.T) {
	t.Parallel()
	const a, b = "amazonmusic_library_track.a", "amazonmusic_library_track.b"
	moved := "moved {\n  from = " + a + "\n  to = " + b + "\n}\n"
	each := func(key string) string {
		return strings.Replace(single("a", "${each.value}", "for_each = { "+key+" = \""+trackX+"\" }"), "\"${each.value}\"", "each.value", 1)
	}
	imported := func(to, id string) string { return "import {\n  to = " + to + "\n  id = \"" + id + "\"\n}\n" }
	for name, test := range map[string]struct {
		before, after string
		prepare       []string // a command between the two applies
		args          []string // of the second apply
		saved         []string // before the second apply, by other means
		env           map[string]string
		warns         bool // in the second apply
		stays         bool // every later plan warns too
	}{
		"one new block":           {after: single("a", trackX)},
		"no change":               {before: single("a", trackX), after: single("a", trackX)},
		"both stand":              {before: single("a", trackX) + single("b", trackX), after: single("a", trackX) + single("b", trackX), warns: true, stays: true},
		"both are new":            {after: single("a", trackX) + single("b", trackX), warns: true, stays: true},
		"one is new":              {before: single("a", trackX), after: single("a", trackX) + single("b", trackX), warns: true, stays: true},
		"one and many stand":      {before: single("a", trackX) + many("m", trackX, trackY), after: single("a", trackX) + many("m", trackX, trackY), warns: true, stays: true},
		"one for many is new":     {before: single("a", trackX), after: single("a", trackX) + many("m", trackX, trackY), warns: true, stays: true},
		"asked and answered id":   {before: single("a", mockapi.TrackAliased), after: single("a", mockapi.TrackAliased) + single("b", mockapi.TrackCanonical), warns: true, stays: true},
		"one of two is removed":   {before: single("a", trackX) + single("b", trackX), after: single("a", trackX), warns: true},
		"both are removed":        {before: single("a", trackX) + single("b", trackX) + single("c", trackY), after: single("c", trackY)},
		"replaced":                {before: single("a", trackX), after: single("a", trackX), args: []string{"-replace=" + a}},
		"replaced, created first": {before: single("a", trackX, createFirst), after: single("a", trackX, createFirst), args: []string{"-replace=" + a}},
		"another track":           {before: single("a", trackX), after: single("a", trackY)},
		"another track, created first": {
			before: single("a", trackX, createFirst), after: single("a", trackY, createFirst),
		},
		"two swap their tracks": {before: single("a", trackX) + single("b", trackY), after: single("a", trackY) + single("b", trackX)},
		"two swap their tracks, created first": {
			before: single("a", trackX, createFirst) + single("b", trackY, createFirst),
			after:  single("a", trackY, createFirst) + single("b", trackX, createFirst),
		},
		"tainted":                     {before: single("a", trackX), after: single("a", trackX), prepare: []string{"taint", a}},
		"tainted, created first":      {before: single("a", trackX, createFirst), after: single("a", trackX, createFirst), prepare: []string{"taint", a}},
		"many, tainted":               {before: many("m", trackX, trackY), after: many("m", trackX, trackY), prepare: []string{"taint", "amazonmusic_library_tracks.m"}},
		"many, replaced":              {before: many("m", trackX, trackY), after: many("m", trackX, trackY), args: []string{"-replace=amazonmusic_library_tracks.m"}},
		"renamed":                     {before: single("a", trackX), after: single("b", trackX)},
		"renamed with moved":          {before: single("a", trackX), after: single("b", trackX) + moved},
		"renamed, created first":      {before: single("a", trackX, createFirst), after: single("b", trackX, createFirst)},
		"another key":                 {before: each("one"), after: each("two")},
		"to one for many":             {before: single("a", trackX) + single("b", trackY), after: many("m", trackX, trackY)},
		"from one for many":           {before: many("m", trackX, trackY), after: single("a", trackX) + single("b", trackY)},
		"between two for many":        {before: many("m", trackX, trackY) + many("n", "B000000003"), after: many("m", trackX) + many("n", "B000000003", trackY)},
		"imported":                    {saved: []string{trackX}, after: single("a", trackX) + imported(a, trackX)},
		"imported, with detect_drift": {saved: []string{trackX}, after: single("a", trackX) + imported(a, trackX), env: map[string]string{"AMAZONMUSIC_DETECT_DRIFT": "true"}},
		"imported beside another block": {
			before: single("a", trackX), after: single("a", trackX) + single("b", trackX) + imported(b, trackX), warns: true, stays: true,
		},
		"imported twice": {
			saved: []string{trackX}, after: single("a", trackX) + single("b", trackX) + imported(a, trackX) + imported(b, trackX), warns: true, stays: true,
		},
		"imported twice, with detect_drift": {
			saved: []string{trackX}, after: single("a", trackX) + single("b", trackX) + imported(a, trackX) + imported(b, trackX),
			env: map[string]string{"AMAZONMUSIC_DETECT_DRIFT": "true"}, warns: true, stays: true,
		},
		"imported with detect_drift, then replaced": {
			saved: []string{trackX}, before: single("a", trackX) + imported(a, trackX), after: single("a", trackX), args: []string{"-replace=" + a},
			env: map[string]string{"AMAZONMUSIC_DETECT_DRIFT": "true"},
		},
		"many imported with detect_drift, then replaced": {
			saved: []string{trackX}, before: many("m", trackX) + imported("amazonmusic_library_tracks.m", trackX), after: many("m", trackX),
			args: []string{"-replace=amazonmusic_library_tracks.m"}, env: map[string]string{"AMAZONMUSIC_DETECT_DRIFT": "true"},
		},
		"marked by a listing": {
			before: single("a", trackX), after: single("a", trackX), prepare: []string{"lose"}, env: map[string]string{"AMAZONMUSIC_DETECT_DRIFT": "true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			env := s.TokenEnvironment()
			maps.Copy(env, test.env)
			s.Save(test.saved...)
			dir := newDir(t, test.before)
			succeed(t, dir, env, "init")
			if test.before != "" {
				succeed(t, dir, env, "apply", "-auto-approve")
			}
			switch {
			case slices.Equal(test.prepare, []string{"lose"}):
				s.Remove(trackX)
			case test.prepare != nil:
				succeed(t, dir, env, test.prepare...)
			}
			write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+test.after)
			expectWarning(t, "apply", test.warns, diagnostics(t, dir, env, append([]string{"apply", "-auto-approve"}, test.args...)...))
			expectWarning(t, "the next plan", test.stays, diagnostics(t, dir, env, "plan", "-detailed-exitcode"))
			wanted, saved := stateTracks(t, dir), s.SavedIDs()
			if i := slices.Index(wanted, mockapi.TrackAliased); i >= 0 {
				wanted = slices.Delete(wanted, i, i+1)
			}
			slices.Sort(saved)
			if !slices.Equal(saved, wanted) {
				t.Errorf("the library holds %v, the state %v", saved, wanted)
			}
		})
	}
}

func expectWarning(t *testing.T, where string, want bool, got []string) {
	t.Helper()
	warned := slices.Contains(got, inTwoBlocks)
	if warned != want {
		t.Errorf("%s: warned is %v, diagnostics: %q", where, warned, got)
	}
}

// TestAccTwoBlocks_test runs "terraform test", which plans, applies and destroys in
// one provider process.
func TestAccTwoBlocks_test(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	dir := newDir(t, `
variable "track" { default = "`+trackX+`" }
variable "other" { default = "B000000003" }
`+strings.ReplaceAll(single("a", "X")+single("b", "Y"), `"X"`, "var.track"))
	config := strings.ReplaceAll(read(t, filepath.Join(dir, "main.tf")), `"Y"`, "var.other")
	write(t, filepath.Join(dir, "main.tf"), config+
		"resource \"amazonmusic_library_tracks\" \"m\" {\n  tracks = { B000000009 = var.track }\n}\n")
	variables := func(track, other string) string {
		return "\n  variables {\n    track = \"" + track + "\"\n    other = \"" + other + "\"\n  }\n"
	}
	write(t, filepath.Join(dir, "tests", "tracks.tftest.hcl"), `
run "first" {}
run "again" {}
run "planned" {
  command = plan
`+variables(trackY, "B000000003")+`}
run "changed" {`+variables(trackY, "B000000003")+`}
run "changed_again" {`+variables(trackY, "B000000003")+`}
run "swapped" {`+variables("B000000003", trackY)+`}
run "swapped_again" {`+variables("B000000003", trackY)+`}
run "back" {`+variables(trackX, trackY)+`}
`)
	succeed(t, dir, s.TokenEnvironment(), "init")
	expectWarning(t, "test", false, diagnostics(t, dir, s.TokenEnvironment(), "test"))
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("after the test the library holds %v", left)
	}
}
