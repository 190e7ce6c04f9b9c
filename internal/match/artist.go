package match

import (
	"regexp"
	"slices"
	"strings"
)

// credit is the artists of a song or a hit as they are compared.
type credit struct {
	whole []string // all names as one
	names []string // each name
	bases []string // each name without additions and without "The"
	first string   // the base of the first name
}

var (
	// separators stand between artists. Band names hold some of them too, so both
	// sides are separated alike.
	separators = regexp.MustCompile(`(?i)\s*[;,、&]\s*|\s+[/|+×]\s+|` +
		`\s+(?:(?:feat|ft|vs)\.\s*|(?:feat|ft|featuring|with|and|x|vs)\s+)`)
	bracketedGuests = regexp.MustCompile(`(?i)\s*[(\[]\s*((?:feat|ft)\.|(?:feat|ft|featuring|with)\s)([^)\]]*)[)\]]`)
	// sortedName is the form of "Beatles, The".
	sortedName = regexp.MustCompile(`(?i)^([^,]+),\s+the\s*$`)
)

// parts returns the names in a field of artists: "A, B", "A; B", "A & B",
// "A feat. B", "A (feat. B)".
func parts(field string) []string {
	field = bracketedGuests.ReplaceAllString(compatibleForm(field), " feat. $2")
	field = sortedName.ReplaceAllString(field, "The $1")
	var names []string
	for _, name := range separators.Split(field, -1) {
		if name = strings.TrimSpace(name); key(name) != "" {
			names = append(names, name)
		}
	}
	return names
}

func newCredit(fields ...string) credit {
	c := credit{whole: set([]string{key(strings.Join(fields, " ")), key(strings.Join(fields, " and "))})}
	for _, field := range fields {
		for _, name := range parts(field) {
			c.names = append(c.names, key(name))
			base, _ := split(name)
			heard := words(base)
			if len(heard) > 1 && heard[0] == "the" {
				heard = heard[1:]
			}
			c.bases = append(c.bases, join(heard))
		}
	}
	if len(c.bases) > 0 {
		c.first = c.bases[0]
	}
	c.names, c.bases = set(c.names), set(c.bases)
	return c
}

func (c credit) unknown() bool { return len(c.names) == 0 }

// compare grades other artists, neither of them unknown. Their order does not count.
// One side may name fewer, if the first of the other is among them.
func (c credit) compare(other credit) grade {
	switch {
	case slices.Equal(c.names, other.names),
		slices.ContainsFunc(c.whole, func(whole string) bool { return slices.Contains(other.whole, whole) }):
		return equal
	case holds(c.bases, other.bases) && slices.Contains(other.bases, c.first),
		holds(other.bases, c.bases) && slices.Contains(c.bases, other.first):
		return decorated
	default:
		return different
	}
}

// WithoutAdditions returns the artist for a second search: the first one alone, without
// "feat. X" and what stands in brackets or after a dash. Where there is none of it,
// it returns its argument.
func WithoutAdditions(artist string) string {
	names := parts(artist)
	if len(names) == 0 {
		return artist
	}
	first, _ := split(names[0])
	if key(first) == key(artist) {
		return artist
	}
	return strings.TrimSpace(first)
}
