package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// plan plans a change of a resource that was created, or its removal for nil.
func (p *protocol) plan(name string, created *tfprotov6.ApplyResourceChangeResponse, config map[string]tftypes.Value,
) []*tfprotov6.Diagnostic {
	p.t.Helper()
	return p.planned(name, created, config).Diagnostics
}

// planned is plan with the whole answer.
func (p *protocol) planned(name string, created *tfprotov6.ApplyResourceChangeResponse, config map[string]tftypes.Value,
) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	t := p.resourceType(name)
	null := p.dynamicValue(t, tftypes.NewValue(t, nil))
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: name, Config: null, PriorState: null, ProposedNewState: null}
	if config != nil {
		req.Config, req.ProposedNewState = p.dynamic(t, config), p.dynamic(t, config)
	}
	if created != nil {
		req.PriorPrivate = created.Private
		if created.NewState != nil {
			req.PriorState = created.NewState
			if config != nil {
				req.ProposedNewState = p.dynamic(t, p.proposed(name, created.NewState, config))
			}
		}
	}
	resp, err := p.server.PlanResourceChange(p.t.Context(), req)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp
}

// TestTwoBlocks_replacedByUnknown: a track whose block gets another one stays saved for
// another block, also where the new one is not known yet.
func TestTwoBlocks_replacedByUnknown(t *testing.T) {
	t.Parallel()
	track := map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}
	later := map[string]tftypes.Value{"track_id": unknownText()}
	for name, stays := range map[string]bool{"another block has it": true, "no other block has it": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			first, second := p.create(trackType, track), p.create(trackType, track)
			p = newProtocol(t)
			p.configureFor(f)
			if stays {
				p.plan(trackType, second, track)
			}
			p.noErrors(p.replace(f, trackType, first, later, false).Diagnostics)
			if f.IsSaved(mockapi.TrackKaneTrain) != stays {
				t.Errorf("saved is %v", !stays)
			}
		})
	}
}

// TestTwoBlocks_answeredID: a resource that replaces one whose creation failed in part
// knows the other ids of its tracks too, so that another block does not take one away.
func TestTwoBlocks_answeredID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	session := func() *protocol {
		p := newProtocol(t)
		p.configureFor(f)
		return p
	}
	tracks := func(ids ...string) map[string]tftypes.Value {
		labels := map[string]tftypes.Value{}
		for _, id := range ids {
			labels[id] = text("")
		}
		return map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, labels)}
	}
	config := tracks(mockapi.TrackAliased, "B000000001")
	failed := session().create(tracksType, tracks(mockapi.TrackAliased, "B000000001", mockapi.TrackNotFound))
	block := session().create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackCanonical)})

	plan := session().planned(tracksType, nil, config)
	run := session()
	run.noErrors(run.destroy(tracksType, &tfprotov6.ApplyResourceChangeResponse{
		NewState: failed.NewState, Private: plan.PlannedPrivate,
	}).Diagnostics)
	f.ResetRequests()
	group := run.create(tracksType, config)
	run.noErrors(group.Diagnostics)
	if err := f.compareSent(put(mockapi.TrackAliased)); err != nil {
		t.Error(err)
	}

	p := session()
	p.plan(tracksType, group, config)
	destroyed := p.planned(trackType, block, nil)
	compareDiagnostics(t, destroyed.Diagnostics, []expected{{"", "Track in More Than One Block", "They stay saved"}})
	p = session()
	p.noErrors(p.destroy(trackType, &tfprotov6.ApplyResourceChangeResponse{
		NewState: block.NewState, Private: destroyed.PlannedPrivate,
	}).Diagnostics)
	if !f.IsSaved(mockapi.TrackCanonical) {
		t.Error("the track is lost")
	}
}

// TestTwoBlocks plans two blocks for one track as one run does.
func TestTwoBlocks(t *testing.T) {
	t.Parallel()
	f := startService(t)
	setup := newProtocol(t)
	setup.configureFor(f)
	track := map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}
	many := map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String},
		map[string]tftypes.Value{mockapi.TrackKaneTrain: text("Kane Train"), "B000000001": text("")})}
	first, second := setup.create(trackType, track), setup.create(trackType, track)
	group := setup.create(tracksType, many)
	asked, answered := setup.create(trackType, oneOf(mockapi.TrackAliased)), setup.create(trackType, oneOf(mockapi.TrackCanonical))
	marked := &stored{NewState: setup.holding(trackType, track).NewState, Private: first.Private}
	// Both are new: the apply says so when the second one is saved.
	compareDiagnostics(t, first.Diagnostics, nil)
	compareDiagnostics(t, second.Diagnostics, []expected{{"", "Track in More Than One Block", mockapi.TrackKaneTrain}})
	compareDiagnostics(t, group.Diagnostics, []expected{{"", "Track in More Than One Block", mockapi.TrackKaneTrain}})

	for name, run := range map[string]func(p *protocol) (silent, warned []*tfprotov6.Diagnostic){
		"two stand": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, first, track), p.plan(trackType, second, track)
		},
		"a block and one resource for many": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(tracksType, group, nil), p.plan(trackType, first, track)
		},
		"one of two is destroyed": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, first, track), p.plan(trackType, second, nil)
		},
		"one stands, another one is new": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, first, track), p.plan(trackType, nil, track)
		},
		"one stands, another one is saved again": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, second, track), p.plan(trackType, marked, track)
		},
		"by the id that was asked for, and by the answered one": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, asked, oneOf(mockapi.TrackAliased)), p.plan(trackType, answered, oneOf(mockapi.TrackCanonical))
		},
		"the one of two ids is destroyed": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, asked, nil), p.plan(trackType, answered, oneOf(mockapi.TrackCanonical))
		},
		"replaced beside another": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			silent = append(silent, p.plan(trackType, first, track)...)
			// The second plan call of a replacement has the private state and no prior state.
			silent = append(silent, p.plan(trackType, &tfprotov6.ApplyResourceChangeResponse{Private: first.Private}, track)...)
			return silent, p.plan(trackType, second, track)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProtocol(t)
			p.configureFor(f)
			silent, warned := run(p)
			compareDiagnostics(t, silent, nil)
			if len(warned) != 1 || warned[0].Summary != "Track in More Than One Block" ||
				warned[0].Severity != tfprotov6.DiagnosticSeverityWarning {
				t.Errorf("got %v", warned)
			}
		})
	}
}

// TestTwoBlocks_oneGivesUp: the plan says whether a track goes or stays that one block
// gives up and another one keeps, whichever is planned first.
func TestTwoBlocks_oneGivesUp(t *testing.T) {
	t.Parallel()
	f := startService(t)
	setup := newProtocol(t)
	setup.configureFor(f)
	track := map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}
	block := setup.create(trackType, track)
	many := map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String},
		map[string]tftypes.Value{mockapi.TrackKaneTrain: text("The Train"), "B000000001": text("")})}
	group := setup.create(tracksType, many)
	keep := func(p *protocol) []*tfprotov6.Diagnostic { return p.plan(trackType, block, track) }
	destroy := func(p *protocol) []*tfprotov6.Diagnostic { return p.plan(tracksType, group, nil) }
	takeOut := func(p *protocol) []*tfprotov6.Diagnostic {
		return p.plan(tracksType, group, map[string]tftypes.Value{
			"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"B000000001": text("")}),
		})
	}
	const stays, goes = "Kane Train.*They stay saved", `(?s)removes tracks that an amazonmusic_library_track block still has: The Train \(B08DL2BXQC\)`
	for name, test := range map[string]struct {
		first, second func(p *protocol) []*tfprotov6.Diagnostic
		want          string
	}{
		"destroyed, planned last":  {keep, destroy, "The Train.*They stay saved"},
		"destroyed, planned first": {destroy, keep, stays},
		"taken out, planned last":  {keep, takeOut, goes},
		"taken out, planned first": {takeOut, keep, stays},
		"the block is destroyed": {
			func(p *protocol) []*tfprotov6.Diagnostic { return p.plan(trackType, block, nil) },
			func(p *protocol) []*tfprotov6.Diagnostic { return p.plan(tracksType, group, many) },
			"The Train.*They stay saved",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProtocol(t)
			p.configureFor(f)
			compareDiagnostics(t, test.first(p), nil)
			compareDiagnostics(t, test.second(p), []expected{{"", "Track in More Than One Block", test.want}})
		})
	}
}

// TestTwoBlocks_destroyed: the tracks of a destroyed resource that another block keeps stay
// saved, and the others go.
func TestTwoBlocks_destroyed(t *testing.T) {
	t.Parallel()
	f := startService(t)
	x, y := "B000000001", "B000000002"
	block, group := f.session(t).create(trackType, oneOf(x)), f.session(t).create(tracksType, manyOf(x, y))
	p := f.session(t)
	p.plan(trackType, block, oneOf(x))
	plan := p.planned(tracksType, group, nil)
	f.ResetRequests()
	p = f.session(t)
	p.destroyed(tracksType, p.destroy(tracksType, &stored{NewState: group.NewState, Private: plan.PlannedPrivate}))
	if err := f.compareSent(del(y)); err != nil {
		t.Error(err)
	}
}
