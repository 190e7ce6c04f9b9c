// Command demo shows the provider at work: it builds it, starts the stand-in
// service, and lets real Terraform save tracks, find nothing left to do, and
// remove them again.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

// example is the configuration that the demo applies.
var example = filepath.Join("examples", "quick-start")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %s\n", err)
		stop()
		os.Exit(1) //nolint:gocritic // The deferred stop has just been done by hand.
	}
}

// demo is one run, and the stage that it plays on.
type demo struct {
	out     io.Writer
	service *mockapi.Service
	tf      *tfexec.Terraform
	cli     string
}

func run(ctx context.Context, out io.Writer) (err error) {
	root, err := workbench.Root(ctx)
	if err != nil {
		return err
	}
	d := &demo{out: out, service: mockapi.New()}
	d.say("Building the provider, and starting a stand-in for the Amazon Music service on this machine.")
	d.service.SeedPlaylists(3)
	server, err := d.service.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()

	bench, err := workbench.New(ctx, root, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()
	if err := d.prepare(ctx, bench, filepath.Join(root, example), server); err != nil {
		return err
	}
	d.cli = strings.TrimSuffix(filepath.Base(bench.CLI), ".exe")
	return d.play(ctx)
}

func (d *demo) prepare(ctx context.Context, bench *workbench.Workbench, source string, server *mockapi.Server) error {
	dir, err := bench.Configuration(source)
	if err != nil {
		return err
	}
	d.tf, err = bench.Terraform(ctx, dir, map[string]string{
		"AMAZONMUSIC_ENDPOINT":     server.URL(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}, d.out)
	return err
}

// play goes through the life of a configuration, and checks each act.
func (d *demo) play(ctx context.Context) error {
	d.act("init")
	// What init says of mirrors and lock files is about this demo, not about the provider.
	d.tf.SetStdout(io.Discard)
	if err := d.tf.Init(ctx); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	d.tf.SetStdout(d.out)
	d.act("apply")
	if err := d.tf.Apply(ctx); err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	saved := d.service.SavedIDs()
	slices.Sort(saved)
	d.say("The library now holds %d tracks: %s.", len(saved), strings.Join(saved, ", "))
	if len(saved) == 0 {
		return errors.New("apply has saved nothing")
	}

	d.service.ResetRequests()
	d.act("plan")
	changes, err := d.tf.Plan(ctx)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	writes := d.writes()
	d.say("The next plan is empty, and it sent %d requests about tracks.", writes)
	if changes || writes > 0 {
		return errors.New("the plan after the apply is not empty")
	}

	d.act("destroy")
	if err := d.tf.Destroy(ctx); err != nil {
		return fmt.Errorf("destroy: %w", err)
	}
	d.say("The library now holds %d tracks.", len(d.service.SavedIDs()))
	if left := d.service.SavedIDs(); len(left) > 0 {
		return fmt.Errorf("destroy has left %s", strings.Join(left, ", "))
	}
	return nil
}

// writes counts the requests that are about tracks, as opposed to playlists.
func (d *demo) writes() int {
	requests := slices.DeleteFunc(d.service.Requests(), func(r mockapi.Request) bool {
		return !strings.HasPrefix(r.Path, "/v1/me/library/")
	})
	return len(requests)
}

func (d *demo) act(command string) { d.say("$ %s %s", d.cli, command) }

func (d *demo) say(format string, arguments ...any) {
	fmt.Fprintf(d.out, "\n"+format+"\n", arguments...)
}
