package provider

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// modelPlaylist is a playlist in memory. It can lose answers, refuse tracks, and
// bound what one request adds.
type modelPlaylist struct {
	list     []playlistEntry
	next     int
	random   *rand.Rand
	lose     float64
	refuses  map[string]bool
	skips    map[string]bool
	lists    map[string]string
	reversed bool
	most     int
	partly   bool
	requests []string
}

func newModelPlaylist(trackIDs ...string) *modelPlaylist {
	m := &modelPlaylist{most: amazonmusic.MaxPlaylistChange}
	m.put(trackIDs...)
	return m
}

func (m *modelPlaylist) put(trackIDs ...string) {
	for _, id := range trackIDs {
		m.next++
		m.list = append(m.list, playlistEntry{id: fmt.Sprint("e", m.next), trackID: cmp.Or(m.lists[id], id)})
	}
}

func (m *modelPlaylist) tracks() string {
	var ids []string
	for _, entry := range m.list {
		ids = append(ids, entry.trackID)
	}
	return strings.Join(ids, " ")
}

// lost loses a request or its answer: half of them were carried out.
func (m *modelPlaylist) lost(act func()) error {
	if m.random == nil || m.random.Float64() >= m.lose {
		return nil
	}
	if m.random.IntN(2) == 0 {
		act()
	}
	return &amazonmusic.Error{
		Op:      amazonmusic.OpAppendTracks,
		Kind:    amazonmusic.Disconnected,
		Message: "the connection ended",
	}
}

func (m *modelPlaylist) entries(context.Context) ([]playlistEntry, error) {
	m.requests = append(m.requests, "read")
	list := slices.Clone(m.list)
	if m.reversed {
		slices.Reverse(list)
	}
	return list, nil
}

func (m *modelPlaylist) add(_ context.Context, trackIDs []string) error {
	m.requests = append(m.requests, fmt.Sprint("add ", len(trackIDs)))
	for i, id := range trackIDs {
		if m.refuses[id] || len(trackIDs) > m.most {
			if m.partly {
				m.put(trackIDs[:i]...)
			}
			return &amazonmusic.Error{
				Op:      amazonmusic.OpAppendTracks,
				Kind:    amazonmusic.NotFound,
				Status:  404,
				Message: "no track " + id,
			}
		}
	}
	act := func() {
		for _, id := range trackIDs {
			if !m.skips[id] {
				m.put(id)
			}
		}
	}
	if err := m.lost(act); err != nil {
		return err
	}
	act()
	return nil
}

// remove is repeated by the client after a lost answer, and then finds nothing.
func (m *modelPlaylist) remove(_ context.Context, entryIDs []string) error {
	m.requests = append(m.requests, fmt.Sprint("remove ", len(entryIDs)))
	if len(entryIDs) > m.most {
		return &amazonmusic.Error{Op: amazonmusic.OpRemoveTracks, Kind: amazonmusic.Refused, Status: 400}
	}
	act := func() {
		m.list = slices.DeleteFunc(m.list, func(e playlistEntry) bool { return slices.Contains(entryIDs, e.id) })
	}
	act()
	if m.random != nil && m.random.Float64() < m.lose {
		return &amazonmusic.Error{Op: amazonmusic.OpRemoveTracks, Kind: amazonmusic.NotFound, Status: 404}
	}
	return nil
}

func modelTracks(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B%09d", i)
	}
	return ids
}

func TestPlaylistChange_requests(t *testing.T) {
	swapped := modelTracks(2000)
	swapped[1990], swapped[1991] = swapped[1991], swapped[1990]
	for name, test := range map[string]struct {
		there, wanted []string
		isNew         bool
		want          string
	}{
		"nothing, new":     {nil, nil, true, ""},
		"nothing":          {modelTracks(3), modelTracks(3), false, "read"},
		"250 new ones":     {nil, modelTracks(250), true, "add 100, add 100, add 50, read"},
		"250 more":         {modelTracks(10), modelTracks(260), false, "read, add 100, add 100, add 50, read"},
		"all of them go":   {modelTracks(150), nil, false, "read, remove 100, remove 50, read"},
		"only the tail":    {modelTracks(2000), swapped, false, "read, remove 9, add 9, read"},
		"one in the front": {modelTracks(150), modelTracks(150)[1:], false, "read, remove 1, read"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModelPlaylist(test.there...)
			c := newPlaylistChange(m, test.wanted, nil, 8)
			if err := c.run(t.Context(), test.isNew); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(m.requests, ", "); got != test.want {
				t.Errorf("sent %s, want %s", got, test.want)
			}
			if m.tracks() != strings.Join(test.wanted, " ") || !slices.Equal(c.trackIDs(), append([]string{}, test.wanted...)) {
				t.Errorf("the playlist is %s, held %v", m.tracks(), c.trackIDs())
			}
		})
	}
}

// Whatever is lost, no track is in the playlist twice that should be there once.
func TestPlaylistChange_lostAnswers(t *testing.T) {
	for seed := range uint64(200) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 7))
			list := func(n int) []string {
				ids := make([]string, n)
				for i := range ids {
					ids[i] = fmt.Sprint("T", random.IntN(300))
				}
				return ids
			}
			m := newModelPlaylist(list(random.IntN(400))...)
			m.random, m.lose = random, 0.3
			wanted := list(random.IntN(400))
			c := newPlaylistChange(m, wanted, nil, 8)
			if err := c.run(t.Context(), false); err != nil {
				t.Fatalf("seed %d: %v after %v", seed, err, m.requests)
			}
			if got := m.tracks(); got != strings.Join(wanted, " ") {
				t.Fatalf("seed %d: %s", seed, got)
			}
		})
	}
}

func TestPlaylistChange_refused(t *testing.T) {
	wanted := modelTracks(230)
	bad := map[string]bool{wanted[0]: true, wanted[57]: true, wanted[229]: true}
	good := slices.DeleteFunc(slices.Clone(wanted), func(id string) bool { return bad[id] })
	for name, m := range map[string]*modelPlaylist{
		"refused whole":     {most: 100, refuses: bad},
		"refused in part":   {most: 100, refuses: bad, partly: true},
		"and 50 at most":    {most: 50, refuses: bad},
		"and one at a time": {most: 1, refuses: bad},
	} {
		t.Run(name, func(t *testing.T) {
			c := newPlaylistChange(m, wanted, nil, 8)
			if err := c.run(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if m.tracks() != strings.Join(good, " ") || !slices.Equal(c.trackIDs(), good) || len(c.refused) != 3 {
				t.Errorf("the playlist is %s; refused %v", m.tracks(), c.refused)
			}
			if got := c.explainRefused(); strings.Count(got, "\n") != 2 ||
				!strings.HasPrefix(got, "- track B000000000: HTTP 404 Not Found: no track B") {
				t.Error(got)
			}
		})
	}
}

func TestPlaylistChange_smallBatches(t *testing.T) {
	m := newModelPlaylist(modelTracks(230)...)
	m.most = 30
	wanted := modelTracks(200)
	slices.Reverse(wanted)
	if err := newPlaylistChange(m, wanted, nil, 8).run(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if m.tracks() != strings.Join(wanted, " ") {
		t.Errorf("the playlist is %s", m.tracks())
	}
}

// A playlist can list a track by another id than it was added by.
func TestPlaylistChange_anotherID(t *testing.T) {
	m := newModelPlaylist()
	m.lists = map[string]string{"album": "track", "old": "new"}
	wanted := []string{"a", "album", "b", "old", "album"}
	c := newPlaylistChange(m, wanted, nil, 8)
	if err := c.run(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.trackIDs(), wanted) || len(c.renamed) != 2 || m.tracks() != "a track b new track" {
		t.Errorf("held %v, renamed %v, listed %s", c.trackIDs(), c.renamed, m.tracks())
	}
	m.requests = nil
	next := newPlaylistChange(m, append(wanted, "c"), c.answered, 8)
	if err := next.run(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(m.requests, ", ")
	if got != "read, add 1, read" || m.tracks() != "a track b new track c" || next.renamed != nil {
		t.Errorf("sent %s, listed %s, renamed %v", got, m.tracks(), next.renamed)
	}
}

// Tracks in another order are not tracks with other ids.
// A track that is listed by another id is refused by its configured id, so the error
// finds it in the configuration. (It was on index -1, which crashes Terraform.)
func TestPlaylistChange_anotherIDRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModelPlaylist()
		m.lists = map[string]string{"ASKED": "LISTED"}
		m.refuses = map[string]bool{"ASKED": true, "LISTED": true}
		m.put("ASKED", "A")
		c := newPlaylistChange(m, []string{"A", "ASKED"}, map[string]string{"ASKED": "LISTED"}, 2)
		if err := c.run(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if c.refused["ASKED"] == nil || len(c.refused) != 1 {
			t.Errorf("refused: %v", c.refused)
		}
	})
}

func TestPlaylistChange_anotherOrder(t *testing.T) {
	m := newModelPlaylist()
	m.reversed = true
	c := newPlaylistChange(m, []string{"a", "b", "c"}, nil, 8)
	if err := c.run(t.Context(), true); err == nil || !strings.Contains(err.Error(), "the order differs") ||
		len(c.answered) > 0 {
		t.Errorf("%v, %v", err, c.answered)
	}
}

func TestPlaylistChange_fail(t *testing.T) {
	wanted := modelTracks(230)
	all := map[string]bool{}
	for _, id := range wanted {
		all[id] = true
	}
	for name, test := range map[string]struct {
		model    *modelPlaylist
		requests int
		want     string
	}{
		"no track is taken":    {&modelPlaylist{most: 100, refuses: all}, 40, "HTTP 404 Not Found: no track B000000009"},
		"a track is left out":  {&modelPlaylist{most: 100, skips: map[string]bool{wanted[7]: true}}, 4, "it lacks B000000007"},
		"every answer is lost": {&modelPlaylist{most: 100, lose: 2, skips: all}, 18, "the connection ended"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.model.random = rand.New(rand.NewPCG(1, 1))
				err := newPlaylistChange(test.model, wanted, nil, 8).run(t.Context(), true)
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Error(err)
				}
				if len(test.model.requests) > test.requests {
					t.Errorf("%d requests: %v", len(test.model.requests), test.model.requests)
				}
			})
		})
	}
}

func TestPlaylistChange_interrupted(t *testing.T) {
	m := newModelPlaylist()
	m.random, m.lose = rand.New(rand.NewPCG(1, 1)), 2
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newPlaylistChange(m, modelTracks(3), nil, 8).run(ctx, true); err == nil {
		t.Error("no error")
	}
	if got := strings.Join(m.requests, ", "); got != "add 3" {
		t.Error(got)
	}
}
