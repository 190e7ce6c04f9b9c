package provider

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// How often a long apply says in the log how far it is.
const (
	progressTracks   = 500
	progressInterval = 5 * time.Second
)

// tracksChange is the difference between the tracks of a state and of a plan, and
// what became of it so far.
type tracksChange struct {
	// tracks is what the state must hold: id to label. It starts as the state.
	tracks  map[string]attr.Value
	wanted  map[string]attr.Value
	changes []change
	// created says that the resource is new, so that Terraform marks it as tainted
	// where a change fails.
	created bool

	failures []outcome
	// unsent counts the changes that were not sent or cut short, because the run
	// was interrupted or because others failed.
	unsent      int
	interrupted bool
	// renamed names the tracks that were answered with another id, unconfirmed the
	// removals that were not confirmed, shared those that another block saved too.
	renamed, unconfirmed, shared []string
}

// newTracksChange finds the difference. A track without a label in the state is
// not known to be saved, so it is saved.
func newTracksChange(before, after types.Map, answered map[string]string) *tracksChange {
	c := &tracksChange{tracks: before.Elements(), wanted: after.Elements()}
	for _, id := range slices.Sorted(maps.Keys(c.tracks)) {
		if _, wanted := c.wanted[id]; !wanted {
			c.changes = append(c.changes, change{trackID: id, remove: true, answered: answered[id]})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.wanted)) {
		if label, saved := c.tracks[id]; !saved || label.IsNull() {
			c.changes = append(c.changes, change{trackID: id})
		} else {
			// A new label sends nothing.
			c.tracks[id] = c.wanted[id]
		}
	}
	return c
}

// plan notes what is planned for each track, and returns those that another block
// has too.
func (c *tracksChange) plan(b *blocks, saved record) []string {
	var shared []string
	note := func(id string, plan blockPlan) {
		if b.plan(saved.Owner, plan, id, saved.AnsweredIDs[id]) {
			shared = append(shared, id)
		}
	}
	for id := range c.tracks {
		if c.keeps(id) {
			note(id, planKeep)
		}
	}
	for _, change := range c.changes {
		plan := planSave
		if change.remove {
			plan = planRemove
		}
		note(change.trackID, plan)
	}
	slices.Sort(shared)
	return shared
}

// keeps reports whether a track is saved and stays.
func (c *tracksChange) keeps(id string) bool {
	_, wanted := c.wanted[id]
	label, saved := c.tracks[id]
	return wanted && saved && !label.IsNull()
}

// apply sends the requests and records what was confirmed.
func (c *tracksChange) apply(ctx context.Context, w *writer) {
	// Tracks that stay are wanted too: a removal by another id may hit them.
	for id := range c.tracks {
		if c.keeps(id) {
			w.claims.claim(w.record.Owner, id, w.record.AnsweredIDs[id])
		}
	}
	if w.record.AnsweredIDs == nil {
		w.record.AnsweredIDs = map[string]string{}
	}
	done, lastLine := 0, time.Now()
	unsent := w.applyAll(ctx, c.changes, func(o outcome) {
		c.note(o, w)
		done++
		if now := time.Now(); done%progressTracks == 0 || now.Sub(lastLine) >= progressInterval {
			lastLine = now
			w.log.InfoContext(ctx, "Tracks changed so far",
				slog.Int("done", done), slog.Int("total", len(c.changes)), slog.Int("failed", len(c.failures)))
		}
	})
	c.unsent += unsent
	c.interrupted = ctx.Err() != nil
}

// note records one outcome.
func (c *tracksChange) note(o outcome, w *writer) {
	id := o.trackID
	switch {
	case notSent(o.err):
		c.unsent++
	case o.err != nil:
		c.failures = append(c.failures, o)
	case o.remove:
		delete(c.tracks, id)
		delete(w.record.AnsweredIDs, id)
		w.blocks.removed(w.record.Owner, id, o.answered)
		if o.unconfirmed {
			c.unconfirmed = append(c.unconfirmed, id)
		}
	default:
		c.tracks[id] = c.wanted[id]
		delete(w.record.AnsweredIDs, id)
		if o.track.ID != id {
			w.record.AnsweredIDs[id] = o.track.ID
			c.renamed = append(c.renamed, id+" is saved as "+o.track.ID)
		}
		if w.blocks.saved(w.record.Owner, id, o.track.ID) {
			c.shared = append(c.shared, id)
		}
	}
}
