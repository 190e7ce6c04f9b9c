package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

// name is what tfplugindocs looks for.
const name = "amazonmusic"

// printSchemas prints the schemas of the provider in the form of "terraform
// providers schema -json". It asks the provider itself, so that the
// documentation covers what the Terraform at hand is too old to report, such as
// list resources.
func printSchemas(ctx context.Context, out io.Writer) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return err
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	for _, d := range schemas.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document{
		FormatVersion:   "1.0",
		ProviderSchemas: map[string]providerSchemas{name: newProviderSchemas(schemas, identities.IdentitySchemas)},
	})
}
