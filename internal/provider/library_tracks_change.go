package provider

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
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
	changes []library.Change
	// labels are those of the state, for the tracks that are removed.
	labels map[string]attr.Value
	// created says that the resource is new, so that Terraform marks it as tainted
	// where a change fails.
	created bool

	failures []library.Outcome
	// unsent counts the changes that were not sent or cut short, because the run
	// was interrupted or because others failed.
	unsent      int
	interrupted bool
	// renamed names the tracks that were answered with another id, unconfirmed the
	// removals that were not confirmed.
	renamed, unconfirmed []string
	shared               sharedTracks
}

// newTracksChange finds the difference. A track without a label in the state is
// not known to be saved, so it is saved.
func newTracksChange(before, after types.Map, answered map[string]string) *tracksChange {
	c := &tracksChange{tracks: before.Elements(), wanted: after.Elements(), labels: before.Elements()}
	for _, id := range slices.Sorted(maps.Keys(c.tracks)) {
		if _, wanted := c.wanted[id]; !wanted {
			c.changes = append(c.changes, library.Change{ID: id, Remove: true, Answered: answered[id]})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.wanted)) {
		if label, saved := c.tracks[id]; !saved || label.IsNull() {
			c.changes = append(c.changes, library.Change{ID: id})
		} else {
			// A new label sends nothing.
			c.tracks[id] = c.wanted[id]
		}
	}
	return c
}

// keeps reports whether a track is saved and stays.
func (c *tracksChange) keeps(id string) bool {
	_, wanted := c.wanted[id]
	label, saved := c.tracks[id]
	return wanted && saved && !label.IsNull()
}

// name is a track in a message.
func (c *tracksChange) name(id string) string {
	for _, labels := range []map[string]attr.Value{c.wanted, c.labels} {
		if label, ok := labels[id].(types.String); ok {
			return named(id, label.ValueString())
		}
	}
	return id
}

func (c *tracksChange) names(ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = c.name(id)
	}
	return names
}

// changed names the tracks of all changes.
func (c *tracksChange) changed() []string {
	ids := make([]string, len(c.changes))
	for i, change := range c.changes {
		ids[i] = change.ID
	}
	return c.names(ids)
}

// warnDrift names the tracks that the last refresh did not find in the library.
func (c *tracksChange) warnDrift(diags *diag.Diagnostics) {
	var gone []string
	for _, change := range c.changes {
		if _, marked := c.labels[change.ID]; marked && !change.Remove {
			gone = append(gone, c.name(change.ID))
		}
	}
	warnRemovedElsewhere(diags, gone)
}

// atRisk reports whether a removal of this run hits a track that stays, or may have
// hit it.
func (c *tracksChange) atRisk(ledger *library.Ledger, saved record) bool {
	for id := range c.tracks {
		if c.keeps(id) && ledger.AtRisk(saved.Owner, id) {
			return true
		}
	}
	return false
}

// takeOver takes over the tracks that the object which this one replaces has left.
func (c *tracksChange) takeOver(ledger *library.Ledger, saved *record) {
	saved.AnsweredIDs = map[string]string{}
	c.changes = slices.DeleteFunc(c.changes, func(change library.Change) bool {
		track, taken := ledger.TakeOver(saved.Owner, change.ID)
		if taken {
			c.noteSaved(change.ID, track.ID, saved)
		}
		return taken
	})
}

// leave leaves the tracks that stay saved to the ledger. Those of a tainted object
// need not be saved again. Where the deletion fails, they stay in the state.
func (c *tracksChange) leave(ledger *library.Ledger, saved record, kept []string, tainted bool) {
	stays := make(map[string]bool, len(kept))
	for _, id := range kept {
		stays[id] = true
	}
	c.changes = slices.DeleteFunc(c.changes, func(change library.Change) bool {
		if !stays[change.ID] && !stays[change.Answered] {
			return false
		}
		var left *amazonmusic.Track
		if tainted && !c.tracks[change.ID].IsNull() {
			left = &amazonmusic.Track{ID: change.ID}
		}
		ledger.Leave(saved.Owner, change.ID, change.Answered, left)
		return true
	})
}

// apply sends the requests and records what was confirmed.
func (c *tracksChange) apply(ctx context.Context, w *library.Writer, saved *record, log *slog.Logger) {
	// Tracks that stay are wanted too: a removal by another id may hit them.
	kept := map[string]string{}
	for id := range c.tracks {
		if c.keeps(id) {
			kept[id] = saved.AnsweredIDs[id]
		}
	}
	for _, failed := range w.Keep(ctx, kept) {
		c.fail(failed)
	}
	if saved.AnsweredIDs == nil {
		saved.AnsweredIDs = map[string]string{}
	}
	done, lastLine := 0, time.Now()
	c.unsent += w.Apply(ctx, c.changes, func(o library.Outcome) {
		c.note(o, saved)
		done++
		if now := time.Now(); done%progressTracks == 0 || now.Sub(lastLine) >= progressInterval {
			lastLine = now
			log.InfoContext(ctx, "Tracks changed so far",
				slog.Int("done", done), slog.Int("total", len(c.changes)), slog.Int("failed", len(c.failures)))
		}
	})
	c.interrupted = ctx.Err() != nil
}

// note records one outcome.
func (c *tracksChange) note(o library.Outcome, saved *record) {
	switch {
	case notSent(o.Err):
		c.unsent++
	case o.Err != nil:
		c.fail(o)
	case o.Remove:
		delete(c.tracks, o.ID)
		delete(saved.AnsweredIDs, o.ID)
		if o.Removed.Unconfirmed {
			c.unconfirmed = append(c.unconfirmed, c.name(o.ID))
		}
	default:
		c.noteSaved(o.ID, o.Saved.Track.ID, saved)
		if len(o.Saved.Others) > 0 {
			c.shared.add(&c.shared.both, c.name(o.ID), o.Saved.Others...)
		}
	}
}

// fail records a failure. A track that may be lost loses its label, so that the next plan
// saves it again.
func (c *tracksChange) fail(o library.Outcome) {
	c.failures = append(c.failures, o)
	if lost, ok := errors.AsType[*library.LostTrackError](o.Err); ok && c.keeps(lost.TrackID) {
		c.tracks[lost.TrackID] = types.StringNull()
	}
}

// noteSaved records a track that is saved, and the id that it was answered with.
func (c *tracksChange) noteSaved(id, answered string, saved *record) {
	c.tracks[id] = c.wanted[id]
	delete(saved.AnsweredIDs, id)
	if answered != id {
		saved.AnsweredIDs[id] = answered
		c.renamed = append(c.renamed, c.name(id)+" is saved as "+answered)
	}
}
