package endtoend

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// searches returns how many searches were sent.
func searches(s *acctest.Service) (n int) {
	for _, request := range s.Requests() {
		if request.Path == "/v1/search/tracks" {
			n++
		}
	}
	return n
}

// playlistsOf returns the tracks of the user's playlists, by title.
func playlistsOf(s *acctest.Service) map[string][]string {
	tracks := map[string][]string{}
	for _, playlist := range s.Playlists() {
		tracks[playlist.Title] = playlist.TrackIDs
	}
	return tracks
}

// output writes an output to a file, as the shell does.
func output(t *testing.T, dir, name, path string, how ...string) string {
	t.Helper()
	out, err := command(t, dir, nil, append(append([]string{"output"}, how...), name)...).Output()
	if err != nil {
		t.Fatalf("output %s: %s", name, err)
	}
	write(t, path, string(out))
	return string(out)
}

// importSongs does what main.tf of import-from-other-services says, and returns the two files.
func importSongs(t *testing.T, s *acctest.Service, dir string) (tracks, notFound string) {
	t.Helper()
	env := s.TokenEnvironment()
	succeed(t, dir, env, "init")
	out := succeed(t, dir, env, "apply", "-auto-approve", "-no-color")
	if saved := writes(s); len(saved) > 0 || len(s.Playlists()) > 0 {
		t.Errorf("written before the ids are written down: %v, %v", saved, s.Playlists())
	}
	if !strings.Contains(out, "May be another version") {
		t.Errorf("no warning of a close match:\n%s", out)
	}
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	tracks = output(t, dir, "tracks", filepath.Join(dir, "tracks.csv"), "-raw")
	notFound = output(t, dir, "not_found", filepath.Join(dir, "not_found.csv"), "-raw")
	succeed(t, dir, env, "apply", "-auto-approve")
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	return tracks, notFound
}

// An export is found, written down, and saved. Then the catalog answers differently.
func TestAccExample_importFromOtherServices(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("import-from-other-services").copyToTemp(t)
	env := s.TokenEnvironment()
	s.SetISRC("USBBB2000004", "B0ECHOES11") // the export has another one for Échoes
	tracks, notFound := importSongs(t, s, dir)
	if want := lines(
		`"track_id","title","artist","album","isrc","match"`,
		`"B0HALO0ONE","Halo","The Wires","One","USAAA2000001","isrc"`,
		`"B0ECHOES11","Échoes - 2011 Remaster","Café Noir","Night, Volume ""Two""","USAAA2000004","close"`,
		`"B0TWICE0EX","Twice (feat. Somebody)","Pair, Somebody","A","","exact"`,
	); tracks != want {
		t.Errorf("tracks.csv:\n%s", tracks)
	}
	if want := lines(
		`"track_id","title","artist","album","isrc","match","candidates"`,
		`"","Home Recording","Somebody","","","none",""`,
	); notFound != want {
		t.Errorf("not_found.csv:\n%s", notFound)
	}
	want := []string{"B0HALO0ONE", "B0ECHOES11", "B0TWICE0EX"}
	if got := playlistsOf(s); !reflect.DeepEqual(got, map[string][]string{"Road Trip": want}) {
		t.Errorf("playlists: %v", got)
	}
	if saved := s.SavedIDs(); len(saved) != 3 {
		t.Errorf("saved: %v", saved)
	}

	// A search finds one of them no more, and only the missing one is searched for.
	s.Describe("B0HALO0ONE", map[string]any{"id": "B0HALO0ONE", "title": "Withdrawn"})
	s.ResetRequests()
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	if n := searches(s); n != 1 {
		t.Errorf("%d searches, for one song that was not found", n)
	}

	// A row of not_found.csv that a person has completed.
	write(t, filepath.Join(dir, "tracks.csv"), tracks+`"B0UNSIGNED","Home Recording","Somebody","","",""`+"\n")
	succeed(t, dir, env, "apply", "-auto-approve")
	if got := playlistsOf(s)["Road Trip"]; !slices.Equal(got, append(want, "B0UNSIGNED")) {
		t.Errorf("with a song found by hand: %v", got)
	}
	s.ResetRequests()
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	if n := searches(s); n != 0 {
		t.Errorf("%d searches, and every song is known", n)
	}
	finish(t, dir, s, env)
}

func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

// Each form of export is read, and what nothing decides between is listed.
func TestAccExample_importFromOtherServices_otherExports(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), named("import-from-other-services").copyToTemp(t)
	s.AddSongs(mockapi.Song{ID: "B0DONTSTO2", Title: "Don't Stop Now", Artists: []string{"AC/DC Tribute"}, Album: "Loud"})
	write(t, filepath.Join(dir, "terraform.tfvars"), `
exports = {
  "exportify.net" = "other-exports/exportify-net.csv"
  "TuneMyMusic"   = "other-exports/tunemymusic.csv"
  "Soundiiz"      = "other-exports/soundiiz.csv"
  "Spreadsheet"   = "other-exports/spreadsheet-utf16-tabs.txt"
  "Spanish"       = "other-exports/spanish-header.csv"
}
columns = {
  title  = "Nombre de la canción"
  artist = "Nombre(s) del artista"
  album  = "Nombre del álbum"
}
`)
	_, notFound := importSongs(t, s, dir)
	if want := lines(
		`"track_id","title","artist","album","isrc","match","candidates"`,
		`"","Don’t Stop, Now!","AC/DC Tribute","Loud","","ambiguous","B0DONTSTOP Don't Stop, Now! (AC/DC Tribute, Loud, no date); `+
			`B0DONTSTO2 Don't Stop Now (AC/DC Tribute, Loud, no date)"`,
	); notFound != want {
		t.Errorf("not_found.csv:\n%s", notFound)
	}
	want := map[string][]string{
		"exportify.net": {"B0HALO0ONE", "B0TWICE0EX"},
		"TuneMyMusic":   {"B0HALO0ONE", "B0HALOLIVE"},
		"Soundiiz":      {"B0HALO0ONE", "B0TWICEAGN", "B0NIGHTRU0"},
		"Spreadsheet":   {"B0HALO0ONE", "B0NIGHTCN0"},
		"Spanish":       {"B0HALO0ONE"},
	}
	if got := playlistsOf(s); !reflect.DeepEqual(got, want) {
		t.Errorf("playlists: %v, want %v", got, want)
	}
}

// 300 songs of a spreadsheet become a library, and a playlist in their order.
func TestAccExample_importFromOtherServices_manySongs(t *testing.T) {
	t.Parallel()
	const songs = 300
	s, dir := acctest.NewService(t), named("import-from-other-services").copyToTemp(t)
	env := s.TokenEnvironment()
	var rows strings.Builder
	rows.WriteString("artist;title\r\n")
	var want []string
	for i := range songs {
		n := i * 7 % songs // not in the order of their ids
		title, artist := fmt.Sprintf("Title%03d", n), fmt.Sprintf("Artist %d", n%40)
		s.AddSongs(mockapi.Song{ID: acctest.TrackID(n), Title: title, Artists: []string{artist}})
		fmt.Fprintf(&rows, "%s;%s\r\n", artist, title)
		want = append(want, acctest.TrackID(n))
	}
	write(t, filepath.Join(dir, "road-trip.csv"), rows.String())
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	if n := searches(s); n != songs {
		t.Errorf("%d searches for %d songs", n, songs)
	}
	output(t, dir, "tracks", filepath.Join(dir, "tracks.csv"), "-raw")
	succeed(t, dir, env, "apply", "-auto-approve")
	if got := playlistsOf(s)["Road Trip"]; !slices.Equal(got, want) {
		t.Errorf("%d tracks in the playlist, or another order: %.200q", len(got), got)
	}
	if saved := len(s.SavedIDs()); saved != songs {
		t.Errorf("%d saved", saved)
	}
	s.ResetRequests()
	succeed(t, dir, env, "plan", "-detailed-exitcode")
	if n := searches(s); n != 0 {
		t.Errorf("%d searches, and every song is known", n)
	}
}

// look-up keeps what an earlier run has found, as it stands in the file.
func TestAccExample_lookUpISRCs(t *testing.T) {
	t.Parallel()
	s, dir := acctest.NewService(t), t.TempDir()
	lookUp, library := filepath.Join(dir, "look-up"), filepath.Join(dir, "library", "tracks.csv")
	named("tracks-by-isrc/look-up").copyTo(t, lookUp)
	write(t, library, "track_id,isrc,title,artist\nB0HALOLIVE,USAAA2000002,Twice,Pair\n")
	write(t, filepath.Join(lookUp, "isrcs.csv"),
		"isrc,title,artist\nusaaa2000002,Another title,\nUSAAA2000001,\"My \"\"Halo\"\"\",The Wires\nUSAAA2999999,Gone,Nobody\n")
	succeed(t, lookUp, s.TokenEnvironment(), "init")
	succeed(t, lookUp, s.TokenEnvironment(), "apply", "-auto-approve")
	want := lines(
		`"track_id","isrc","title","artist"`,
		`"B0HALOLIVE","USAAA2000002","Twice","Pair"`,
		`"B0HALO0ONE","USAAA2000001","My ""Halo""","The Wires"`,
	)
	if got := output(t, lookUp, "csv", library, "-raw"); got != want {
		t.Errorf("tracks.csv:\n%s", got)
	}
	if n := searches(s); n != 2 {
		t.Errorf("%d searches for two new ISRCs", n)
	}
	// Nothing is found any more.
	s.SetISRC("USBBB2000001", "B0HALO0ONE", "B0HALOBEST")
	succeed(t, lookUp, s.TokenEnvironment(), "apply", "-auto-approve")
	if got := output(t, lookUp, "csv", library, "-raw"); got != want {
		t.Errorf("tracks.csv, later:\n%s", got)
	}
	finish(t, lookUp, s, s.TokenEnvironment())
}
