// Package acctest is what the test packages share: a clean environment, the
// Terraform or OpenTofu to test with, a stand-in service for each test, and the
// blocks of configuration that lead to it.
package acctest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// CLI is the program that the tests of this process run.
var CLI *cli.CLI

// Main is the TestMain of a package whose tests run Terraform. It unsets the
// variables of the provider and of Terraform's log, finds the program, and has
// terraform-plugin-testing use it. Each setup gets a folder that is removed at the end.
func Main(m *testing.M, setup ...func(dir string) error) {
	code, err := run(m, setup)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M, setup []func(dir string) error) (code int, err error) {
	dir, err := os.MkdirTemp("", "amazonmusic-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // A leftover in the temporary folder is no reason to fail.
	if CLI, err = cli.Find(context.Background(), dir); err != nil {
		return 1, err
	}
	if err := setEnvironment(dir); err != nil {
		return 1, err
	}
	for _, f := range setup {
		if err := f(dir); err != nil {
			return 1, err
		}
	}
	return m.Run(), nil
}

func setEnvironment(dir string) error {
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if name != seedVariable && name != "AMAZONMUSIC_SEQUENCES" && strings.HasPrefix(name, "AMAZONMUSIC_") || strings.HasPrefix(name, "TF_LOG") {
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		}
	}
	config := filepath.Join(dir, "empty.tfrc")
	if err := os.WriteFile(config, nil, 0o600); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"CHECKPOINT_DISABLE":        "1",
		"TF_CLI_CONFIG_FILE":        config,
		"TF_ACC_TERRAFORM_PATH":     CLI.Path,
		"TF_ACC_PROVIDER_HOST":      CLI.Host(),
		"TF_ACC_PROVIDER_NAMESPACE": "musicascode",
	} {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

var requiredVersion = regexp.MustCompile(`(?m)^ *required_version *= *"([^"]*)"`)

// RequireVersion skips a test of a configuration whose required_version excludes the
// program. A prerelease counts as the version that it precedes.
func RequireVersion(t *testing.T, configuration string) {
	t.Helper()
	readSettings()
	match := requiredVersion.FindStringSubmatch(configuration)
	if match == nil {
		return
	}
	constraint, err := version.NewConstraint(match[1])
	if err != nil {
		t.Fatal(err)
	}
	if !constraint.Check(CLI.Version.Core()) {
		t.Skipf("the configuration is for versions %s, this is %s", constraint, CLI)
	}
}

// Require skips a test for which the program lacks a feature.
func Require(t *testing.T, f cli.Feature) {
	t.Helper()
	readSettings()
	if !CLI.Has(f) {
		t.Skipf("%s needs Terraform %q or OpenTofu %q, this is %s", f.Name, f.Terraform, f.OpenTofu, CLI)
	}
}

// readSettings makes the choice of the program part of the key of a cached test result,
// which what TestMain reads is not.
func readSettings() {
	for _, name := range []string{"TF_ACC_TERRAFORM_PATH", "PATH"} {
		_ = os.Getenv(name)
	}
}

const seedVariable = "AMAZONMUSIC_SEED"

// Seed is what a random test begins with: AMAZONMUSIC_SEED, or the same each time.
func Seed(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(1)
	if text := os.Getenv(seedVariable); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("%s: %s", seedVariable, err)
		}
	}
	t.Logf("%s=%d", seedVariable, seed)
	return seed
}
