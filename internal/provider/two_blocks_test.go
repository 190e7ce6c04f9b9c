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
				req.ProposedNewState = created.NewState
			}
		}
	}
	resp, err := p.server.PlanResourceChange(p.t.Context(), req)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.Diagnostics
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
		"one of two is removed": func(p *protocol) (silent, warned []*tfprotov6.Diagnostic) {
			return p.plan(trackType, first, track), p.plan(trackType, second, nil)
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
