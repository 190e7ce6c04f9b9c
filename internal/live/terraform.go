package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

const requiredProviders = `
terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}
`

// checkTerraform does what a user does, with the provider of this checkout.
func (r *run) checkTerraform(ctx context.Context) {
	root, err := workbench.Root(ctx)
	if err == nil {
		err = func() error {
			bench, err := workbench.New(ctx, root, io.Discard)
			if err != nil {
				return err
			}
			track := r.life(ctx, bench, fmt.Sprintf("resource \"amazonmusic_library_track\" \"this\" {\n  track_id = %q\n}\n", r.target.TrackID))
			r.report.judge(terraformWorks, answer{}, track)
			r.report.judge(terraformReads, answer{}, r.life(ctx, bench, "data \"amazonmusic_playlists\" \"all\" {}\n"))
			return bench.Close()
		}()
	}
	if err != nil {
		r.report.add(terraformWorks, notSeen, answer{}, err)
	}
}

// life applies a configuration, wants the next plan to be empty, and destroys.
func (r *run) life(ctx context.Context, bench *workbench.Workbench, config string) (err error) {
	dir, err := os.MkdirTemp("", "amazonmusic-live-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(requiredProviders+config), 0o600); err != nil {
		return err
	}
	tf, err := bench.Terraform(ctx, dir, r.target.Environment, io.Discard)
	if err != nil {
		return err
	}
	if err := tf.Init(ctx); err != nil {
		return err
	}
	if err := tf.Apply(ctx); err != nil {
		return err
	}
	changes, err := tf.Plan(ctx)
	if err == nil && changes {
		err = errors.New("the plan after the apply is not empty")
	}
	return errors.Join(err, tf.Destroy(ctx))
}
