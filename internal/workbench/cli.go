package workbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// findCLI returns the command line that the acceptance tests are told to use,
// or terraform or tofu from PATH, whichever is there first, or else installs the
// newest Terraform into dir.
func findCLI(ctx context.Context, dir string, progress io.Writer) (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	fmt.Fprintln(progress, "Neither terraform nor tofu is on PATH: installing Terraform into a temporary folder.")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&releases.LatestVersion{Product: product.Terraform, InstallDir: dir},
	})
	if err != nil {
		return "", fmt.Errorf("neither terraform nor tofu is on PATH, and installing Terraform failed: %w", err)
	}
	return path, nil
}
