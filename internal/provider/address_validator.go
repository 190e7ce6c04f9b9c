package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ validator.String = addressValidator{}

// addressValidator accepts an address that credentials may be sent to.
type addressValidator struct {
	parse func(string) (*url.URL, error)
}

func (addressValidator) Description(context.Context) string {
	return "value must be an https URL, or an http URL of a loopback address"
}

func (v addressValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v addressValidator) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	text := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || text == "" {
		// Configure has an error of its own for the empty string.
		return
	}
	if _, err := v.parse(text); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Address", fmt.Sprintf("%s cannot be used for %q: %s.",
			shownAddress(text), req.Path, err))
	}
}

// shownAddress returns an address for an error, unless it may be or hold a
// credential.
func shownAddress(text string) string {
	credential := strings.ContainsAny(text, "@|%") || strings.Contains(text, "amzn1.") || strings.HasPrefix(text, "Atz")
	if credential || len(text) > 200 || !strings.ContainsAny(text, "./:") {
		return "The value"
	}
	return fmt.Sprintf("%q", text)
}
