package provider

import (
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// libraryTracksPlan is what a plan means for the tracks of one resource.
type libraryTracksPlan struct {
	ledger *library.Ledger
	saved  record
	change *tracksChange
	// destroyed says that the plan has no object any more.
	destroyed bool
	// stay are the tracks of a destroyed object that another block keeps.
	stay []string
	// atRisk says that another owner removes a track that stays.
	atRisk bool
	shared sharedTracks
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
	case len(others) == 0:
	case p.destroyed:
		p.stay = append(p.stay, id)
		p.shared.add(&p.shared.stays, p.change.name(id), ownersOf(others)...)
	default:
		p.shared.add(&p.shared.goes, p.change.name(id), ownersOf(others)...)
	}
}
