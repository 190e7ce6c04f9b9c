package playlist

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// SameText reports whether two titles or descriptions are the same text: Unicode has
// two ways to write some characters, and line ends are written in three ways.
func SameText(a, b string) bool {
	return a == b || normal(a) == normal(b)
}

// normal is the same for texts that are the same.
func normal(text string) string { return norm.NFC.String(lineEnds.Replace(text)) }

// SimilarText reports whether a service may have made one text from the other:
// trimmed, in another case, or shortened.
func SimilarText(sent, answered string) bool {
	sent, answered = fold(sent), fold(answered)
	return sent == answered || answered != "" && strings.HasPrefix(sent, answered)
}

// fold removes what services change in a text. The end of a shortened one is marked
// in two ways.
func fold(text string) string {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "…"), "...")
	return strings.ToLower(strings.TrimSpace(text))
}
