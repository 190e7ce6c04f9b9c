package endtoend

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReleaseIsReproducible: what is released depends on the files of the
// commit, and not on where, when or by whom it is built.
func TestReleaseIsReproducible(t *testing.T) {
	t.Parallel()
	const version = "1.2.3-linked"
	first, second := t.TempDir(), filepath.Join(t.TempDir(), "further", "down")
	copySources(t, root, first)
	copySources(t, first, second)
	one, two := buildRelease(t, first, version), buildRelease(t, second, version)
	if !bytes.Equal(one, two) {
		t.Error("two builds of the same files differ")
	}
	if !bytes.Contains(one, []byte(version)) {
		t.Errorf("version %s is not linked in", version)
	}
	if bytes.Contains(one, []byte(first)) {
		t.Error("the folder of the build is in the program")
	}
}

// copySources copies what a build of the provider reads.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(to, "internal"), os.DirFS(filepath.Join(from, "internal"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, name), string(content))
	}
}

// buildRelease builds with the flags of .goreleaser.yml.
func buildRelease(t *testing.T, dir, version string) []byte {
	t.Helper()
	config, err := os.ReadFile(filepath.Join(root, ".goreleaser.yml"))
	if err != nil {
		t.Fatal(err)
	}
	flags := []string{"-trimpath", "-buildvcs=false"}
	ldflags := "-s -w -X main.version={{ .Version }}"
	for _, item := range append([]string{"CGO_ENABLED=0", ldflags}, flags...) {
		if !strings.Contains(string(config), "- "+item+"\n") {
			t.Errorf("%s is not in .goreleaser.yml", item)
		}
	}
	program := filepath.Join(dir, "program")
	ldflags = strings.ReplaceAll(ldflags, "{{ .Version }}", version)
	args := append(append([]string{"build"}, flags...), "-ldflags", ldflags, "-o", program, ".")
	build := exec.CommandContext(t.Context(), "go", args...)
	build.Dir = dir
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
