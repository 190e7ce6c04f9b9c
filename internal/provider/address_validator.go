package provider

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// addressValidator accepts an address that credentials may be sent to.
func addressValidator(parse func(string) (*url.URL, error)) validator.String {
	return validatorOf[types.String]{
		rule: "value must be an https URL, or an http URL of a loopback address",
		check: func(diags *diag.Diagnostics, at path.Path, value types.String) {
			// Configure has an error of its own for the empty string.
			if text := value.ValueString(); text != "" {
				if _, err := parse(text); err != nil {
					addAddressError(diags, at, text, err)
				}
			}
		},
	}
}

func addAddressError(diags *diag.Diagnostics, at path.Path, text string, err error) {
	const summary = "Invalid Address"
	detail := fmt.Sprintf("%s cannot be used for %q: %s.", shownAddress(text), at, err)
	if mayBeCredential(text) {
		// On the attribute, Terraform would show the value.
		diags.AddError(summary, detail)
		return
	}
	diags.AddAttributeError(at, summary, detail)
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
