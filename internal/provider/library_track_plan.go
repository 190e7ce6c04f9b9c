package provider

import (
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// libraryTrackPlan is what a plan means for one track.
type libraryTrackPlan struct {
	ledger *library.Ledger
	owner  string
	// kept are the ids of the tracks that stay saved where the object is deleted.
	kept   []string
	shared sharedTracks
}

// change notes a plan. A state or a plan that is null has no track, and a plan can have
// one that is not known yet. It reports whether the track has to be saved again.
func (p *libraryTrackPlan) change(state, plan libraryTrackModel) (save bool) {
	if !state.TrackID.Equal(plan.TrackID) {
		if !state.TrackID.IsNull() {
			p.remove(state)
		}
		if !plan.TrackID.IsNull() && !plan.TrackID.IsUnknown() {
			p.save(plan)
			p.kept = append(p.kept, plan.TrackID.ValueString())
		}
		return false
	}
	if state.SaveState.IsNull() {
		p.save(state)
		return true
	}
	id := state.TrackID.ValueString()
	others := p.ledger.Plan(p.owner, library.Keep, id, state.ID.ValueString())
	for _, other := range others {
		to := &p.shared.both
		if other.Intent == library.Remove {
			to = &p.shared.stays
		}
		p.shared.add(to, state.name(), other.Owner)
	}
	// A block without a change takes no part in the apply, and could not keep its track.
	return p.ledger.AtRisk(p.owner, id)
}

func (p *libraryTrackPlan) save(m libraryTrackModel) {
	id := m.TrackID.ValueString()
	if others := p.ledger.Plan(p.owner, library.Save, id, m.ID.ValueString()); len(others) > 0 {
		p.shared.add(&p.shared.both, m.name(), ownersOf(others)...)
	}
}

func (p *libraryTrackPlan) remove(m libraryTrackModel) {
	id := m.TrackID.ValueString()
	if others := p.ledger.Plan(p.owner, library.Remove, id, m.ID.ValueString()); len(others) > 0 {
		p.shared.add(&p.shared.stays, m.name(), ownersOf(others)...)
		p.kept = append(p.kept, id)
	}
}
