package endtoend

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// command returns a terraform of the workbench, ready to be started.
func command(t *testing.T, dir string, env map[string]string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), bench.CLI, args...)
	cmd.Dir = dir
	cmd.Env = nil
	for name, value := range bench.Environment(env) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// succeed runs a terraform to its good end.
func succeed(t *testing.T, dir string, env map[string]string, args ...string) string {
	t.Helper()
	out, err := command(t, dir, env, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %s\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// interrupt applies a configuration, sends SIGINT to Terraform once the service
// has seen so many requests, and returns what Terraform printed.
func interrupt(t *testing.T, dir string, s *service, requests int64) string {
	t.Helper()
	apply := command(t, dir, s.withToken(), "apply", "-auto-approve", "-no-color")
	var out bytes.Buffer
	apply.Stdout, apply.Stderr = &out, &out
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	var seen atomic.Int64
	s.OnRequest(func(mockapi.Request) {
		if seen.Add(1) == requests {
			if err := apply.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
	})
	defer s.OnRequest(nil)
	if err := apply.Wait(); err == nil {
		t.Fatalf("the apply was not interrupted:\n%s", &out)
	}
	return out.String()
}

func TestInterruptedApplyOfSingleTracks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGINT to send")
	}
	t.Parallel()
	const tracks = 120
	s := newService(t)
	s.SetLatency(20 * time.Millisecond)
	dir := folder(t, `
resource "amazonmusic_library_track" "this" {
  count    = 120
  track_id = format("B%09d", count.index)
}
`)
	succeed(t, dir, s.withToken(), "init")
	out := interrupt(t, dir, s, tracks/3)
	recorded := stateIDs(t, dir)
	if len(recorded) == 0 || len(recorded) == tracks {
		t.Fatalf("%d of %d tracks in the state: the interrupt came too late or too early\n%s", len(recorded), tracks, out)
	}
	saved := s.SavedIDs()
	slices.Sort(saved)
	if !slices.Equal(recorded, saved) {
		t.Errorf("the state holds %d tracks, the library %d", len(recorded), len(saved))
	}
	s.SetLatency(0)
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	if recorded, saved := stateIDs(t, dir), s.SavedIDs(); len(recorded) != tracks || len(saved) != tracks {
		t.Errorf("after the second apply: %d in the state, %d saved, wanted %d", len(recorded), len(saved), tracks)
	}
}

// stateIDs returns the track ids of the state, in order.
func stateIDs(t *testing.T, dir string) []string {
	t.Helper()
	state, err := os.ReadFile(filepath.Join(dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for line := range strings.Lines(string(state)) {
		if _, value, found := strings.Cut(line, `"track_id": "`); found {
			if id, _, _ := strings.Cut(value, `"`); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}
