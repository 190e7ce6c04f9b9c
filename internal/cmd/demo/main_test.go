package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

func TestDemo(t *testing.T) {
	before := status(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatalf("%s\n%s", err, &out)
	}
	for _, want := range []string{
		"$ cat main.tf\nresource \"amazonmusic_library_tracks\"",
		" apply\n", "Apply complete!", "service: 3\n  ♫ Kane Train\n  ♫ Paper Summer\n  ♫ Something To Believe In\n",
		" plan\n", "No changes.", "Requests sent by this plan: 0.",
		" destroy\n", "Destroy complete!", "service: 0\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, &out)
		}
	}
	if left, err := filepath.Glob(filepath.Join(temp, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if after := status(t); after != before {
		t.Errorf("the checkout has changed:\n%s", after)
	}
}

func TestDemo_interrupted(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, &strings.Builder{}); err == nil {
		t.Error("no error")
	}
}

func status(t *testing.T) string {
	t.Helper()
	root, err := cli.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "git", "-C", root, "status", "--porcelain", "--ignored").Output()
	if err != nil {
		t.Skip("no git checkout here")
	}
	return string(out)
}
