package endtoend

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// diagnostics runs a command with -json and returns the summaries of its warnings
// and errors.
func diagnostics(t *testing.T, dir string, env map[string]string, args ...string) []string {
	t.Helper()
	var summaries []string
	for _, d := range diagnosed(t, dir, env, args...) {
		summaries = append(summaries, d.Summary)
	}
	return summaries
}

type diagnostic struct {
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
}

// diagnosed is diagnostics with the details.
func diagnosed(t *testing.T, dir string, env map[string]string, args ...string) []diagnostic {
	t.Helper()
	out, err := command(t, dir, env, append(args, "-json")...).CombinedOutput()
	var all []diagnostic
	for line := range strings.Lines(string(out)) {
		var message struct {
			Diagnostic diagnostic `json:"diagnostic"`
		}
		if json.Unmarshal([]byte(line), &message) == nil && message.Diagnostic.Summary != "" {
			all = append(all, message.Diagnostic)
		}
	}
	if err != nil {
		t.Fatalf("%v: %s\n%s", args, err, out)
	}
	return all
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
	if got := diagnostics(t, dir, s.TokenEnvironment(), "test"); slices.Contains(got, inTwoBlocks) {
		t.Errorf("diagnostics: %q", got)
	}
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("after the test the library holds %v", left)
	}
}
