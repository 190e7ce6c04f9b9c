package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// TestLive checks the service that the provider's environment variables name.
// It saves and removes the track of LIVE_TRACK, and leaves it as it was found.
func TestLive(t *testing.T) {
	track := os.Getenv("LIVE_TRACK")
	if track == "" {
		t.Skip("LIVE_TRACK is not set")
	}
	env := map[string]string{}
	for _, entry := range os.Environ() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AMAZONMUSIC_") {
			env[name] = value
		}
	}
	// After an interrupt, too, the track is as it was found.
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	a, err := newAPI(ctx, env)
	if err != nil {
		t.Fatal(err)
	}
	if err := check(ctx, a, track, os.Stdout, withPlaylists(track), withTerraform(t, env, track)); err != nil {
		t.Error(err)
	}
}

// withTerraform returns checks that do what a user does, with the provider of
// this checkout.
func withTerraform(t *testing.T, env map[string]string, trackID string) func(context.Context, *run) {
	t.Helper()
	root, err := cli.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program, err := cli.Find(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	sandbox, err := cli.NewSandbox(program, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.Build(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, r *run) {
		track := "resource \"amazonmusic_library_track\" \"this\" {\n  track_id = \"" + trackID + "\"\n}\n"
		r.report(terraformSaves, answer{}, apply(ctx, t, sandbox, env, track))
		r.report(terraformReads, answer{}, apply(ctx, t, sandbox, env, "data \"amazonmusic_playlists\" \"all\" {}\n"))
		r.report(terraformLists, answer{}, apply(ctx, t, sandbox, env, "data \"amazonmusic_library\" \"all\" {}\n"))
		r.report(terraformPlaylist, answer{}, apply(ctx, t, sandbox, env, withTerraformPlaylist(trackID)))
	}
}

// apply applies a configuration, wants an empty plan after it, and destroys.
func apply(ctx context.Context, t *testing.T, sandbox *cli.Sandbox, env map[string]string, config string) error {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(acctest.RequiredProviders+config), 0o600); err != nil {
		return err
	}
	var failed error
	for _, args := range [][]string{
		{"init"}, {"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}, {"destroy", "-auto-approve"},
	} {
		out, err := sandbox.Command(ctx, dir, env, append(args, "-no-color")...).CombinedOutput()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w\n%s", args[0], err, out))
		}
	}
	return failed
}
