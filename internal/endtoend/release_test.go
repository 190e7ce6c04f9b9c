package endtoend

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const program = "terraform-provider-amazonmusic"

// What is released depends on the files of the commit, and not on where, when
// or by whom it is built.
func TestRelease_reproducible(t *testing.T) {
	t.Parallel()
	const version = "1.2.3-linked"
	first, second := t.TempDir(), filepath.Join(t.TempDir(), "further", "down")
	copySources(t, root, first)
	copySources(t, first, second)
	one, two := buildRelease(t, first, version), buildRelease(t, second, version)
	if !bytes.Equal(one, two) {
		t.Error("two builds of the same files differ")
	}
	if bytes.Contains(one, []byte(first)) {
		t.Error("the folder of the build is in the program")
	}
}

// Terraform installs the archive of a release from a mirror and works with it.
// RELEASE_DIR has the archive that goreleaser built; without it the test packs one.
func TestAccRelease_archive(t *testing.T) {
	t.Parallel()
	archive := packRelease(t, "1.2.3-rc1")
	if dir := os.Getenv("RELEASE_DIR"); dir != "" {
		found, err := filepath.Glob(filepath.Join(dir, program+"_*_"+runtime.GOOS+"_"+runtime.GOARCH+".zip"))
		if err != nil || len(found) != 1 {
			t.Fatalf("archives for this platform in %s: %v %v", dir, found, err)
		}
		archive = found[0]
	}
	version, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(archive), program+"_"), "_")

	released, err := cli.NewSandbox(acctest.CLI, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(released.Mirror(), filepath.Base(archive)), read(t, archive))
	s, dir := acctest.NewService(t), t.TempDir()
	// A prerelease is installed only where it is named.
	const source = `"musicascode/amazonmusic"`
	named := strings.Replace(acctest.RequiredProviders, source, source+"\n version = "+`"`+version+`"`, 1)
	write(t, filepath.Join(dir, "main.tf"), named+`
resource "amazonmusic_library_track" "this" {
  track_id = "`+mockapi.TrackKaneTrain+`"
}
`)
	run := func(args ...string) {
		if out, err := released.Command(t.Context(), dir, s.TokenEnvironment(), args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s\n%s", args[0], err, out)
		}
	}
	run("init")
	run("apply", "-auto-approve")
	if saved := s.SavedIDs(); !slices.Equal(saved, []string{mockapi.TrackKaneTrain}) {
		t.Errorf("apply has saved %v", saved)
	}
	for _, request := range s.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasPrefix(agent, program+"/"+version+" ") {
			t.Errorf("version %s calls itself %q", version, agent)
		}
	}
	run("destroy", "-auto-approve")
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("destroy has left %v", left)
	}
}

// The Registry tells Terraform which protocol the provider speaks from this file.
func TestRelease_manifest(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	content := read(t, filepath.Join(root, "terraform-registry-manifest.json"))
	if err := json.Unmarshal([]byte(content), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		t.Errorf("%+v", manifest)
	}
}

// copySources copies what a build of the provider reads.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(to, "internal"), os.DirFS(filepath.Join(from, "internal"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
		write(t, filepath.Join(to, name), read(t, filepath.Join(from, name)))
	}
}

// buildRelease builds with the flags of .goreleaser.yml.
func buildRelease(t *testing.T, dir, version string) []byte {
	t.Helper()
	config := read(t, filepath.Join(root, ".goreleaser.yml"))
	const ldflags = "-s -w -X main.version={{ .Version }}"
	flags := []string{"-trimpath", "-buildvcs=false"}
	for _, item := range append([]string{"CGO_ENABLED=0", ldflags}, flags...) {
		if !strings.Contains(config, "- "+item+"\n") {
			t.Errorf("%s is not in .goreleaser.yml", item)
		}
	}
	binary := filepath.Join(t.TempDir(), "program")
	linked := strings.ReplaceAll(ldflags, "{{ .Version }}", version)
	args := slices.Concat([]string{"build"}, flags, []string{"-ldflags", linked, "-o", binary, "."})
	build := exec.CommandContext(t.Context(), "go", args...)
	build.Dir = dir
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	return []byte(read(t, binary))
}

// packRelease returns the path of an archive with the layout of a release.
func packRelease(t *testing.T, version string) string {
	t.Helper()
	name := program + "_v" + version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	header := &zip.FileHeader{Name: name, Method: zip.Deflate}
	header.SetMode(0o755)
	file, err := archive.CreateHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(buildRelease(t, root, version)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), program+"_"+version+"_"+runtime.GOOS+"_"+runtime.GOARCH+".zip")
	write(t, path, packed.String())
	return path
}
