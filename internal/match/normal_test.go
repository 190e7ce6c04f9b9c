package match

import (
	"strings"
	"testing"
	"unicode"
)

func TestKey(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "",
		" \t\u200b":         "",
		"Halo":              "halo",
		"  Ha lo ":          "halo",
		"10,000 Days":       "10 000days",
		"99 Luftballons":    "99luftballons",
		"R&B":               "randb",
		"A + B":             "aandb",
		"T.N.T.":            "tnt",
		"Guns N’ Roses":     "gunsandroses",
		"Pt. 2":             "part2",
		"Chapter IV":        "chapter4",
		"The Part I Played": "thepart1played",
		"´":                 "´",
		"!!!":               "!!!",
		"? !":               "?!",
		"가나":                "가나",
		"ガ ":                "ガ",
		"ꮮ":                 "ꮮ",
		"Ꮮ":                 "ꮮ",
		"A\xffB":            "a\ufffdb",
	} {
		if got := key(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A key is its own key, and only what cannot be seen has none.
func FuzzKey(f *testing.F) {
	for _, text := range []string{
		"", "Halo (feat. B) - 2011 Remaster", "Pt. II", "Rock'n'Roll & Soul", "10,000", "2²½", "…", "´", "a\u0301", "\u0301",
		"ｶﾞﾗｽ", "ᄀ ᅡ", "мой Ещё", "कि", "İıŞ", "≠", "❤️", "ﬁ", "№1", "㈱", "\xff", "ﷺ", "ΐ", "ͅα",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first := key(text)
		if again := key(first); again != first {
			t.Errorf("%q: %q, and again %q", text, first, again)
		}
		if first == "" && strings.ContainsFunc(text, isLetterOrNumber) {
			t.Errorf("%q: emptied", text)
		}
		for _, r := range first {
			if unicode.IsSpace(r) && r != ' ' {
				t.Errorf("%q: space in %q", text, first)
			}
		}
	})
}
