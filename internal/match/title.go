package match

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// title is a title, or an album's, as it is compared.
type title struct {
	whole     string // all of it
	unmarked  string // all but a label such as "[Explicit]"
	label     string // "explicit", "clean" or ""
	base      string // without additions, and without "The" in front
	additions []string
	versions  []string // the words of additions that may name another version
	guests    []string // the words of "feat. X"
	foreign   bool     // not the artist's own recording of the song
	live      bool     // by an addition, or by the album
}

// newTitle reads a title. The album tells of a live recording whose title does not.
func newTitle(text, album string) title {
	unmarked, label := withoutLabel(compatibleForm(text))
	t := title{whole: key(text), unmarked: key(unmarked), label: label}
	rest, additions := split(unmarked)
	base := words(rest)
	for _, addition := range additions {
		base = append(base, t.add(addition)...)
	}
	if len(base) > 1 && base[0] == "the" {
		base = base[1:]
	}
	t.base = join(base)
	if t.live = slices.Contains(t.additions, "live") || isLive(album); t.live {
		t.versions = append(t.versions, "live")
	}
	t.additions, t.versions, t.guests = set(t.additions), set(t.versions), set(t.guests)
	return t
}

// labels are how the service and others mark an explicit version and its counterpart.
var labels = regexp.MustCompile(`(?i)\s*[(\[]\s*(explicit|clean|edited)(?:\s+(?:album\s+)?version)?\s*[)\]]`)

func withoutLabel(text string) (rest, label string) {
	found := labels.FindStringSubmatch(text)
	if found == nil {
		return text, ""
	}
	label = strings.ToLower(found[1])
	if label == "edited" {
		label = "clean"
	}
	if rest = labels.ReplaceAllString(text, ""); key(rest) == "" {
		return text, ""
	}
	return rest, label
}

var (
	// dash needs spaces, since a hyphen is part of a word.
	dash     = regexp.MustCompile(`\s+[-‐‑‒–—―−]+\s+`)
	openFeat = regexp.MustCompile(`(?i)\s+(?:feat\.|ft\.|feat\s|featuring\s)`)
)

// split separates a title from its additions: what stands in brackets, after a dash,
// or from "feat." on. A title that would be left without words has no additions.
func split(text string) (base string, additions []string) {
	base, additions = splitBrackets(text)
	segments := dash.Split(base, -1)
	base, additions = segments[0], append(additions, segments[1:]...)
	if at := openFeat.FindStringIndex(base); at != nil {
		base, additions = base[:at[0]], append(additions, base[at[0]:])
	}
	if !strings.ContainsFunc(base, isLetterOrNumber) {
		return text, nil
	}
	return base, additions
}

// splitBrackets takes out what stands in brackets. An open bracket without its
// counterpart is part of the text.
func splitBrackets(text string) (base string, additions []string) {
	var outside strings.Builder
	depth, opened, closed := 0, 0, 0
	for i, r := range text {
		switch r {
		case '(', '[', '{', '【':
			if depth == 0 {
				outside.WriteString(text[closed:i] + " ")
				opened = i
			}
			depth++
		case ')', ']', '}', '】':
			if depth == 1 {
				additions = append(additions, strings.TrimLeft(text[opened:i], "([{【"))
				closed = i + utf8.RuneLen(r)
			}
			depth = max(0, depth-1)
		}
	}
	if depth > 0 {
		closed = opened
	}
	return outside.String() + text[closed:], additions
}

var (
	guests = regexp.MustCompile(`(?i)(?:^\s*with\s|\b(?:feat|ft)\.|\b(?:feat|ft|featuring)\s)(.*)$`)
	// source is the film or the play that a song is from.
	source = regexp.MustCompile(`(?i)^\s*(?:taken\s+)?from\s`)
	// originalMix is what dance music calls the recording that is no remix.
	originalMix = regexp.MustCompile(`(?i)\boriginal\s+(?:mix|version)\b`)
	// foreign is what is not the artist's own recording of the song. It is never
	// left out.
	foreign = regexp.MustCompile(
		`\b(?:karaoke|instrumental|cover(?:s|ed)?|tribute|backing track|performed by|made famous|style of)\b`)
	year    = regexp.MustCompile(`^(?:19|20)\d\d$`)
	ordinal = regexp.MustCompile(`^\d+(?:st|nd|rd|th)$`)
)

// decorations are words of additions that name no other version.
var decorations = wordSet("remaster remastered remastering digital digitally deluxe super special limited standard " +
	"collector collectors edition expanded anniversary bonus track explicit album version soundtrack " +
	"the a an at in on of from by and")

// add reads an addition, and returns the words of it that belong to the title: "Part
// 2" is never left out.
func (t *title) add(text string) (kept []string) {
	all := words(text)
	t.foreign = t.foreign || foreign.MatchString(strings.Join(all, " "))
	for _, word := range all {
		t.additions = append(t.additions, strings.Replace(word, "remastered", "remaster", 1))
	}
	if found := guests.FindStringSubmatchIndex(text); found != nil {
		t.guests = append(t.guests, words(text[found[2]:found[3]])...)
		text = text[:found[0]]
	}
	if source.MatchString(text) {
		return nil
	}
	kept, rest := partNumber(words(originalMix.ReplaceAllString(text, "")))
	for _, word := range rest {
		if !decorations[word] && !year.MatchString(word) && !ordinal.MatchString(word) {
			t.versions = append(t.versions, word)
		}
	}
	return kept
}

// partNumber takes the number of a part out of an addition: "part 2", "parts 1-5", or
// "II" alone.
func partNumber(heard []string) (kept, rest []string) {
	if len(heard) == 1 && isNumeral(heard[0]) {
		return heard, nil
	}
	for i := range len(heard) - 1 {
		if _, ok := numbered(heard[i], heard[i+1]); !ok {
			continue
		}
		end := i + 2
		for end < len(heard) && (isNumeral(heard[end]) || heard[end] == "and") {
			end++
		}
		return heard[i:end], slices.Concat(heard[:i], heard[end:])
	}
	return nil, heard
}

func isNumeral(word string) bool {
	_, ok := numbered("part", word)
	return ok && !year.MatchString(word) && !ordinal.MatchString(word)
}

// compare grades another title. Additions may be missing on one side; those of both
// sides must not contradict each other.
func (t title) compare(other title) grade {
	switch {
	case t.whole == "" || other.whole == "":
		return different
	case t.whole == other.whole && t.live == other.live:
		return equal
	case t.whole == other.whole:
		return versioned
	case t.label == "" && t.whole == other.unmarked && t.live == other.live:
		return labelled
	case t.base == "", t.base != other.base, t.label != "" && other.label != "" && t.label != other.label:
		return different
	case t.foreign != other.foreign:
		return different
	case !compatible(t.versions, other.versions), !compatible(t.guests, other.guests):
		return different
	case !slices.Equal(t.versions, other.versions):
		return versioned
	case t.label == other.label && slices.Equal(t.additions, other.additions):
		return alike
	default:
		return decorated
	}
}

// compareAlbum grades another album. The label of an explicit or clean version is
// left out on both sides: the service marks albums and titles alike.
func (t title) compareAlbum(other title) grade {
	if t.unmarked != "" && t.unmarked == other.unmarked {
		return equal
	}
	return t.compare(other)
}

// liveAlbum matches the words of an album of live recordings. "Live" elsewhere is no
// sign: it is a verb too.
var liveAlbum = regexp.MustCompile(
	`^live(?: (?:at|from|in|on|\d+)\b|$)|\b(?:unplugged|in concert|(?:en|ao|dal) vivo|en directo)\b`)

func isLive(album string) bool {
	_, additions := split(compatibleForm(album))
	for _, addition := range additions {
		if slices.Contains(words(addition), "live") {
			return true
		}
	}
	return liveAlbum.MatchString(strings.Join(words(album), " "))
}

// set sorts words and removes repetitions.
func set(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// compatible reports whether one of two sets holds the other.
func compatible(a, b []string) bool { return holds(a, b) || holds(b, a) }

func holds(all, some []string) bool {
	return !slices.ContainsFunc(some, func(word string) bool {
		_, found := slices.BinarySearch(all, word)
		return !found
	})
}

func wordSet(text string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		words[word] = true
	}
	return words
}
