package endtoend

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// libraryTracks is a configuration of n numbered tracks and some more.
func libraryTracks(n int, more ...string) string {
	var tracks strings.Builder
	for i := range n {
		fmt.Fprintf(&tracks, "    %s = \"track %d\"\n", acctest.TrackID(i), i)
	}
	for _, id := range more {
		fmt.Fprintf(&tracks, "    %s = \"\"\n", id)
	}
	return "resource \"amazonmusic_library_tracks\" \"this\" {\n  tracks = {\n" + tracks.String() + "  }\n}\n"
}

// After a create without two of its sixty tracks, the next apply sends those two.
func TestAccLibraryTracks_failedCreate(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	s.Save("B0BEFORE01")
	dir := newDir(t, libraryTracks(58, mockapi.TrackNotFound, mockapi.TrackNullSave))
	succeed(t, dir, s.TokenEnvironment(), "init")
	out, err := command(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), mockapi.TrackNotFound) || !strings.Contains(string(out), mockapi.TrackNullSave) {
		t.Fatalf("the error does not name both tracks:\n%s", out)
	}
	if n := len(stateTracks(t, dir)); n != 58 {
		t.Errorf("%d tracks in the state", n)
	}
	s.Refuse(mockapi.TrackNotFound, mockapi.RefuseNone)
	s.Refuse(mockapi.TrackNullSave, mockapi.RefuseNone)
	s.ResetRequests()
	s.Save("B0DURING01")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	var sent []string
	for _, r := range s.Requests() {
		sent = append(sent, r.Method+" "+filepath.Base(r.Path))
	}
	slices.Sort(sent)
	if want := []string{"GET playlists", "PUT " + mockapi.TrackNotFound, "PUT " + mockapi.TrackNullSave}; !slices.Equal(sent, want) {
		t.Errorf("sent %v, wanted %v", sent, want)
	}
	succeed(t, dir, s.TokenEnvironment(), "destroy", "-auto-approve")
	if left := s.SavedIDs(); !slices.Equal(left, []string{"B0BEFORE01", "B0DURING01"}) {
		t.Errorf("after destroy the library holds %v, wanted what was saved by other means", left)
	}
}

// A long apply logs its progress.
func TestAccLibraryTracks_progress(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	dir := newDir(t, libraryTracks(1100))
	env := s.TokenEnvironment()
	env["TF_LOG_PROVIDER"] = "INFO"
	env["TF_LOG_PATH"] = filepath.Join(t.TempDir(), "log")
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	log := read(t, env["TF_LOG_PATH"])
	if n := strings.Count(log, "Tracks changed so far"); n < 2 || n > 20 {
		t.Errorf("%d lines of progress for 1,100 tracks", n)
	}
	if !strings.Contains(log, "done=500") || !strings.Contains(log, "total=1100") {
		t.Errorf("no progress in\n%s", log)
	}
}
