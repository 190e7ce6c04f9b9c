package endtoend

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

var (
	// root is the folder of the checkout.
	root string
	// sandbox is shared by all tests: building the provider once is enough.
	sandbox *cli.Sandbox
	// readSources is for a test to call: what TestMain reads does not count.
	readSources = sync.OnceValue(func() error { return cli.ReadSources(root) })
)

func TestMain(m *testing.M) {
	acctest.Main(m, func(dir string) (err error) {
		if root, err = cli.Root(context.Background()); err != nil {
			return err
		}
		if sandbox, err = cli.NewSandbox(acctest.CLI, dir); err != nil {
			return err
		}
		return sandbox.Build(context.Background(), root)
	})
}

// command returns a command of Terraform, ready to be started.
func command(tb testing.TB, dir string, env map[string]string, args ...string) *exec.Cmd {
	tb.Helper()
	if err := readSources(); err != nil {
		tb.Fatal(err)
	}
	return sandbox.Command(tb.Context(), dir, env, args...)
}

// succeed runs a command that must not fail, and returns what it printed.
func succeed(tb testing.TB, dir string, env map[string]string, args ...string) string {
	tb.Helper()
	out, err := command(tb, dir, env, args...).CombinedOutput()
	if err != nil {
		tb.Fatalf("%s: %s\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// newDir returns a folder with one configuration in it.
func newDir(tb testing.TB, config string) string {
	tb.Helper()
	dir := tb.TempDir()
	write(tb, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+config)
	return dir
}

func write(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func read(tb testing.TB, path string) string {
	tb.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(content)
}

// stateTracks returns the ids of the tracks in the state, of single resources
// and of amazonmusic_library_tracks, in order.
func stateTracks(t *testing.T, dir string) []string {
	t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					TrackID string            `json:"track_id"`
					Tracks  map[string]string `json:"tracks"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "terraform.tfstate"))), &state); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			if id := instance.Attributes.TrackID; id != "" {
				ids = append(ids, id)
			}
			ids = slices.AppendSeq(ids, maps.Keys(instance.Attributes.Tracks))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// writes returns the ids in the requests that change the library.
func writes(s *acctest.Service) []string {
	return slices.Concat(s.TracksIn(http.MethodPut), s.TracksIn(http.MethodDelete))
}
