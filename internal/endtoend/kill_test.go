//go:build unix

package endtoend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// kills counts the runs of the test, which "-count" repeats.
var kills atomic.Uint64

// TestAccKill_recovery kills Terraform and the provider at a random request of a
// create, of an update and of a destroy, and follows the troubleshooting guide: after
// that, state and library hold the same tracks. "make soak" kills more often.
func TestAccKill_recovery(t *testing.T) {
	t.Parallel()
	seed := acctest.Seed(t)
	random := rand.New(rand.NewPCG(seed, kills.Add(1)))
	for _, run := range []struct {
		verb string
		from int // the first of the tracks that are saved before; -1 for none
		want int // tracks after the next run
	}{{"create", -1, 70}, {"update", 0, 70}, {"destroy", 30, 0}} {
		at := 1 + random.Int64N(60)
		t.Run(fmt.Sprintf("%s, request %d", run.verb, at), func(t *testing.T) {
			t.Parallel()
			k := killed{s: acctest.NewService(t), dir: newDir(t, "")}
			k.s.SetJitter(seed, 4*time.Millisecond)
			succeed(t, k.dir, k.s.TokenEnvironment(), "init")
			if run.from >= 0 {
				k.want(t, run.from)
				succeed(t, k.dir, k.s.TokenEnvironment(), "apply", "-auto-approve")
			}
			args := []string{"apply", "-auto-approve"}
			if run.verb == "destroy" {
				args = []string{"destroy", "-auto-approve"}
			} else {
				k.want(t, 30)
			}
			k.run(t, at, args...)
			k.recover(t)
			if out := succeed(t, k.dir, k.s.TokenEnvironment(), args...); strings.Contains(out, otherRun) {
				t.Errorf("the killed run counts as one that goes on:\n%s", out)
			}
			k.compare(t, run.want)
			succeed(t, k.dir, k.s.TokenEnvironment(), "destroy", "-auto-approve")
			k.compare(t, 0)
		})
	}
}

// killed is a folder whose run is killed, and its service.
type killed struct {
	s   *acctest.Service
	dir string
}

// want writes a configuration of 50 tracks in one resource and 20 in others, that
// begin with a number.
func (k killed) want(t *testing.T, first int) {
	t.Helper()
	write(t, filepath.Join(k.dir, "tracks.tf"), fmt.Sprintf(`
resource "amazonmusic_library_tracks" "many" {
  tracks = { for n in range(%[1]d, %[1]d + 50) : format("B%%09d", n) => "" }
}
resource "amazonmusic_library_track" "one" {
  for_each = { for n in range(%[1]d, %[1]d + 20) : format("C%%09d", n) => "" }
  track_id = each.key
}
`, first))
}

// run kills all processes of a run when a request arrives.
func (k killed) run(t *testing.T, request int64, args ...string) {
	t.Helper()
	var out bytes.Buffer
	run := command(t, k.dir, k.s.TokenEnvironment(), args...)
	run.Stdout, run.Stderr = &out, &out
	run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	var seen atomic.Int64
	k.s.OnRequest(func(mockapi.Request) {
		if seen.Add(1) == request {
			if err := syscall.Kill(-run.Process.Pid, syscall.SIGKILL); err != nil {
				t.Error(err)
			}
		}
	})
	if run.Wait() == nil {
		t.Fatalf("the run was not killed:\n%s", &out)
	}
	k.s.OnRequest(nil)
}

// recover does what the guide says before the next apply.
func (k killed) recover(t *testing.T) {
	t.Helper()
	// A lock whose process is gone is unlocked by the system; only its note is left.
	if err := os.RemoveAll(filepath.Join(k.dir, ".terraform.tfstate.lock.info")); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(k.dir, "terraform.tfstate")
	if _, err := os.Stat(state); os.IsNotExist(err) {
		return
	}
	// The kill can hit Terraform while it writes the state.
	if !json.Valid([]byte(read(t, state))) {
		err := os.Rename(state+".backup", state)
		if os.IsNotExist(err) {
			err = os.Remove(state)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compare checks that state and library hold the same number of the same tracks.
func (k killed) compare(t *testing.T, want int) {
	t.Helper()
	recorded, saved := stateTracks(t, k.dir), k.s.SavedIDs()
	slices.Sort(saved)
	if len(saved) != want || !slices.Equal(recorded, saved) {
		t.Errorf("the state holds %d tracks, the library %d, wanted %d", len(recorded), len(saved), want)
	}
}
