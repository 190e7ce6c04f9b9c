package playlist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

func words(ids []TrackID) string {
	text := make([]string, len(ids))
	for i, id := range ids {
		text[i] = string(id)
	}
	return strings.Join(text, " ")
}

// What a service costs that behaves.
func TestChange_requests(t *testing.T) {
	swapped := trackIDs(0, 2000)
	swapped[1990], swapped[1991] = swapped[1991], swapped[1990]
	for name, test := range map[string]struct {
		there, wanted []TrackID
		isNew         bool
		want          string
	}{
		"nothing, new":     {nil, nil, true, ""},
		"nothing":          {trackIDs(0, 3), trackIDs(0, 3), false, "read"},
		"250 new ones":     {nil, trackIDs(0, 250), true, "add 100, add 100, add 50, read"},
		"250 more":         {trackIDs(0, 10), trackIDs(0, 260), false, "read, add 100, add 100, add 50, read"},
		"all of them go":   {trackIDs(0, 150), nil, false, "read, remove 100, remove 50, read"},
		"only the tail":    {trackIDs(0, 2000), swapped, false, "read, add 9, read, remove 9"},
		"others":           {trackIDs(0, 2), trackIDs(5, 8), false, "read, add 3, read, remove 2"},
		"one in the front": {trackIDs(0, 150), trackIDs(1, 150), false, "read, remove 1, read"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModel(test.there...)
			result, err := Change(t.Context(), m, Request{Wanted: test.wanted, New: test.isNew, Retries: 8})
			if err != nil {
				t.Fatal(err)
			}
			if m.sent() != test.want {
				t.Errorf("sent %s, want %s", m.sent(), test.want)
			}
			if m.tracks() != words(test.wanted) || configured(result.Items) != words(test.wanted) || !result.Known {
				t.Errorf("the playlist is %s, the items %s", m.tracks(), configured(result.Items))
			}
		})
	}
}

// changeCase is one change of a service that does not behave.
type changeCase struct {
	model   func(*model)
	there   string
	request Request
	wanted  string
	// tracks and items are what the playlist and the result hold in the end.
	tracks, items string
	// sent are the requests, "" for any.
	sent string
	// within bounds the time.
	within time.Duration
	// refused are the refusals, as "id@place".
	refused string
	failure string
}

func (c changeCase) run(t *testing.T) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newModel()
		if c.model != nil {
			c.model(m)
		}
		m.put(ids(c.there)...)
		m.past = nil
		m.remember()
		time.Sleep(time.Minute)
		synctest.Wait()
		c.request.Wanted = ids(c.wanted)
		start := time.Now()
		result, err := Change(t.Context(), m, c.request)
		took := time.Since(start)
		time.Sleep(time.Minute)
		synctest.Wait()
		if m.tracks() != c.tracks || configured(result.Items) != c.items {
			t.Errorf("the playlist is %q, want %q; the items are %q, want %q", m.tracks(), c.tracks, configured(result.Items), c.items)
		}
		if c.sent != "" && m.sent() != c.sent {
			t.Errorf("sent %s, want %s", m.sent(), c.sent)
		}
		if c.within > 0 && took > c.within {
			t.Errorf("took %s, sent %s", took, m.sent())
		}
		if got := describe(err); got != c.failure+c.refused {
			t.Errorf("the error is %q, want %q; sent %s", got, c.failure+c.refused, m.sent())
		}
	})
}

// describe is an error in short.
func describe(err error) string {
	incomplete, ok := errors.AsType[*IncompleteError](err)
	if !ok {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	var parts []string
	for _, r := range incomplete.Refused {
		parts = append(parts, fmt.Sprintf("%s@%d", r.ID, r.At))
	}
	for _, l := range incomplete.Surplus {
		parts = append(parts, "+"+string(l.Item.Entry.Track))
	}
	if incomplete.OrderDiffers {
		parts = append(parts, "order")
	}
	if incomplete.Cause != nil {
		parts = append(parts, "cause")
	}
	return strings.Join(parts, " ")
}

func withdrawn(kind amazonmusic.Kind, tracks string) func(*model) {
	return func(m *model) {
		m.refuses = map[TrackID]amazonmusic.Kind{}
		for _, id := range ids(tracks) {
			m.refuses[id] = kind
		}
	}
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

// Ids that a playlist lists are learnt where an addition was confirmed.
func TestChange_listedByAnotherID(t *testing.T) {
	names := func(m *model) { m.names = Names{"album": "track", "old": "new"} }
	for name, test := range map[string]changeCase{
		"new": {
			request: Request{New: true}, wanted: "a album b old album",
			tracks: "a track b new track", items: "a album b old album", sent: "add 5, read, read",
		},
		"known": {
			there: "a album b old album", request: Request{Names: Names{"album": "track", "old": "new"}},
			wanted: "a album b old album c", tracks: "a track b new track c", items: "a album b old album c", sent: "read, add 1, read",
		},
		"both ids": {
			request: Request{New: true}, wanted: "album track", tracks: "track track", items: "album track",
			sent: "add 2, read, read, add 2, read, read, remove 2",
		},
		"one id after the other": {
			there: "track", wanted: "track album", tracks: "track track", items: "track album",
			sent: "read, add 1, read, read, add 1, read, read, remove 1",
		},
		"a new id of an entry": {
			there: "a album b", request: Request{Names: Names{"album": "before"}},
			wanted: "a album b", tracks: "a track b", items: "a album b",
		},
		"refused by the configured id": {
			model:   withdrawn(amazonmusic.NotFound, "album track"),
			there:   "track a",
			request: Request{Names: Names{"album": "track"}},
			wanted:  "a album", tracks: "track a", items: "album a", refused: "album@0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			prepare := test.model
			test.model = func(m *model) {
				names(m)
				if prepare != nil {
					prepare(m)
				}
			}
			test.run(t)
		})
	}
}

// Reads that are old show nothing of what was confirmed, and prove nothing.
func TestChange_oldReads(t *testing.T) {
	for _, lag := range []time.Duration{200 * time.Millisecond, 300 * time.Millisecond, time.Second, 10 * time.Second} {
		for name, test := range map[string]changeCase{
			"new":                   {request: Request{New: true}, wanted: "A B", tracks: "A B", items: "A B"},
			"another track":         {there: "A", wanted: "B", tracks: "B", items: "B"},
			"one goes":              {there: "A B", wanted: "A", tracks: "A", items: "A"},
			"listed by another id":  {request: Request{New: true}, wanted: "A old", tracks: "A new", items: "A old"},
			"instead of the others": {there: "A B C", wanted: "C D A", tracks: "C D A", items: "C D A"},
		} {
			t.Run(fmt.Sprint(name, ", ", lag), func(t *testing.T) {
				test.within = 40 * time.Second
				test.model = func(m *model) { m.names = Names{"old": "new"}; m.lag = -lag }
				test.run(t)
			})
		}
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

// An answer is lost; the request acts at once, late, or not at all.
func TestChange_lostAnswers(t *testing.T) {
	for name, answer := range map[string]fault{
		"never":   {amazonmusic.Disconnected, false, 0},
		"at once": {amazonmusic.Disconnected, true, 0},
		"soon":    {amazonmusic.TimedOut, true, 400 * time.Millisecond},
		"late":    {amazonmusic.Unavailable, true, 3 * time.Second},
		// Answered, but not with what was done.
		"unclear": {amazonmusic.NotConfirmed, true, 0},
	} {
		for method, test := range map[string]changeCase{
			"add":    {there: "A", wanted: "A B C", tracks: "A B C", items: "A B C"},
			"remove": {there: "A B C", wanted: "A C", tracks: "A C", items: "A C"},
			"add to": {there: "x", wanted: "A", request: Request{Shared: true}, tracks: "x A", items: "(x) A"},
		} {
			for _, lag := range []time.Duration{0, time.Second} {
				t.Run(fmt.Sprint(method, " ", name, ", ", lag), func(t *testing.T) {
					test.request.Retries = 3
					test.model = func(m *model) {
						first := true
						m.lag = -lag
						m.fault = func(sent string) fault {
							if strings.HasPrefix(method, sent) && first {
								first = false
								return answer
							}
							return fault{}
						}
					}
					test.run(t)
				})
			}
		}
	}
}

// A playlist that is not found is asked for again.
func TestChange_notFound(t *testing.T) {
	hidden := func(n int) func(*model) { return func(m *model) { m.hidden = n } }
	for name, test := range map[string]changeCase{
		"new": {
			model: hidden(3), request: Request{New: true}, wanted: "A", tracks: "A", items: "A", sent: "add 1, read, read, read, read",
		},
		"once":      {model: hidden(1), there: "A", wanted: "A", tracks: "A", items: "A", sent: "read, read"},
		"new, gone": {model: hidden(99), request: Request{New: true}, wanted: "A", tracks: "A", items: "A", refused: "cause"},
		"gone":      {model: hidden(99), there: "A", wanted: "A", tracks: "A", refused: " : not found", sent: "read, read"},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// An interrupt ends a run between two requests, and keeps what was confirmed.
func TestChange_interrupted(t *testing.T) {
	for name, test := range map[string]struct {
		fault func(string) fault
		lag   time.Duration
		after time.Duration
		want  string
		items string
	}{
		"at once":             {after: 0, want: "add 1"},
		"while it waits":      {lag: -time.Minute, after: time.Second, want: "add 1, read, read, read", items: "A"},
		"after a lost answer": {fault: func(string) fault { return fault{kind: amazonmusic.TimedOut} }, after: time.Second / 10, want: "add 1"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newModel()
				m.fault, m.lag = test.fault, test.lag
				ctx, cancel := context.WithTimeout(t.Context(), test.after)
				defer cancel()
				result, err := Change(ctx, m, Request{Wanted: ids("A"), New: true, Retries: 8})
				if err == nil || m.sent() != test.want || configured(result.Items) != test.items {
					t.Errorf("%v, %s; sent %s", err, configured(result.Items), m.sent())
				}
			})
		})
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

// How many requests a service costs that refuses for size, or refuses tracks.
func TestChange_requestsOfRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		model    *model
		there    int
		wanted   []TrackID
		held     int
		requests int
	}{
		"one at a time":            {&model{most: 1}, 0, trackIDs(0, 1000), 1000, 1010},
		"fifty at a time":          {&model{most: 50}, 0, trackIDs(0, 1000), 1000, 23},
		"full at 500 of 2,500":     {&model{limit: 500}, 0, trackIDs(0, 2500), 500, 30},
		"full at 2,000 of 10,000":  {&model{limit: 2000}, 0, trackIDs(0, 10_000), 2000, 45},
		"full, others wanted":      {&model{limit: 500}, 500, trackIDs(500, 1000), 500, 50},
		"full, one other wanted":   {&model{limit: 500}, 500, append(trackIDs(0, 499), "new"), 500, 30},
		"nearly full, all move":    {&model{limit: 35}, 30, reversed(trackIDs(0, 30)), 30, 60},
		"full, the last one first": {&model{limit: 30}, 30, append(trackIDs(29, 30), trackIDs(0, 29)...), 30, 140},
		"three tracks refused": {
			&model{refuses: map[TrackID]amazonmusic.Kind{"B000000000": "not found", "B000000057": "not found", "B000000229": "not found"}},
			0, trackIDs(0, 230), 227, 40,
		},
		"all refused": {
			&model{refuses: refusing(trackIDs(0, 230), amazonmusic.NotFound)}, 0, trackIDs(0, 230), 0, 25,
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
				t.Logf("%d requests", len(m.requests))
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
	few := func(m *model) { withdrawn(amazonmusic.Refused, "2 3")(m) }
	all := func(m *model) { m.refuses = refusing(append(trackIDs(0, 28), many[29]), amazonmusic.Refused) }
	rotated := append(many[29:30:30], many[:29]...)
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

func refusing(ids []TrackID, kind amazonmusic.Kind) map[TrackID]amazonmusic.Kind {
	refuses := map[TrackID]amazonmusic.Kind{}
	for _, id := range ids {
		refuses[id] = kind
	}
	return refuses
}

// A shared playlist: only the named tracks are managed.
func TestChange_shared(t *testing.T) {
	for name, test := range map[string]struct {
		changeCase

		former string
	}{
		"missing ones are appended": {changeCase{there: "x A y", wanted: "B A", tracks: "x A y B", items: "(x) A (y) B", sent: "read, add 1, read"}, ""},
		"all there":                 {changeCase{there: "B x A", wanted: "A B", tracks: "B x A", items: "B (x) A", sent: "read"}, "A"},
		"one is taken out":          {changeCase{there: "x A B y", wanted: "B", tracks: "x B y", items: "(x) B (y)", sent: "read, remove 1, read"}, "A B"},
		"one of two":                {changeCase{there: "A x A", wanted: "", tracks: "x A", items: "(x) A"}, "A"},
		"taken out and gone":        {changeCase{there: "x", wanted: "", tracks: "x", items: "(x)", sent: "read"}, "A"},
		"twice":                     {changeCase{there: "x A", wanted: "A A", tracks: "x A A", items: "(x) A A"}, "A"},
		"refused":                   {changeCase{there: "x", wanted: "2 A", tracks: "x A", items: "(x) A", refused: "2@-1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			test.request.Shared, test.request.Former = true, ids(test.former)
			test.model = withdrawn(amazonmusic.NotFound, "2")
			test.run(t)
		})
	}
}

// Entries of unknown content and repeated entry ids are entries.
func TestChange_oddEntries(t *testing.T) {
	for name, test := range map[string]struct {
		list           []Entry
		wanted, tracks string
	}{
		"unknown content goes":             {[]Entry{{"e1", "A"}, {"e2", ""}, {"e3", "B"}}, "A B", "A B"},
		"two ids, one of which goes":       {[]Entry{{"e1", "A"}, {"e1", "A"}}, "A", "A"},
		"two ids, both of which are right": {[]Entry{{"e1", "A"}, {"e1", "A"}}, "A A", "A A"},
		"one id of two tracks":             {[]Entry{{"e1", "A"}, {"e1", "B"}}, "B", "B"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newModel()
				m.list, m.next = slices.Clone(test.list), 10
				m.remember()
				result, err := Change(t.Context(), m, Request{Wanted: ids(test.wanted)})
				if err != nil || m.tracks() != test.tracks || configured(result.Items) != test.tracks {
					t.Errorf("%v: %s, %s; sent %s", err, m.tracks(), configured(result.Items), m.sent())
				}
			})
		})
	}
}

// An entry without an entry id is an entry that cannot be removed.
func TestChange_noEntryID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModel()
		m.list = []Entry{{"", "A"}, {"", ""}, {"e1", "B"}}
		m.remember()
		result, err := Change(t.Context(), m, Request{Wanted: ids("A C")})
		incomplete, ok := errors.AsType[*IncompleteError](err)
		if !ok || describe(err) != "+" || !errors.Is(incomplete.Surplus[0].Err, ErrNoEntryID) {
			t.Errorf("%v: %s", err, describe(err))
		}
		if m.tracks() != "A ? C" || configured(result.Items) != "A () C" {
			t.Errorf("%s, %s; sent %s", m.tracks(), configured(result.Items), m.sent())
		}
	})
}

// What appears during the run is somebody else's.
func TestChange_othersAdd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModel("A")
		m.fault = func(string) fault {
			m.put("theirs")
			return fault{}
		}
		result, err := Change(t.Context(), m, Request{Wanted: ids("B")})
		if err != nil || m.tracks() != "theirs B theirs" || configured(result.Items) != "B" || len(result.Appeared) != 1 {
			t.Errorf("%v: %s, %v", err, m.tracks(), result)
		}
	})
}

// What others do at the same time is not taken for the result of a request.
func TestChange_othersMeanwhile(t *testing.T) {
	appear := func(m *model, n int, id TrackID) {
		m.fault = func(string) fault {
			if n--; n == 0 {
				m.put(id)
				m.remember()
			}
			return fault{}
		}
	}
	for name, test := range map[string]changeCase{
		// Two looks in a row show theirs and not A.
		"before an addition": {
			model: func(m *model) {
				m.hold, m.lag = 2*time.Second, -2*time.Second
				time.AfterFunc(time.Minute+time.Second/10, func() { m.edit(func() { m.put("theirs") }) })
			},
			wanted: "A", tracks: "theirs A", items: "A", sent: "read, add 1, read, read, read",
		},
		// The entry of the album is taken for a refused addition of the track.
		"between two additions": {
			model: func(m *model) {
				m.names, m.most = Names{"album": "track"}, 2
				appear(m, 3, "theirs")
			},
			there: "c", wanted: "c track album b", tracks: "c track theirs track b", items: "c track album b",
		},
		// The addition that was lost acts after theirs and fills up the one that was cut.
		"between an addition and a late one": {
			model: func(m *model) {
				m.takes = 4
				time.AfterFunc(time.Minute+3*time.Second/2, func() { m.edit(func() { m.put("theirs") }) })
				first := true
				m.fault = func(string) fault {
					if first {
						first = false
						return fault{amazonmusic.TimedOut, true, 3 * time.Second}
					}
					return fault{}
				}
			},
			request: Request{Retries: 2}, wanted: "a b c d X a b c d", tracks: "a b c d theirs X a b c d", items: "a b c d X a b c d",
		},
		"one removes an entry": {
			model: func(m *model) {
				m.fault = func(string) fault {
					m.list = slices.DeleteFunc(m.list, func(e Entry) bool { return e.Track == "B" })
					return fault{}
				}
			},
			there: "A B C D E", wanted: "A", tracks: "A", items: "A", sent: "read, remove 4, read, remove 3, read",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// Reads that are older than an earlier one.
func TestChange_readsOutOfOrder(t *testing.T) {
	lose := func(lost ...fault) func(string) fault {
		return func(string) fault {
			if len(lost) == 0 {
				return fault{}
			}
			answer := lost[0]
			lost = lost[1:]
			return answer
		}
	}
	for name, test := range map[string]changeCase{
		"an entry that was there is missing": {
			model: func(m *model) {
				m.put("A")
				m.old = []int{0, 2}
				m.fault = func(string) fault {
					// The list was like that some time before.
					m.past = append(m.past, snapshot{time.Now(), m.list[:1]}, snapshot{time.Now(), m.list})
					return fault{}
				}
			},
			there: "B C", wanted: "A B", tracks: "A B", items: "A B", sent: "read, remove 1, read, read",
		},
		"an entry appears again whose removal was lost": {
			model: func(m *model) {
				m.fault = lose(fault{amazonmusic.TimedOut, true, 0}, fault{}, fault{amazonmusic.TimedOut, false, 0})
				m.old = []int{0, 1, 0, 1}
			},
			request: Request{Retries: 3}, wanted: "A", tracks: "A", items: "A",
		},
		"a part of a refused addition hides a confirmed one": {
			model: func(m *model) {
				withdrawn(amazonmusic.NotFound, "C")(m)
				m.inPart, m.old = true, []int{0, 2}
			},
			wanted: "A B C", tracks: "A B", items: "A B", refused: "C@-1",
		},
		"a new entry is listed twice": {
			model: func(m *model) { m.twice = 2 }, wanted: "A", tracks: "A", items: "A", sent: "read, add 1, read, read",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// A playlist that was found after a lost answer and holds entries is not changed.
func TestChange_adoptedNotEmpty(t *testing.T) {
	m := newModel("theirs")
	_, err := Change(t.Context(), m, Request{Wanted: ids("A"), New: true, Adopted: true})
	if _, ok := errors.AsType[*NotEmptyError](err); !ok || m.sent() != "read" {
		t.Errorf("%v after %s", err, m.sent())
	}
}
