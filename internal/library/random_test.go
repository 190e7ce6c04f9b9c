package library

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// sequences is how many random sequences a test runs: AMAZONMUSIC_SEQUENCES, or few
// enough for every run of the tests.
func sequences(t *testing.T) uint64 {
	t.Helper()
	if text := os.Getenv("AMAZONMUSIC_SEQUENCES"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 1000
}

// holder is an object of a state and the id by which it has its track.
type holder struct{ owner, id string }

// TestWriter_randomRuns has tracks move between owners and between their two ids,
// objects be replaced, and a person save and remove tracks, while requests overtake
// each other, 15 % of the answers are lost, some confirm nothing, and lost tries act up
// to three seconds late. After each run the library holds what is wanted, or an error has said what
// may not be so.
func TestWriter_randomRuns(t *testing.T) {
	for seed := range sequences(t) {
		synctest.Test(t, func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("seed %d", seed)
				}
			}()
			newRandomRuns(seed).run(t)
		})
	}
}

type randomRuns struct {
	*model

	ids  [][]string // of each track: the id that is asked for, and the answered one
	held []holder
	// unsure are the tracks of which an error has said that they may be saved.
	unsure map[int]bool
	// others are the tracks that a person saved.
	others map[string]bool
	owners int
}

const randomTracks = 12

func newRandomRuns(seed uint64) *randomRuns {
	r := &randomRuns{model: newModel(), held: make([]holder, randomTracks), unsure: map[int]bool{}, others: map[string]bool{}}
	r.random = rand.New(rand.NewPCG(seed, 1))
	r.tries = 3
	for i := range randomTracks {
		a, b := fmt.Sprintf("A%09d", i), trackID(i)
		r.aliases[a] = b
		r.ids = append(r.ids, []string{a, b})
	}
	r.answer = func(string, string) fault {
		if r.random.IntN(100) >= 15 {
			return fault{unconfirmed: r.random.IntN(20) == 0}
		}
		kinds := []amazonmusic.Kind{amazonmusic.Disconnected, amazonmusic.Unavailable, amazonmusic.TimedOut}
		return fault{
			kind: kinds[r.random.IntN(len(kinds))], acts: r.random.IntN(2) == 0, late: time.Duration(r.random.IntN(3000)) * time.Millisecond,
		}
	}
	return r
}

func (r *randomRuns) run(t *testing.T) {
	for range 6 {
		next := slices.Clone(r.held)
		for i := range next {
			switch r.random.IntN(4) {
			case 0:
				next[i] = holder{}
			case 1, 2:
				next[i] = holder{fmt.Sprint("block ", r.random.IntN(4)), r.ids[i][r.random.IntN(2)]}
			}
		}
		r.person()
		r.apply(t.Context(), next)
		// What was lost has acted by now.
		time.Sleep(5 * time.Second)
		r.check(t)
	}
}

// person saves and removes tracks that no block has.
func (r *randomRuns) person() {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := fmt.Sprintf("P%09d", r.random.IntN(5))
	if r.others[id] {
		delete(r.others, id)
		delete(r.saved, id)
	} else {
		r.others[id], r.saved[id] = true, true
	}
}

// apply makes the changes of one run, in random order, ten at once.
func (r *randomRuns) apply(ctx context.Context, next []holder) {
	ledger := NewLedger()
	var changes []func()
	done := make(chan struct{})
	for i := range next {
		from, to := r.held[i], next[i]
		if from == to {
			// Some blocks that stay are replaced, and some take part in the run.
			switch {
			case from.id != "" && r.unsure[i]:
				// What an error has called lost is repaired: see the advice on it.
				ledger.Leave(from.owner, from.id, r.canonical(from.id), nil)
			case from.id != "" && r.random.IntN(4) == 0:
				ledger.Leave(from.owner, from.id, r.canonical(from.id), &amazonmusic.Track{ID: r.canonical(from.id)})
				r.owners++
				to.owner = fmt.Sprint("replaced ", r.owners)
			default:
				continue
			}
		}
		changes = append(changes, func() {
			defer func() { done <- struct{}{} }()
			r.change(ctx, ledger, i, from, to)
		})
	}
	r.random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	for start := 0; start < len(changes); start += 10 {
		batch := changes[start:min(start+10, len(changes))]
		for _, change := range batch {
			go change()
		}
		for range batch {
			<-done
		}
	}
}

// change makes the removal and the save of one track, in either order or at once.
func (r *randomRuns) change(ctx context.Context, ledger *Ledger, i int, from, to holder) {
	failed := false
	save := func() {
		if to.id == "" {
			return
		}
		if _, taken := ledger.TakeOver(to.owner, to.id); taken {
			return
		}
		if _, err := r.writer(ledger, to.owner).Save(ctx, to.id); err != nil {
			failed = true
			to = holder{}
		}
	}
	left := from.id == to.id
	remove := func() {
		if from.id == "" || left {
			return
		}
		if _, err := r.writer(ledger, from.owner).Remove(ctx, from.id, r.canonical(from.id)); err != nil {
			failed = true
		}
	}
	r.mu.Lock()
	order := r.random.IntN(3)
	r.mu.Unlock()
	switch order {
	case 0:
		save()
		remove()
	case 1:
		remove()
		save()
	default:
		saved := make(chan struct{})
		go func() {
			save()
			close(saved)
		}()
		remove()
		<-saved
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held[i], r.unsure[i] = to, failed
}

func (r *randomRuns) check(t *testing.T) {
	t.Helper()
	holds := r.holds()
	for i, h := range r.held {
		saved := slices.Contains(holds, r.ids[i][1])
		if saved != (h.id != "") && !r.unsure[i] {
			t.Errorf("track %d is wanted by %+v and saved is %v, after %v", i, h, saved, r.log)
		}
	}
	for id := range maps.Keys(r.others) {
		if !slices.Contains(holds, id) {
			t.Errorf("%s of another person was removed", id)
		}
	}
	r.log = nil
}
