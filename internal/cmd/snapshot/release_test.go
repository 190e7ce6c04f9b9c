package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	version = "1.2.3-test"
	target  = "windows_amd64"
	program = project + "_v" + version + ".exe"
)

type entry struct {
	name, content string
	mode          os.FileMode
	date          time.Time
}

func entries() []entry {
	date := time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC)
	return []entry{{"LICENSE", "MPL", 0o644, date}, {program, "program of " + version, 0o755, date}}
}

// newRelease is one that is right in all that can be right without a build.
func newRelease(t *testing.T, entries []entry) *release {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Modified: e.date}
		header.SetMode(e.mode)
		file, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const manifest = `{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`
	archiveName, manifestName := project+"_"+version+"_"+target+".zip", project+"_"+version+"_manifest.json"
	root := t.TempDir()
	for name, content := range map[string]string{
		".goreleaser.yml":                                 "    targets:\n      - " + target + "\n",
		"terraform-registry-manifest.json":                manifest,
		"dist/" + archiveName:                             packed.String(),
		"dist/" + project + "_" + version + "_SHA256SUMS": sum(packed.String(), archiveName) + sum(manifest, manifestName),
	} {
		put(t, filepath.Join(root, name), content)
	}
	r, err := find(root)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sum(content, name string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:]) + "  " + name + "\n"
}

func put(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("error %v, wanted one with %q", err, part)
	}
}

func TestNames(t *testing.T) {
	r := newRelease(t, entries())
	targets, err := targets(r.root)
	if err != nil || len(targets) != 1 || targets[0] != target || r.version != version {
		t.Fatalf("targets %v of version %s, %v", targets, r.version, err)
	}
	if err := r.checkNames(targets); err != nil {
		t.Error(err)
	}
	wantError(t, r.checkNames(nil), "the sums are of")
	wantError(t, r.checkNames(append(targets, "linux_arm")), "linux_arm.zip")
	put(t, filepath.Join(r.dir, "other.zip"), "")
	wantError(t, r.checkNames(targets), "2 archives in dist, wanted 1")
	put(t, filepath.Join(r.dir, project+"_9.9.9_SHA256SUMS"), "")
	_, err = find(r.root)
	wantError(t, err, "2 files of sums")
}

func TestManifest(t *testing.T) {
	r := newRelease(t, entries())
	if err := r.checkManifest(); err != nil {
		t.Error(err)
	}
	const other = `{"version": 1, "metadata": {"protocol_versions": ["5.0"]}}`
	put(t, filepath.Join(r.root, "terraform-registry-manifest.json"), other)
	wantError(t, r.checkManifest(), "the sum is")
	r.sums[r.manifest()], _, _ = strings.Cut(sum(other, ""), " ")
	wantError(t, r.checkManifest(), "protocols [5.0]")
}

func TestArchive(t *testing.T) {
	checkout := filepath.Join("the", "folder") // joined here, as this test's own program is looked at too
	tests := map[string]struct {
		spoil func([]entry) []entry
		want  string
	}{
		// No program of Go is packed, so this is as far as it gets.
		"good":             {func(e []entry) []entry { return e }, "unrecognized file format"},
		"no licence":       {func(e []entry) []entry { return e[1:] }, "wanted [LICENSE"},
		"something else":   {func(e []entry) []entry { return append(e, entry{name: ".env", date: e[0].date}) }, ".env"},
		"other name":       {func(e []entry) []entry { e[1].name = project; return e }, "wanted [LICENSE"},
		"not executable":   {func(e []entry) []entry { e[1].mode = 0o644; return e }, "mode of the program"},
		"dated by build":   {func(e []entry) []entry { e[1].date = time.Now(); return e }, "different dates"},
		"no version":       {func(e []entry) []entry { e[1].content = "program"; return e }, "not linked in"},
		"too big":          {func(e []entry) []entry { e[1].content = strings.Repeat("x", sizeLimit); return e }, "the limit is 25.0"},
		"the builder's":    {func(e []entry) []entry { e[1].content += checkout; return e }, "folder of the checkout"},
		"of another build": {func(e []entry) []entry { e[1].content = itself(t) + version; return e }, "not built with"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRelease(t, tt.spoil(entries()))
			r.root = checkout
			_, err := r.checkArchive(target)
			wantError(t, err, tt.want)
		})
	}
	r := newRelease(t, entries())
	put(t, filepath.Join(r.dir, r.archive(target)), "cut")
	_, err := r.checkArchive(target)
	wantError(t, err, "the sum is")
}

// itself is the program of this test: Go's, but not for Windows, or not as released.
func itself(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
