package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ validator.String = durationValidator{}

// durationValidator accepts a positive duration in Go's notation.
type durationValidator struct{}

func (durationValidator) Description(context.Context) string {
	return "value must be a positive duration, like 30s or 2m"
}

func (v durationValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (durationValidator) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	if _, err := parseDuration(text); err != nil {
		addArgumentError(&resp.Diagnostics, req.Path, text, "Invalid Duration",
			fmt.Sprintf("%.100q cannot be used for %q: %s.", text, req.Path, err))
	}
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, errors.New(`it is not a positive duration, which is a number and a unit, like "30s", "2m" or "1m30s"`)
	}
	return d, nil
}
