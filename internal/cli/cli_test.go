package cli

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
)

// The name of a program says nothing about what it is.
func TestFind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell scripts")
	}
	for _, test := range []struct {
		name string // of the program on PATH
		says string
		want string
	}{
		{"terraform", "Terraform v1.11.4\non linux_amd64", "Terraform 1.11.4"},
		{"tofu", "OpenTofu v1.12.0-beta1\non linux_amd64", "OpenTofu 1.12.0-beta1"},
		{"terraform", "OpenTofu v1.8.0\non linux_amd64", "OpenTofu 1.8.0"},
		{"terraform", "Hello", "neither Terraform nor OpenTofu"},
		{"terraform", "Terraform vNext", "malformed version"},
	} {
		dir := t.TempDir()
		program := filepath.Join(dir, test.name)
		if err := os.WriteFile(program, []byte("#!/bin/sh\necho '"+test.says+"'\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, named := range []string{"", program} {
			t.Setenv("PATH", dir+":/bin")
			t.Setenv("TF_ACC_TERRAFORM_PATH", named)
			got, err := Find(t.Context(), "")
			if err != nil && !strings.Contains(err.Error(), test.want) || err == nil && got.String() != test.want {
				t.Errorf("%q: got %v, %v, wanted %q", test.says, got, err, test.want)
			}
		}
	}
}

func TestFind_noSuchProgram(t *testing.T) {
	t.Setenv("TF_ACC_TERRAFORM_PATH", filepath.Join(t.TempDir(), "nothing"))
	if got, err := Find(t.Context(), ""); err == nil {
		t.Errorf("found %v", got)
	}
}

// The context is over, so that nothing is downloaded.
func TestFind_nothingInstalled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	t.Setenv("PATH", t.TempDir())
	_, err := Find(ctx, t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "neither terraform nor tofu is on PATH, and installing Terraform failed") {
		t.Errorf("got %v", err)
	}
}

func TestCLI_Has(t *testing.T) {
	for _, test := range []struct {
		openTofu bool
		version  string
		feature  Feature
		want     bool
	}{
		{false, "1.7.5", Baseline, false},
		{false, "1.8.0", Baseline, true},
		{true, "1.8.0", Baseline, true},
		{false, "1.8.0", RemovedLifecycle, true},
		{true, "1.9.4", RemovedLifecycle, false},
		{true, "1.10.0", RemovedLifecycle, true},
		{false, "1.14.0-rc1", Query, true},
		{true, "1.99.0", Query, false},
		{false, "1.15.9", ImportAlone, true},
		{false, "1.16.0-rc2", ImportAlone, false},
		{false, "1.16.2", ImportAlone, false},
		{false, "1.16.3", ImportAlone, true},
		{true, "1.16.0", ImportAlone, true},
	} {
		c := &CLI{OpenTofu: test.openTofu, Version: version.Must(version.NewVersion(test.version))}
		if got := c.Has(test.feature); got != test.want {
			t.Errorf("%s, %s: %t", c, test.feature.Name, got)
		}
	}
}
