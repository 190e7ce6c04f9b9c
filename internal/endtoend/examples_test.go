package endtoend

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"

	// TestMain builds the provider where go test does not see it: this import
	// keeps results that are cached from outliving a change of the provider.
	_ "github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

// feature is something that a configuration needs: the oldest version of each
// command line that knows it, or "" where none does.
type feature struct{ terraform, openTofu string }

var (
	basics          = feature{"1.8.0", "1.8.0"}
	ephemeralValues = feature{"1.10.0", "1.11.0"}
	stateLockFiles  = feature{"1.10.0", "1.10.0"}
	forgetting      = feature{"1.8.0", "1.10.0"} // removed blocks with a lifecycle
	identities      = feature{"1.12.0", "1.12.0"}
	queries         = feature{"1.14.0", ""}
)

// isOpenTofu asks the command line itself: its file can have any name.
var isOpenTofu = sync.OnceValue(func() bool {
	// What TestMain reads, go test does not see either. Read here, the variable
	// and the file keep the result of one command line from standing for another.
	_, _ = os.Stat(bench.CLI)
	_ = os.Getenv("TF_ACC_TERRAFORM_PATH")
	out, err := exec.Command(bench.CLI, "version").Output()
	return err == nil && strings.Contains(string(out), "OpenTofu")
})

func (f feature) oldest() string {
	if isOpenTofu() {
		return f.openTofu
	}
	return f.terraform
}

// known reports whether the command line at hand knows the feature. What a
// version before its release knows counts as known.
func (f feature) known() bool {
	oldest := f.oldest()
	return oldest != "" && cliVersion.Core().GreaterThanOrEqual(version.Must(version.NewVersion(oldest)))
}

func (f feature) require(t *testing.T) {
	t.Helper()
	if !f.known() {
		t.Skipf("oldest versions that know it: Terraform %q, OpenTofu %q; this is %s %s", f.terraform, f.openTofu, filepath.Base(bench.CLI), cliVersion)
	}
}

// example is one configuration: a folder of examples/ with a main.tf, or files
// of a folder whose files each stand for themselves.
type example struct {
	name  string
	files []string // the files to lay out; without any, the whole folder
	needs feature
	// prepare completes what the reader of an example has and a test has not.
	prepare func(t *testing.T, dir string, s *service, env map[string]string)
}

// find lists the examples: snippets in the layout that tfplugindocs reads, and
// configurations with a main.tf.
func find(t *testing.T) []example {
	t.Helper()
	var found []example
	for _, kind := range []string{"data-sources", "functions", "resources"} {
		for _, file := range glob(t, kind, "*", "*.tf") {
			e := example{name: inExamples(t, file), files: []string{file}, needs: basics}
			switch resource := filepath.Join(filepath.Dir(file), "resource.tf"); filepath.Base(file) {
			case "import-by-identity.tf":
				e.files, e.needs = append(e.files, resource), identities
			case "import-by-string-id.tf":
				e.files = append(e.files, resource)
			}
			found = append(found, e)
		}
	}
	found = append(found, example{name: "provider", needs: basics})
	err := fs.WalkDir(os.DirFS(filepath.Join(root, "examples")), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "main.tf" {
			found = append(found, named(strings.TrimSuffix(path, "/main.tf")))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 18 {
		t.Fatalf("only %d examples found", len(found))
	}
	return found
}

// named is the example of a folder.
func named(name string) example {
	e := example{name: name, needs: basics}
	switch name {
	case "several-people":
		e.needs, e.prepare = ephemeralValues, twoPeople
	case "ci-remote-state":
		e.needs, e.prepare = stateLockFiles, localState
	case "single-tracks-to-shelf":
		e.needs = forgetting
	case "import-existing-library/shelf", "import-existing-library/single-tracks":
		e.prepare = func(_ *testing.T, _ string, s *service, _ map[string]string) { fill(s) }
	}
	return e
}

func glob(t *testing.T, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(append([]string{root, "examples"}, pattern...)...))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func inExamples(t *testing.T, file string) string {
	t.Helper()
	name, err := filepath.Rel(filepath.Join(root, "examples"), file)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(name)
}

// lay copies an example into a folder of its own.
func (e example) lay(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if len(e.files) == 0 {
		e.layOver(t, dir)
		return dir
	}
	write(t, filepath.Join(dir, "required_providers.tf"), requiredProviders)
	for _, file := range e.files {
		write(t, filepath.Join(dir, filepath.Base(file)), read(t, file))
	}
	return dir
}

// layOver copies the files of an example's folder over those of another folder.
func (e example) layOver(t *testing.T, dir string) {
	t.Helper()
	source := filepath.Join(root, "examples", filepath.FromSlash(e.name))
	err := filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(source, path)
		switch {
		case err != nil:
			return err
		case entry.Name() == ".terraform":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(dir, name), 0o750)
		case strings.Contains(entry.Name(), ".tfstate"), entry.Name() == ".terraform.lock.hcl":
			// Somebody has tried the example where it is.
			return nil
		}
		write(t, filepath.Join(dir, name), read(t, path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExamplesAreFormatted(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), bench.CLI, "fmt", "-check", "-recursive", filepath.Join(root, "examples")).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %s", err, out)
	}
}

// TestExamplesWork takes each example through its life: valid, applied, nothing
// left to do, destroyed, nothing left behind.
func TestExamplesWork(t *testing.T) {
	t.Parallel()
	for _, e := range find(t) {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			e.needs.require(t)
			e.live(t)
		})
	}
}

func (e example) live(t *testing.T) {
	t.Helper()
	ctx, s, dir := t.Context(), newService(t), e.lay(t)
	s.SeedPlaylists(5)
	env := s.withToken()
	if e.prepare != nil {
		e.prepare(t, dir, s, env)
	}
	var output strings.Builder
	tf, err := bench.Terraform(ctx, dir, env, &output)
	if err != nil {
		t.Fatal(err)
	}
	changes := false
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"init", func() error { return tf.Init(ctx) }},
		{"validate", func() error { _, err := tf.Validate(ctx); return err }},
		{"apply", func() error { return tf.Apply(ctx) }},
		{"plan", func() (err error) { changes, err = tf.Plan(ctx); return err }},
		{"destroy", func() error { return tf.Destroy(ctx) }},
	} {
		if err := step.run(); err != nil {
			t.Fatalf("%s: %s\n%s", step.name, err, &output)
		}
	}
	if changes {
		t.Errorf("the second plan is not empty:\n%s", &output)
	}
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("left in the library: %v", left)
	}
}

// localState takes the place of a bucket that tests have not got.
func localState(t *testing.T, dir string, _ *service, _ map[string]string) {
	t.Helper()
	write(t, filepath.Join(dir, "backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n")
}

// twoPeople gives the second person a service, and so a library, of their own,
// and checks that the requests of each go where they belong.
func twoPeople(t *testing.T, dir string, me *service, env map[string]string) {
	t.Helper()
	parents := newService(t)
	parents.SetCredentials(mockapi.Credentials{RefreshToken: "Atzr|parents"})
	write(t, filepath.Join(dir, "parents_override.tf"), `
provider "amazonmusic" {
  alias     = "parents"
  endpoint  = "`+parents.server.URL()+`"
  token_url = "`+parents.server.TokenURL()+`"
}
`)
	variables, err := json.Marshal(map[string]map[string]string{
		"application": {
			"api_key": mockapi.DefaultAPIKey, "client_id": mockapi.DefaultClientID, "client_secret": mockapi.DefaultClientSecret,
		},
		"refresh_tokens": {"me": mockapi.DefaultRefreshToken, "parents": "Atzr|parents"},
	})
	if err != nil {
		t.Fatal(err)
	}
	// The runner of terraform-exec takes no variables TF_VAR_ from the environment.
	write(t, filepath.Join(dir, "credentials.auto.tfvars.json"), string(variables))
	delete(env, "AMAZONMUSIC_API_KEY")
	delete(env, "AMAZONMUSIC_ACCESS_TOKEN")
	env["AMAZONMUSIC_TOKEN_URL"] = me.server.TokenURL()
	t.Cleanup(func() {
		for name, test := range map[string]struct {
			s    *service
			want []string
		}{
			"me":      {me, []string{"B08DL2BXQC", "B097S185X9"}},
			"parents": {parents, []string{"B08DL2BXQC", "B0C1KV8M3D"}},
		} {
			if got := test.s.asked(http.MethodPut); !slices.Equal(got, test.want) {
				t.Errorf("saved for %s: %v, wanted %v", name, got, test.want)
			}
			if left := test.s.SavedIDs(); len(left) > 0 {
				t.Errorf("left in the library of %s: %v", name, left)
			}
		}
	})
}

// asked returns the ids of the tracks that requests of one method were about,
// in order.
func (s *service) asked(method string) []string {
	var ids []string
	for _, r := range s.Requests() {
		if r.Method == method {
			ids = append(ids, filepath.Base(r.Path))
		}
	}
	slices.Sort(ids)
	return ids
}

// fill saves more tracks than a page holds, as a user of other applications
// has, one of them without a title.
func fill(s *service) {
	s.Save(mockapi.TrackBare)
	for i := range 129 {
		s.Save(trackID(i))
	}
}

// writes are the requests that change the library.
func (s *service) writes() []string {
	return slices.Concat(s.asked(http.MethodPut), s.asked(http.MethodDelete))
}

// noChanges is what an apply says at its end when all is as it was.
const noChanges = "0 added, 0 changed, 0 destroyed"

// TestExampleListResource lists more tracks than Terraform does by itself.
func TestExampleListResource(t *testing.T) {
	t.Parallel()
	queries.require(t)
	s := newService(t)
	fill(s)
	e := example{files: glob(t, "list-resources", "amazonmusic_library_track", "*")}
	dir := e.lay(t)
	succeed(t, dir, s.withToken(), "init")
	succeed(t, dir, s.withToken(), "validate", "-query")
	if n := strings.Count(succeed(t, dir, s.withToken(), "query", "-no-color"), "list.amazonmusic_library_track.saved"); n != 130 {
		t.Errorf("%d results", n)
	}
}

// TestExampleSingleTracksToShelf starts from a state in which the single
// resources exist, and sends not one DELETE.
func TestExampleSingleTracksToShelf(t *testing.T) {
	t.Parallel()
	forgetting.require(t)
	s := newService(t)
	dir := folder(t, `
resource "amazonmusic_library_track" "favourite" {
  for_each = toset(["B08DL2BXQC", "B097S185X9", "B0C1KV8M3D"])
  track_id = each.key
}
`)
	succeed(t, dir, s.withToken(), "init")
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	before := s.SavedIDs()
	s.ResetRequests()
	named("single-tracks-to-shelf").layOver(t, dir)
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	if removed := s.asked(http.MethodDelete); len(removed) > 0 {
		t.Errorf("removed: %v", removed)
	}
	if saved := s.SavedIDs(); !slices.Equal(saved, before) {
		t.Errorf("saved before: %v, after: %v", before, saved)
	}
	slices.Sort(before)
	if ids := shelfIDs(t, dir); !slices.Equal(ids, before) {
		t.Errorf("the shelf holds %v, wanted %v", ids, before)
	}
	if state := succeed(t, dir, s.withToken(), "state", "list"); strings.TrimSpace(state) != "amazonmusic_library_tracks.favourites" {
		t.Errorf("the state holds\n%s", state)
	}
	if out := succeed(t, dir, s.withToken(), "apply", "-auto-approve", "-no-color"); !strings.Contains(out, noChanges) {
		t.Errorf("the second apply changes something:\n%s", out)
	}
}

// TestExampleImportExistingLibrary brings a library in and goes on as the
// comments say. Not one write is sent on the way.
func TestExampleImportExistingLibrary(t *testing.T) {
	t.Parallel()
	bringIn := func(t *testing.T, name string) (*service, string) {
		t.Helper()
		s, dir := newService(t), named("import-existing-library/"+name).lay(t)
		fill(s)
		succeed(t, dir, s.withToken(), "init")
		succeed(t, dir, s.withToken(), "apply", "-auto-approve")
		return s, dir
	}
	check := func(t *testing.T, s *service, dir string) {
		t.Helper()
		if out := succeed(t, dir, s.withToken(), "apply", "-auto-approve", "-no-color"); !strings.Contains(out, noChanges) {
			t.Errorf("the written list is not what was imported:\n%s", out)
		}
		if writes := s.writes(); len(writes) > 0 {
			t.Errorf("written: %v", writes)
		}
	}
	t.Run("shelf", func(t *testing.T) {
		t.Parallel()
		s, dir := bringIn(t, "shelf")
		csv := succeed(t, dir, s.withToken(), "output", "-raw", "csv")
		named("library-in-csv").layOver(t, dir)
		write(t, filepath.Join(dir, "library.csv"), csv)
		check(t, s, dir)
		if n := len(shelfIDs(t, dir)); n != 130 {
			t.Errorf("%d tracks on the shelf", n)
		}
	})
	t.Run("single tracks", func(t *testing.T) {
		t.Parallel()
		s, dir := bringIn(t, "single-tracks")
		write(t, filepath.Join(dir, "library.json"), succeed(t, dir, s.withToken(), "output", "-json", "library"))
		write(t, filepath.Join(dir, "main.tf"), requiredProviders+`
resource "amazonmusic_library_track" "saved" {
  for_each = jsondecode(file("library.json"))
  track_id = each.key
}
`)
		check(t, s, dir)
	})
}

// TestExampleDrift removes two tracks behind Terraform's back.
func TestExampleDrift(t *testing.T) {
	t.Parallel()
	s, dir := newService(t), named("drift").lay(t)
	succeed(t, dir, s.withToken(), "init")
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	s.Remove("B097S185X9", "B0C1KV8M3D")
	s.ResetRequests()
	out := succeed(t, dir, s.withToken(), "plan", "-refresh-only", "-no-color")
	if !strings.Contains(out, "Something To Believe In") || !strings.Contains(out, "amazonmusic_library_track.shared has been deleted") {
		t.Errorf("the plan does not show what has gone:\n%s", out)
	}
	if n := len(s.Requests()); n != 1 {
		t.Errorf("%d requests for a library of one page", n)
	}
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	if saved := s.asked(http.MethodPut); !slices.Equal(saved, []string{"B097S185X9", "B0C1KV8M3D"}) {
		t.Errorf("saved again: %v", saved)
	}
}

// TestExampleRefusesATrackOnTwoShelves adds a second row for a track.
func TestExampleRefusesATrackOnTwoShelves(t *testing.T) {
	t.Parallel()
	s, dir := newService(t), named("shelves-by-mood").lay(t)
	list := filepath.Join(dir, "library.csv")
	write(t, list, read(t, list)+"B08DL2BXQC,Kane Train,slow\n")
	succeed(t, dir, s.withToken(), "init")
	out, err := command(t, dir, s.withToken(), "plan", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "In more than one row of library.csv: B08DL2BXQC.") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestExampleTesting runs the tests of the example that has some: first those
// that need no service, without any.
func TestExampleTesting(t *testing.T) {
	t.Parallel()
	s, dir := newService(t), named("testing").lay(t)
	against := filepath.Join(dir, "tests", "service.tftest.hcl")
	const standIn = `"http://127.0.0.1:8080"`
	if !strings.Contains(read(t, against), standIn) {
		t.Fatalf("no %s in %s", standIn, against)
	}
	write(t, against, strings.ReplaceAll(read(t, against), standIn, `"`+s.server.URL()+`"`))
	succeed(t, dir, nil, "init")
	if out := succeed(t, dir, nil, "test", "-no-color", "-filter=tests/rules.tftest.hcl"); !strings.Contains(out, "3 passed, 0 failed") {
		t.Errorf("without a service:\n%s", out)
	}
	if out := succeed(t, dir, nil, "test", "-no-color", "-filter=tests/service.tftest.hcl"); !strings.Contains(out, "2 passed, 0 failed") {
		t.Errorf("with the stand-in:\n%s", out)
	}
	if len(s.writes()) == 0 || len(s.SavedIDs()) > 0 {
		t.Errorf("%d writes, and left in the library: %v", len(s.writes()), s.SavedIDs())
	}
}
