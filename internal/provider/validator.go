package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ validator.String = validatorOf[types.String]{}
	_ validator.Number = validatorOf[types.Number]{}
	_ validator.Map    = validatorOf[types.Map]{}
	_ validator.List   = validatorOf[types.List]{}
)

// validatorOf is a validator that is made of a function. T is the type of the values
// that it validates.
type validatorOf[T attr.Value] struct {
	// rule says what the function accepts.
	rule string
	// check adds errors about a value that is set and known.
	check func(diags *diag.Diagnostics, at path.Path, value T)
}

func (v validatorOf[T]) Description(context.Context) string { return v.rule }

func (v validatorOf[T]) MarkdownDescription(context.Context) string { return v.rule }

func (v validatorOf[T]) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v.validate(&resp.Diagnostics, req.Path, req.ConfigValue)
}

func (v validatorOf[T]) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	v.validate(&resp.Diagnostics, req.Path, req.ConfigValue)
}

func (v validatorOf[T]) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	v.validate(&resp.Diagnostics, req.Path, req.ConfigValue)
}

func (v validatorOf[T]) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	v.validate(&resp.Diagnostics, req.Path, req.ConfigValue)
}

func (v validatorOf[T]) validate(diags *diag.Diagnostics, at path.Path, value attr.Value) {
	if typed, ok := value.(T); ok && !value.IsNull() && !value.IsUnknown() {
		v.check(diags, at, typed)
	}
}
