package main

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types below are the parts of Terraform's JSON format that documentation
// is made from.
type document struct {
	FormatVersion   string                     `json:"format_version"`
	ProviderSchemas map[string]providerSchemas `json:"provider_schemas"`
}

type providerSchemas struct {
	Provider            schema              `json:"provider"`
	ResourceSchemas     map[string]schema   `json:"resource_schemas,omitempty"`
	DataSourceSchemas   map[string]schema   `json:"data_source_schemas,omitempty"`
	ListResourceSchemas map[string]schema   `json:"list_resource_schemas,omitempty"`
	Functions           map[string]function `json:"functions,omitempty"`
	IdentitySchemas     map[string]identity `json:"resource_identity_schemas,omitempty"`
}

type identity struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes"`
}

type identityAttribute struct {
	Type              json.RawMessage `json:"type"`
	Description       string          `json:"description,omitempty"`
	RequiredForImport bool            `json:"required_for_import,omitempty"`
	OptionalForImport bool            `json:"optional_for_import,omitempty"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute   `json:"attributes,omitempty"`
	BlockTypes      map[string]nestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind,omitempty"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	NestingMode string `json:"nesting_mode"`
	Block       block  `json:"block"`
}

type attribute struct {
	Type            json.RawMessage `json:"type,omitempty"`
	NestedType      *nestedType     `json:"nested_type,omitempty"`
	Description     string          `json:"description,omitempty"`
	DescriptionKind string          `json:"description_kind,omitempty"`
	Required        bool            `json:"required,omitempty"`
	Optional        bool            `json:"optional,omitempty"`
	Computed        bool            `json:"computed,omitempty"`
	Sensitive       bool            `json:"sensitive,omitempty"`
	WriteOnly       bool            `json:"write_only,omitempty"`
	Deprecated      bool            `json:"deprecated,omitempty"`
}

type nestedType struct {
	Attributes  map[string]attribute `json:"attributes"`
	NestingMode string               `json:"nesting_mode"`
}

type function struct {
	Description        string          `json:"description,omitempty"`
	Summary            string          `json:"summary,omitempty"`
	ReturnType         json.RawMessage `json:"return_type"`
	Parameters         []parameter     `json:"parameters,omitempty"`
	VariadicParameter  *parameter      `json:"variadic_parameter,omitempty"`
	DeprecationMessage string          `json:"deprecation_message,omitempty"`
}

type parameter struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	IsNullable  bool            `json:"is_nullable,omitempty"`
	Type        json.RawMessage `json:"type"`
}

func newProviderSchemas(s *tfprotov6.GetProviderSchemaResponse, identities map[string]*tfprotov6.ResourceIdentitySchema) providerSchemas {
	functions := make(map[string]function, len(s.Functions))
	for name, f := range s.Functions {
		functions[name] = newFunction(f)
	}
	return providerSchemas{
		Provider:            newSchema(s.Provider),
		ResourceSchemas:     newSchemas(s.ResourceSchemas),
		DataSourceSchemas:   newSchemas(s.DataSourceSchemas),
		ListResourceSchemas: newSchemas(s.ListResourceSchemas),
		Functions:           functions,
		IdentitySchemas:     newIdentities(identities),
	}
}

func newIdentities(in map[string]*tfprotov6.ResourceIdentitySchema) map[string]identity {
	out := make(map[string]identity, len(in))
	for name, s := range in {
		attributes := make(map[string]identityAttribute, len(s.IdentityAttributes))
		for _, a := range s.IdentityAttributes {
			attributes[a.Name] = identityAttribute{
				Type: typeJSON(a.Type), Description: a.Description, RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
			}
		}
		out[name] = identity{Version: s.Version, Attributes: attributes}
	}
	return out
}

func newSchemas(in map[string]*tfprotov6.Schema) map[string]schema {
	out := make(map[string]schema, len(in))
	for name, s := range in {
		out[name] = newSchema(s)
	}
	return out
}

func newSchema(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: newBlock(s.Block)}
}

func newBlock(b *tfprotov6.SchemaBlock) block {
	out := block{
		Attributes: newAttributes(b.Attributes), Description: b.Description, DescriptionKind: kind(b.DescriptionKind), Deprecated: b.Deprecated,
		BlockTypes: make(map[string]nestedBlock, len(b.BlockTypes)),
	}
	for _, nested := range b.BlockTypes {
		out.BlockTypes[nested.TypeName] = nestedBlock{NestingMode: strings.ToLower(nested.Nesting.String()), Block: newBlock(nested.Block)}
	}
	return out
}

func newAttributes(in []*tfprotov6.SchemaAttribute) map[string]attribute {
	out := make(map[string]attribute, len(in))
	for _, a := range in {
		converted := attribute{
			Description: a.Description, DescriptionKind: kind(a.DescriptionKind), Required: a.Required, Optional: a.Optional,
			Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly, Deprecated: a.Deprecated,
		}
		if a.NestedType != nil {
			converted.NestedType = &nestedType{Attributes: newAttributes(a.NestedType.Attributes), NestingMode: strings.ToLower(a.NestedType.Nesting.String())}
		} else {
			converted.Type = typeJSON(a.Type)
		}
		out[a.Name] = converted
	}
	return out
}

func newFunction(f *tfprotov6.Function) function {
	out := function{
		Description: f.Description, Summary: f.Summary, ReturnType: typeJSON(f.Return.Type), DeprecationMessage: f.DeprecationMessage,
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, newParameter(p))
	}
	if f.VariadicParameter != nil {
		variadic := newParameter(f.VariadicParameter)
		out.VariadicParameter = &variadic
	}
	return out
}

func newParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: typeJSON(p.Type)}
}

// typeJSON writes a type as Terraform does: "string", ["list","string"].
func typeJSON(t tftypes.Type) json.RawMessage {
	encoded, err := t.MarshalJSON() //nolint:staticcheck // Deprecated for other uses; it is the wire format of types.
	if err != nil {
		// Types that the provider itself has put into its schema have a form.
		panic(err)
	}
	return encoded
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
