package endtoend

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// noChanges is the end of an apply that had nothing to do.
const noChanges = "0 added, 0 changed, 0 destroyed"

// The library has more tracks than Terraform lists by default.
func TestAccExample_listResource(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.Query)
	s := acctest.NewService(t)
	fill(s)
	e := example{files: glob(t, "list-resources", "amazonmusic_library_track", "*")}
	dir := e.copyToTemp(t)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "validate", "-query")
	if n := strings.Count(succeed(t, dir, s.TokenEnvironment(), "query", "-no-color"), "list.amazonmusic_library_track.saved"); n != 130 {
		t.Errorf("%d results", n)
	}
}

// It starts from a state with the single resources, and sends no DELETE.
func TestAccExample_mergeSingleTracks(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	dir := newDir(t, `
resource "amazonmusic_library_track" "favourite" {
  for_each = toset(["B08DL2BXQC", "B097S185X9", "B0C1KV8M3D"])
  track_id = each.key
}
`)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	before := s.SavedIDs()
	s.ResetRequests()
	named("merge-single-tracks").copyTo(t, dir)
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if removed := s.TracksIn(http.MethodDelete); len(removed) > 0 {
		t.Errorf("removed: %v", removed)
	}
	if saved := s.SavedIDs(); !slices.Equal(saved, before) {
		t.Errorf("saved before: %v, after: %v", before, saved)
	}
	slices.Sort(before)
	if ids := stateTracks(t, dir); !slices.Equal(ids, before) {
		t.Errorf("the resource has %v, wanted %v", ids, before)
	}
	if state := succeed(t, dir, s.TokenEnvironment(), "state", "list"); strings.TrimSpace(state) != "amazonmusic_library_tracks.favourites" {
		t.Errorf("the state holds\n%s", state)
	}
	if out := succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color"); !strings.Contains(out, noChanges) {
		t.Errorf("the second apply changes something:\n%s", out)
	}
}

// It imports a library and goes on as the comments say, without a write.
func TestAccExample_importExistingLibrary(t *testing.T) {
	t.Parallel()
	importLibrary := func(t *testing.T, name string) (*acctest.Service, string) {
		t.Helper()
		s, dir := acctest.NewService(t), named("import-existing-library/"+name).copyToTemp(t)
		fill(s)
		succeed(t, dir, s.TokenEnvironment(), "init")
		succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
		return s, dir
	}
	check := func(t *testing.T, s *acctest.Service, dir string) {
		t.Helper()
		if out := succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color"); !strings.Contains(out, noChanges) {
			t.Errorf("the written list is not what was imported:\n%s", out)
		}
		if writes := writes(s); len(writes) > 0 {
			t.Errorf("written: %v", writes)
		}
	}
	t.Run("many tracks", func(t *testing.T) {
		t.Parallel()
		s, dir := importLibrary(t, "many-tracks")
		csv := succeed(t, dir, s.TokenEnvironment(), "output", "-raw", "csv")
		named("library-in-csv").copyTo(t, dir)
		write(t, filepath.Join(dir, "library.csv"), csv)
		check(t, s, dir)
		if n := len(stateTracks(t, dir)); n != 130 {
			t.Errorf("%d tracks in the resource", n)
		}
	})
	t.Run("single tracks", func(t *testing.T) {
		t.Parallel()
		s, dir := importLibrary(t, "single-tracks")
		write(t, filepath.Join(dir, "library.json"), succeed(t, dir, s.TokenEnvironment(), "output", "-json", "library"))
		write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+`
resource "amazonmusic_library_track" "saved" {
  for_each = jsondecode(file("library.json"))
  track_id = each.key
}
`)
		check(t, s, dir)
	})
}

// Two tracks are removed by other means.
func TestAccExample_drift(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("drift").copyToTemp(t)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	s.Remove("B097S185X9", "B0C1KV8M3D")
	s.ResetRequests()
	out := succeed(t, dir, s.TokenEnvironment(), "plan", "-refresh-only", "-no-color")
	if !strings.Contains(out, "Something To Believe In") || !strings.Contains(out, "amazonmusic_library_track.shared has changed") {
		t.Errorf("the plan does not show what has gone:\n%s", out)
	}
	if n := len(s.Requests()); n != 1 {
		t.Errorf("%d requests for a library of one page", n)
	}
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if saved := s.TracksIn(http.MethodPut); !slices.Equal(saved, []string{"B097S185X9", "B0C1KV8M3D"}) {
		t.Errorf("saved again: %v", saved)
	}
}

// A second row for a track is refused.
func TestAccExample_trackInTwoRows(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("tracks-by-mood").copyToTemp(t)
	list := filepath.Join(dir, "library.csv")
	write(t, list, read(t, list)+"B08DL2BXQC,Kane Train,slow\n")
	succeed(t, dir, s.TokenEnvironment(), "init")
	out, err := command(t, dir, s.TokenEnvironment(), "plan", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "In more than one row of library.csv: B08DL2BXQC.") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The tests that need no service run without one.
func TestAccExample_testing(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("testing").copyToTemp(t)
	against := filepath.Join(dir, "tests", "service.tftest.hcl")
	const standIn = `"http://127.0.0.1:8700"`
	if !strings.Contains(read(t, against), standIn) {
		t.Fatalf("no %s in %s", standIn, against)
	}
	write(t, against, strings.ReplaceAll(read(t, against), standIn, `"`+s.URL+`"`))
	succeed(t, dir, nil, "init")
	if out := succeed(t, dir, nil, "test", "-no-color", "-filter=tests/rules.tftest.hcl"); !strings.Contains(out, "3 passed, 0 failed") {
		t.Errorf("without a service:\n%s", out)
	}
	if out := succeed(t, dir, nil, "test", "-no-color", "-filter=tests/service.tftest.hcl"); !strings.Contains(out, "2 passed, 0 failed") {
		t.Errorf("with the stand-in:\n%s", out)
	}
	if len(writes(s)) == 0 || len(s.SavedIDs()) > 0 {
		t.Errorf("%d writes, and left in the library: %v", len(writes(s)), s.SavedIDs())
	}
}
