package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// libraryTracksPlan is what a plan means for the tracks of one resource.
type libraryTracksPlan struct {
	ledger *library.Ledger
	saved  record
	change *tracksChange
	// created says that there is no object yet, destroyed that there is none any more.
	created, destroyed bool
	// stay are the tracks of a destroyed object that another block keeps.
	stay []string
	// atRisk says that another owner removes a track that stays.
	atRisk bool
	// removed names the tracks that the plan removes from the library.
	removed []string
	shared  sharedTracks
}

// note notes the plan for every track.
func (p *libraryTracksPlan) note() {
	for id := range p.change.tracks {
		if p.change.keeps(id) {
			p.keep(id)
		}
	}
	for _, c := range p.change.changes {
		if c.Remove {
			p.remove(c.ID)
		} else if others := p.plan(library.Save, c.ID); len(others) > 0 {
			p.shared.add(&p.shared.both, p.change.name(c.ID), ownersOf(others)...)
		}
	}
}

func (p *libraryTracksPlan) plan(intent library.Intent, id string) []library.Other {
	return p.ledger.Plan(p.saved.Owner, intent, id, p.saved.AnsweredIDs[id])
}

func (p *libraryTracksPlan) keep(id string) {
	for _, other := range p.plan(library.Keep, id) {
		to := &p.shared.both
		if other.Intent == library.Remove {
			to = &p.shared.stays
		}
		p.shared.add(to, p.change.name(id), other.Owner)
	}
	p.atRisk = p.atRisk || p.ledger.AtRisk(p.saved.Owner, id)
}

func (p *libraryTracksPlan) remove(id string) {
	others := p.plan(library.Remove, id)
	switch {
	case len(others) == 0 && p.ledger.Keeps(id):
		// It was saved by another owner in this run, so it is not removed.
	case len(others) == 0:
		p.removed = append(p.removed, p.change.name(id))
	case p.destroyed:
		p.stay = append(p.stay, id)
		p.shared.add(&p.shared.stays, p.change.name(id), ownersOf(others)...)
	default:
		p.removed = append(p.removed, p.change.name(id))
		p.shared.add(&p.shared.goes, p.change.name(id), ownersOf(others)...)
	}
}

// deletion is what the deletion of the object has to know. That of a replaced one is
// planned as the creation of the new one.
func (p *libraryTracksPlan) deletion(after libraryTracksModel) plannedDeletion {
	if !p.created {
		return plannedDeletion{Kept: p.stay}
	}
	d := plannedDeletion{Kept: slices.Collect(maps.Keys(after.Tracks.Elements()))}
	if most := wholeNumber(after.MaxRemovals, -1); most >= 0 {
		d.MaxRemovals = &most
	}
	return d
}

// manyRemovals is how many tracks a plan may remove without a warning.
const manyRemovals = 10

// checkRemovals refuses a plan that removes more tracks than the limit, and warns about
// many where there is no limit.
func (p *libraryTracksPlan) checkRemovals(limit types.Number, diags *diag.Diagnostics) {
	most := wholeNumber(limit, manyRemovals)
	switch {
	case limit.IsUnknown() || len(p.removed) <= most:
	case limit.IsNull():
		diags.AddWarning("Many Tracks Will Be Removed",
			"This plan removes "+removals(p.removed)+" Set max_removals to make such a plan an error.")
	default:
		advice := adviceOnRemovals
		if p.destroyed {
			advice = adviceOnDestruction
		}
		refuseRemovals(p.removed, most, advice, diags)
	}
}

const (
	adviceOnRemovals = "If the tracks are to go, raise max_removals or remove it. If not, check where \"tracks\" comes from: a file " +
		"may have lost rows."
	adviceOnDestruction = "To destroy the resource, first raise max_removals or remove it, and apply. If the object is a deposed " +
		"one, left over from a replacement, run \"terraform state rm\" with the resource's address, and apply: that saves the " +
		"configured tracks again and removes none."
)

func refuseRemovals(removed []string, most int, advice string, diags *diag.Diagnostics) {
	diags.AddError("Too Many Removals", fmt.Sprintf("This plan removes %s max_removals is %d, so none is removed.\n\n%s",
		removals(removed), most, advice))
}

func removals(removed []string) string {
	return fmt.Sprintf("%s of this resource from the library: %s.", count(len(removed), "track"), listSome(removed, ", "))
}
