package endtoend

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// blockWith returns the only block of a page that contains a text.
func blockWith(t *testing.T, path, text string) string {
	t.Helper()
	blocks, _ := page{path, read(t, filepath.Join(root, filepath.FromSlash(path)))}.split(t)
	var found []string
	for _, b := range blocks {
		if strings.Contains(b.text, text) {
			found = append(found, b.text)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d blocks of %s have %q", len(found), path, text)
	}
	return found[0]
}

// posts counts the playlists that were created.
func posts(s *acctest.Service) int { return len(s.TracksIn(http.MethodPost)) }

var wholeImport = regexp.MustCompile(`(?m)^import \{\n(?: .*\n)+\}\n`)

// Playlists whose state is lost are imported by their titles, and one whose key
// changes is moved and renamed: all keep their ids.
func TestAccGuide_playlistsKeepTheirIDs(t *testing.T) {
	t.Parallel()
	const guide = "docs/guides/playlists.md"
	config := blockWith(t, guide, "one(local.ids[title(each.key)])")
	moved := blockWith(t, guide, `amazonmusic_playlist.mood["calm"]`)
	list := read(t, filepath.Join(root, "examples", "tracks-by-mood", "library.csv"))
	s := acctest.NewService(t)
	env := s.TokenEnvironment()
	dir := newDir(t, wholeImport.ReplaceAllString(config, ""))
	write(t, filepath.Join(dir, "library.csv"), list)
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	before := s.Playlists()
	if len(before) != 3 || posts(s) != 3 {
		t.Fatalf("%d playlists: %v", posts(s), before)
	}

	if err := os.Remove(filepath.Join(dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+config)
	if out := succeed(t, dir, env, "apply", "-auto-approve", "-no-color"); !strings.Contains(out, "3 imported, "+noChanges) {
		t.Errorf("apply said:\n%s", out)
	}

	write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+wholeImport.ReplaceAllString(config, "")+moved)
	write(t, filepath.Join(dir, "library.csv"), strings.ReplaceAll(list, ",slow", ",calm"))
	if out := succeed(t, dir, env, "apply", "-auto-approve", "-no-color"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("apply said:\n%s", out)
	}
	renamed := 0
	for i, p := range s.Playlists() {
		if p.Title == "Calm" && before[i].Title == "Slow" {
			renamed++
			p.Title = "Slow"
		}
		if p.ID != before[i].ID || p.Title != before[i].Title || !slices.Equal(p.TrackIDs, before[i].TrackIDs) {
			t.Errorf("was %v, is %v", before[i], p)
		}
	}
	if renamed != 1 || posts(s) != 3 {
		t.Errorf("%d renamed, %d created: %v", renamed, posts(s), s.Playlists())
	}
}
