package transport

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMessage bounds what is shown of a service's message, in bytes.
const MaxMessage = 600

// Format characters that titles need, in Persian, Hindi and emoji.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// OneLine removes what a terminal would act on or what cannot be seen: line breaks
// become spaces, other control characters and format characters go.
func OneLine(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(clean)
}

// Excerpt returns s in at most limit bytes, which must be three or more. A longer s is
// cut between characters, and ends with an ellipsis.
func Excerpt(s string, limit int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) <= limit {
		return s
	}
	cut := limit - len("…")
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// Describe says what an unexpected body was, and how it begins.
func (r *Redactor) Describe(contentType string, body []byte) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return "an empty answer"
	}
	kind := "an answer"
	if contentType != "" {
		kind = "an answer of type " + r.Text(contentType, 100)
	}
	return fmt.Sprintf("%s that begins: %s", kind, r.Text(string(body), 120))
}
