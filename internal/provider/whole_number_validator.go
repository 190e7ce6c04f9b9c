package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ validator.Number = wholeNumberValidator{}

// wholeNumberValidator accepts a whole number within bounds. The framework's
// integer attributes would report a fraction as a bug of the provider.
type wholeNumberValidator struct{ lowest, highest int }

func (v wholeNumberValidator) Description(context.Context) string {
	return fmt.Sprintf("value must be a whole number from %d to %d", v.lowest, v.highest)
}

func (v wholeNumberValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (v wholeNumberValidator) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	number := req.ConfigValue.ValueBigFloat()
	if whole, _ := number.Int64(); !number.IsInt() || whole < int64(v.lowest) || whole > int64(v.highest) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number",
			fmt.Sprintf("It must be a whole number from %d to %d, and is %s.", v.lowest, v.highest, number.Text('g', 6)))
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
