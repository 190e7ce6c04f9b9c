package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	project = "terraform-provider-amazonmusic"
	// sizeLimit is far from what the Registry takes. It is for noticing what a new dependency adds.
	sizeLimit = 25_000_000
)

var targetLine = regexp.MustCompile(`(?m)^ +- ((?:darwin|freebsd|linux|windows)_\w+)$`)

// targets lists the platforms of a release, from goreleaser's configuration.
func targets(root string) ([]string, error) {
	config, err := os.ReadFile(filepath.Join(root, ".goreleaser.yml"))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, match := range targetLine.FindAllStringSubmatch(string(config), -1) {
		found = append(found, match[1])
	}
	if len(found) == 0 {
		return nil, errors.New("no targets in .goreleaser.yml")
	}
	return found, nil
}

// release is what goreleaser has left in dist/.
type release struct {
	root, dir, version string
	// sums are the SHA-256 sums, by the name of the file.
	sums map[string]string
}

func find(root string) (*release, error) {
	r := &release{root: root, dir: filepath.Join(root, "dist"), sums: map[string]string{}}
	found, err := filepath.Glob(filepath.Join(r.dir, project+"_*_SHA256SUMS"))
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d files of sums in dist, wanted one", len(found))
	}
	name := filepath.Base(found[0])
	r.version = strings.TrimSuffix(strings.TrimPrefix(name, project+"_"), "_SHA256SUMS")
	content, err := os.ReadFile(found[0])
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(content)) {
		sum, file, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok {
			return nil, fmt.Errorf("%s: not a sum: %q", name, line)
		}
		r.sums[file] = sum
	}
	return r, nil
}

func (r *release) name(rest string) string      { return project + "_" + r.version + "_" + rest }
func (r *release) archive(target string) string { return r.name(target + ".zip") }
func (r *release) manifest() string             { return r.name("manifest.json") }

// checkNames: the sums are those of an archive for each target and of the
// manifest, and of nothing else, and no other archive lies about.
func (r *release) checkNames(targets []string) error {
	want := []string{r.manifest()}
	for _, target := range targets {
		want = append(want, r.archive(target))
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(r.sums)); !slices.Equal(got, want) {
		return fmt.Errorf("the sums are of\n  %s\nwanted\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	archives, err := filepath.Glob(filepath.Join(r.dir, "*.zip"))
	if err == nil && len(archives) != len(targets) {
		err = fmt.Errorf("%d archives in dist, wanted %d", len(archives), len(targets))
	}
	return err
}

// checkManifest: goreleaser publishes the file of the checkout under another
// name, and copies it nowhere before.
func (r *release) checkManifest() error {
	content, err := os.ReadFile(filepath.Join(r.root, "terraform-registry-manifest.json"))
	if err != nil {
		return err
	}
	if err := r.checkSum(r.manifest(), content); err != nil {
		return err
	}
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return fmt.Errorf("%s: %w", r.manifest(), err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		return fmt.Errorf("%s: version %d and protocols %v, wanted 1 and [6.0]", r.manifest(), manifest.Version, manifest.Metadata.ProtocolVersions)
	}
	return nil
}

func (r *release) checkSum(name string, content []byte) error {
	sum := sha256.Sum256(content)
	if got := hex.EncodeToString(sum[:]); got != r.sums[name] {
		return fmt.Errorf("%s: the sum is %s, the list says %s", name, got, r.sums[name])
	}
	return nil
}

type size struct{ packed, unpacked int }

func (r *release) checkArchive(target string) (size, error) {
	name := r.archive(target)
	content, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		return size{}, err
	}
	if err := r.checkSum(name, content); err != nil {
		return size{}, err
	}
	packed, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return size{}, err
	}
	binary := project + "_v" + r.version
	if strings.HasPrefix(target, "windows_") {
		binary += ".exe"
	}
	if err := checkEntries(packed, binary); err != nil {
		return size{}, err
	}
	program, err := fs.ReadFile(packed, binary)
	if err != nil {
		return size{}, err
	}
	return size{len(content), len(program)}, r.checkProgram(target, program)
}

// checkEntries: the archive holds the licence and the program, dated like each
// other, which is by the commit.
func checkEntries(packed *zip.Reader, binary string) error {
	var names []string
	dates := map[time.Time]bool{}
	for _, file := range packed.File {
		names = append(names, file.Name)
		dates[file.Modified.UTC()] = true
		if file.Name == binary && file.Mode().Perm() != 0o755 {
			return fmt.Errorf("the mode of the program is %s", file.Mode())
		}
	}
	if want := []string{"LICENSE", binary}; !slices.Equal(names, want) {
		return fmt.Errorf("holds %v, wanted %v", names, want)
	}
	if len(dates) != 1 {
		return errors.New("its files have different dates")
	}
	return nil
}

// checkProgram looks at a program that need not run on this machine.
func (r *release) checkProgram(target string, program []byte) error {
	if len(program) >= sizeLimit {
		return fmt.Errorf("the program has %.1f MB, the limit is %.1f", megabytes(len(program)), megabytes(sizeLimit))
	}
	if !bytes.Contains(program, []byte(r.version)) {
		return fmt.Errorf("version %s is not linked in", r.version)
	}
	if bytes.Contains(program, []byte(r.root)) {
		return errors.New("the folder of the checkout is in the program")
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return err
	}
	goos, goarch, _ := strings.Cut(target, "_")
	want := map[string]string{"GOOS": goos, "GOARCH": goarch, "CGO_ENABLED": "0", "-trimpath": "true"}
	for _, setting := range info.Settings {
		if setting.Value == want[setting.Key] {
			delete(want, setting.Key)
		}
		if strings.HasPrefix(setting.Key, "vcs") {
			return fmt.Errorf("built with %s=%s, which a build from a source archive lacks", setting.Key, setting.Value)
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("not built with %v", want)
	}
	return nil
}
