//go:build unix

// Windows has no interrupt to send.

package endtoend

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// interrupt applies a configuration, presses Ctrl-C once the service has seen so
// many requests, and returns what Terraform printed.
func interrupt(t *testing.T, dir string, s *acctest.Service, requests int64) string {
	t.Helper()
	return interruptWith(t, dir, s, s.TokenEnvironment(), requests)
}

func interruptWith(t *testing.T, dir string, s *acctest.Service, env map[string]string, requests int64) string {
	t.Helper()
	apply := command(t, dir, env, "apply", "-auto-approve", "-no-color")
	var out bytes.Buffer
	apply.Stdout, apply.Stderr = &out, &out
	// As a terminal does, the interrupt goes to Terraform and to the provider.
	apply.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	var seen atomic.Int64
	s.OnRequest(func(mockapi.Request) {
		if seen.Add(1) == requests {
			if err := syscall.Kill(-apply.Process.Pid, syscall.SIGINT); err != nil {
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

func TestAccInterrupt_singleTracks(t *testing.T) {
	t.Parallel()
	const tracks = 120
	s := acctest.NewService(t)
	s.SetLatency(20 * time.Millisecond)
	dir := newDir(t, `
resource "amazonmusic_library_track" "this" {
  count    = 120
  track_id = format("B%09d", count.index)
}
`)
	succeed(t, dir, s.TokenEnvironment(), "init")
	out := interrupt(t, dir, s, tracks/3)
	recorded := stateTracks(t, dir)
	if len(recorded) == 0 || len(recorded) == tracks {
		t.Fatalf("%d of %d tracks in the state: the interrupt came too late or too early\n%s", len(recorded), tracks, out)
	}
	saved := s.SavedIDs()
	slices.Sort(saved)
	if !slices.Equal(recorded, saved) {
		t.Errorf("the state holds %d tracks, the library %d", len(recorded), len(saved))
	}
	s.SetLatency(0)
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if recorded, saved := stateTracks(t, dir), s.SavedIDs(); len(recorded) != tracks || len(saved) != tracks {
		t.Errorf("after the second apply: %d in the state, %d saved, wanted %d", len(recorded), len(saved), tracks)
	}
}

func TestAccInterrupt_libraryTracks(t *testing.T) {
	t.Parallel()
	const tracks = 400
	s := acctest.NewService(t)
	s.SetLatency(20 * time.Millisecond)
	dir := newDir(t, libraryTracks(tracks))
	succeed(t, dir, s.TokenEnvironment(), "init")
	out := interrupt(t, dir, s, tracks/4)
	if !strings.Contains(out, "The run was interrupted") {
		t.Errorf("the error does not say that the run was interrupted:\n%s", out)
	}
	recorded, saved := stateTracks(t, dir), s.SavedIDs()
	slices.Sort(saved)
	if len(recorded) == 0 || len(recorded) == tracks {
		t.Fatalf("%d of %d tracks in the state: the interrupt came too late or too early\n%s", len(recorded), tracks, out)
	}
	if !slices.Equal(recorded, saved) {
		t.Errorf("the state holds %d tracks, the library %d", len(recorded), len(saved))
	}
	s.SetLatency(0)
	s.ResetRequests()
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if sent, missing := len(writes(s)), tracks-len(recorded); sent != missing {
		t.Errorf("%d requests for %d missing tracks", sent, missing)
	}
}

// An interrupted creation leaves what was added in the state. The next apply adds the
// rest to the same playlist.
func TestAccInterrupt_playlist(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	s.SetLatency(50 * time.Millisecond)
	dir := newDir(t, longPlaylist(900))
	succeed(t, dir, s.TokenEnvironment(), "init")
	// The check, the list, the POST, and the first of nine requests that add tracks.
	out := interrupt(t, dir, s, 4)
	held, found := playlistTracks(t, dir)
	if !found || len(held) == 0 || len(held) == 900 {
		t.Fatalf("%d tracks in the state: the interrupt came too late or too early\n%s", len(held), out)
	}
	if all := s.Playlists(); len(all) != 1 || !slices.Equal(all[0].TrackIDs, held) {
		t.Errorf("the state holds %d tracks, the service %d playlists", len(held), len(all))
	}
	s.SetLatency(0)
	before := s.Playlists()[0].ID
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	if all := s.Playlists(); len(all) != 1 || all[0].ID != before || !slices.Equal(all[0].TrackIDs, trackIDs(900)) {
		t.Errorf("after the second apply there are %d playlists", len(all))
	}
}

// TestAccInterrupt_reading: Ctrl-C ends what reads from the service, in a plan and
// in the refresh of an apply.
func TestAccInterrupt_reading(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config string
		// refresh says that the configuration is applied before it is read, and endless
		// that the list does not end by itself.
		refresh, endless bool
		// interruptAt and atMost count requests.
		interruptAt int64
		atMost      int
	}{
		"data source": {config: `data "amazonmusic_library" "saved" {}`, endless: true, interruptAt: 20, atMost: 200},
		"refresh": {
			config: `resource "amazonmusic_library_track" "this" { track_id = "B08DL2BXQC" }`, refresh: true,
			endless: true, interruptAt: 20, atMost: 200,
		},
		"search": {
			config:      `data "amazonmusic_tracks" "this" { isrcs = [for n in range(1000) : format("GBCFB%07d", n)] }`,
			interruptAt: 20, atMost: 200,
		},
		"refresh of a playlist": {
			config: `
resource "amazonmusic_playlist" "this" {
  title     = "Long"
  track_ids = [for n in range(1000) : format("B%09d", n)]
}`, refresh: true,
			interruptAt: 3, atMost: 8,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			env := s.TokenEnvironment()
			env["AMAZONMUSIC_DETECT_DRIFT"] = "true"
			dir := newDir(t, test.config)
			succeed(t, dir, env, "init")
			if test.refresh {
				succeed(t, dir, env, "apply", "-auto-approve")
				s.ResetRequests()
			}
			if test.endless {
				s.SetListingLie(mockapi.LieEndlessNodes)
			}
			s.SetLatency(100 * time.Millisecond)
			out := interruptWith(t, dir, s, env, test.interruptAt)
			if seen := len(s.Requests()); seen > test.atMost {
				t.Errorf("%d requests were sent\n%s", seen, out)
			}
		})
	}
}
