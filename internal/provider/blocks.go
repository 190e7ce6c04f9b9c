package provider

import (
	"slices"
	"sync"
)

// blocks knows which resource instances a plan has for each track, so that two of
// them for one track are found. The owner of an instance travels in its private
// state, which Terraform hands to both plan calls of a replacement.
//
// An instance that is planned for the first time has no owner yet. Two of those
// for one track cannot be told from one that is planned twice, as an apply does:
// they are found when both are saved, and by every later plan.
type blocks struct {
	mu      sync.Mutex
	byTrack map[string][]block
}

// block is one resource instance and one of its tracks.
type block struct {
	owner string
	plan  blockPlan
}

// blockPlan is what a plan does with a track of a block.
type blockPlan int

const (
	// planKeep: it is saved and stays.
	planKeep blockPlan = iota
	// planSave: it will be saved.
	planSave
	// planRemove: it will be removed.
	planRemove
	// doneSave: this run has saved it.
	doneSave
)

func newBlocks() *blocks { return &blocks{byTrack: map[string][]block{}} }

// plan notes the plan of a block for a track, and reports whether that track is
// lost by removing it, now or later, because another block keeps it too.
func (b *blocks) plan(owner string, plan blockPlan, ids ...string) (conflict bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		if id == "" {
			continue
		}
		for _, other := range b.byTrack[id] {
			conflict = conflict || other.owner != owner && conflicting(plan, other.plan)
		}
		b.set(id, block{owner, plan})
	}
	return conflict
}

// conflicting reports whether one track must not have both plans. A track that
// one block removes and another one saves, or has saved in this run, moves between
// them, and is kept. (What was created first has been saved when Terraform plans
// the removal once more.)
func conflicting(a, b blockPlan) bool {
	if a == planRemove || b == planRemove {
		return a == planKeep || b == planKeep
	}
	return true
}

// saved notes that a block has saved a track, and reports whether another block
// of this run has saved it too.
func (b *blocks) saved(owner string, ids ...string) (conflict bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		// A save that was planned is this one: a replaced block has another owner.
		b.dropAll(id, func(other block) bool { return other.plan == planSave })
		for _, other := range b.byTrack[id] {
			conflict = conflict || other.owner != owner && other.plan != planRemove
		}
		b.set(id, block{owner, doneSave})
	}
	return conflict
}

// removed notes that a block no longer has a track.
func (b *blocks) removed(owner string, ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		b.drop(id, owner)
	}
}

func (b *blocks) set(id string, planned block) {
	b.drop(id, planned.owner)
	b.byTrack[id] = append(b.byTrack[id], planned)
}

func (b *blocks) drop(id, owner string) {
	b.dropAll(id, func(other block) bool { return other.owner == owner })
}

func (b *blocks) dropAll(id string, gone func(block) bool) {
	b.byTrack[id] = slices.DeleteFunc(b.byTrack[id], gone)
}
