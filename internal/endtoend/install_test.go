package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// "make install" is enough for "terraform init", without a CLI configuration,
// also where a configuration has a backend, a module and another provider. After a pull
// the build is another one, and its checksum is not in the lock file: what "make install"
// prints is enough then, and leaves the other provider alone.
func TestAccInstall(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil || runtime.GOOS == "windows" {
		t.Skip("needs make, and a home folder that a variable can move")
	}
	t.Parallel()
	home := t.TempDir()
	makeInstall(t, home)
	// The other provider is a copy, under an address at another host.
	copyPlugin(t, filepath.Join(home, ".terraform.d", "plugins"), "example.com/somebody/other/1.0.0")

	s, dir := acctest.NewService(t), t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), `
terraform {
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
    other = {
      source = "example.com/somebody/other"
    }
  }
  backend "local" {
    path = "elsewhere.tfstate"
  }
}

resource "terraform_data" "builtin" {}

resource "amazonmusic_library_track" "other" {
  provider = other
  track_id = "B097S185X9"
}

module "tracks" {
  source = "./tracks"
}
`)
	write(t, filepath.Join(dir, "tracks", "main.tf"), acctest.RequiredProviders+`
resource "amazonmusic_library_track" "this" {
  track_id = "B08DL2BXQC"
}
`)
	env := inHome(s, home)
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	saved := s.SavedIDs()
	if slices.Sort(saved); !slices.Equal(saved, []string{"B08DL2BXQC", "B097S185X9"}) {
		t.Errorf("saved: %v", saved)
	}
	if _, err := os.Stat(filepath.Join(dir, "elsewhere.tfstate")); err != nil {
		t.Error(err)
	}

	printed := makeInstall(t, home, "GOFLAGS=-tags=pulled")
	if out, err := command(t, dir, env, "init").CombinedOutput(); err == nil {
		t.Errorf("the lock file accepts another build: make install need not print a remedy.\n%s", out)
	}
	remedy := regexp.MustCompile(`(?m)^  terraform .*$`).FindString(printed)
	run := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(remedy, "terraform ", `"$CLI" `))
	env["CLI"] = sandbox.Path
	run.Dir, run.Env = dir, command(t, dir, env).Env
	if out, err := run.CombinedOutput(); err != nil || remedy == "" {
		t.Fatalf("%q, which make install prints: %v\n%s", remedy, err, out)
	}
	s.Remove("B08DL2BXQC")
	succeed(t, dir, env, "apply", "-auto-approve", "-replace=module.tracks.amazonmusic_library_track.this")
	if !s.IsSaved("B08DL2BXQC") {
		t.Error("the track is not saved")
	}
}

// makeInstall runs "make install" with a home folder of its own, and returns what it prints.
func makeInstall(t *testing.T, home string, environment ...string) string {
	t.Helper()
	install := exec.CommandContext(t.Context(), "make", "install", "HOME="+home)
	install.Dir = root
	// HOME is another folder for Terraform, and not for the caches of go.
	install.Env = append(os.Environ(), goEnvironment(t, "GOPATH", "GOMODCACHE", "GOCACHE")...)
	install.Env = append(install.Env, environment...)
	out, err := install.CombinedOutput()
	if err != nil {
		t.Fatalf("make install: %s\n%s", err, out)
	}
	return string(out)
}

// inHome is the environment for a run that has the plugins of that home folder, and no CLI configuration.
func inHome(s *acctest.Service, home string) map[string]string {
	env := s.TokenEnvironment()
	env["HOME"], env["TF_CLI_CONFIG_FILE"] = home, os.Getenv("TF_CLI_CONFIG_FILE")
	return env
}

func goEnvironment(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	values := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, name := range names {
		values[i] = name + "=" + values[i]
	}
	return values
}

// copyPlugin copies the provider in a folder of plugins to another address.
func copyPlugin(t *testing.T, plugins, address string) {
	t.Helper()
	platform := runtime.GOOS + "_" + runtime.GOARCH
	found, err := filepath.Glob(filepath.Join(plugins, acctest.CLI.Host(), "musicascode", "amazonmusic", "*", platform, "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("installed for %s: %v %v", acctest.CLI, found, err)
	}
	copied := filepath.Join(plugins, filepath.FromSlash(address), platform, "terraform-provider-other_v1.0.0")
	write(t, copied, read(t, found[0]))
	if err := os.Chmod(copied, 0o700); err != nil {
		t.Fatal(err)
	}
}
