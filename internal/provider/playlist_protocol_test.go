package provider

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const playlistType = "amazonmusic_playlist"

var listOfText = tftypes.List{ElementType: tftypes.String}

// texts is a list of strings.
func texts(values ...string) tftypes.Value {
	elements := make([]tftypes.Value, len(values))
	for i, value := range values {
		elements[i] = text(value)
	}
	return tftypes.NewValue(listOfText, elements)
}

// managed is a playlist as Terraform keeps it between its calls.
type managed struct {
	p        *protocol
	state    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// newManaged is a playlist that does not exist.
func (p *protocol) newManaged() *managed {
	t := p.resourceType(playlistType)
	return &managed{p: p, state: p.dynamicValue(t, tftypes.NewValue(t, nil))}
}

// imported is a playlist that was imported, and read as an import is.
func (p *protocol) imported(id string) (*managed, []*tfprotov6.Diagnostic) {
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: playlistType, ID: id})
	if err != nil {
		p.t.Fatal(err)
	}
	p.noErrors(resp.Diagnostics)
	r := resp.ImportedResources[0]
	m := &managed{p: p, state: r.State, private: r.Private, identity: r.Identity}
	found := m.read()
	return m, found
}

// configured is a configuration as Terraform hands it on; nil is none.
func (m *managed) configured(config map[string]tftypes.Value) *tfprotov6.DynamicValue {
	t := m.p.resourceType(playlistType)
	if config == nil {
		return m.p.dynamicValue(t, tftypes.NewValue(t, nil))
	}
	return m.p.dynamic(t, config)
}

// plan plans a configuration; nil destroys.
func (m *managed) plan(config map[string]tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	configured := m.configured(config)
	proposed := configured
	if config != nil && !m.isNull() {
		proposed = m.p.dynamic(m.p.resourceType(playlistType), m.p.proposed(playlistType, m.state, config))
	}
	plan, err := m.p.server.PlanResourceChange(m.p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: playlistType, Config: configured, PriorState: m.state, ProposedNewState: proposed, PriorPrivate: m.private,
		PriorIdentity: m.identity,
	})
	if err != nil {
		m.p.t.Fatal(err)
	}
	planned := m.p.attributesOf(playlistType, plan.PlannedState)
	for name, value := range config {
		if !value.IsNull() && !planned[name].Equal(value) {
			m.p.t.Errorf("%s is planned as %s, and configured as %s", name, planned[name], value)
		}
	}
	return plan
}

// apply plans and applies a configuration; nil destroys.
func (m *managed) apply(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	plan := m.plan(config)
	if len(errorsIn(plan.Diagnostics)) > 0 {
		return plan.Diagnostics
	}
	return slices.Concat(plan.Diagnostics, m.carryOut(config, plan, plan.PlannedState))
}

// replace destroys an object and creates it anew, as Terraform does with one that is
// tainted or named with -replace: the deletion gets what was planned for the creation.
func (m *managed) replace(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	successor := m.p.newManaged()
	plan := successor.plan(config)
	deleted := m.carryOut(nil, plan, m.configured(nil))
	if !m.isNull() {
		return deleted
	}
	return slices.Concat(deleted, m.carryOut(config, plan, plan.PlannedState))
}

// carryOut applies a plan. What it makes of a plan without an error must be that plan,
// and known in full.
func (m *managed) carryOut(
	config map[string]tftypes.Value, plan *tfprotov6.PlanResourceChangeResponse, planned *tfprotov6.DynamicValue,
) []*tfprotov6.Diagnostic {
	resp, err := m.p.server.ApplyResourceChange(m.p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: playlistType, Config: m.configured(config), PriorState: m.state, PlannedState: planned,
		PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		m.p.t.Error(err)
		return nil
	}
	m.state, m.private, m.identity = resp.NewState, resp.Private, resp.NewIdentity
	want := m.p.attributesOf(playlistType, planned)
	for name, value := range m.attributes() {
		if !value.IsFullyKnown() || len(errorsIn(resp.Diagnostics)) == 0 && want[name].IsFullyKnown() && !value.Equal(want[name]) {
			m.p.t.Errorf("%s was planned as %s, and is %s", name, want[name], value)
		}
	}
	return resp.Diagnostics
}

// proposed keeps the computed attributes of a state that a configuration leaves out,
// as Terraform does.
func (p *protocol) proposed(
	name string, state *tfprotov6.DynamicValue, config map[string]tftypes.Value,
) map[string]tftypes.Value {
	merged := map[string]tftypes.Value{}
	for attribute, value := range p.attributesOf(name, state) {
		if p.attribute(name, attribute).Computed {
			merged[attribute] = value
		}
	}
	maps.Copy(merged, config)
	return merged
}

func (p *protocol) attribute(resource, name string) *tfprotov6.SchemaAttribute {
	attributes := p.schemas.ResourceSchemas[resource].Block.Attributes
	return attributes[slices.IndexFunc(attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == name })]
}

// read refreshes.
func (m *managed) read() []*tfprotov6.Diagnostic {
	resp, err := m.p.server.ReadResource(m.p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: playlistType, CurrentState: m.state, Private: m.private, CurrentIdentity: m.identity,
	})
	if err != nil {
		m.p.t.Error(err)
		return nil
	}
	m.state, m.private, m.identity = resp.NewState, resp.Private, resp.NewIdentity
	return resp.Diagnostics
}

func (p *protocol) attributesOf(name string, state *tfprotov6.DynamicValue) map[string]tftypes.Value {
	value, err := state.Unmarshal(p.resourceType(name))
	attributes := map[string]tftypes.Value{}
	if err == nil && !value.IsNull() {
		err = value.As(&attributes)
	}
	if err != nil {
		p.t.Error(err)
	}
	return attributes
}

func (m *managed) attributes() map[string]tftypes.Value {
	return m.p.attributesOf(playlistType, m.state)
}

func (m *managed) isNull() bool { return len(m.attributes()) == 0 }

// trackIDs are those in the state.
func (m *managed) trackIDs() []string {
	var values []tftypes.Value
	if err := m.attributes()["track_ids"].As(&values); err != nil {
		m.p.t.Error(err)
	}
	elements := make([]string, len(values))
	for i, value := range values {
		if err := value.As(&elements[i]); err != nil {
			m.p.t.Error(err)
		}
	}
	return elements
}

// errorsIn are the errors among diagnostics, as "summary: detail".
func errorsIn(diagnostics []*tfprotov6.Diagnostic) []string {
	var found []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			found = append(found, d.Summary+": "+d.Detail)
		}
	}
	return found
}

// warningsIn are the warnings among diagnostics, as "summary: detail".
func warningsIn(diagnostics []*tfprotov6.Diagnostic) []string {
	var found []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			found = append(found, d.Summary+": "+d.Detail)
		}
	}
	return found
}
