// Package isrc knows the form of International Standard Recording Codes. It sends
// nothing.
package isrc

import (
	"fmt"
	"regexp"
	"strings"
)

// pattern is the form of ISO 3901: a country or registry of two letters, a
// registrant of three letters or digits, a year of two digits and a number of
// five.
var pattern = regexp.MustCompile(`^[A-Za-z]{2}[A-Za-z0-9]{3}[0-9]{7}$`)

// withoutHyphens removes what separates the parts of a printed code: the hyphen,
// and the characters that word processors put in its place.
var withoutHyphens = strings.NewReplacer("-", "", "\u2010", "", "\u2011", "", "\u2013", "")

// Parse returns a code as it is compared and sent: twelve characters, upper case,
// without hyphens. Only the service knows whether a recording has it.
func Parse(text string) (string, error) {
	code := withoutHyphens.Replace(strings.TrimSpace(text))
	if !pattern.MatchString(code) {
		return "", fmt.Errorf("%.100q is not an ISRC: it has two letters, three letters or digits and seven digits, "+
			"like GBCFB2000356 or GB-CFB-20-00356", text)
	}
	return strings.ToUpper(code), nil
}
