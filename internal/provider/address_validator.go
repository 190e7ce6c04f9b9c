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
	_, err := v.parse(text)
	if err == nil {
		return
	}
	const summary = "Invalid Address"
	detail := fmt.Sprintf("%s cannot be used for %q: %s.", shownAddress(text), req.Path, err)
	if mayBeCredential(text) {
		// On the attribute, Terraform would show the value.
		resp.Diagnostics.AddError(summary, detail)
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, summary, detail)
}

// shownAddress returns an address for an error.
func shownAddress(text string) string {
	if mayBeCredential(text) {
		return "The value"
	}
	return fmt.Sprintf("%q", text)
}

// mayBeCredential reports whether an address may be, or hold, a credential.
func mayBeCredential(text string) bool {
	return strings.ContainsAny(text, "@|%") || strings.Contains(text, "amzn1.") || strings.HasPrefix(text, "Atz") ||
		len(text) > 200 || !strings.ContainsAny(text, "./:")
}
