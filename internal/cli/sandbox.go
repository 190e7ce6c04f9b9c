package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	module = "github.com/musicascode/terraform-provider-amazonmusic"
	binary = "terraform-provider-amazonmusic"
	// Version is the version of a provider that is built for a sandbox.
	Version = "0.99.0"
)

// Sandbox is a folder with a provider mirror and a CLI configuration. Commands
// that run in it install the provider from the mirror, as they would from the
// Registry, and use neither the network nor the home folder.
type Sandbox struct {
	*CLI
	dir string
}

// Root returns the folder of the checkout that the working directory is in.
func Root(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("this must run inside a checkout of %s: %w", module, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// ReadSources reads the folders that the provider is built from. In a test that builds it,
// that makes them part of the key of the cached result: go sees what a test reads, not what
// it builds, and an import counts only as far as the linker keeps it.
func ReadSources(root string) error {
	for _, name := range []string{"main.go", "go.mod"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			return err
		}
	}
	return filepath.WalkDir(filepath.Join(root, "internal"), func(_ string, _ fs.DirEntry, err error) error { return err })
}

// NewSandbox makes an empty sandbox in an existing folder.
func NewSandbox(c *CLI, dir string) (*Sandbox, error) {
	s := &Sandbox{CLI: c, dir: dir}
	if err := os.MkdirAll(s.Mirror(), 0o750); err != nil {
		return nil, err
	}
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", s.mirror())
	return s, os.WriteFile(s.config(), []byte(config), 0o600)
}

func (s *Sandbox) mirror() string { return filepath.Join(s.dir, "mirror") }
func (s *Sandbox) config() string { return filepath.Join(s.dir, "cli.tfrc") }

// Mirror is the folder of the mirror that release archives go into.
func (s *Sandbox) Mirror() string {
	return filepath.Join(s.mirror(), s.Host(), "musicascode", "amazonmusic")
}

// Build builds the provider of the checkout at root into the mirror.
func (s *Sandbox) Build(ctx context.Context, root string) error {
	if err := ReadSources(root); err != nil {
		return err
	}
	program := filepath.Join(s.Mirror(), Version, runtime.GOOS+"_"+runtime.GOARCH, binary+"_v"+Version)
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	ldflags := "-X main.version=" + Version
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", ldflags, "-o", program, ".")
	build.Dir = root
	// As in a release, which also shares the build cache with it.
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return nil
}

// Command returns a command to run in dir. It sees the given variables and
// what a program needs to run at all, and nothing else of the environment. When
// ctx ends it is interrupted, so that it can write its state.
func (s *Sandbox) Command(ctx context.Context, dir string, env map[string]string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.Path, args...)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + s.dir, "TF_CLI_CONFIG_FILE=" + s.config(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
	for _, name := range []string{"PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"} {
		if value, set := os.LookupEnv(name); set {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if runtime.GOOS != "windows" {
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		cmd.WaitDelay = time.Minute
	}
	return cmd
}
