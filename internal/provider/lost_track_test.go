package provider

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// update plans a change of a resource that was created, and applies it if there is one.
func (p *protocol) update(name string, created *tfprotov6.ApplyResourceChangeResponse, config map[string]tftypes.Value,
) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	plan := p.planned(name, created, config)
	p.noErrors(plan.Diagnostics)
	if bytes.Equal(plan.PlannedState.MsgPack, created.NewState.MsgPack) {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: created.NewState, Private: created.Private}
	}
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, Config: p.dynamic(p.resourceType(name), config), PriorState: created.NewState,
		PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp
}

// TestLostTrack_nextApplySavesIt: a track that stays and was hit by a removal of another
// block, and that cannot be saved again, is not known to be saved any more: the next
// apply saves it.
func TestLostTrack_nextApplySavesIt(t *testing.T) {
	t.Parallel()
	one := map[string]tftypes.Value{"track_id": text(mockapi.TrackCanonical)}
	many := map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String},
		map[string]tftypes.Value{mockapi.TrackCanonical: text("Something"), "B000000001": text("")})}
	for typeName, config := range map[string]map[string]tftypes.Value{trackType: one, tracksType: many} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			session := func() *protocol {
				p := newProtocol(t)
				p.configureOnce(f)
				return p
			}
			p := session()
			stays := p.create(typeName, config)
			goes := p.create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackAliased)})

			p = session()
			p.noErrors(p.destroy(trackType, goes).Diagnostics)
			f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")}})
			failed := p.update(typeName, stays, config)
			if len(failed.Diagnostics) == 0 || failed.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("got %v", failed.Diagnostics)
			}
			f.ClearFaults()

			p.noErrors(session().update(typeName, failed, config).Diagnostics)
			if !f.IsSaved(mockapi.TrackCanonical) {
				t.Error("the track is lost")
			}
		})
	}
}
