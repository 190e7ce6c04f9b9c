package endtoend

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// example is one configuration: a folder of examples/ with a main.tf, or files
// of a folder whose files each stand for themselves.
type example struct {
	name  string
	files []string // the files to copy; without any, the whole folder
	needs cli.Feature
	// prepare adds what a user has and a test has not.
	prepare func(t *testing.T, dir string, s *acctest.Service, env map[string]string)
}

// examples returns all of them: snippets in the layout that tfplugindocs reads, and
// configurations with a main.tf.
func examples(t *testing.T) []example {
	t.Helper()
	var found []example
	for _, kind := range []string{"data-sources", "functions", "resources"} {
		for _, file := range glob(t, kind, "*", "*.tf") {
			e := example{name: inExamples(t, file), files: []string{file}, needs: cli.Baseline}
			switch resource := filepath.Join(filepath.Dir(file), "resource.tf"); filepath.Base(file) {
			case "import-by-identity.tf":
				e.files, e.needs = append(e.files, resource), cli.Identity
			case "import-by-string-id.tf":
				e.files = append(e.files, resource)
			}
			found = append(found, e)
		}
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
	if len(found) < 18 {
		t.Fatalf("only %d examples found", len(found))
	}
	return found
}

// named is the example of a folder.
func named(name string) example {
	e := example{name: name, needs: cli.Baseline}
	switch name {
	case "several-people":
		e.prepare = twoPeople
	case "ci-remote-state":
		e.prepare = localState
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
	for _, file := range e.files {
		write(t, filepath.Join(dir, filepath.Base(file)), read(t, file))
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

// Each example is valid, is applied, leaves an empty plan, and is destroyed
// without leaving a track.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	for _, e := range examples(t) {
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
			succeed(t, dir, env, "validate")
			succeed(t, dir, env, "apply", "-auto-approve")
			succeed(t, dir, env, "plan", "-detailed-exitcode")
			allowDestroy(t, dir, env)
			succeed(t, dir, env, "destroy", "-auto-approve")
			if left := s.SavedIDs(); len(left) > 0 {
				t.Errorf("left in the library: %v", left)
			}
		})
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
func localState(t *testing.T, dir string, _ *acctest.Service, _ map[string]string) {
	t.Helper()
	write(t, filepath.Join(dir, "backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n")
}

// parentsToken is the refresh token of the second person.
const parentsToken = "Atzr|parents"

// twoPeople adds a second person, and checks at the end that nothing is left in their
// library.
func twoPeople(t *testing.T, dir string, s *acctest.Service, env map[string]string) {
	t.Helper()
	parents := s.AddUser("parents", "", parentsToken)
	logIn(t, dir, s, env, parentsToken)
	t.Cleanup(func() {
		if left := parents.SavedIDs(); len(left) > 0 {
			t.Errorf("left in the library of parents: %v", left)
		}
	})
}

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
