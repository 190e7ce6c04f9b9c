package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// maxElements bounds a list. The service's own bounds are not documented.
const maxElements = 10_000

// listRule says which elements a list of texts may have.
type listRule struct {
	// noun is what an element is.
	noun    string
	valid   func(text string) bool
	summary string
	// rule says what a right element looks like, and hint what to write instead of a
	// wrong one, where that can be told.
	rule string
	hint func(text string) string
}

// listOfTrackIDs accepts a list of track ids.
func listOfTrackIDs() validator.List {
	return listRule{
		noun: "track id", valid: trackid.Valid, summary: invalidTrackID, rule: trackIDRule, hint: hintOnTrackID,
	}.validator()
}

// listOfISRCs accepts a list of ISRCs.
func listOfISRCs() validator.List {
	return listRule{
		noun: "ISRC", summary: "Invalid ISRC",
		valid: func(text string) bool {
			_, err := isrc.Parse(text)
			return err == nil
		},
		rule: "An ISRC has two letters, three letters or digits and seven digits, like GBCFB2000356 or GB-CFB-20-00356.",
		hint: func(string) string { return "" },
	}.validator()
}

func (r listRule) validator() validator.List {
	return validatorOf[types.List]{
		fmt.Sprintf("value must hold at most %d elements, each of them a valid %s", maxElements, r.noun), r.check,
	}
}

// check reports wrong elements as one error, on the first of them: on the whole list,
// Terraform would print it in full. An element that is not known yet is not checked.
func (r listRule) check(diags *diag.Diagnostics, at path.Path, value types.List) {
	elements := value.Elements()
	if tooMany(diags, at, len(elements)) {
		return
	}
	var wrong []string
	first, shown := 0, ""
	for i, element := range elements {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() || !text.IsNull() && r.valid(text.ValueString()) {
			continue
		}
		if wrong == nil {
			first, shown = i, text.ValueString()
		}
		wrong = append(wrong, fmt.Sprintf("  %s[%d]: %s", at, i, r.describe(text)+besides(elements, i)))
	}
	if len(wrong) > 0 {
		addElementError(diags, at, first, shown, r.summary,
			fmt.Sprintf("%s\n\nInvalid elements (%d of %d):\n%s", r.rule, len(wrong), len(elements), listSome(wrong, "\n")))
	}
}

// tooMany adds an error for a list with more elements than a list may have.
func tooMany(diags *diag.Diagnostics, at path.Path, n int) bool {
	if n > maxElements {
		diags.AddError("Too Many Elements",
			fmt.Sprintf("The list %q holds %d elements. It must hold at most %d.", at, n, maxElements))
	}
	return n > maxElements
}

// describe shows a wrong element.
func (r listRule) describe(text types.String) string {
	if text.IsNull() {
		return "null"
	}
	shown := fmt.Sprintf("%.100q", text.ValueString())
	if hint := r.hint(text.ValueString()); hint != "" {
		return shown + ". " + hint
	}
	return shown
}

// besides names the element before one that is null or empty: by its own text, nobody
// finds its row in a file.
func besides(elements []attr.Value, i int) string {
	text, _ := elements[i].(types.String)
	if i == 0 || strings.TrimSpace(text.ValueString()) != "" {
		return ""
	}
	before, _ := elements[i-1].(types.String)
	return fmt.Sprintf(", after %.100q", before.ValueString())
}
