package provider

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func entriesOf(trackIDs ...string) []playlistEntry {
	entries := make([]playlistEntry, len(trackIDs))
	for i, id := range trackIDs {
		entries[i] = playlistEntry{id: fmt.Sprint("e", i), trackID: id}
	}
	return entries
}

func TestPlanOrder(t *testing.T) {
	for name, test := range map[string]struct {
		wanted, there, remove, add []string
	}{
		"both empty":            {},
		"the same":              {[]string{"A", "B", "A"}, []string{"A", "B", "A"}, nil, nil},
		"a new one":             {[]string{"A", "B"}, nil, nil, []string{"A", "B"}},
		"all of it goes":        {nil, []string{"A", "B"}, []string{"e0", "e1"}, nil},
		"more at the end":       {[]string{"A", "B", "C"}, []string{"A", "B"}, nil, []string{"C"}},
		"fewer at the end":      {[]string{"A"}, []string{"A", "B"}, []string{"e1"}, nil},
		"others between":        {[]string{"A", "B"}, []string{"X", "A", "X", "B", "X"}, []string{"e0", "e2", "e4"}, nil},
		"more at the front":     {[]string{"X", "A", "B"}, []string{"A", "B"}, []string{"e0", "e1"}, []string{"X", "A", "B"}},
		"the last to the front": {[]string{"C", "A", "B"}, []string{"A", "B", "C"}, []string{"e0", "e1"}, []string{"A", "B"}},
		"two change places":     {[]string{"A", "C", "B", "D"}, []string{"A", "B", "C", "D"}, []string{"e1", "e3"}, []string{"B", "D"}},
		"one of two":            {[]string{"A", "B"}, []string{"A", "A", "B"}, []string{"e1"}, nil},
		"two of one":            {[]string{"A", "A", "B"}, []string{"A", "B"}, []string{"e1"}, []string{"A", "B"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := planOrder(test.wanted, entriesOf(test.there...))
			if !slices.Equal(got.remove, test.remove) || !slices.Equal(got.add, test.add) {
				t.Errorf("remove %v, add %v", got.remove, got.add)
			}
		})
	}
}

// The model of a playlist: removing takes entries out, adding puts tracks at the
// end. Whatever is there and whatever is wanted, the plan leads to it, sends nothing
// where nothing differs, and keeps as much as can be kept.
func TestPlanOrder_model(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	list := func(n, tracks int) []string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint("T", random.IntN(tracks))
		}
		return ids
	}
	for range 20_000 {
		tracks := 1 + random.IntN(6)
		there := list(random.IntN(9), tracks)
		wanted := list(random.IntN(9), tracks)
		switch random.IntN(4) {
		case 0:
			wanted = slices.Clone(there)
		case 1:
			wanted = slices.Clone(there)
			random.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
		}
		entries := entriesOf(there...)
		change := planOrder(wanted, entries)
		var result []string
		for _, entry := range entries {
			if !slices.Contains(change.remove, entry.id) {
				result = append(result, entry.trackID)
			}
		}
		if result = append(result, change.add...); !slices.Equal(result, wanted) {
			t.Fatalf("from %v to %v: remove %v, add %v is %v", there, wanted, change.remove, change.add, result)
		}
		if slices.Equal(there, wanted) != change.empty() {
			t.Fatalf("from %v to %v: remove %v, add %v", there, wanted, change.remove, change.add)
		}
		if kept, most := len(wanted)-len(change.add), longestBeginning(wanted, there); kept != most {
			t.Fatalf("from %v to %v: %d tracks stay, and %d could", there, wanted, kept, most)
		}
	}
}

// longestBeginning tries every length.
func longestBeginning(wanted, there []string) int {
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

func TestPlanOrder_large(t *testing.T) {
	wanted := make([]string, 10_000)
	for i := range wanted {
		wanted[i] = fmt.Sprint("T", i%5000)
	}
	entries := entriesOf(wanted...)
	slices.Reverse(entries)
	start := time.Now()
	change := planOrder(wanted, entries)
	if took := time.Since(start); took > time.Second {
		t.Errorf("10,000 tracks took %s", took)
	}
	if change.size() == 0 {
		t.Error("nothing changes")
	}
}
