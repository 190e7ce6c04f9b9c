package endtoend

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// example is one configuration: a folder of examples/ with a main.tf, or files
// that are applied together.
type example struct {
	name  string
	files []string // the files to copy; without any, the whole folder
	// modules says that each file is a configuration of its own.
	modules bool
	needs   cli.Feature
	// prepare adds what a user has and a test has not.
	prepare func(t *testing.T, dir string, s *acctest.Service, env map[string]string)
}

// examples returns all of them: snippets in the layout that tfplugindocs reads, and
// configurations with a main.tf.
func examples(t *testing.T) []example {
	t.Helper()
	resources := glob(t, "resources", "*", "resource.tf")
	byID := slices.Concat(resources, glob(t, "resources", "*", "import-by-string-id.tf"))
	byIdentity := slices.Concat(resources, glob(t, "resources", "*", "import-by-identity.tf"))
	snippets := slices.Concat(resources, glob(t, "data-sources", "*", "*.tf"), glob(t, "functions", "*", "*.tf"))
	if n := len(byID) + len(byIdentity) + len(snippets); n < 22 {
		t.Fatalf("only %d snippets found", n)
	}
	found := []example{
		{name: "snippets", files: snippets, modules: true, needs: cli.Baseline},
		{name: "imports by id", files: byID, needs: cli.Baseline},
		{name: "imports by identity", files: byIdentity, needs: cli.Identity},
	}
	found = append(found, named("provider"))
	err := fs.WalkDir(os.DirFS(filepath.Join(root, "examples")), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "main.tf" {
			found = append(found, named(strings.TrimSuffix(path, "/main.tf")))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 22 {
		t.Fatalf("only %d examples found", len(found))
	}
	return found
}

// named is the example of a folder.
func named(name string) example {
	e := example{name: name, needs: cli.Baseline}
	switch name {
	case "import-existing-library/many-tracks", "import-existing-library/single-tracks":
		e.prepare = fillLibrary
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

// copyToTemp copies an example into a folder of its own.
func (e example) copyToTemp(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if len(e.files) == 0 {
		e.copyTo(t, dir)
		return dir
	}
	write(t, filepath.Join(dir, "required_providers.tf"), acctest.RequiredProviders)
	for i, file := range e.files {
		if e.modules {
			module := filepath.Join(dir, fmt.Sprint("snippet", i))
			write(t, filepath.Join(module, "required_providers.tf"), acctest.RequiredProviders)
			write(t, filepath.Join(module, filepath.Base(file)), read(t, file))
			write(t, module+".tf", fmt.Sprintf("module \"snippet%d\" {\n  source = \"./snippet%d\"\n}\n", i, i))
			continue
		}
		write(t, filepath.Join(dir, strings.ReplaceAll(inExamples(t, file), "/", "_")), read(t, file))
	}
	return dir
}

// copyTo copies the files of an example into a folder, over those that are there. It
// skips the test where the example's required_version excludes the program.
func (e example) copyTo(t *testing.T, dir string) {
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
		content := read(t, path)
		acctest.RequireVersion(t, content)
		write(t, filepath.Join(dir, name), content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExamples_areFormatted(t *testing.T) {
	t.Parallel()
	out, err := command(t, root, nil, "fmt", "-check", "-recursive", "examples").CombinedOutput()
	if err != nil {
		t.Errorf("%s: %s", err, out)
	}
}

// Each example is applied, leaves an empty plan, and is destroyed without leaving a track.
// Those that have a test of their own end with the same checks there.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	for _, e := range examples(t) {
		if slices.Contains(withOwnTest, e.name) {
			continue
		}
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			acctest.Require(t, e.needs)
			s, dir := acctest.NewService(t), e.copyToTemp(t)
			s.SeedPlaylists(5)
			env := s.TokenEnvironment()
			if e.prepare != nil {
				e.prepare(t, dir, s, env)
			}
			succeed(t, dir, env, "init")
			succeed(t, dir, env, "apply", "-auto-approve")
			finish(t, dir, s, env)
		})
	}
}

// withOwnTest are the examples whose tests call finish.
var withOwnTest = []string{
	"backup-and-restore/from-service", "backup-and-restore/from-state", "backup-and-restore/restore", "ci-remote-state", "drift",
	"import-from-other-services", "several-people", "smart-playlists", "tracks-by-isrc/look-up",
}

// finish checks that an applied example leaves an empty plan, and can be destroyed.
func finish(t *testing.T, dir string, s *acctest.Service, env map[string]string) {
	t.Helper()
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	allowDestroy(t, dir, env)
	succeed(t, dir, env, "destroy", "-auto-approve")
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("left in the library: %v", left)
	}
}

// allowDestroy does what the examples of whole libraries ask for before a destroy.
func allowDestroy(t *testing.T, dir string, env map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		config := read(t, path)
		config = strings.Replace(config, "prevent_destroy = true", "prevent_destroy = false", 1)
		write(t, path, strings.Replace(config, "max_removals = ", "max_removals = 10000 # ", 1))
		if strings.Contains(config, "max_removals") {
			succeed(t, dir, env, "apply", "-auto-approve")
		}
	}
}

// localState replaces the backend, for which a test has no bucket.
func localState(t *testing.T, dir string) {
	t.Helper()
	write(t, filepath.Join(dir, "backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n")
}

// parentsToken is the refresh token of the second person.
const parentsToken = "Atzr|parents"

// logIn gives the example several-people its credentials.
func logIn(t *testing.T, dir string, s *acctest.Service, env map[string]string, second string) {
	t.Helper()
	variables, err := json.Marshal(map[string]map[string]string{
		"application": {
			"api_key": mockapi.DefaultAPIKey, "client_id": mockapi.DefaultClientID, "client_secret": mockapi.DefaultClientSecret,
		},
		"refresh_tokens": {"me": mockapi.DefaultRefreshToken, "parents": second},
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "credentials.auto.tfvars.json"), string(variables))
	delete(env, "AMAZONMUSIC_API_KEY")
	delete(env, "AMAZONMUSIC_ACCESS_TOKEN")
	env["AMAZONMUSIC_TOKEN_URL"] = s.TokenURL
}

func fillLibrary(_ *testing.T, _ string, s *acctest.Service, _ map[string]string) { fill(s) }

// fill saves more tracks than a page holds, one of them without a title.
func fill(s *acctest.Service) {
	s.Save(mockapi.TrackBare)
	for i := range 129 {
		s.Save(acctest.TrackID(i))
	}
}
