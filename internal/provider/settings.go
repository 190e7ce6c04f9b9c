package provider

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Bounds of the numeric arguments.
const (
	minRetries, maxRetries         = 0, 20
	minConcurrency, maxConcurrency = 1, 100
	// minRequestsPerSecond is one request in about a quarter of an hour: above
	// zero, with an end in sight.
	minRequestsPerSecond = 0.001
)

// settings resolves the arguments of the provider block: a configured value
// wins over the environment, which wins over the default. What is wrong is added to
// diags, what is not known yet to unknown.
type settings struct {
	diags   *diag.Diagnostics
	unknown []string
	// ignored names the arguments whose variables do not count.
	ignored []string
}

// variableFor returns the environment variable of an argument.
func variableFor(argument string) string {
	return strings.ToUpper(typeName + "_" + argument)
}

// fromEnvironment reports whether the argument is to be read from its
// variable, and the variable's value. An empty variable is an unset one.
func (s *settings) fromEnvironment(argument string, isNull bool) (string, bool) {
	if !isNull || slices.Contains(s.ignored, argument) {
		return "", false
	}
	value := os.Getenv(variableFor(argument))
	return value, value != ""
}

func (s *settings) text(argument string, value types.String, fallback string) string {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, argument)
		return fallback
	}
	if env, ok := s.fromEnvironment(argument, value.IsNull()); ok {
		if strings.ContainsFunc(env, unicode.IsControl) {
			s.diags.AddAttributeError(path.Root(argument), "Invalid Environment Variable",
				fmt.Sprintf("The environment variable %s holds a line break or another control character. Take it off.", variableFor(argument)))
		}
		return env
	}
	if value.IsNull() {
		return fallback
	}
	if strings.ContainsFunc(value.ValueString(), unicode.IsControl) {
		s.diags.AddAttributeError(path.Root(argument), "Invalid Provider Argument",
			fmt.Sprintf("The value of %q holds a line break or another control character. Take it off, for example with trimspace(file(\"token\")).", argument))
	}
	if value.ValueString() == "" {
		s.diags.AddAttributeError(path.Root(argument), "Empty Provider Argument",
			fmt.Sprintf("The argument %q is set to an empty string. Give it a value, or leave it out (or null) so that the environment variable %s counts.",
				argument, variableFor(argument)))
	}
	return value.ValueString()
}

func (s *settings) integer(argument string, value types.Number, lowest, highest, fallback int) int {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, argument)
		return fallback
	}
	if env, ok := s.fromEnvironment(argument, value.IsNull()); ok {
		number, err := strconv.Atoi(env)
		if err != nil || number < lowest || number > highest {
			s.invalidVariable(argument, env, fmt.Sprintf("a whole number from %d to %d", lowest, highest))
			return fallback
		}
		return number
	}
	if value.IsNull() {
		return fallback
	}
	return wholeNumber(value, fallback)
}

func (s *settings) number(argument string, value types.Float64, lowest, fallback float64) float64 {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, argument)
		return fallback
	}
	if env, ok := s.fromEnvironment(argument, value.IsNull()); ok {
		number, err := strconv.ParseFloat(env, 64)
		// The comparison is false for NaN too.
		if err != nil || !(number >= lowest && number <= 1e9) {
			s.invalidVariable(argument, env, fmt.Sprintf("a number of at least %g", lowest))
			return fallback
		}
		return number
	}
	if value.IsNull() {
		return fallback
	}
	return value.ValueFloat64()
}

func (s *settings) boolean(argument string, value types.Bool, fallback bool) bool {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, argument)
		return fallback
	}
	if env, ok := s.fromEnvironment(argument, value.IsNull()); ok {
		parsed, err := strconv.ParseBool(env)
		if err != nil {
			s.invalidVariable(argument, env, "true or false")
		}
		return parsed
	}
	if value.IsNull() {
		return fallback
	}
	return value.ValueBool()
}

func (s *settings) duration(argument string, value types.String, fallback time.Duration) time.Duration {
	text := s.text(argument, value, "")
	if text == "" {
		return fallback
	}
	d, err := parseDuration(text)
	if err == nil {
		return d
	}
	if value.IsNull() {
		s.invalidVariable(argument, text, "a duration above zero, like 30s or 2m")
	}
	// A configured value has been judged by its validator already.
	return fallback
}

func (s *settings) invalidVariable(argument, value, form string) {
	s.diags.AddAttributeError(path.Root(argument), "Invalid Environment Variable",
		fmt.Sprintf("The environment variable %s stands in for the argument %q, and must be %s. It is %q.", variableFor(argument), argument, form, value))
}

func (s *settings) isUnknown(argument string) bool {
	return slices.Contains(s.unknown, argument)
}

// missing adds the one error of a credential that is given nowhere.
func (s *settings) missing(argument, what, where string) {
	s.diags.AddAttributeError(path.Root(argument), "Missing "+what,
		fmt.Sprintf("The provider needs %q. Set it in the provider block, or set the environment variable %s. %s",
			argument, variableFor(argument), where))
}

func (s *settings) invalid(argument, value string, reason error) {
	shown := fmt.Sprintf("%q", value)
	if strings.Contains(value, "@") {
		// It may hold a password.
		shown = "the given value"
	}
	s.diags.AddAttributeError(path.Root(argument), "Invalid Provider Argument",
		fmt.Sprintf("The provider cannot use %s for %q: %s. The argument is read from the provider block, or from the environment variable %s.",
			shown, argument, reason, variableFor(argument)))
}
