package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

var _ validator.List = listValidator{}

// maxElements bounds a list. The service's own bounds are not documented.
const maxElements = 10_000

// listValidator bounds a list and checks its elements. Wrong elements are one error,
// on the first of them: on the whole list, Terraform would print it in full. An
// element that is not known yet is not checked.
type listValidator struct {
	least int
	// noun is what an element is.
	noun    string
	valid   func(text string) bool
	summary string
	// explain says what is wrong with some of all elements.
	explain func(wrong []string, all int) string
}

// listOfTrackIDs accepts a list of track ids.
func listOfTrackIDs(least int) validator.List {
	return listValidator{
		least: least, noun: "track id", valid: trackid.Valid, summary: invalidTrackID,
		explain: func(wrong []string, all int) string {
			return explainTrackIDs(wrong, fmt.Sprintf("%d of the %d ids are not ids of tracks:", len(wrong), all))
		},
	}
}

// listOfISRCs accepts a list of ISRCs.
func listOfISRCs(least int) validator.List {
	return listValidator{
		least: least, noun: "ISRC", summary: "Invalid ISRC",
		valid: func(text string) bool {
			_, err := isrc.Parse(text)
			return err == nil
		},
		explain: func(wrong []string, all int) string {
			for i, text := range wrong {
				wrong[i] = fmt.Sprintf("  %.100q", text)
			}
			return fmt.Sprintf("An ISRC has two letters, three letters or digits and seven digits, like GBCFB2000356 or "+
				"GB-CFB-20-00356.\n\n%d of the %d values are not ISRCs:\n%s", len(wrong), all, listSome(wrong, "\n"))
		},
	}
}

func (v listValidator) Description(context.Context) string {
	return fmt.Sprintf("value must hold %d to %d elements, each of them a valid %s", v.least, maxElements, v.noun)
}

func (v listValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v listValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	elements := req.ConfigValue.Elements()
	if n := len(elements); n < v.least || n > maxElements {
		resp.Diagnostics.AddError("Wrong Number of Elements", fmt.Sprintf("The list %q holds %d elements. It must hold "+
			"%d to %d.", req.Path, n, v.least, maxElements))
		return
	}
	var wrong []string
	first := 0
	for i, element := range elements {
		text, ok := element.(types.String)
		switch {
		case !ok || text.IsUnknown():
		case text.IsNull():
			addElementError(&resp.Diagnostics, req.Path, i, "Missing Value",
				"An element of the list is null. Leave it out.")
			return
		case !v.valid(text.ValueString()):
			if wrong = append(wrong, text.ValueString()); len(wrong) == 1 {
				first = i
			}
		}
	}
	if len(wrong) > 0 {
		addArgumentError(&resp.Diagnostics, req.Path.AtListIndex(first), wrong[0], v.summary, v.explain(wrong, len(elements)))
	}
}
