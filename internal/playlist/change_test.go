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
				if err != nil || m.tracks() != test.tracks || configured(result.Items) != test.tracks ||
					strings.Contains(m.sent(), "remove 2") {
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

// A playlist that was found after a lost answer and holds entries is not changed.
func TestChange_adoptedNotEmpty(t *testing.T) {
	m := newModel("theirs")
	_, err := Change(t.Context(), m, Request{Wanted: ids("A"), New: true, Adopted: true})
	if _, ok := errors.AsType[*NotEmptyError](err); !ok || m.sent() != "read" {
		t.Errorf("%v after %s", err, m.sent())
	}
}
