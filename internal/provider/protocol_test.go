package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
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
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint":     text(f.URL),
		"api_key":      text(mockapi.DefaultAPIKey),
		"access_token": text(mockapi.DefaultAccessToken),
	}))
}

// configureOnce configures the provider for a service, with one try of each request.
func (p *protocol) configureOnce(f *fixture) {
	p.t.Helper()
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint":     text(f.URL),
		"api_key":      text(mockapi.DefaultAPIKey),
		"access_token": text(mockapi.DefaultAccessToken),
		"max_retries":  number(0),
	}))
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
