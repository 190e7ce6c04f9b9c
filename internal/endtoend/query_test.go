package endtoend

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// 230 saved tracks are listed, written as configuration and imported, and the
// library is the same as before.
func TestAccQuery_generatesConfiguration(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.Query)
	s := acctest.NewService(t)
	for i := range 230 {
		s.Save(acctest.TrackID(i))
	}
	before := s.SavedIDs()
	dir := newDir(t, "")
	write(t, filepath.Join(dir, "library.tfquery.hcl"), `
list "amazonmusic_library_track" "saved" {
  provider = amazonmusic
  limit    = 1000
}
`)
	succeed(t, dir, s.TokenEnvironment(), "init")
	listed := succeed(t, dir, s.TokenEnvironment(), "query", "-no-color", "-generate-config-out=library.tf")
	if n := strings.Count(listed, "list.amazonmusic_library_track.saved"); n < 230 {
		t.Errorf("%d tracks were listed:\n%s", n, listed)
	}
	generated := read(t, filepath.Join(dir, "library.tf"))
	if n := strings.Count(generated, "import {"); n != 230 {
		t.Errorf("%d import blocks", n)
	}
	if strings.Contains(generated, "save_state") {
		t.Errorf("the configuration holds computed attributes:\n%s", generated[:500])
	}
	applied := succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(applied, "230 imported, 0 added") || !strings.Contains(applied, "0 destroyed") {
		t.Errorf("apply said:\n%s", applied[max(0, len(applied)-500):])
	}
	if after := s.SavedIDs(); !slices.Equal(before, after) {
		t.Errorf("the library has changed: %d tracks before, %d after", len(before), len(after))
	}
	if plan := succeed(t, dir, s.TokenEnvironment(), "plan", "-no-color"); !strings.Contains(plan, "No changes.") {
		t.Errorf("the second plan is not empty:\n%s", plan[max(0, len(plan)-500):])
	}
}

func TestAccQuery_error(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.Query)
	s := acctest.NewService(t)
	env := s.TokenEnvironment()
	env["AMAZONMUSIC_ACCESS_TOKEN"] = "wrong"
	dir := newDir(t, "")
	write(t, filepath.Join(dir, "library.tfquery.hcl"), "list \"amazonmusic_library_track\" \"saved\" {\n  provider = amazonmusic\n}\n")
	succeed(t, dir, env, "init")
	out, err := command(t, dir, env, "query", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Unable to List Saved Tracks") || !strings.Contains(string(out), "INVALID_AUTH_TOKEN") {
		t.Errorf("%v\n%s", err, out)
	}
}
