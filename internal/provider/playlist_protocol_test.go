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

// apply plans and applies a configuration; nil destroys.
func (m *managed) apply(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	t := m.p.resourceType(playlistType)
	configured := m.p.dynamicValue(t, tftypes.NewValue(t, nil))
	if config != nil {
		configured = m.p.dynamic(t, config)
	}
	proposed := configured
	if config != nil && !m.isNull() {
		proposed = m.p.dynamic(t, m.p.proposed(playlistType, m.state, config))
	}
	plan, err := m.p.server.PlanResourceChange(m.p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: playlistType, Config: configured, PriorState: m.state, ProposedNewState: proposed, PriorPrivate: m.private,
		PriorIdentity: m.identity,
	})
	if err != nil {
		m.p.t.Error(err)
		return nil
	}
	resp, err := m.p.server.ApplyResourceChange(m.p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        playlistType,
		Config:          configured,
		PriorState:      m.state,
		PlannedState:    plan.PlannedState,
		PlannedPrivate:  plan.PlannedPrivate,
		PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		m.p.t.Error(err)
		return nil
	}
	m.state, m.private, m.identity = resp.NewState, resp.Private, resp.NewIdentity
	return slices.Concat(plan.Diagnostics, resp.Diagnostics)
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
