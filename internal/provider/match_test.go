package provider

import (
	"regexp"
	"strings"
)

// matchText matches the given patterns in this order, wherever Terraform
// broke the lines of its message.
func matchText(patterns ...string) *regexp.Regexp {
	for i, pattern := range patterns {
		patterns[i] = strings.ReplaceAll(pattern, " ", `[\s│]+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, `.*`))
}
