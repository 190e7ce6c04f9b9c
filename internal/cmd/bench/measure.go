package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

// atOnce is Terraform's parallelism and the provider's, by default.
const atOnce = 10

// way is one way of holding tracks.
type way struct {
	name string
	// resource is the resource for the tracks of local.tracks, a map of ids to labels.
	resource string
	// single says that each track is a resource instance of its own.
	single bool
}

var ways = []way{
	{name: "for_each over a set", single: true, resource: `
resource "amazonmusic_library_track" "this" {
  for_each = toset(keys(local.tracks))
  track_id = each.value
}`},
	{name: "for_each over a map", single: true, resource: `
resource "amazonmusic_library_track" "this" {
  for_each = local.tracks
  track_id = each.key
}`},
	{name: "a shelf", resource: `
resource "amazonmusic_library_tracks" "this" {
  tracks = local.tracks
}`},
	{name: "xargs -P10 curl, without Terraform"},
}

// measurement is a row of the table. What was not measured is zero.
type measurement struct {
	tracks                int
	name                  string
	apply, plan, update   time.Duration
	requests, connections int
	memory                int64
}

func (m measurement) String() string {
	cells := []string{fmt.Sprint(m.tracks), m.name, seconds(m.apply), seconds(m.plan), seconds(m.update), "", "", "", ""}
	if m.requests > 0 {
		cells[5], cells[6] = fmt.Sprint(m.requests), fmt.Sprint(m.connections)
	}
	if m.memory > 0 {
		cells[7] = fmt.Sprintf("%d MB", m.memory>>20)
	}
	return strings.Join(cells, "\t")
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func (w way) measure(ctx context.Context, bench *workbench.Workbench, n int, latency time.Duration) (m measurement, err error) {
	service := mockapi.New()
	service.SetLatency(latency)
	server, err := service.Listen("127.0.0.1:0")
	if err != nil {
		return m, err
	}
	defer func() {
		if closing := server.Close(); err == nil {
			err = closing
		}
	}()
	m = measurement{tracks: n, name: w.name}
	if w.resource == "" {
		m.apply, err = curl(ctx, n, server.URL())
	} else {
		err = w.measureTerraform(ctx, bench, server, &m)
	}
	stats := service.Stats()
	m.requests, m.connections = stats.Requests, stats.ConnectionsOpened
	return m, err
}

func (w way) measureTerraform(ctx context.Context, bench *workbench.Workbench, server *mockapi.Server, m *measurement) error {
	dir, err := os.MkdirTemp("", "amazonmusic-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // A leftover in the temporary folder is no reason to fail.
	tf, err := bench.Terraform(ctx, dir, map[string]string{
		"AMAZONMUSIC_ENDPOINT":     server.URL(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}, io.Discard)
	if err != nil {
		return err
	}
	if err := w.write(dir, m.tracks, 0); err != nil {
		return err
	}
	if err := tf.Init(ctx); err != nil {
		return err
	}
	stop := watchMemory(&m.memory)
	defer stop()
	if m.apply, err = timed(func() error { return tf.Apply(ctx) }); err != nil {
		return err
	}
	if m.plan, err = timed(func() error { return planEmpty(ctx, tf) }); err != nil {
		return err
	}
	// One in a hundred tracks gives way to another.
	if err := w.write(dir, m.tracks, max(1, m.tracks/100)); err != nil {
		return err
	}
	m.update, err = timed(func() error { return tf.Apply(ctx) })
	return err
}

func planEmpty(ctx context.Context, tf *tfexec.Terraform) error {
	changes, err := tf.Plan(ctx)
	if err == nil && changes {
		err = fmt.Errorf("the plan after the apply is not empty")
	}
	return err
}

func timed(run func() error) (time.Duration, error) {
	start := time.Now()
	err := run()
	return time.Since(start), err
}

// write writes a configuration of n tracks, the first of them being number from.
func (w way) write(dir string, n, from int) error {
	var tracks strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&tracks, "%s,Track number %d\n", trackID(i), i)
	}
	if err := os.WriteFile(filepath.Join(dir, "tracks.csv"), []byte("track_id,title\n"+tracks.String()), 0o600); err != nil {
		return err
	}
	config := `
terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}
locals {
  tracks = { for t in csvdecode(file("tracks.csv")) : t.track_id => t.title }
}
` + w.resource
	return os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600)
}

func trackID(i int) string { return fmt.Sprintf("B%09d", i) }
