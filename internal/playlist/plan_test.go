package playlist

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func slotsFor(text string) []slot {
	var slots []slot
	for i, id := range strings.Fields(text) {
		slots = append(slots, slot{Entry: Entry{fmt.Sprint("e", i), ListedID(id)}})
	}
	return slots
}

func planFor(wanted []TrackID, held []slot) plan {
	p := planner{
		Request: Request{Wanted: wanted},
		addable: func(TrackID) bool { return true },
		spares:  func(TrackID) bool { return true },
	}
	return p.order(held)
}

func entryIDs(slots []slot) string {
	var ids []string
	for _, s := range slots {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func TestPlanner_order(t *testing.T) {
	for name, test := range map[string]struct{ wanted, there, remove, add string }{
		"both empty":            {},
		"the same":              {"A B A", "A B A", "", ""},
		"a new one":             {"A B", "", "", "A B"},
		"all of it goes":        {"", "A B", "e0 e1", ""},
		"more at the end":       {"A B C", "A B", "", "C"},
		"fewer at the end":      {"A", "A B", "e1", ""},
		"others between":        {"A B", "X A X B X", "e0 e2 e4", ""},
		"more at the front":     {"X A B", "A B", "e0 e1", "X A B"},
		"the last to the front": {"C A B", "A B C", "e0 e1", "A B"},
		"two change places":     {"A C B D", "A B C D", "e1 e3", "B D"},
		"one of two":            {"A B", "A A B", "e1", ""},
		"two of one":            {"A A B", "A B", "e1", "A B"},
	} {
		t.Run(name, func(t *testing.T) {
			got := planFor(ids(test.wanted), slotsFor(test.there))
			if entryIDs(got.remove) != test.remove || words(got.add) != test.add {
				t.Errorf("remove %s, add %s", entryIDs(got.remove), words(got.add))
			}
		})
	}
}

// Adding puts tracks at the end, removing takes entries out. Whatever is there and
// whatever is wanted, the plan leads to it, sends nothing where nothing differs, and
// keeps as much as can be kept.
func TestPlanner_orderAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	list := func(n, tracks int) []TrackID {
		ids := make([]TrackID, n)
		for i := range ids {
			ids[i] = track(random.IntN(tracks))
		}
		return ids
	}
	for range 20_000 {
		tracks := 1 + random.IntN(6)
		there, wanted := list(random.IntN(9), tracks), list(random.IntN(9), tracks)
		switch random.IntN(4) {
		case 0:
			wanted = slices.Clone(there)
		case 1:
			wanted = slices.Clone(there)
			random.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
		}
		held := slotsFor(words(there))
		got := planFor(wanted, held)
		var result []TrackID
		for _, s := range held {
			if !slices.ContainsFunc(got.remove, func(r slot) bool { return r.ID == s.ID }) {
				result = append(result, TrackID(s.Track))
			}
		}
		if result = append(result, got.add...); !slices.Equal(result, wanted) {
			t.Fatalf("from %v to %v: remove %s, add %v is %v", there, wanted, entryIDs(got.remove), got.add, result)
		}
		if slices.Equal(there, wanted) != (got.size() == 0) || len(got.spared) > 0 {
			t.Fatalf("from %v to %v: remove %s, add %v", there, wanted, entryIDs(got.remove), got.add)
		}
		if kept, most := len(wanted)-len(got.add), longestBeginning(wanted, there); kept != most {
			t.Fatalf("from %v to %v: %d tracks stay, and %d could", there, wanted, kept, most)
		}
	}
}

// longestBeginning tries every length.
func longestBeginning(wanted, there []TrackID) int {
	for n := len(wanted); n > 0; n-- {
		rest, ok := there, true
		for _, id := range wanted[:n] {
			i := slices.Index(rest, id)
			if ok = i >= 0; !ok {
				break
			}
			rest = rest[i+1:]
		}
		if ok {
			return n
		}
	}
	return 0
}

func TestPlanner_orderOfManyTracks(t *testing.T) {
	wanted := trackIDs(0, 10_000)
	held := slotsFor(words(wanted))
	slices.Reverse(held)
	start := time.Now()
	got := planFor(wanted, held)
	if took := time.Since(start); took > time.Second {
		t.Errorf("10,000 tracks took %s", took)
	}
	if got.size() != 2*9999 {
		t.Errorf("%d changes", got.size())
	}
}

// Tracks that cannot be added keep their entries, or one that is not wanted each.
func TestPlanner_orderWithoutAdditions(t *testing.T) {
	for _, test := range []struct{ wanted, there, remove, spared string }{
		{"A B", "B A", "", "e0"},
		{"X A", "A C", "", "e0 e1"},
		{"A X B", "A C B D", "e3", "e2 e1"},
		{"X Y", "C D E", "e2", "e0 e1"},
		{"A X", "A A", "e1", ""},
	} {
		p := planner{
			Request: Request{Wanted: ids(test.wanted)},
			addable: func(TrackID) bool { return false },
			spares:  func(TrackID) bool { return true },
		}
		got := p.order(slotsFor(test.there))
		if entryIDs(got.remove) != test.remove || entryIDs(got.spared) != test.spared {
			t.Errorf("%s, there %s: remove %s, spare %s", test.wanted, test.there, entryIDs(got.remove), entryIDs(got.spared))
		}
	}
}

// An entry whose removal was sent does not count as there.
func TestPlanner_orderDoomed(t *testing.T) {
	held := slotsFor("A B")
	held[0].doomed = true
	got := planFor(ids("A B"), held)
	if words(got.add) != "A B" || entryIDs(got.remove) != "e0 e1" {
		t.Errorf("add %s, remove %s", words(got.add), entryIDs(got.remove))
	}
}

// Entries of one id go together, or stay.
func TestPlanner_orderRepeatedID(t *testing.T) {
	held := slotsFor("A B")
	held[1].ID = "e0"
	for _, addable := range []bool{true, false} {
		p := planner{
			Request: Request{Wanted: ids("A")}, repeated: map[string]bool{"e0": true},
			addable: func(TrackID) bool { return addable },
			spares:  func(TrackID) bool { return true },
		}
		got := p.order(held)
		if added, stays := words(got.add) == "A", len(got.remove) == 0; added != addable || stays == addable {
			t.Errorf("addable %t: add %s, remove %s, spare %s", addable, words(got.add), entryIDs(got.remove), entryIDs(got.spared))
		}
	}
}

func TestBatch(t *testing.T) {
	for name, test := range map[string]struct {
		most int
		bad  []int
		want string
	}{
		"all taken":        {100, nil, "100 100 50"},
		"fifty at a time":  {50, nil, "100! 50 50 50 50 50"},
		"thirty at a time": {30, nil, "100! 50! 25 25 25 25 25 25 25 25 25 25"},
		"one is bad":       {100, []int{0}, "100! 50! 25! 12! 6! 3! 1! 100 100 49"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBatch()
			var got []string
			for at := 0; at < 250; {
				n := min(b.size(), 250-at)
				bad := slices.ContainsFunc(test.bad, func(i int) bool { return at <= i && i < at+n })
				switch {
				case n <= test.most && !bad:
					b.took(n)
					at += n
					got = append(got, fmt.Sprint(n))
					continue
				case n > 1:
					b.tooMany(n)
				default:
					b.found(1)
					at++
				}
				got = append(got, fmt.Sprint(n, "!"))
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("sent %s, want %s", strings.Join(got, " "), test.want)
			}
		})
	}
}
