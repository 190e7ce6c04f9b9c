// Command schema prints the provider's schemas as "terraform providers schema
// -json" does. It asks the provider itself, because a Terraform before 1.14
// leaves out list resources, and the documentation would lose their pages.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return err
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		return fmt.Errorf("%s: %s", d.Summary, d.Detail)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(tfjson.ProviderSchemas{
		FormatVersion: "1.0",
		Schemas: map[string]*tfjson.ProviderSchema{"amazonmusic": {
			ConfigSchema:            newSchema(schemas.Provider),
			ResourceSchemas:         each(schemas.ResourceSchemas, newSchema),
			DataSourceSchemas:       each(schemas.DataSourceSchemas, newSchema),
			ListResourceSchemas:     each(schemas.ListResourceSchemas, newSchema),
			Functions:               each(schemas.Functions, newFunction),
			ResourceIdentitySchemas: each(identities.IdentitySchemas, newIdentity),
		}},
	})
}

func each[In, Out any](in map[string]In, convert func(In) Out) map[string]Out {
	out := make(map[string]Out, len(in))
	for name, value := range in {
		out[name] = convert(value)
	}
	return out
}

// newSchema converts what the documentation shows: no version, and no nested
// blocks, because the provider has none.
func newSchema(s *tfprotov6.Schema) *tfjson.Schema {
	return &tfjson.Schema{Block: &tfjson.SchemaBlock{
		Attributes:      newAttributes(s.Block.Attributes),
		Description:     s.Block.Description,
		DescriptionKind: tfjson.SchemaDescriptionKindMarkdown,
	}}
}

func newAttributes(in []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	out := make(map[string]*tfjson.SchemaAttribute, len(in))
	for _, a := range in {
		out[a.Name] = &tfjson.SchemaAttribute{
			Description: a.Description, DescriptionKind: tfjson.SchemaDescriptionKindMarkdown,
			Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, WriteOnly: a.WriteOnly, Deprecated: a.Deprecated,
		}
		if a.NestedType == nil {
			out[a.Name].AttributeType = newType(a.Type)
			continue
		}
		out[a.Name].AttributeNestedType = &tfjson.SchemaNestedAttributeType{
			Attributes:  newAttributes(a.NestedType.Attributes),
			NestingMode: tfjson.SchemaNestingMode(strings.ToLower(a.NestedType.Nesting.String())),
		}
	}
	return out
}

func newFunction(f *tfprotov6.Function) *tfjson.FunctionSignature {
	out := &tfjson.FunctionSignature{Description: f.Description, Summary: f.Summary, ReturnType: newType(f.Return.Type)}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, &tfjson.FunctionParameter{
			Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: newType(p.Type),
		})
	}
	return out
}

func newIdentity(s *tfprotov6.ResourceIdentitySchema) *tfjson.IdentitySchema {
	out := &tfjson.IdentitySchema{Attributes: map[string]*tfjson.IdentityAttribute{}}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = &tfjson.IdentityAttribute{
			IdentityType: newType(a.Type), Description: a.Description,
			RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

// newType goes by way of JSON, in which both libraries write a type alike.
func newType(t tftypes.Type) (out cty.Type) {
	encoded, err := t.MarshalJSON() //nolint:staticcheck // Deprecated for other uses; it is the wire format of types.
	if err == nil {
		err = json.Unmarshal(encoded, &out)
	}
	if err != nil {
		panic(err) // The provider's own schemas have no such type.
	}
	return out
}
