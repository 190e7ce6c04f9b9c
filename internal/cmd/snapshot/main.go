// Command snapshot checks the release that goreleaser has built into dist/:
// that it holds what the Terraform Registry asks for, and that Terraform
// installs it and works with it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

func main() {
	single := flag.Bool("single", false, "expect an archive for this platform, and for no other")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, *single)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "The snapshot is not fit for a release:\n%s\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, single bool) error {
	root, err := workbench.Root(ctx)
	if err != nil {
		return err
	}
	targets, err := targets(root)
	if err != nil {
		return err
	}
	here := runtime.GOOS + "_" + runtime.GOARCH
	if single {
		targets = []string{here}
	}
	r, err := find(root)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s %s\n", project, r.version)
	if err := errors.Join(r.checkNames(targets), r.checkManifest()); err != nil {
		return err
	}
	var failed error
	for _, target := range targets {
		size, err := r.checkArchive(target)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", r.archive(target), err))
			continue
		}
		fmt.Fprintf(out, "  %-14s %5.1f MB, unpacked %5.1f MB\n", target, megabytes(size.packed), megabytes(size.unpacked))
	}
	if failed != nil {
		return failed
	}
	if !slices.Contains(targets, here) {
		fmt.Fprintf(out, "Nothing is released for %s: not installed.\n", here)
		return nil
	}
	cli, err := install(ctx, filepath.Join(r.dir, r.archive(here)), r.version, out)
	if err != nil {
		return fmt.Errorf("%s: %w", r.archive(here), err)
	}
	fmt.Fprintf(out, "%s installs %s from a packed mirror, applies and destroys with it.\n", cli, here)
	return nil
}

func megabytes(bytes int) float64 { return float64(bytes) / 1e6 }
