package endtoend

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// TestAccReplacement_anotherUser: the destruction of a tainted object compares the
// account too.
func TestAccReplacement_anotherUser(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	other := s.AddUser("another-user", "Atza|other-token", "")
	other.Save(trackX, trackY)
	config := single("a", trackX) + many("m", trackY)
	dir := newDir(t, config)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	succeed(t, dir, s.TokenEnvironment(), "taint", "amazonmusic_library_track.a")
	succeed(t, dir, s.TokenEnvironment(), "taint", "amazonmusic_library_tracks.m")
	env := s.TokenEnvironment()
	env["AMAZONMUSIC_ACCESS_TOKEN"] = "Atza|other-token"
	for _, config := range []string{config, ""} {
		write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+config)
		s.ResetRequests()
		out, err := command(t, dir, env, "apply", "-auto-approve", "-no-color").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "Wrong Amazon Music Account") {
			t.Errorf("%v:\n%s", err, out)
		}
		if sent := changes(s); len(sent) > 0 || len(other.SavedIDs()) != 2 {
			t.Errorf("sent %v; the other user has %v", sent, other.SavedIDs())
		}
	}
}
