package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// protocol drives the provider as Terraform does, without Terraform: for what
// the command line hides (warnings) or is too slow for (many values).
type protocol struct {
	t       testing.TB
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newProtocol(tb testing.TB) *protocol {
	tb.Helper()
	server, err := providerserver.NewProtocol6WithError(newTestProvider())()
	if err != nil {
		tb.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	p := &protocol{t: tb, server: server, schemas: schemas}
	p.noErrors(schemas.Diagnostics)
	return p
}

// configure configures the provider with the arguments given, the rest null.
func (p *protocol) configure(arguments map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	p.t.Helper()
	resp, err := p.server.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.8.0",
		Config:           p.dynamic(p.schemas.Provider.ValueType(), arguments),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.Diagnostics
}

// configureFor configures the provider for a service.
func (p *protocol) configureFor(f *fixture) {
	p.t.Helper()
	p.configureWith(f, nil)
}

// configureOnce configures the provider for a service, with one try of each request.
func (p *protocol) configureOnce(f *fixture) {
	p.t.Helper()
	p.configureWith(f, map[string]tftypes.Value{"max_retries": number(0)})
}

// configureWith configures the provider for a service, with further arguments.
func (p *protocol) configureWith(f *fixture, more map[string]tftypes.Value) {
	p.t.Helper()
	p.configureFrom(f.TokenEnvironment(), more)
}

// configureLogin configures the provider for a service to which it logs in.
func (p *protocol) configureLogin(f *fixture, more map[string]tftypes.Value) {
	p.t.Helper()
	p.configureFrom(f.LoginEnvironment(), more)
}

func (p *protocol) configureFrom(env map[string]string, more map[string]tftypes.Value) {
	p.t.Helper()
	arguments := map[string]tftypes.Value{}
	for name, value := range env {
		arguments[strings.ToLower(strings.TrimPrefix(name, "AMAZONMUSIC_"))] = text(value)
	}
	maps.Copy(arguments, more)
	p.noErrors(p.configure(arguments))
}

// object completes attributes with nulls to a value of an object type.
func object(t tftypes.Type, attributes map[string]tftypes.Value) tftypes.Value {
	values := map[string]tftypes.Value{}
	objectType, ok := t.(tftypes.Object)
	if !ok {
		panic("not an object type")
	}
	for name, attributeType := range objectType.AttributeTypes {
		value, given := attributes[name]
		if !given {
			value = tftypes.NewValue(attributeType, nil)
		}
		values[name] = value
	}
	return tftypes.NewValue(t, values)
}

func (p *protocol) dynamic(t tftypes.Type, attributes map[string]tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.dynamicValue(t, object(t, attributes))
}

func (p *protocol) dynamicValue(t tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(t, value)
	if err != nil {
		p.t.Fatal(err)
	}
	return &dynamic
}

func (p *protocol) resourceType(name string) tftypes.Type {
	return p.schemas.ResourceSchemas[name].ValueType()
}

// create plans and applies a new resource, computed attributes unknown.
func (p *protocol) create(name string, config map[string]tftypes.Value) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	t := p.resourceType(name)
	null := p.dynamicValue(t, tftypes.NewValue(t, nil))
	configured := p.dynamic(t, config)
	plan, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: configured, PriorState: null, ProposedNewState: configured,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.noErrors(plan.Diagnostics)
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, Config: configured, PriorState: null, PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate,
		PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp
}

func (p *protocol) noErrors(diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			p.t.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func unknownText() tftypes.Value { return tftypes.NewValue(tftypes.String, tftypes.UnknownValue) }

// destroy removes a resource that was created.
func (p *protocol) destroy(name string, created *tfprotov6.ApplyResourceChangeResponse) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	t := p.resourceType(name)
	null := p.dynamicValue(t, tftypes.NewValue(t, nil))
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, PriorState: created.NewState, PlannedState: null, Config: null, PlannedPrivate: created.Private,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp
}

// refresh reads a resource that was created.
func (p *protocol) refresh(name string, created *tfprotov6.ApplyResourceChangeResponse) []*tfprotov6.Diagnostic {
	p.t.Helper()
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: created.NewState, Private: created.Private,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.Diagnostics
}

// validate validates the configuration of a resource.
func (p *protocol) validate(name string, config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	p.t.Helper()
	resp, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: p.dynamic(p.resourceType(name), config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.Diagnostics
}

// importErrors imports an object, and returns the errors.
func (p *protocol) importErrors(name, id string) []*tfprotov6.Diagnostic {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.Diagnostics
}

// wantError compares the only diagnostic, an error, with patterns.
func wantError(t *testing.T, got []*tfprotov6.Diagnostic, patterns ...string) {
	t.Helper()
	found := errorsIn(got)
	if len(found) != 1 || !matchText(slices.Clone(patterns)...).MatchString(found[0]) {
		t.Errorf("got %q, wanted one error with %q", found, patterns)
	}
}
