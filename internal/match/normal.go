package match

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// key returns a text as it is compared: without case, accents, punctuation and
// spaces. A text of punctuation alone is its own key. Only a blank one has none.
func key(text string) string { return norm.NFC.String(join(words(text))) }

// words returns the words of a text as they are compared. "&", "+" and "'n'" are
// "and"; "Pt. II" is "part 2".
func words(text string) []string {
	folded := fold(text)
	if !strings.ContainsFunc(strings.Map(withoutPunctuation, folded), isLetterOrNumber) {
		return signs(text)
	}
	folded = strings.ReplaceAll(quotedN.ReplaceAllString(folded, " and "), "&", " and ")
	return spell(strings.Fields(strings.Map(withoutPunctuation, folded)))
}

// signs returns a text without letters as one word. Only what cannot be seen is
// removed, and accents if there is anything else.
func signs(text string) []string {
	for _, form := range []string{compatibleForm(text), norm.NFC.String(text)} {
		if word := strings.Join(strings.Fields(strings.Map(visible, form)), ""); word != "" {
			return []string{word}
		}
	}
	return nil
}

// quotedN is the "and" of "rock'n'roll".
var quotedN = regexp.MustCompile("['’‘`]n['’‘`]")

// join puts words together. Numbers stay apart: "1, 1" is not "11".
func join(words []string) string {
	var joined strings.Builder
	var last rune
	for _, word := range words {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsDigit(last) && unicode.IsDigit(first) {
			joined.WriteByte(' ')
		}
		joined.WriteString(word)
		last, _ = utf8.DecodeLastRuneInString(word)
	}
	return joined.String()
}

// fold removes what depends on how a text is written: width and ligatures
// (NFKC), case, and marks that can be left out.
func fold(text string) string {
	var folded strings.Builder
	base := noBase
	// Fold has capitals for Cherokee alone.
	lower := strings.ToLower(cases.Fold().String(compatibleForm(text)))
	for _, r := range norm.NFD.String(lower) {
		switch {
		case !unicode.Is(unicode.M, r):
			base = r
		case isOptional(r, base):
			continue
		}
		folded.WriteRune(r)
	}
	return norm.NFC.String(otherLetters.Replace(folded.String()))
}

// compatibleForm is NFKC, but numbers that it would join to the digits next to them
// stay apart ("2²" is not "22", and "1½" not "11/2"), and signs that it would spell
// out are left out.
func compatibleForm(text string) string {
	var separated strings.Builder
	for _, r := range text {
		switch {
		case r == '™', r == '℠', unicode.Is(unicode.Sk, r):
		case unicode.Is(unicode.No, r):
			separated.WriteString(" " + string(r) + " ")
		default:
			separated.WriteRune(r)
		}
	}
	return norm.NFKC.String(separated.String())
}

// otherLetters are letters that people without the key write as one or two others,
// and that do not decompose.
var otherLetters = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "ħ", "h", "ı", "i", "æ", "ae", "œ", "oe")

// noBase stands for the letter before a mark that begins a text.
const noBase rune = -1

// isOptional reports whether a text without this mark is the same to its readers.
// Where marks make letters or syllables (й, が, कि), they stay.
func isOptional(mark, base rune) bool {
	switch {
	case unicode.Is(unicode.Variation_Selector, mark):
		return true
	case base == ' ', base != noBase && withoutPunctuation(base) != base:
		return true
	case unicode.In(base, unicode.Latin, unicode.Greek, unicode.Hebrew):
		return true
	case unicode.Is(unicode.Cyrillic, base):
		isStress := (mark == '\u0300' || mark == '\u0301') && base != 'г' && base != 'к'
		return isStress || (mark == '\u0308' && base == 'е')
	case unicode.Is(unicode.Arabic, base):
		return (mark >= '\u064B' && mark <= '\u0652') || mark == '\u0670'
	default:
		return false
	}
}

func isLetterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// visible is for strings.Map: it removes characters that cannot be seen.
func visible(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
		return -1
	}
	return r
}

// withoutPunctuation is for strings.Map: it removes apostrophes, which stand inside
// words, and replaces other punctuation by a space. Signs that are read out stay:
// "C#" is not "C".
func withoutPunctuation(r rune) rune {
	switch {
	case strings.ContainsRune("'’‘‛′ʹʺʻʼʽʾʿ®©ـ", r), unicode.In(r, unicode.Sk, unicode.Cf):
		return -1
	case strings.ContainsRune("#%@", r):
		return r
	case strings.ContainsRune("~|⁄∕", r), unicode.In(r, unicode.P, unicode.Z, unicode.Cc):
		return ' '
	default:
		return r
	}
}

// counted are words before a number, and how they are spelled out. The value says
// whether the number may be Roman or a word: "No I" is no number.
var counted = map[string]struct {
	spelled string
	anyForm bool
}{
	"pt": {"part", true}, "pts": {"part", true}, "part": {"part", true}, "parts": {"part", true},
	"vol": {"volume", true}, "vols": {"volume", true}, "volume": {"volume", true}, "volumes": {"volume", true},
	"chapter": {"chapter", true}, "act": {"act", true},
	"no": {"number", false}, "nr": {"number", false}, "number": {"number", false},
}

var numerals = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
	"six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}

func spell(words []string) []string {
	for i := range words {
		if i == 0 || i == len(words)-1 {
			continue
		}
		// Not the N of "T.N.T."
		isAnd := words[i] == "n" && len(words[i-1]) > 1 && len(words[i+1]) > 1
		if isAnd || words[i] == "+" {
			words[i] = "and"
		}
	}
	for i := 0; i+1 < len(words); i++ {
		if number, ok := numbered(words[i], words[i+1]); ok {
			words[i], words[i+1] = counted[words[i]].spelled, number
		}
	}
	return words
}

// numbered returns the number after a word such as "part".
func numbered(word, next string) (string, bool) {
	if first, _ := utf8.DecodeRuneInString(next); unicode.IsDigit(first) {
		return next, counted[word].spelled != ""
	}
	number := numerals[next]
	return number, number != "" && counted[word].anyForm
}
