package provider

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// durationValidator accepts a positive duration in Go's notation.
func durationValidator() validator.String {
	return validatorOf[types.String]{"value must be a positive duration, like 30s or 2m", checkDuration}
}

func checkDuration(diags *diag.Diagnostics, at path.Path, value types.String) {
	text := value.ValueString()
	if _, err := parseDuration(text); err != nil {
		addArgumentError(diags, at, text, "Invalid Duration",
			fmt.Sprintf("%.100q cannot be used for %q: %s.", text, at, err))
	}
}

var digits = regexp.MustCompile(`[0-9]+`)

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err == nil && d > 0 {
		return d, nil
	}
	// Package time has one error for a wrong form and for a number that is too large.
	if _, short := time.ParseDuration(digits.ReplaceAllString(text, "1")); err != nil && short == nil {
		return 0, errors.New(`it is too long: write a duration like "30s", "2m" or "1m30s"`)
	}
	return 0, errors.New(`it is not a positive duration, which is a number and a unit (ms, s, m or h) without a space, ` +
		`like "30s", "2m" or "1m30s"`)
}
