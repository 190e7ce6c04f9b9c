package workbench

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// NewPacked is a workbench whose mirror holds an archive as it was released,
// instead of a provider built from the checkout: Terraform unpacks it itself.
func NewPacked(ctx context.Context, archive string, progress io.Writer) (*Workbench, error) {
	dir, err := os.MkdirTemp("", "amazonmusic-")
	if err != nil {
		return nil, err
	}
	w := &Workbench{dir: dir}
	if err := w.furnishPacked(ctx, archive, progress); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Workbench) furnishPacked(ctx context.Context, archive string, progress io.Writer) (err error) {
	if w.CLI, err = findCLI(ctx, filepath.Join(w.dir, "cli"), progress); err != nil {
		return err
	}
	packed, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	for _, host := range hosts {
		// Where the version is in the name of the file, it is in no name of a folder.
		dir := filepath.Join(w.mirror(), host, "musicascode", "amazonmusic")
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return err
		}
		//nolint:gosec // The path is the caller's to name.
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(archive)), packed, 0o600); err != nil {
			return err
		}
	}
	return w.writeCLIConfig()
}
