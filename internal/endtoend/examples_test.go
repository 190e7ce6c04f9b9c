package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
)

// example is one configuration: a folder of examples/, or one file of a
// folder whose files each stand for themselves, together with what it needs.
type example struct {
	name  string
	files []string
	// needs is the oldest Terraform that knows the syntax.
	needs string
}

// find lists the examples in the layout that tfplugindocs reads.
func find(t *testing.T) []example {
	t.Helper()
	var found []example
	add := func(needs string, files ...string) {
		name, err := filepath.Rel(filepath.Join(root, "examples"), files[len(files)-1])
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, example{name: name, files: files, needs: needs})
	}
	for _, file := range glob(t, "*", "*", "*.tf") {
		switch resource := filepath.Join(filepath.Dir(file), "resource.tf"); filepath.Base(file) {
		case "import-by-identity.tf":
			add("1.12.0", resource, file)
		case "import-by-string-id.tf":
			add("1.8.0", resource, file)
		default:
			add("1.8.0", file)
		}
	}
	for _, main := range append(glob(t, "*", "main.tf"), glob(t, "provider", "provider.tf")...) {
		others, err := filepath.Glob(filepath.Join(filepath.Dir(main), "*"))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, example{name: filepath.Base(filepath.Dir(main)), files: others, needs: "1.8.0"})
	}
	if len(found) < 5 {
		t.Fatalf("only %d examples found", len(found))
	}
	return found
}

func glob(t *testing.T, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(append([]string{root, "examples"}, pattern...)...))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// lay copies an example into a folder of its own.
func (e example) lay(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	hasProviders := false
	for _, file := range e.files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		hasProviders = hasProviders || strings.Contains(string(content), "required_providers")
		write(t, filepath.Join(dir, filepath.Base(file)), string(content))
	}
	if !hasProviders {
		write(t, filepath.Join(dir, "required_providers.tf"), requiredProviders)
	}
	return dir
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
			if cliVersion.LessThan(version.Must(version.NewVersion(e.needs))) {
				t.Skipf("needs Terraform %s, this is %s", e.needs, cliVersion)
			}
			e.live(t)
		})
	}
}

func (e example) live(t *testing.T) {
	t.Helper()
	ctx, service := t.Context(), newService(t)
	service.SeedPlaylists(5)
	var output strings.Builder
	tf, err := bench.Terraform(ctx, e.lay(t), service.withToken(), &output)
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
	if left := service.SavedIDs(); len(left) > 0 {
		t.Errorf("left in the library: %v", left)
	}
}
