package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// shownDigits is how many digits of a wrong number are shown. It is rounded after them.
const shownDigits = 40

// numberValidator accepts a number within bounds. The framework's own attributes
// for integers and decimal numbers report a fraction, or a number that is too
// large for a float64, as a bug of the provider.
func numberValidator(lowest, highest float64, whole bool) validator.Number {
	rule := fmt.Sprintf("value must be a number between %g and %.0f", lowest, highest)
	if whole {
		rule = fmt.Sprintf("value must be a whole number between %g and %g", lowest, highest)
	}
	return validatorOf[types.Number]{rule, func(diags *diag.Diagnostics, at path.Path, value types.Number) {
		exact := value.ValueBigFloat()
		number, _ := exact.Float64()
		if number < lowest || number > highest || whole && !exact.IsInt() {
			diags.AddAttributeError(at, "Invalid Number",
				fmt.Sprintf("%s: %s, got %s.", at, rule, exact.Text('g', shownDigits)))
		}
	}}
}

// wholeNumber returns a validated number, or the fallback for null.
func wholeNumber(value types.Number, fallback int) int {
	if value.IsNull() || value.IsUnknown() {
		return fallback
	}
	whole, _ := value.ValueBigFloat().Int64()
	return int(whole)
}
