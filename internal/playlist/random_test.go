package playlist

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// sequences are the seeds of the random sequences that a test runs: so many as
// AMAZONMUSIC_SEQUENCES says, or few enough for every run of the tests. They begin
// with AMAZONMUSIC_SEED.
func sequences(t *testing.T) iter.Seq[uint64] {
	t.Helper()
	number := func(name string, otherwise uint64) uint64 {
		if text := os.Getenv(name); text != "" {
			n, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		return otherwise
	}
	first, n := number("AMAZONMUSIC_SEED", 0), number("AMAZONMUSIC_SEQUENCES", 2000)
	return func(yield func(uint64) bool) {
		for i := range n {
			if !yield(first + i) {
				return
			}
		}
	}
}

// TestChange_randomRuns changes a playlist at random, while reads are up to a second
// old, 15 % of the answers are lost and lost requests act up to three seconds late.
// A person edits the playlist, tracks are withdrawn and listed by new ids, and the
// service takes few at a time, leaves tracks out, or is full. Each run ends as
// configured or in an error that says what is not, loses no track that is wanted,
// and touches nothing that a person adds meanwhile. The next run heals it.
func TestChange_randomRuns(t *testing.T) {
	for seed := range sequences(t) {
		synctest.Test(t, func(t *testing.T) {
			r := newRandomRuns(seed)
			for range 4 {
				r.run(t)
				if t.Failed() {
					t.Fatalf("seed %d: %+v", seed, r.state())
				}
			}
		})
	}
}

type randomRuns struct {
	*model

	shared  bool
	wanted  []TrackID
	learnt  Names
	persons int
	// theirs are the entries that a person added during a run, or to a shared playlist.
	theirs map[string]bool
}

const randomTracks = 14

func newRandomRuns(seed uint64) *randomRuns {
	r := &randomRuns{model: newModel(), theirs: map[string]bool{}, learnt: Names{}}
	r.random = rand.New(rand.NewPCG(seed, 3))
	r.shared = r.chance(25)
	r.lag, r.latency = time.Duration(r.random.IntN(1000)+1)*time.Millisecond, 100*time.Millisecond
	r.names = Names{}
	for i := range 4 {
		r.names[track(i)] = ListedID(fmt.Sprint("L", i))
	}
	// Asked and answered id of one track.
	r.names[track(4)] = ListedID(track(5))
	return r
}

func track(i int) TrackID { return TrackID(fmt.Sprint("T", i)) }

// chance is true in so many percent.
func (r *randomRuns) chance(percent int) bool { return r.random.IntN(100) < percent }

// between is what happens between two runs.
func (r *randomRuns) between() {
	r.edit(func() {
		for range r.random.IntN(4) {
			n := len(r.list)
			switch {
			case r.chance(40):
				r.person()
			case n > 0 && r.chance(50):
				i := r.random.IntN(n)
				r.list = slices.Delete(r.list, i, i+1)
			case n > 1:
				i, j := r.random.IntN(n), r.random.IntN(n)
				r.list[i], r.list[j] = r.list[j], r.list[i]
			}
		}
		if r.chance(15) {
			r.relink(track(r.random.IntN(4)))
		}
		if r.chance(10) {
			// Of unknown content. Now and then two have one id.
			r.list = append(r.list, Entry{ID: fmt.Sprint("u", r.random.IntN(10))})
		}
	})
	if r.shared {
		for _, e := range r.list {
			if strings.HasPrefix(string(e.Track), "P") {
				r.theirs[e.ID] = true
			}
		}
	}
}

// person adds a track.
func (r *randomRuns) person() Entry {
	r.persons++
	r.put(TrackID(fmt.Sprint("P", r.persons)))
	return r.list[len(r.list)-1]
}

// relink lists a track by a new id.
func (r *randomRuns) relink(id TrackID) {
	before := r.listed(id)
	r.names[id] = ListedID(fmt.Sprint(id, "x", r.random.IntN(1000)))
	for i := range r.list {
		if r.list[i].Track == before {
			r.list[i].Track = r.names[id]
		}
	}
}

// choose chooses the next wanted tracks.
func (r *randomRuns) choose() {
	switch {
	case r.chance(25):
		r.wanted = slices.Clone(r.wanted)
		r.random.Shuffle(len(r.wanted), func(i, j int) { r.wanted[i], r.wanted[j] = r.wanted[j], r.wanted[i] })
	case r.chance(30) && len(r.wanted) > 0:
		i := r.random.IntN(len(r.wanted))
		r.wanted = slices.Insert(slices.Delete(slices.Clone(r.wanted), i, i+1), 0, track(r.random.IntN(randomTracks)))
	default:
		r.wanted = nil
		for range r.random.IntN(randomTracks) {
			r.wanted = append(r.wanted, track(r.random.IntN(randomTracks)))
		}
	}
}

// misbehave chooses what the service does in the next run.
func (r *randomRuns) misbehave() {
	r.refuses, r.skips, r.inPart = map[TrackID]amazonmusic.Kind{}, map[TrackID]bool{}, r.chance(30)
	r.most, r.takes, r.limit = 0, 0, 0
	switch r.random.IntN(8) {
	case 0, 1:
		kind := []amazonmusic.Kind{amazonmusic.NotFound, amazonmusic.Refused, amazonmusic.NotConfirmed}[r.random.IntN(3)]
		for range 1 + r.random.IntN(3) {
			r.refuses[track(r.random.IntN(randomTracks))] = kind
		}
	case 2:
		r.skips[track(r.random.IntN(randomTracks))] = true
	case 3:
		r.takes = 1 + r.random.IntN(4)
	case 4:
		r.most = 1 + r.random.IntN(4)
	case 5:
		r.limit = max(len(r.list), len(r.wanted)) + r.random.IntN(3)
	}
	r.fault = func(string) fault {
		if !r.chance(15) {
			return fault{}
		}
		kinds := []amazonmusic.Kind{amazonmusic.Disconnected, amazonmusic.Unavailable, amazonmusic.TimedOut}
		answer := fault{kind: kinds[r.random.IntN(len(kinds))], acts: r.chance(60)}
		if r.chance(70) {
			answer.late = time.Duration(r.random.IntN(3000)) * time.Millisecond
		}
		return answer
	}
}

func (r *randomRuns) behave() {
	r.refuses, r.skips, r.most, r.takes, r.limit, r.fault = nil, nil, 0, 0, 0, nil
}

func (r *randomRuns) run(t *testing.T) {
	r.between()
	former := r.wanted
	r.choose()
	r.misbehave()
	time.Sleep(time.Minute)
	synctest.Wait()
	start := slices.Clone(r.list)
	if r.chance(30) {
		time.AfterFunc(time.Duration(200+r.random.IntN(3000))*time.Millisecond, func() {
			r.edit(func() { r.theirs[r.person().ID] = true })
		})
	}
	// Tracks are listed by ids that no run has learnt.
	unknown := map[ListedID]bool{}
	for _, id := range r.wanted {
		unknown[r.listed(id)] = unknown[r.listed(id)] || r.learnt.listed(id) != r.listed(id)
	}
	r.requests = nil
	request := Request{Wanted: r.wanted, Shared: r.shared, Former: former, Names: r.learnt, Retries: 8}
	result, err := Change(t.Context(), r, request)
	// What was lost has acted by now.
	time.Sleep(time.Minute)
	synctest.Wait()
	r.learnt = result.Names
	r.check(t, start, unknown, result, err)
	r.heal(t, former, err)
}

// check compares what a run says with what the playlist holds.
func (r *randomRuns) check(t *testing.T, start []Entry, unknown map[ListedID]bool, result Result, err error) {
	t.Helper()
	held := map[ListedID]int{}
	var own []ListedID
	for _, e := range r.list {
		held[e.Track]++
		if !r.theirs[e.ID] {
			own = append(own, e.Track)
		}
	}
	wanted := map[ListedID]int{}
	var list []ListedID
	for _, id := range r.wanted {
		wanted[r.listed(id)]++
		list = append(list, r.listed(id))
	}
	incomplete, ok := errors.AsType[*IncompleteError](err)
	if err != nil && !ok {
		t.Errorf("%v", err)
		return
	}
	if err == nil && !r.shared && !slices.Equal(own, list) {
		t.Errorf("no error, and the playlist holds %v, wanted %v; %v", own, list, describe(err))
	}
	there := map[ListedID]int{}
	for _, e := range start {
		there[e.Track]++
	}
	named := map[ListedID]bool{}
	if incomplete != nil {
		for _, refused := range incomplete.Refused {
			named[r.listed(refused.ID)] = true
		}
	}
	for listed, n := range wanted {
		if held[listed] < n && !named[listed] && (incomplete == nil || incomplete.Cause == nil) {
			t.Errorf("%s is there %d times, wanted %d: %v", listed, held[listed], n, describe(err))
		}
		// Others may take the place that was lent.
		unknown[listed] = unknown[listed] || named[listed] && r.limit > 0
		if held[listed] < min(n, there[listed]) && !unknown[listed] {
			t.Errorf("%s was there %d times, is wanted %d times and there %d times: %v", listed, there[listed], n, held[listed], describe(err))
		}
	}
	for id := range r.theirs {
		if r.removed[id] {
			t.Errorf("%s is a person's, and was removed", id)
		}
	}
	if err == nil && !r.shared && configured(result.Items) != words(r.wanted) {
		t.Errorf("the items are %s, wanted %s", configured(result.Items), words(r.wanted))
	}
}

// heal runs once more, with a service that behaves.
func (r *randomRuns) heal(t *testing.T, former []TrackID, before error) {
	t.Helper()
	r.behave()
	if !r.shared {
		r.theirs = map[string]bool{}
	}
	lag := r.lag
	r.lag = 0
	first := r.requests
	if before == nil {
		former = r.wanted
	}
	for i := range 2 {
		r.requests = nil
		result, err := Change(t.Context(), r, Request{
			Wanted: r.wanted, Shared: r.shared, Former: former, Names: r.learnt, Retries: 8,
		})
		if err != nil {
			t.Errorf("the next run fails: %v; before %v", describe(err), describe(before))
		}
		r.learnt, former = result.Names, r.wanted
		if got := configured(result.Items); !r.shared && got != words(r.wanted) {
			t.Errorf("after the next run, the items are %s, wanted %s", got, words(r.wanted))
		}
		var list []ListedID
		for _, id := range r.wanted {
			list = append(list, r.listed(id))
		}
		if !r.shared && !slices.EqualFunc(r.list, list, func(e Entry, id ListedID) bool { return e.Track == id }) {
			t.Errorf("after the next run, the playlist holds %s, wanted %v", r.tracks(), list)
		}
		if i == 1 && r.sent() != "read" && len(repeated(slotsOf(r.list))) == 0 {
			t.Errorf("the run after that sent %s", r.sent())
		}
	}
	r.lag = lag
	if t.Failed() {
		t.Logf("the run sent %v", first)
	}
}

// state is for the message of a failure.
func (r *randomRuns) state() string {
	return fmt.Sprintf("shared %t, names %v, learnt %v, wanted %s, list %s, refuses %v, skips %v, most %d, takes %d, limit %d, in part %t, theirs %v",
		r.shared, r.names, r.learnt, words(r.wanted), r.tracks(), r.refuses, r.skips, r.most, r.takes, r.limit, r.inPart, r.theirs)
}
