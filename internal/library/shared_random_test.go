package library

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// TestLedger_randomPlans has blocks that share tracks, by either of their ids, planned in
// one session and applied in another, each in random order. A block without a change
// takes part in the apply only where its plan found one of its tracks at risk. A track
// that a block still has is saved afterwards, unless a plan said that it goes.
func TestLedger_randomPlans(t *testing.T) {
	for seed := range sequences(t) {
		synctest.Test(t, func(t *testing.T) {
			newSharedRun(seed).run(t)
			if t.Failed() {
				t.Logf("seed %d", seed)
			}
		})
	}
}

// block is a resource for many tracks, as its plan and its apply see it.
type block struct {
	owner string
	// before and after hold the ids that it has its tracks by.
	before, after map[string]bool
	destroyed     bool
	stays         []string
	takesPart     bool
}

type sharedRun struct {
	*model

	blocks []*block
	// goes are the tracks that a plan says are removed for another block too.
	goes map[string]bool
}

func newSharedRun(seed uint64) *sharedRun {
	r := &sharedRun{model: newModel(), goes: map[string]bool{}}
	r.random = rand.New(rand.NewPCG(seed, 2))
	r.tries = 20
	r.answer = func(string, string) fault {
		if r.random.IntN(100) >= 15 {
			return fault{unconfirmed: r.random.IntN(20) == 0}
		}
		return fault{kind: amazonmusic.Disconnected, acts: r.random.IntN(2) == 0, late: time.Duration(r.random.IntN(3000)) * time.Millisecond}
	}
	var ids []string
	for i := range 4 {
		a, b := fmt.Sprintf("A%09d", i), trackID(i)
		r.aliases[a] = b
		ids = append(ids, a, b)
	}
	for i := range 4 {
		b := &block{owner: fmt.Sprint("block ", i), before: map[string]bool{}, after: map[string]bool{}}
		b.destroyed = r.random.IntN(5) == 0
		unchanged := r.random.IntN(3) == 0
		for _, id := range ids {
			if r.random.IntN(4) == 0 {
				b.before[id] = true
				r.saved[r.canonical(id)] = true
			}
			if !b.destroyed && (unchanged && b.before[id] || !unchanged && r.random.IntN(4) == 0) {
				b.after[id] = true
			}
		}
		r.blocks = append(r.blocks, b)
	}
	return r
}

func (r *sharedRun) run(t *testing.T) {
	ledger := NewLedger()
	r.random.Shuffle(len(r.blocks), func(i, j int) { r.blocks[i], r.blocks[j] = r.blocks[j], r.blocks[i] })
	for _, b := range r.blocks {
		r.plan(ledger, b, true)
	}
	r.random.Shuffle(len(r.blocks), func(i, j int) { r.blocks[i], r.blocks[j] = r.blocks[j], r.blocks[i] })
	ledger = NewLedger()
	done := make(chan struct{})
	started := 0
	for _, b := range r.blocks {
		if !b.takesPart {
			continue
		}
		started++
		r.mu.Lock()
		delay := time.Duration(r.random.IntN(60)) * time.Millisecond
		r.mu.Unlock()
		go func() {
			defer func() { done <- struct{}{} }()
			time.Sleep(delay)
			r.apply(t, ledger, b)
		}()
	}
	for range started {
		<-done
	}
	time.Sleep(10 * time.Second)
	holds := r.holds()
	for _, b := range r.blocks {
		for id := range b.after {
			if track := r.canonical(id); !slices.Contains(holds, track) && !r.goes[track] {
				t.Errorf("%s has %s, which is lost after %v", b.owner, id, r.log)
			}
		}
	}
}

// plan is the plan of one block.
func (r *sharedRun) plan(ledger *Ledger, b *block, first bool) (atRisk bool) {
	for id := range b.before {
		switch {
		case b.after[id]:
			ledger.Plan(b.owner, Keep, id, r.canonical(id))
			atRisk = atRisk || ledger.AtRisk(b.owner, id)
		case len(ledger.Plan(b.owner, Remove, id, r.canonical(id))) == 0 || !first:
		case b.destroyed:
			b.stays = append(b.stays, id)
		default:
			r.goes[r.canonical(id)] = true
		}
	}
	for id := range b.after {
		if !b.before[id] {
			ledger.Plan(b.owner, Save, id, "")
		}
	}
	if first {
		b.takesPart = atRisk || !maps.Equal(b.before, b.after)
	}
	return atRisk
}

func (r *sharedRun) apply(t *testing.T, ledger *Ledger, b *block) {
	if !b.destroyed && !r.plan(ledger, b, false) && maps.Equal(b.before, b.after) {
		return
	}
	w := r.writer(ledger, b.owner)
	kept := map[string]string{}
	var changes []Change
	for id := range b.before {
		switch {
		case b.after[id]:
			kept[id] = r.canonical(id)
		case slices.Contains(b.stays, id) || slices.Contains(b.stays, r.canonical(id)):
			ledger.Leave(b.owner, id, r.canonical(id), nil)
		default:
			changes = append(changes, Change{ID: id, Remove: true, Answered: r.canonical(id)})
		}
	}
	for id := range b.after {
		if !b.before[id] {
			changes = append(changes, Change{ID: id})
		}
	}
	for _, failed := range w.Keep(t.Context(), kept) {
		t.Error(failed.Err)
	}
	w.Apply(t.Context(), changes, func(o Outcome) {
		if o.Err != nil {
			t.Error(o.Err)
		}
	})
}
