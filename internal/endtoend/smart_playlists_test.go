package endtoend

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// Rules over tracks of which some have everything, and some nothing.
func TestAccExample_smartPlaylists(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("smart-playlists").copyToTemp(t)
	yes, no := true, false
	wires := []string{"The Wires"}
	s.AddSongs(
		mockapi.Song{ID: "B0SMART001", Title: "Old", Artists: wires, ISRC: "USAAA2000001", ReleaseDate: "1999-12-31", Explicit: &no},
		mockapi.Song{ID: "B0SMART002", Title: "New", Artists: wires, ISRC: "USAAA2000002", ReleaseDate: "2020-05-01T00:00:00.000Z", Explicit: &yes},
		mockapi.Song{ID: "B0SMART003", Title: "new", Artists: []string{"Pair"}, ISRC: "USAAA2000003", ReleaseDate: "2021", Explicit: &no},
		mockapi.Song{ID: "B0SMART004", Title: "Old", Artists: wires, Album: "Best", ISRC: "USAAA2000001", ReleaseDate: "2005", Explicit: &no},
		mockapi.Song{ID: "B0SMART005"},
	)
	write(t, filepath.Join(dir, "library.csv"),
		"track_id,title\nB0SMART002,\nB0SMART001,\nB0SMART005,\nB0SMART004,\nB0SMART003,\nB0SMART002,\n")
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	succeed(t, dir, s.TokenEnvironment(), "plan", "-detailed-exitcode")
	got := playlistsOf(s)
	for title, want := range map[string]string{
		"Released since 2020":         "2 3",
		"For the whole family":        "1 4 3",
		"The Wires":                   "2 1 4",
		"Newest first":                "3 2 4 1 5",
		"By artist and title":         "5 3 2 1 4",
		"Each recording once":         "2 1 5 3",
		"Family first, then the rest": "1 4 3 2 5",
		"New, for the whole family":   "3 4 1",
		"New, for adults":             "2 5",
	} {
		var tracks []string
		for n := range strings.FieldsSeq(want) {
			tracks = append(tracks, "B0SMART00"+n)
		}
		if !slices.Equal(got[title], tracks) {
			t.Errorf("%s: %v, want %v", title, got[title], tracks)
		}
	}
	first := got["Shuffled"]
	if len(first) != 5 || slices.IsSorted(first) {
		t.Errorf("shuffled: %v", first)
	}

	// A new track does not move the others. Another seed does.
	write(t, filepath.Join(dir, "library.csv"), read(t, filepath.Join(dir, "library.csv"))+"B0HALO0ONE,\n")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	longer := playlistsOf(s)["Shuffled"]
	if rest := slices.DeleteFunc(slices.Clone(longer), func(id string) bool { return id == "B0HALO0ONE" }); !slices.Equal(rest, first) {
		t.Errorf("shuffled: %v, and with one more: %v", first, longer)
	}
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-var", "seed=February")
	if other := playlistsOf(s)["Shuffled"]; slices.Equal(other, longer) {
		t.Errorf("shuffled with another seed: %v", other)
	}

	// A track that the catalog lacks stops the plan.
	s.ResetRequests()
	list := read(t, filepath.Join(dir, "library.csv"))
	write(t, filepath.Join(dir, "library.csv"), list+mockapi.TrackNotFound+",\n")
	out, err := command(t, dir, s.TokenEnvironment(), "plan", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Not in the catalog: "+mockapi.TrackNotFound) {
		t.Errorf("%v\n%s", err, out)
	}
	for _, request := range s.Requests() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s", request.Method, request.Path)
		}
	}
	write(t, filepath.Join(dir, "library.csv"), list)
	succeed(t, dir, s.TokenEnvironment(), "destroy", "-auto-approve")
}
