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

// addElementError adds an error about the value of an element of a list. An index
// below 0 says that it is not known which one: on such an index Terraform crashes, and
// can lose the state.
func addElementError(diags *diag.Diagnostics, list path.Path, index int, value, summary, detail string) {
	if index < 0 {
		diags.AddError(summary, detail)
		return
	}
	addArgumentError(diags, list.AtListIndex(index), value, summary, detail)
}

// argument is one of several of which exactly one must be set.
type argument struct {
	name  string
	value attr.Value
}

// requireOne adds an error unless exactly one of some arguments is set. One that is
// not known yet counts as set, and may turn out to be null.
func requireOne(diags *diag.Diagnostics, arguments ...argument) {
	names := make([]string, len(arguments))
	var set, known []string
	for i, a := range arguments {
		names[i] = fmt.Sprintf("%q", a.name)
		if !a.value.IsNull() {
			set = append(set, names[i])
			if !a.value.IsUnknown() {
				known = append(known, names[i])
			}
		}
	}
	rule := "Exactly one of " + enumerate(names) + " is required, and "
	switch {
	case len(set) == 0:
		diags.AddError("Missing Argument", rule+"none is set.")
	case len(known) > 1:
		diags.AddError("Conflicting Arguments", rule+enumerate(known)+" are set. Keep one of them.")
	}
}

// enumerate returns "a and b", or "a, b and c".
func enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
