// Package workbench runs real Terraform (or OpenTofu) with the provider built
// from this checkout, in a folder of its own. Terraform installs the provider from a
// mirror in that folder, as it would from the Registry; nothing is written
// to the checkout or to the home folder.
package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
)

const (
	module   = "github.com/musicascode/terraform-provider-amazonmusic"
	provider = "terraform-provider-amazonmusic"
	// Version is what the provider of a workbench calls itself.
	Version = "0.99.0"
)

// hosts are the registries that Terraform and OpenTofu take
// "musicascode/amazonmusic" to be at.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// Workbench is a folder with a built provider, and a CLI to run it.
type Workbench struct {
	// CLI is the path of terraform or tofu.
	CLI string

	dir string
}

// New builds the provider of the checkout at root and finds a CLI. Progress
// gets a line for what takes long.
func New(ctx context.Context, root string, progress io.Writer) (*Workbench, error) {
	dir, err := os.MkdirTemp("", "amazonmusic-")
	if err != nil {
		return nil, err
	}
	w := &Workbench{dir: dir}
	if err := w.furnish(ctx, root, progress); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Workbench) furnish(ctx context.Context, root string, progress io.Writer) (err error) {
	if w.CLI, err = findCLI(ctx, filepath.Join(w.dir, "cli"), progress); err != nil {
		return err
	}
	if err := w.build(ctx, root); err != nil {
		return err
	}
	return w.writeCLIConfig()
}

// Close removes the folder and everything in it.
func (w *Workbench) Close() error { return os.RemoveAll(w.dir) }

// Root returns the folder of the checkout that the working directory is in.
func Root(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("this must run inside a checkout of %s: %w", module, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Provider returns the path of the built provider.
func (w *Workbench) Provider() string {
	return filepath.Join(w.mirrorDir(hosts[0]), provider+"_v"+Version+exeSuffix())
}

func (w *Workbench) mirror() string { return filepath.Join(w.dir, "mirror") }

func (w *Workbench) mirrorDir(host string) string {
	return filepath.Join(w.mirror(), host, "musicascode", "amazonmusic", Version, runtime.GOOS+"_"+runtime.GOARCH)
}

func (w *Workbench) build(ctx context.Context, root string) error {
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-X main.version="+Version, "-o", w.Provider(), ".")
	build.Dir = root
	// As in a release, which also shares the build cache with it.
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	for _, host := range hosts[1:] {
		copied := w.mirrorDir(host)
		if err := os.MkdirAll(copied, 0o750); err != nil {
			return err
		}
		if err := os.Link(w.Provider(), filepath.Join(copied, filepath.Base(w.Provider()))); err != nil {
			return err
		}
	}
	return nil
}

func (w *Workbench) writeCLIConfig() error {
	config := fmt.Sprintf(`
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = %[1]q
    include = [%[2]s]
  }
  direct {
    exclude = [%[2]s]
  }
}
`, w.mirror(), `"`+hosts[0]+`/musicascode/amazonmusic", "`+hosts[1]+`/musicascode/amazonmusic"`)
	return os.WriteFile(w.cliConfig(), []byte(config), 0o600)
}

func (w *Workbench) cliConfig() string { return filepath.Join(w.dir, "cli.tfrc") }

// Configuration copies a folder of .tf files, so that nothing is left beside
// them, and returns the copy.
func (w *Workbench) Configuration(source string) (string, error) {
	dir, err := os.MkdirTemp(w.dir, "configuration-")
	if err != nil {
		return "", err
	}
	return dir, os.CopyFS(dir, os.DirFS(source))
}

// Terraform returns a runner in a folder. It sees the given variables and what
// a program needs to run at all, and nothing else of the environment.
func (w *Workbench) Terraform(ctx context.Context, dir string, env map[string]string, output io.Writer) (*tfexec.Terraform, error) {
	tf, err := tfexec.NewTerraform(dir, w.CLI)
	if err != nil {
		return nil, err
	}
	if err := tf.SetEnv(w.Environment(env)); err != nil {
		return nil, err
	}
	// Asked for now and remembered, or its answer would turn up in the output.
	if _, _, err := tf.Version(ctx, false); err != nil {
		return nil, err
	}
	tf.SetStdout(output)
	return tf, nil
}

// Environment returns the given variables, and what keeps Terraform inside the
// workbench.
func (w *Workbench) Environment(env map[string]string) map[string]string {
	all := map[string]string{
		"HOME":               w.dir,
		"TF_CLI_CONFIG_FILE": w.cliConfig(),
		"CHECKPOINT_DISABLE": "1",
	}
	for _, name := range []string{
		"PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
	} {
		if value, set := os.LookupEnv(name); set {
			all[name] = value
		}
	}
	maps.Copy(all, env)
	return all
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
