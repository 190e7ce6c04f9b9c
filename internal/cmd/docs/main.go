// Command docs generates the documentation in docs/ from the provider's
// schemas, examples/ and templates/, or checks that what is there is what would
// be generated.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1) //nolint:gocritic // The deferred stop has just been done by hand.
	}
}

func run(ctx context.Context, args []string) error {
	root, err := workbench.Root(ctx)
	if err != nil {
		return err
	}
	switch {
	case slices.Equal(args, []string{"generate"}):
		return generate(ctx, root)
	case slices.Equal(args, []string{"check"}):
		return check(ctx, root)
	}
	return errors.New("usage: docs generate | docs check")
}

// generate writes docs/ below root, from templates/ and examples/ there.
func generate(ctx context.Context, root string) error {
	return tfplugindocs(ctx, root, "generate")
}

// check generates into a copy and compares, so that it changes nothing.
func check(ctx context.Context, root string) error {
	copied, err := os.MkdirTemp("", "amazonmusic-docs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(copied) //nolint:errcheck // A leftover in the temporary folder is no reason to fail.
	for _, dir := range []string{"docs", "examples", "templates"} {
		if err := os.CopyFS(filepath.Join(copied, dir), os.DirFS(filepath.Join(root, dir))); err != nil {
			return err
		}
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(copied, "go.mod"), mod, 0o600); err != nil { //nolint:gosec // The folder has just been made.
		return err
	}
	if err := generate(ctx, copied); err != nil {
		return err
	}
	stale, err := differences(filepath.Join(root, "docs"), filepath.Join(copied, "docs"))
	if err != nil {
		return err
	}
	if len(stale) > 0 {
		return fmt.Errorf("not as generated: %v; run make generate", stale)
	}
	return tfplugindocs(ctx, root, "validate")
}

// tfplugindocs runs the documentation tool of the tools module on a folder.
func tfplugindocs(ctx context.Context, dir, command string) error {
	root, err := workbench.Root(ctx)
	if err != nil {
		return err
	}
	var schemas bytes.Buffer
	if err := printSchemas(ctx, &schemas); err != nil {
		return err
	}
	file, err := os.CreateTemp("", "amazonmusic-schema-*.json")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // A leftover in the temporary folder is no reason to fail.
	if _, err := file.Write(schemas.Bytes()); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	tool := exec.CommandContext(ctx, "go", "tool", "-modfile="+filepath.Join("tools", "go.mod"), "tfplugindocs", command,
		"--provider-dir", dir, "--provider-name", "terraform-provider-amazonmusic", "--providers-schema", file.Name())
	tool.Dir = root
	if out, err := tool.CombinedOutput(); err != nil {
		return fmt.Errorf("tfplugindocs %s: %w\n%s", command, err, out)
	}
	return nil
}

// differences returns the files that are in one tree only, or not the same in
// both.
func differences(a, b string) ([]string, error) {
	var names []string
	for _, dir := range []string{a, b} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && !slices.Contains(names, name) {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(names, func(name string) bool {
		inA, errA := os.ReadFile(filepath.Join(a, name))
		inB, errB := os.ReadFile(filepath.Join(b, name))
		return errA == nil && errB == nil && bytes.Equal(inA, inB)
	}), nil
}
