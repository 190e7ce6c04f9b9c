package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ validator.Number = numberValidator{}

// numberValidator accepts a number within bounds. The framework's own attributes
// for integers and decimal numbers report a fraction, or a number that is too
// large for a float64, as a bug of the provider.
type numberValidator struct {
	lowest, highest float64
	whole           bool
}

func (v numberValidator) Description(context.Context) string {
	if v.whole {
		return fmt.Sprintf("value must be a whole number between %g and %g", v.lowest, v.highest)
	}
	return fmt.Sprintf("value must be a number between %g and %.0f", v.lowest, v.highest)
}

func (v numberValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v numberValidator) ValidateNumber(
	ctx context.Context, req validator.NumberRequest, resp *validator.NumberResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	exact := req.ConfigValue.ValueBigFloat()
	number, _ := exact.Float64()
	if number < v.lowest || number > v.highest || v.whole && !exact.IsInt() {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number",
			fmt.Sprintf("%s: %s, got %s.", req.Path, v.Description(ctx), exact.Text('g', 6)))
	}
}

// wholeNumber returns a validated number, or the fallback for null.
func wholeNumber(value types.Number, fallback int) int {
	if value.IsNull() || value.IsUnknown() {
		return fallback
	}
	whole, _ := value.ValueBigFloat().Int64()
	return int(whole)
}
