package endtoend

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// lateSequences is how many sequences run: AMAZONMUSIC_SEQUENCES, or one.
func lateSequences(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("AMAZONMUSIC_SEQUENCES"))
	if err != nil {
		return 1
	}
	return n
}

// lateRun is an account that is changed by Terraform and by a person, at a service that
// shows old things, loses answers and acts late.
type lateRun struct {
	*acctest.Service
	dir    string
	random *rand.Rand
	// shelves and playlists are what is configured.
	shelves   [2][]string
	playlists [2][]string
	theirs    string
	// printed is what all applies have printed.
	printed strings.Builder
}

// TestAccLate_sequences applies random changes to two resources of tracks and two
// playlists. What an apply has not done is in its error, and one quiet apply heals all.
// What is there twice was named, and nothing of anybody else's is touched.
func TestAccLate_sequences(t *testing.T) {
	t.Parallel()
	for seed := range lateSequences(t) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(seed), 7))
			r := &lateRun{Service: acctest.NewService(t), dir: newDir(t, ""), random: random}
			r.theirs = r.AddPlaylist(mockapi.Playlist{Title: "List 0", TrackIDs: []string{acctest.TrackID(0)}})
			r.Save("P000000001")
			r.change()
			succeed(t, r.dir, r.TokenEnvironment(), "init")
			for range 3 {
				r.apply(t)
				r.change()
			}
			r.ClearFaults()
			r.SetReadLag(0)
			// What was lost has acted by now.
			time.Sleep(4 * time.Second)
			out := succeed(t, r.dir, r.TokenEnvironment(), "apply", "-auto-approve", "-no-color")
			r.check(t, out)
			succeed(t, r.dir, r.TokenEnvironment(), "plan", "-detailed-exitcode")
		})
	}
}

// change writes another configuration: tracks move, are reordered, come and go.
func (r *lateRun) change() {
	tracks := r.random.Perm(12)
	cut := 3 + r.random.IntN(6)
	for i, part := range [][]int{tracks[:cut], tracks[cut:]} {
		r.shelves[i] = nil
		for _, n := range part[:max(1, len(part)-r.random.IntN(3))] {
			r.shelves[i] = append(r.shelves[i], acctest.TrackID(n))
		}
	}
	var config strings.Builder
	for i := range r.playlists {
		r.playlists[i] = nil
		for range 2 + r.random.IntN(8) {
			r.playlists[i] = append(r.playlists[i], acctest.TrackID(r.random.IntN(10)))
		}
		fmt.Fprintf(&config, "resource \"amazonmusic_playlist\" \"list%d\" {\n  title = \"List %d\"\n  track_ids = [\"%s\"]\n}\n",
			i, i, strings.Join(r.playlists[i], `", "`))
		config.WriteString(many(fmt.Sprint("shelf", i), r.shelves[i]...))
	}
	if err := os.WriteFile(filepath.Join(r.dir, "main.tf"), []byte(acctest.RequiredProviders+config.String()), 0o600); err != nil {
		panic(err)
	}
}

// apply applies at a slow and forgetful service, while a person edits a playlist.
func (r *lateRun) apply(t *testing.T) {
	t.Helper()
	r.SetReadLag(time.Duration(200+r.random.IntN(800)) * time.Millisecond)
	late := func() mockapi.Fault {
		return mockapi.CutLate(time.Duration(400+r.random.IntN(2600)) * time.Millisecond)
	}
	r.FailShare(r.random.Uint64(), 0.15, mockapi.CutBefore(), mockapi.CutAfter(), late(), late(), mockapi.InternalError())
	defer r.ClearFaults()
	var edit func()
	if all := r.Playlists(); r.random.IntN(2) == 0 && len(all) > 1 {
		// Between two applies: the next refresh shows it.
		edit = func() {
			p := all[1]
			p.TrackIDs = append(slices.Clone(p.TrackIDs), acctest.TrackID(11))
			r.SetPlaylist(p)
		}
	}
	out, err := command(t, r.dir, r.TokenEnvironment(), "apply", "-auto-approve", "-no-color").CombinedOutput()
	r.printed.Write(out)
	if err != nil && !strings.Contains(string(out), "Error: ") {
		t.Errorf("%v without an error:\n%s", err, out)
	}
	if strings.Contains(string(out), "panic") || strings.Contains(string(out), "inconsistent") || strings.Contains(string(out), "TERRAFORM CRASH") {
		t.Errorf("broken:\n%s", out)
	}
	time.Sleep(4 * time.Second)
	if edit != nil {
		edit()
	}
}

// check compares the account with the configuration, after a quiet apply.
func (r *lateRun) check(t *testing.T, out string) {
	t.Helper()
	wanted := []string{"P000000001"}
	for _, shelf := range r.shelves {
		wanted = append(wanted, shelf...)
	}
	saved := r.SavedIDs()
	slices.Sort(wanted)
	slices.Sort(saved)
	for _, id := range wanted {
		if !slices.Contains(saved, id) {
			t.Errorf("%s is lost, saved are %v", id, saved)
		}
	}
	for _, id := range saved {
		if !slices.Contains(wanted, id) && !strings.Contains(r.printed.String(), id) {
			t.Errorf("%s is saved without being named", id)
		}
	}
	held := map[string]int{}
	for _, p := range r.Playlists() {
		if p.ID == r.theirs {
			if !slices.Equal(p.TrackIDs, []string{acctest.TrackID(0)}) {
				t.Errorf("the playlist of the person holds %v", p.TrackIDs)
			}
			continue
		}
		known := false
		for i, ids := range r.playlists {
			known = known || p.Title == fmt.Sprint("List ", i) && slices.Equal(p.TrackIDs, ids)
			if p.Title == fmt.Sprint("List ", i) && slices.Equal(p.TrackIDs, ids) {
				held[p.Title]++
			}
		}
		if !known && !strings.Contains(r.printed.String(), p.ID) {
			t.Errorf("playlist %s is there without being named: %+v", p.ID, p)
		}
	}
	if held["List 0"] == 0 || held["List 1"] == 0 {
		t.Errorf("configured are %v, the playlists are %+v\n%s", r.playlists, r.Playlists(), out)
	}
}
