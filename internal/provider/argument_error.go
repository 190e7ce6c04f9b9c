package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// The longest value whose source is shown with an error, in bytes and in lines.
const (
	maxShownValue = 400
	maxShownLines = 5
)

// addArgumentError adds an error about the value of an argument. Terraform repeats
// the source of the argument that an error is on, however long it is, so an
// argument with a long value is only named.
func addArgumentError(diags *diag.Diagnostics, at path.Path, value, summary, detail string) {
	if len(value) > maxShownValue || strings.Count(value, "\n") > maxShownLines {
		diags.AddError(summary, fmt.Sprintf("Argument %q: %s", at, detail))
		return
	}
	diags.AddAttributeError(at, summary, detail)
}

// addElementError adds an error about an element of a list. An index below 0 says
// that it is not known which one: on such an index Terraform crashes, and can lose
// the state.
func addElementError(diags *diag.Diagnostics, list path.Path, index int, summary, detail string) {
	if index < 0 {
		diags.AddError(summary, detail)
		return
	}
	diags.AddAttributeError(list.AtListIndex(index), summary, detail)
}

// requireOne adds an error unless exactly one of two arguments is set. One that is
// not known yet counts as set, and may turn out to be null.
func requireOne(diags *diag.Diagnostics, name string, value attr.Value, otherName string, other attr.Value) {
	switch {
	case value.IsNull() && other.IsNull():
		diags.AddError("Missing Argument",
			fmt.Sprintf("Exactly one of %q and %q is required, and neither is set.", name, otherName))
	case !value.IsNull() && !other.IsNull() && !value.IsUnknown() && !other.IsUnknown():
		diags.AddError("Conflicting Arguments",
			fmt.Sprintf("Exactly one of %q and %q is required, and both are set. Remove one of them.", name, otherName))
	}
}
