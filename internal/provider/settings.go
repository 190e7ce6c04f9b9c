package provider

import (
	"fmt"
	"net/url"
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
	// minRequestsPerSecond is one request in about a quarter of an hour.
	minRequestsPerSecond, maxRequestsPerSecond = 0.001, 1e6
)

// settings resolves the arguments of the provider block: a configured value wins
// over the environment, which wins over the default. What is wrong is added to
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

func variablesFor(arguments []string) []string {
	variables := make([]string, len(arguments))
	for i, argument := range arguments {
		variables[i] = variableFor(argument)
	}
	return variables
}

// fromEnvironment reports whether the argument is to be read from its variable,
// and the variable's value. An empty variable is an unset one.
func (s *settings) fromEnvironment(argument string, isNull bool) (string, bool) {
	if !isNull || slices.Contains(s.ignored, argument) {
		return "", false
	}
	value := os.Getenv(variableFor(argument))
	return value, value != ""
}

// given reports whether a value is there to be used. It notes one that is not
// known yet.
func (s *settings) given(argument string, isNull, isUnknown bool) bool {
	if isUnknown {
		s.unknown = append(s.unknown, argument)
	}
	return !isNull && !isUnknown
}

func (s *settings) text(argument string, value types.String, fallback string) string {
	if !s.given(argument, value.IsNull(), value.IsUnknown()) {
		env, ok := s.fromEnvironment(argument, value.IsNull())
		if !ok {
			return fallback
		}
		if strings.ContainsFunc(env, unicode.IsControl) {
			s.add(argument, "Invalid Environment Variable", fmt.Sprintf(
				"The environment variable %s holds a line break or another control character. Remove it.", variableFor(argument)))
		}
		return env
	}
	switch text := value.ValueString(); {
	case text == "":
		s.add(argument, "Empty Provider Argument", fmt.Sprintf(
			"The argument %q is set to an empty string. Give it a value, or leave it out (or null) so that the environment "+
				"variable %s counts.", argument, variableFor(argument)))
	case strings.ContainsFunc(text, unicode.IsControl):
		s.add(argument, "Invalid Provider Argument", fmt.Sprintf(
			"The value of %q holds a line break or another control character. Remove it, for example with "+
				"trimspace(file(\"token\")).", argument))
	}
	return value.ValueString()
}

func (s *settings) integer(argument string, value types.Number, lowest, highest, fallback int) int {
	if s.given(argument, value.IsNull(), value.IsUnknown()) {
		return wholeNumber(value, fallback)
	}
	env, ok := s.fromEnvironment(argument, value.IsNull())
	if !ok {
		return fallback
	}
	number, err := strconv.Atoi(env)
	if err != nil || number < lowest || number > highest {
		s.invalidVariable(argument, env, fmt.Sprintf("a whole number between %d and %d", lowest, highest))
		return fallback
	}
	return number
}

// number returns 0 where no value is given.
func (s *settings) number(argument string, value types.Number, lowest, highest float64) float64 {
	if s.given(argument, value.IsNull(), value.IsUnknown()) {
		number, _ := value.ValueBigFloat().Float64()
		return number
	}
	env, ok := s.fromEnvironment(argument, value.IsNull())
	if !ok {
		return 0
	}
	number, err := strconv.ParseFloat(env, 64)
	// The comparison is false for NaN too.
	if err != nil || !(number >= lowest && number <= highest) {
		s.invalidVariable(argument, env, fmt.Sprintf("a number between %g and %.0f", lowest, highest))
	}
	return number
}

func (s *settings) boolean(argument string, value types.Bool, fallback bool) bool {
	if s.given(argument, value.IsNull(), value.IsUnknown()) {
		return value.ValueBool()
	}
	env, ok := s.fromEnvironment(argument, value.IsNull())
	if !ok {
		return fallback
	}
	parsed, err := strconv.ParseBool(env)
	if err != nil {
		s.invalidVariable(argument, env, "true or false")
	}
	return parsed
}

func (s *settings) duration(argument string, value types.String, fallback time.Duration) time.Duration {
	text := s.text(argument, value, "")
	if text == "" {
		return fallback
	}
	d, err := parseDuration(text)
	if err != nil {
		s.invalid(argument, value, fmt.Sprintf("%.100q", text), err)
	}
	return d
}

func (s *settings) address(argument string, value types.String, fallback string, parse func(string) (*url.URL, error),
) *url.URL {
	text := s.text(argument, value, fallback)
	if text == "" {
		return nil
	}
	u, err := parse(text)
	if err != nil {
		s.invalid(argument, value, shownAddress(text), err)
	}
	return u
}

// invalid adds the error of a value that validation has not seen: it comes from
// the environment, or was not known yet.
func (s *settings) invalid(argument string, value types.String, shown string, reason error) {
	if value.IsNull() {
		s.add(argument, "Invalid Environment Variable", fmt.Sprintf("%s cannot be used for %q: %s. It is set by %s.",
			shown, argument, reason, variableFor(argument)))
		return
	}
	s.add(argument, "Invalid Provider Argument", fmt.Sprintf("%s cannot be used for %q: %s.", shown, argument, reason))
}

// add adds an error on an argument. Where that holds a credential, Terraform would
// show it, so the error only names the argument.
func (s *settings) add(argument, summary, detail string) {
	if slices.Contains(credentialArguments, argument) {
		s.diags.AddError(summary, detail)
		return
	}
	s.diags.AddAttributeError(path.Root(argument), summary, detail)
}

func (s *settings) invalidVariable(argument, value, form string) {
	s.add(argument, "Invalid Environment Variable", fmt.Sprintf("The environment variable %s sets %q, which must be "+
		"%s, got %.100q.",
		variableFor(argument), argument, form, value))
}

func (s *settings) isUnknown(argument string) bool {
	return slices.Contains(s.unknown, argument)
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}

func nonEmpty(values ...string) []string {
	return slices.DeleteFunc(values, func(value string) bool { return value == "" })
}
