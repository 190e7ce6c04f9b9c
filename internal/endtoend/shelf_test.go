package endtoend

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// shelf is a configuration of n numbered tracks and some more.
func shelf(n int, more ...string) string {
	var tracks strings.Builder
	for i := range n {
		fmt.Fprintf(&tracks, "    %s = \"track %d\"\n", trackID(i), i)
	}
	for _, id := range more {
		fmt.Fprintf(&tracks, "    %s = \"\"\n", id)
	}
	return "resource \"amazonmusic_library_tracks\" \"this\" {\n  tracks = {\n" + tracks.String() + "  }\n}\n"
}

// shelfIDs returns the track ids that the state of a shelf holds, in order.
func shelfIDs(t *testing.T, dir string) []string {
	t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					Tracks map[string]string `json:"tracks"`
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
			for id := range instance.Attributes.Tracks {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// TestUntaintedShelfSendsWhatIsMissing is the way on after a shelf of sixty was
// created without two of its tracks.
func TestUntaintedShelfSendsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.Save("B0BEFORE01")
	dir := folder(t, shelf(58, mockapi.TrackNotFound, mockapi.TrackNullSave))
	succeed(t, dir, s.withToken(), "init")
	out, err := command(t, dir, s.withToken(), "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), mockapi.TrackNotFound+": HTTP 404") || !strings.Contains(string(out), mockapi.TrackNullSave) {
		t.Fatalf("the error does not name both tracks:\n%s", out)
	}
	if n := len(shelfIDs(t, dir)); n != 58 {
		t.Errorf("%d tracks in the state", n)
	}
	succeed(t, dir, s.withToken(), "untaint", "amazonmusic_library_tracks.this")
	s.Refuse(mockapi.TrackNotFound, mockapi.RefuseNone)
	s.Refuse(mockapi.TrackNullSave, mockapi.RefuseNone)
	s.ResetRequests()
	s.Save("B0DURING01")
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	var sent []string
	for _, r := range s.Requests() {
		sent = append(sent, r.Method+" "+filepath.Base(r.Path))
	}
	slices.Sort(sent)
	if want := []string{"PUT " + mockapi.TrackNotFound, "PUT " + mockapi.TrackNullSave}; !slices.Equal(sent, want) {
		t.Errorf("sent %v, wanted %v", sent, want)
	}
	succeed(t, dir, s.withToken(), "destroy", "-auto-approve")
	if left := s.SavedIDs(); !slices.Equal(left, []string{"B0BEFORE01", "B0DURING01"}) {
		t.Errorf("after destroy the library holds %v, wanted what was saved by other means", left)
	}
}

func TestInterruptedShelf(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGINT to send")
	}
	t.Parallel()
	const tracks = 400
	s := newService(t)
	s.SetLatency(20 * time.Millisecond)
	dir := folder(t, shelf(tracks))
	succeed(t, dir, s.withToken(), "init")
	out := interrupt(t, dir, s, tracks/4)
	if !strings.Contains(out, "The run was interrupted") {
		t.Errorf("the error does not say that the run was interrupted:\n%s", out)
	}
	recorded, saved := shelfIDs(t, dir), s.SavedIDs()
	slices.Sort(saved)
	if len(recorded) == 0 || len(recorded) == tracks {
		t.Fatalf("%d of %d tracks in the state: the interrupt came too late or too early\n%s", len(recorded), tracks, out)
	}
	if !slices.Equal(recorded, saved) {
		t.Errorf("the state holds %d tracks, the library %d", len(recorded), len(saved))
	}
	s.SetLatency(0)
	s.ResetRequests()
	succeed(t, dir, s.withToken(), "untaint", "amazonmusic_library_tracks.this")
	succeed(t, dir, s.withToken(), "apply", "-auto-approve")
	if sent, missing := len(s.Requests()), tracks-len(recorded); sent != missing {
		t.Errorf("%d requests for %d missing tracks", sent, missing)
	}
}

// TestShelfProgress: a long apply says in the log how far it is.
func TestShelfProgress(t *testing.T) {
	t.Parallel()
	s := newService(t)
	dir := folder(t, shelf(1100))
	env := s.withToken()
	env["TF_LOG_PROVIDER"] = "INFO"
	env["TF_LOG_PATH"] = filepath.Join(t.TempDir(), "log")
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	log, err := os.ReadFile(env["TF_LOG_PATH"])
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(log), "Tracks of the shelf so far"); n < 2 || n > 20 {
		t.Errorf("%d lines of progress for 1,100 tracks", n)
	}
	if !strings.Contains(string(log), "done=500") || !strings.Contains(string(log), "total=1100") {
		t.Errorf("no progress in\n%s", log)
	}
}
