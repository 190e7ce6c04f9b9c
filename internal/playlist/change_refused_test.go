package playlist

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

func withdrawn(kind amazonmusic.Kind, tracks string) func(*model) {
	return func(m *model) {
		m.refuses = map[TrackID]amazonmusic.Kind{}
		for _, id := range ids(tracks) {
			m.refuses[id] = kind
		}
	}
}

func refusing(ids []TrackID, kind amazonmusic.Kind) map[TrackID]amazonmusic.Kind {
	refuses := map[TrackID]amazonmusic.Kind{}
	for _, id := range ids {
		refuses[id] = kind
	}
	return refuses
}

// A track that cannot be added any more is not lost.
func TestChange_trackWithdrawn(t *testing.T) {
	for _, kind := range []amazonmusic.Kind{amazonmusic.NotFound, amazonmusic.Refused} {
		for name, test := range map[string]changeCase{
			"reordered":                  {there: "1 2 3", wanted: "3 1 2", tracks: "2 3 1", items: "2 3 1", refused: "2@0"},
			"in place":                   {there: "1 2 3 4", wanted: "1 2 4 3", tracks: "1 2 4 3", items: "1 2 4 3"},
			"twice":                      {there: "1 2", wanted: "2 1 2", tracks: "2 1", items: "2 1", refused: "2@0"},
			"new":                        {there: "1 3", wanted: "1 2 3", tracks: "1 3", items: "1 3", refused: "2@-1"},
			"instead of another":         {there: "1 3", wanted: "1 2", tracks: "1 3", items: "1 (3)", refused: "2@-1 +3"},
			"listed by a new id":         {there: "1 2b 3", wanted: "1 2 3", tracks: "1 2b 3", items: "1 (2b) 3", refused: "2@-1 +2b"},
			"by a new id, and reordered": {there: "1 2b 3", wanted: "3 1 2", tracks: "2b 3 1", items: "(2b) 3 1", refused: "2@-1 +2b"},
			"with another one that goes": {there: "1 2b 3 9", wanted: "1 2 3", tracks: "1 2b 3", items: "1 (2b) 3", refused: "2@-1 +2b"},
		} {
			t.Run(fmt.Sprint(name, ", ", kind), func(t *testing.T) {
				test.model = withdrawn(kind, "2")
				test.run(t)
			})
		}
	}
}

// Only a refusal that can be about the size of the playlist is looked into.
func TestChange_refusedForSize(t *testing.T) {
	for kind, sent := range map[amazonmusic.Kind]string{
		amazonmusic.NotFound: "read, add 1", amazonmusic.Refused: "read, add 1, add 1, read, remove 1",
	} {
		t.Run(string(kind), func(t *testing.T) {
			changeCase{
				model: withdrawn(kind, "2"), there: "1 3", wanted: "1 2", tracks: "1 3", items: "1 (3)", refused: "2@-1 +3", sent: sent,
			}.run(t)
		})
	}
}

// A service that confirms more than it does.
func TestChange_confirmedAndNotDone(t *testing.T) {
	many := words(trackIDs(0, 250))
	for name, test := range map[string]changeCase{
		"nothing is added": {
			model: func(m *model) { m.skips = map[TrackID]bool{"B": true} },
			there: "A", wanted: "B", tracks: "A", items: "(A)", refused: "B@-1 +A",
		},
		"a track is left out": {
			model:   func(m *model) { m.skips = map[TrackID]bool{"B": true} },
			request: Request{New: true}, wanted: "A B C", tracks: "A C", items: "A C", refused: "B@-1", sent: "add 3" + strings.Repeat(", read", 11),
		},
		"the last track is left out": {
			model:   func(m *model) { m.skips = map[TrackID]bool{"C": true} },
			request: Request{New: true}, wanted: "A B C", tracks: "A B", items: "A B", refused: "C@-1",
		},
		"fifty at a time": {
			model:   func(m *model) { m.takes = 50 },
			request: Request{New: true}, wanted: many, tracks: many, items: many, within: 40 * time.Second,
		},
		"one at a time": {
			model: func(m *model) { m.takes = 1 },
			there: "A B C", wanted: "D E F A", tracks: "D E F A", items: "D E F A", within: 40 * time.Second,
		},
		"one after the other, slowly": {
			model:   func(m *model) { m.trickle = 20 * time.Second },
			request: Request{New: true}, wanted: "A B C", tracks: "A B C", items: "A B C", within: time.Minute,
		},
		"nothing is removed": {
			model: func(m *model) { m.deaf = true },
			there: "A B", wanted: "A", tracks: "A B", items: "A (B)", refused: "+B",
		},
		"another order": {
			model:   func(m *model) { m.reversed = true },
			request: Request{New: true}, wanted: "a b c", tracks: "a b c", items: "c b a", refused: "order",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// How many requests a service costs that refuses for size, or refuses tracks.
func TestChange_requestsOfRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		model    *model
		there    int
		wanted   []TrackID
		held     int
		requests int
	}{
		"one at a time":            {&model{most: 1}, 0, trackIDs(0, 1000), 1000, 1008},
		"fifty at a time":          {&model{most: 50}, 0, trackIDs(0, 1000), 1000, 22},
		"full at 500 of 2,500":     {&model{limit: 500}, 0, trackIDs(0, 2500), 500, 28},
		"full at 2,000 of 10,000":  {&model{limit: 2000}, 0, trackIDs(0, 10_000), 2000, 43},
		"full, others wanted":      {&model{limit: 500}, 500, trackIDs(500, 1000), 500, 42},
		"full, one other wanted":   {&model{limit: 500}, 500, append(trackIDs(0, 499), "new"), 500, 14},
		"nearly full, all move":    {&model{limit: 35}, 30, reversed(trackIDs(0, 30)), 30, 40},
		"full, the last one first": {&model{limit: 30}, 30, append(trackIDs(29, 30), trackIDs(0, 29)...), 30, 107},
		"three tracks refused": {
			&model{refuses: map[TrackID]amazonmusic.Kind{"B000000000": "not found", "B000000057": "not found", "B000000229": "not found"}},
			0, trackIDs(0, 230), 227, 33,
		},
		"all refused": {
			&model{refuses: refusing(trackIDs(0, 230), amazonmusic.NotFound)}, 0, trackIDs(0, 230), 0, 22,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := test.model
				m.removed, m.since = map[string]bool{}, map[string]time.Time{}
				m.put(trackIDs(0, test.there)...)
				m.remember()
				result, err := Change(t.Context(), m, Request{Wanted: test.wanted, New: test.there == 0, Retries: 8})
				if len(result.Items) != test.held || len(m.list) != test.held {
					t.Errorf("holds %d: %d items, %.200s", len(m.list), len(result.Items), describe(err))
				}
				if len(m.requests) > test.requests {
					t.Errorf("%d requests: %.3000s", len(m.requests), m.sent())
				}
				if test.held == len(test.wanted) && (err != nil || m.tracks() != words(test.wanted)) {
					t.Errorf("%.300s: %.500s", describe(err), m.tracks())
				}
			})
		})
	}
}

func reversed(ids []TrackID) []TrackID {
	slices.Reverse(ids)
	return ids
}

// Nothing is lost where so many tracks are withdrawn that the playlist seems full.
func TestChange_seemsFull(t *testing.T) {
	many := trackIDs(0, 30)
	few := func(m *model) { withdrawn(amazonmusic.Refused, "1 2 3")(m) }
	all := func(m *model) { m.refuses = refusing(append(trackIDs(0, 28), many[29]), amazonmusic.Refused) }
	rotated := slices.Concat(many[29:], many[:29])
	for name, test := range map[string]changeCase{
		"another one too": {
			model: few, there: "1 2b 3", wanted: "1 2 3", tracks: "1 2b 3", items: "1 (2b) 3", refused: "2@-1 +2b",
		},
		"all but the last": {model: all, there: words(many), wanted: words(rotated)},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "all but the last" {
				// The ten that were sent are refused.
				test.tracks = words(append(slices.Delete(slices.Clone(many), 28, 29), many[28]))
				test.items = test.tracks
				for i := range 10 {
					test.refused += fmt.Sprintf("%s@%d ", many[i], i)
				}
				test.refused = strings.TrimSpace(test.refused)
			}
			test.run(t)
		})
	}
}

// Of a playlist that is full at last, the reason is that of the service.
func TestChange_fullAtLast(t *testing.T) {
	m := newModel(trackIDs(0, 30)...)
	m.limit = 35
	wanted := slices.Concat(reversed(trackIDs(0, 30)), trackIDs(30, 45))
	_, err := Change(t.Context(), m, Request{Wanted: wanted, Retries: 8})
	incomplete, ok := errors.AsType[*IncompleteError](err)
	if !ok || len(incomplete.Refused) != 10 || amazonmusic.KindOf(incomplete.Refused[0].Err) != amazonmusic.Refused {
		t.Errorf("%s; sent %s", describe(err), m.sent())
	}
	if m.tracks() != words(wanted[:35]) {
		t.Errorf("holds %s", m.tracks())
	}
}

func TestChange_fails(t *testing.T) {
	always := func(kind amazonmusic.Kind) func(*model) {
		return func(m *model) { m.fault = func(string) fault { return fault{kind: kind} } }
	}
	for name, test := range map[string]changeCase{
		"every answer is lost": {
			model: always(amazonmusic.Disconnected), request: Request{New: true, Retries: 2}, wanted: "A", refused: "A@-1 cause",
			sent: "add 1, read, add 1, read, add 1, read, read",
		},
		"unreadable": {
			model: always(amazonmusic.Unreadable), request: Request{New: true, Retries: 2}, wanted: "A", refused: "A@-1 cause",
			sent: "add 1, read, read",
		},
		"forbidden": {
			model: always(amazonmusic.Forbidden), there: "A", wanted: "B", tracks: "A", items: "(A)", refused: "B@-1 +A cause", sent: "read, add 1",
		},
		"no removal": {
			model: always(amazonmusic.Forbidden), there: "A", tracks: "A", items: "(A)", refused: "+A cause", sent: "read, remove 1",
		},
		"an entry cannot be removed": {
			model: always(amazonmusic.Refused), there: "A B", wanted: "A", tracks: "A B", items: "A (B)", refused: "+B", sent: "read, remove 1",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// Tracks that were refused are not sent again for ever.
func TestChange_sendsAgain(t *testing.T) {
	c := &change{refused: map[TrackID]error{}, adding: newBatch()}
	for n := 0; ; n++ {
		c.refuse("A", failure(amazonmusic.OpAppendTracks, amazonmusic.Refused))
		c.room.removed()
		step := c.reconsider(plan{})
		if step == nil {
			if n != maxAgain {
				t.Errorf("sent again %d times", n)
			}
			return
		}
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
