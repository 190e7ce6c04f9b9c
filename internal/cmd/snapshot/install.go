package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

// configuration names the version: unnamed, a prerelease is not even looked at.
const configuration = `
terraform {
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "%s"
    }
  }
}

resource "amazonmusic_library_track" "this" {
  track_id = "%s"
}
`

// install takes an archive through a life with Terraform, and returns the name of the command line.
func install(ctx context.Context, archive, version string, progress io.Writer) (cli string, err error) {
	service := mockapi.New()
	server, err := service.Listen("127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	bench, err := workbench.NewPacked(ctx, archive, progress)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()
	dir, err := os.MkdirTemp("", "snapshot-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	main := fmt.Sprintf(configuration, version, mockapi.TrackKaneTrain)
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(main), 0o600); err != nil {
		return "", err
	}
	tf, err := bench.Terraform(ctx, dir, map[string]string{
		"AMAZONMUSIC_ENDPOINT":     server.URL(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}, io.Discard)
	if err != nil {
		return "", err
	}
	if err := tf.Init(ctx); err != nil {
		return "", fmt.Errorf("init: %w", err)
	}
	if err := tf.Apply(ctx); err != nil {
		return "", fmt.Errorf("apply: %w", err)
	}
	if saved := service.SavedIDs(); !slices.Equal(saved, []string{mockapi.TrackKaneTrain}) {
		return "", fmt.Errorf("apply has saved %v", saved)
	}
	// The program says who it is in every request.
	for _, request := range service.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasPrefix(agent, project+"/"+version+" ") {
			return "", fmt.Errorf("version %s calls itself %q", version, agent)
		}
	}
	if err := tf.Destroy(ctx); err != nil {
		return "", fmt.Errorf("destroy: %w", err)
	}
	if left := service.SavedIDs(); len(left) > 0 {
		return "", fmt.Errorf("destroy has left %v", left)
	}
	return strings.TrimSuffix(filepath.Base(bench.CLI), ".exe"), nil
}
