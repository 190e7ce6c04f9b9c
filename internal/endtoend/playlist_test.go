package endtoend

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// playlistTracks returns the ids in the state of the only playlist, and whether
// there is one.
func playlistTracks(t *testing.T, dir string) (ids []string, found bool) {
	t.Helper()
	var state struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Attributes struct {
					TrackIDs []string `json:"track_ids"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "terraform.tfstate"))), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Resources {
		if r.Type == "amazonmusic_playlist" && len(r.Instances) == 1 {
			return r.Instances[0].Attributes.TrackIDs, true
		}
	}
	return nil, false
}

// longPlaylist is a configuration of one playlist of n tracks.
func longPlaylist(n int) string {
	return fmt.Sprintf(`
resource "amazonmusic_playlist" "long" {
  title     = "Long"
  track_ids = [for i in range(%d) : format("B%%09d", i)]
}
`, n)
}

func trackIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = acctest.TrackID(i)
	}
	return ids
}

// Playlists are listed, written as configuration and imported, and are the same as
// before.
func TestAccQuery_playlists(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.Query)
	s := acctest.NewService(t)
	s.AddPlaylist(mockapi.Playlist{
		Title: "Long", Description: "a \"quoted\" ${text}", Visibility: "PUBLIC", TrackIDs: trackIDs(230),
	})
	s.AddPlaylist(mockapi.Playlist{Title: "Été 夏"})
	s.AddPlaylist(mockapi.Playlist{Title: "Long", TrackIDs: append(trackIDs(2), trackIDs(2)...)})
	before := fmt.Sprint(s.Playlists())
	dir := newDir(t, "")
	write(t, filepath.Join(dir, "playlists.tfquery.hcl"),
		"list \"amazonmusic_playlist\" \"mine\" {\n  provider = amazonmusic\n  limit    = 1000\n}\n")
	succeed(t, dir, s.TokenEnvironment(), "init")
	listed := succeed(t, dir, s.TokenEnvironment(), "query", "-no-color", "-generate-config-out=playlists.tf")
	if n := strings.Count(listed, "list.amazonmusic_playlist.mine"); n < 3 {
		t.Errorf("%d playlists were listed:\n%s", n, listed)
	}
	applied := succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(applied, "3 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("apply said:\n%s\n%s", applied[max(0, len(applied)-500):], read(t, filepath.Join(dir, "playlists.tf")))
	}
	if after := fmt.Sprint(s.Playlists()); before != after {
		t.Errorf("the playlists have changed:\n%s\n%s", before, after)
	}
	if plan := succeed(t, dir, s.TokenEnvironment(), "plan", "-no-color"); !strings.Contains(plan, "No changes.") {
		t.Errorf("the second plan is not empty:\n%s", plan[max(0, len(plan)-500):])
	}
}

// A replacement keeps the playlist, unless the new one has to be created first.
func TestAccReplacement_playlist(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lifecycle, printed string
		posts              int
	}{
		"replaced":                {"", "will be replaced, as requested", 1},
		"replaced, created first": {"lifecycle {\n    create_before_destroy = true\n  }", "Was There Before", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			dir := newDir(t, strings.Replace(longPlaylist(3), "\n}\n", "\n  "+test.lifecycle+"\n}\n", 1))
			succeed(t, dir, s.TokenEnvironment(), "init")
			succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
			before := s.Playlists()[0]
			out := succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color", "-replace=amazonmusic_playlist.long")
			if !strings.Contains(out, test.printed) {
				t.Errorf("apply said:\n%s", out)
			}
			all := s.Playlists()
			if len(all) != 1 || (all[0].ID == before.ID) != (test.posts == 1) || !slices.Equal(all[0].TrackIDs, trackIDs(3)) || posts(s) != test.posts {
				t.Errorf("the playlist was %+v, there are %+v, %d times POST", before, all, posts(s))
			}
			if plan := succeed(t, dir, s.TokenEnvironment(), "plan", "-no-color"); !strings.Contains(plan, "No changes.") {
				t.Errorf("the second plan is not empty:\n%s", plan)
			}
		})
	}
}
