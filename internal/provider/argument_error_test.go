package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

func TestAddElementError_unknownElement(t *testing.T) {
	var diags diag.Diagnostics
	addElementError(&diags, path.Root("track_ids"), -1, "", "Summary", "Detail.")
	if _, ok := diags[0].(diag.DiagnosticWithPath); ok || len(diags) != 1 {
		t.Errorf("on an attribute: %v", diags)
	}
}
