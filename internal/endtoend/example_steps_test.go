package endtoend

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
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
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests, wanted one page of the library and the check of the account", n)
	}
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if saved := s.TracksIn(http.MethodPut); !slices.Equal(saved, []string{"B097S185X9", "B0C1KV8M3D"}) {
		t.Errorf("saved again: %v", saved)
	}
	finish(t, dir, s, s.TokenEnvironment())
}

// All playlists that a configuration can have are imported, and the others are named.
func TestAccExample_importExistingPlaylists(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.ImportAlone)
	s, dir := acctest.NewService(t), named("import-existing-playlists").copyToTemp(t)
	s.SeedPlaylists(20)
	env := s.TokenEnvironment()
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	var skipped map[string]string
	if err := json.Unmarshal([]byte(succeed(t, dir, env, "output", "-json", "skipped")), &skipped); err != nil {
		t.Fatal(err)
	}
	reasons := map[string]int{}
	for _, text := range skipped {
		_, reason, _ := strings.Cut(text, ": ")
		reasons[reason]++
	}
	if want := map[string]int{"belongs to another user": 4, "has no title": 3, "is COLLABORATIVE": 2}; !maps.Equal(reasons, want) {
		t.Errorf("skipped: %v, wanted %v", skipped, want)
	}
	imports := filepath.Join(dir, "imports.tf")
	write(t, imports, succeed(t, dir, env, "output", "-raw", "imports"))
	succeed(t, dir, env, "plan", "-generate-config-out=playlists.tf")
	if out := succeed(t, dir, env, "apply", "-auto-approve", "-no-color"); !strings.Contains(out, "11 imported, 0 added") {
		t.Errorf("apply said:\n%s", out)
	}
	if err := os.Remove(imports); err != nil {
		t.Fatal(err)
	}
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet && (r.Method != http.MethodPut || strings.HasSuffix(r.Path, "/tracks")) {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
}

// The script of the nightly run, which bash runs as GitHub does: its exit code is 0
// for an empty plan, and 2 after a track was removed elsewhere.
func TestAccExample_driftReport(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	workflow := read(t, filepath.Join(root, "examples", "ci-remote-state", ".github", "workflows", "library.yml"))
	_, step, _ := strings.Cut(workflow, "- name: Report drift\n")
	_, step, _ = strings.Cut(step, "run: |\n")
	script, _, found := strings.Cut(step, "        env:\n")
	if !found || !strings.Contains(workflow, `AMAZONMUSIC_DETECT_DRIFT: "true"`) {
		t.Fatalf("no script, or no detect_drift:\n%s", workflow)
	}
	s, dir := acctest.NewService(t), named("ci-remote-state").copyToTemp(t)
	env := s.TokenEnvironment()
	localState(t, dir)
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	env["AMAZONMUSIC_DETECT_DRIFT"], env["GITHUB_STEP_SUMMARY"] = "true", filepath.Join(dir, "summary.md")
	night := func() (int, string) {
		terraform := command(t, dir, env)
		report := exec.CommandContext(t.Context(), bash, "-e", "-c", "terraform() { '"+terraform.Path+"' \"$@\"; }\n"+script)
		report.Dir, report.Env = dir, terraform.Env
		out, err := report.CombinedOutput()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return exit.ExitCode(), string(out)
		}
		return 0, string(out)
	}
	if code, out := night(); code != 0 || !strings.Contains(out, "No changes.") {
		t.Errorf("exit code %d without drift:\n%s", code, out)
	}
	s.Remove("B097S185X9")
	s.ResetRequests()
	code, out := night()
	if code != 2 || !strings.Contains(out, "Something To Believe In") || len(writes(s)) > 0 {
		t.Errorf("exit code %d, written: %v\n%s", code, writes(s), out)
	}
	if summary := read(t, env["GITHUB_STEP_SUMMARY"]); !strings.Contains(summary, "Something To Believe In") {
		t.Errorf("the summary is\n%s", summary)
	}
	env["AMAZONMUSIC_ACCESS_TOKEN"] = "wrong"
	if code, out := night(); code != 1 {
		t.Errorf("exit code %d with a wrong token:\n%s", code, out)
	}
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	finish(t, dir, s, s.TokenEnvironment())
}

// Each person's tracks are saved in their own library. If both logins are for one
// account, nothing is sent.
func TestAccExample_severalPeople(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("several-people").copyToTemp(t)
	parents := s.AddUser("parents", "", parentsToken)
	env := s.TokenEnvironment()
	logIn(t, dir, s, env, mockapi.DefaultRefreshToken)
	succeed(t, dir, env, "init")
	out, err := command(t, dir, env, "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Both refresh tokens belong to one account.") || len(writes(s)) > 0 {
		t.Errorf("%v, written: %v\n%s", err, writes(s), out)
	}
	logIn(t, dir, s, env, parentsToken)
	succeed(t, dir, env, "apply", "-auto-approve")
	for _, person := range []struct {
		user *mockapi.User
		want []string
	}{{s.User, []string{"B08DL2BXQC", "B097S185X9"}}, {parents, []string{"B08DL2BXQC", "B0C1KV8M3D"}}} {
		if got := slices.Sorted(slices.Values(person.user.SavedIDs())); !slices.Equal(got, person.want) {
			t.Errorf("saved for %s: %v, wanted %v", person.user.UserID(), got, person.want)
		}
	}
	finish(t, dir, s, env)
	if left := parents.SavedIDs(); len(left) > 0 {
		t.Errorf("left in the library of parents: %v", left)
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
