// Package cli finds Terraform or OpenTofu and runs it with the provider of this
// checkout, in a folder of its own.
package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/hashicorp/go-version"
	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// CLI is an installed Terraform or OpenTofu.
type CLI struct {
	Path     string
	OpenTofu bool
	Version  *version.Version
}

// Find returns the program that TF_ACC_TERRAFORM_PATH names, or else terraform
// or tofu from PATH, or else the newest Terraform, installed into dir.
func Find(ctx context.Context, dir string) (*CLI, error) {
	if name := os.Getenv("TF_ACC_TERRAFORM_PATH"); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return nil, err
		}
		return identify(ctx, path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return identify(ctx, path)
		}
	}
	fmt.Fprintln(os.Stderr, "Neither terraform nor tofu is on PATH: installing Terraform into a temporary folder.")
	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&releases.LatestVersion{Product: product.Terraform, InstallDir: dir},
	})
	if err != nil {
		return nil, fmt.Errorf("neither terraform nor tofu is on PATH, and installing Terraform failed: %w", err)
	}
	return identify(ctx, path)
}

// The JSON form of the answer does not say which program it is.
var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\S+)`)

func identify(ctx context.Context, path string) (*CLI, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, path, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", path, err)
	}
	match := versionLine.FindSubmatch(out)
	if match == nil {
		return nil, fmt.Errorf("%s is neither Terraform nor OpenTofu: %s", path, out)
	}
	v, err := version.NewVersion(string(match[2]))
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", path, err)
	}
	return &CLI{Path: path, OpenTofu: string(match[1]) == "OpenTofu", Version: v}, nil
}

// Name is what a user types.
func (c *CLI) Name() string {
	if c.OpenTofu {
		return "tofu"
	}
	return "terraform"
}

// Host is the registry of provider addresses without a host.
func (c *CLI) Host() string {
	if c.OpenTofu {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

// String returns the product and its version, such as "OpenTofu 1.11.2".
func (c *CLI) String() string {
	if c.OpenTofu {
		return "OpenTofu " + c.Version.String()
	}
	return "Terraform " + c.Version.String()
}
