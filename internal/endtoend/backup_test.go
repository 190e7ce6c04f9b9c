package endtoend

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// restore applies the backup of an account to an empty one, and compares the two.
func restore(t *testing.T, before *acctest.Service, backup string) {
	t.Helper()
	s, dir := acctest.NewService(t), named("backup-and-restore/restore").copyToTemp(t)
	s.SeedPlaylists(0)
	write(t, filepath.Join(dir, "2026-01-31.json"), backup)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	requireSame(t, before, s)
	finish(t, dir, s, s.TokenEnvironment())
}

// requireSame compares what is saved, and the playlists, of two accounts.
func requireSame(t *testing.T, before, after *acctest.Service) {
	t.Helper()
	want, got := slices.Sorted(slices.Values(before.SavedIDs())), slices.Sorted(slices.Values(after.SavedIDs()))
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("saved: %v, restored: %v", want, got)
	}
	contents := func(s *acctest.Service) (all []string) {
		for _, p := range s.Playlists() {
			title := p.Title
			if title == "" {
				title = "(untitled)"
			}
			all = append(all, fmt.Sprintf("%q %q %v", title, p.Description, p.TrackIDs))
		}
		slices.Sort(all)
		return all
	}
	if want, got := contents(before), contents(after); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("playlists:\n%s\nrestored:\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

func TestAccExample_backupFromState(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("backup-and-restore/from-state").copyToTemp(t)
	s.SeedPlaylists(0)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	restore(t, s, output(t, dir, "backup", filepath.Join(dir, "backup.json"), "-json"))
	finish(t, dir, s, s.TokenEnvironment())
}

func TestAccExample_backupFromService(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("backup-and-restore/from-service").copyToTemp(t)
	fill(s)
	s.SeedPlaylists(7)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	succeed(t, dir, s.TokenEnvironment(), "plan", "-detailed-exitcode")
	if writes := writes(s); len(writes) > 0 {
		t.Errorf("written: %v", writes)
	}
	restore(t, s, output(t, dir, "backup", filepath.Join(dir, "backup.json"), "-json"))
}
