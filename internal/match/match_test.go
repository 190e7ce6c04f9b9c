package match

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// by is a hit with one artist.
func by(artist, title string) Track { return Track{Title: title, Artists: []string{artist}} }

func (t Track) on(album string) Track { t.Album = album; return t }

func (t Track) with(code string) Track { t.ISRC = code; return t }

func ambiguous(hits ...int) Result { return Result{Kind: Ambiguous, Index: -1, Candidates: hits} }

var none = Result{Kind: None, Index: -1}

func exact(hit int) Result { return Result{Kind: Exact, Index: hit} }

func near(hit int) Result { return Result{Kind: Close, Index: hit} }

// One hit, and how it matches.
func TestFind_oneHit(t *testing.T) {
	for _, test := range []struct {
		title, artist string
		hit           Track
		want          Kind
	}{
		// Case, accents, punctuation, spaces, width.
		{"halo", "THE WIRES", by("The Wires", "Halo"), Exact},
		{"Échoes", "Café Noir", by("Cafe Noir", "Echoes"), Exact},
		{"E\u0301choes", "Cafe\u0301 Noir", by("Café Noir", "Échoes"), Exact},
		{"Don’t Stop, Now!", "AC/DC Tribute", by("AC/DC Tribute", "Don't Stop Now"), Exact},
		{"Don`t Stop", "A", by("A", "Don´t Stop"), Exact},
		{"Dont Stop", "A", by("A", "Don‘t Stop"), Exact},
		{"T.N.T.", "A", by("A", "TNT"), Exact},
		{"Re:Stacks", "A", by("A", "re: stacks"), Exact},
		{"Ｈａｌｏ　（Ｌｉｖｅ）", "A", by("A", "Halo (Live)"), Exact},
		{"Wait…What", "A", by("A", "Wait... What?"), Exact},
		{"\ufeffHalo\u200b", "A", by("A", "Halo"), Exact},
		{"Straße", "Röyksopp", by("Royksopp", "STRASSE"), Exact},
		{"Øl", "MØ", by("Mo", "Ol"), Exact},
		{"IŞIK", "A", by("A", "Işık"), Exact},
		{"Halo™", "A", by("A", "Halo"), Exact},
		{"Night, Volume \"Two\"", "A", by("A", "Night, Vol. 2"), Exact},
		{"Love ❤️", "A", by("A", "Love ❤"), Exact},

		// What is read out is no punctuation.
		{"Prelude in C# Minor", "A", by("A", "Prelude in C Minor"), None},
		{"A+", "A", by("A", "A"), None},
		{"100%", "A", by("A", "100"), None},
		{"I ♥ U", "A", by("A", "I U"), None},
		{"Suite No. 1, 2. Menuet", "A", by("A", "Suite No. 12 Menuet"), None},
		{"1.1", "A", by("A", "11"), None},
		{"2²", "A", by("A", "22"), None},
		{"9.30", "A", by("A", "9:30"), Exact},
		{"a ≠ b", "A", by("A", "a = b"), None},

		// Titles without letters, and nearly nothing.
		{"???", "A", by("A", "???"), Exact},
		{"???", "A", by("A", "!!!"), None},
		{"…", "A", by("A", "..."), Exact},
		{"+", "A", by("A", "&"), None},
		{"+", "A", by("A", "And"), None},
		{"÷", "A", by("A", "÷ (Live)"), None},
		{"(Untitled)", "A", by("A", "Untitled"), Exact},
		{"()", "A", by("A", "( )"), Exact},
		{"", "A", by("A", ""), None},
		{" ", "A", by("A", ""), None},
		{"Halo", "A", by("A", ""), None},
		{"Halo", "!!!", by("!!!", "Halo"), Exact},
		{"Halo", "!!!", by("???", "Halo"), None},
		{"[Explicit]", "A", by("A", "[Clean]"), None},

		// Other scripts: nothing is emptied, and marks that make letters stay.
		{"夜に駆ける", "夜", by("夜", "夜に駆ける"), Exact},
		{"夜", "A", by("A", "朝"), None},
		{"ガラス", "A", by("A", "カラス"), None},
		{"ｶﾞﾗｽ", "A", by("A", "ガラス"), Exact},
		{"가나", "A", by("A", "가나"), Exact},
		{"가", "A", by("A", "거"), None},
		{"Ночь", "Группа", by("ГРУППА", "ночь"), Exact},
		{"Ещё", "A", by("A", "Еще"), Exact},
		{"мой", "A", by("A", "мои"), None},
		{"їжак", "A", by("A", "іжак"), None},
		{"за́мок", "A", by("A", "замок"), Exact},
		{"कि", "A", by("A", "की"), None},
		{"कि", "A", by("A", "क"), None},
		{"กี", "A", by("A", "กิ"), None},
		{"Καλημέρα", "A", by("A", "ΚΑΛΗΜΕΡΑ"), Exact},
		{"愛～Love～", "A", by("A", "愛〜Love〜"), Exact},
		{"夜（ライブ）", "A", by("A", "夜"), Close},
		{"سَلام", "A", by("A", "سلام"), Exact},

		// Words that are spelled in several ways.
		{"Rock & Roll", "A", by("A", "Rock and Roll"), Exact},
		{"Rock'n'Roll", "A", by("A", "Rock ’n’ Roll"), Exact},
		{"Rock N Roll", "A", by("A", "Rock & Roll"), Exact},
		{"The Wall, Pt. 2", "A", by("A", "The Wall (Part 2)"), Exact},
		{"The Wall, Pt. II", "A", by("A", "The Wall - Part Two"), Exact},
		{"The Wall, Pt. 2", "A", by("A", "The Wall, Pt. 3"), None},
		{"The Wall (Part 1)", "A", by("A", "The Wall (Part 2)"), None},
		{"The Wall (Part 1)", "A", by("A", "The Wall"), None},
		{"The Wall (Parts 1-5)", "A", by("A", "The Wall (Parts 6-9)"), None},
		{"The Wall (Parts 1-5)", "A", by("A", "The Wall (Part 1)"), None},
		{"The Wall (Part 1)", "A", by("A", "The Wall (Part 1) [Live]"), Close},
		{"The Wall (Part 1, Live)", "A", by("A", "The Wall, Pt. 1"), Close},
		{"Sonata (II)", "A", by("A", "Sonata (III)"), None},
		{"Sonata - No. 5", "A", by("A", "Sonata - Nr. 5"), Exact},
		{"No I Won't", "A", by("A", "No 1 Won't"), None},

		// Additions count for close only.
		{"Halo - Remastered 2011", "A", by("A", "Halo"), Close},
		{"Halo - Remastered 2011", "A", by("A", "Halo - 2011 Remaster"), Close},
		{"Halo - Remastered 2011", "A", by("A", "Halo (Remastered 2009)"), Close},
		{"Halo", "A", by("A", "Halo (feat. B)"), Close},
		{"Halo", "A", by("A", "Halo ft. B"), Close},
		{"Halo", "A", by("A", "Halo feat. B [2011 Remaster]"), Close},
		{"Halo (feat. B)", "A", by("A", "Halo [feat. B]"), Exact},
		{"Halo (feat. B)", "A", by("A", "Halo (with B)"), Close},
		{"Halo (feat. B)", "A", by("A", "Halo (feat. C)"), None},
		{"Halo", "A", by("A", "Halo [Deluxe]"), Close},
		{"Halo", "A", by("A", "Halo [Explicit]"), Close},
		{"Halo [Explicit]", "A", by("A", "Halo"), Close},
		{"Halo [Explicit]", "A", by("A", "Halo (Clean Version)"), None},
		{"Halo", "A", by("A", `Halo (From "The Film")`), Close},
		{"Halo (Of Light)", "A", by("A", "Halo"), Close},
		{"(Of Light) Halo", "A", by("A", "Halo"), Close},
		{"Halo (Of Light)", "A", by("A", "Halo Of Light"), Exact},
		{"Halo (Of Light)", "A", by("A", "Halo (Of Dark)"), None},
		{"Halo — Live at Home", "A", by("A", "Halo (Live at Home)"), Exact},
		{"Anti-Hero", "A", by("A", "Anti"), None},
		{"The Halo", "A", by("A", "Halo"), Close},
		{"Halo (Live", "A", by("A", "Halo"), None},

		// Other versions are never exact.
		{"Halo", "A", by("A", "Halo (Live)"), Close},
		{"Halo (Live)", "A", by("A", "Halo"), Close},
		{"Halo - Live", "A", by("A", "Halo (Live at Wembley, 1986)"), Close},
		{"Halo (Live in Rome)", "A", by("A", "Halo (Live in Paris)"), None},
		{"Halo", "A", by("A", "Halo (B Remix)"), Close},
		{"Halo (C Remix)", "A", by("A", "Halo (B Remix)"), None},
		{"Halo (Live)", "A", by("A", "Halo (B Remix)"), None},
		{"Long Live", "A", by("A", "Long (Live)"), Close},
		{"Halo", "A", by("A", "Halo").on("Live at Home"), Close},
		{"Halo", "A", by("A", "Halo").on("One (Live)"), Close},
		{"Halo", "A", by("A", "Halo").on("MTV Unplugged"), Close},
		{"Halo", "A", by("A", "Halo").on("Live Through Winter"), Exact},
		{"Halo (Live)", "A", by("A", "Halo - Live").on("Live at Home"), Exact},
		{"Halo", "A", by("A", "Halo (Karaoke Version)"), None},
		{"Halo", "A", by("A", "Halo (Instrumental)"), None},
		{"Halo", "A", by("A", "Halo (In the Style of A) [Karaoke]"), None},
		{"Halo", "A", by("A", "Halo (B Cover)"), None},
		{"Halo (Instrumental)", "A", by("A", "Halo - Instrumental"), Exact},
		{"Halo", "A", by("Karaoke Stars", "Halo"), None},
		{"Halo", "A", by("A Tribute Band", "Halo"), None},

		// Artists.
		{"Halo", "A, B", Track{Title: "Halo", Artists: []string{"A", "B"}}, Exact},
		{"Halo", "B; A", Track{Title: "Halo", Artists: []string{"A", "B"}}, Exact},
		{"Halo", "A feat. B", Track{Title: "Halo", Artists: []string{"A", "B"}}, Exact},
		{"Halo", "A (feat. B)", Track{Title: "Halo", Artists: []string{"A & B"}}, Exact},
		{"Halo", "A x B", Track{Title: "Halo", Artists: []string{"A and B"}}, Exact},
		{"Halo", "A", Track{Title: "Halo", Artists: []string{"A", "B"}}, Close},
		{"Halo", "A, B", by("A", "Halo"), Close},
		{"Halo", "A", Track{Title: "Halo", Artists: []string{"B", "A"}}, None},
		{"Halo", "A, B", Track{Title: "Halo", Artists: []string{"A", "C"}}, None},
		{"Halo", "Beatles", by("The Beatles", "Halo"), Close},
		{"Halo", "Beatles, The", by("The Beatles", "Halo"), Exact},
		{"Halo", "The The", by("The", "Halo"), Close},
		{"Halo", "Earth, Wind & Fire", by("Earth Wind and Fire", "Halo"), Exact},
		{"Halo", "Tyler, The Creator", by("Tyler The Creator", "Halo"), Exact},
		{"Halo", "Tyler The Creator & Bo", Track{Title: "Halo", Artists: []string{"Tyler, The Creator", "Bo"}}, Exact},
		{"Halo", "Florence + The Machine", by("Florence & the Machine", "Halo"), Exact},
		{"Halo", "With Confidence", by("Confidence", "Halo"), None},
		{"Halo", "American X Band", by("American Band", "Halo"), None},
		{"Halo", "AC/DC", by("ACDC", "Halo"), Exact},
		{"Halo", "A - Topic", by("A", "Halo"), Close},
		{"Halo", "A (US)", by("A", "Halo"), Close},
		{"Halo", "A", by("B", "Halo"), None},

		// An artist that is not known is not claimed.
		{"Halo", "A", Track{Title: "Halo"}, Ambiguous},
		{"Halo", "A", Track{Title: "Halo", Artists: []string{"", " "}}, Ambiguous},
		{"Halo", "", by("A", "Halo"), Ambiguous},
		{"Halo", "A", Track{Title: "Another"}, None},
	} {
		t.Run(fmt.Sprintf("%s|%s~%v", test.title, test.artist, test.hit), func(t *testing.T) {
			song := Song{Title: test.title, Artist: test.artist}
			if got := Find(song, []Track{test.hit}); got.Kind != test.want {
				t.Errorf("got %v, want %v", got.Kind, test.want)
			}
		})
	}
}

// Several hits, and which one is returned.
func TestFind_severalHits(t *testing.T) {
	const one, two, three = "USAAA2000001", "USAAA2000002", "USAAA2000003"
	halo := by("A", "Halo")
	for name, test := range map[string]struct {
		song Song
		hits []Track
		want Result
	}{
		"no hits": {Song{Title: "Halo", Artist: "A"}, nil, none},
		"what does not match stands in front": {
			Song{Title: "Halo", Artist: "A"}, []Track{by("B", "Halo"), by("A", "Hello"), halo}, exact(2),
		},
		"exact beats close": {
			Song{Title: "Halo", Artist: "A"}, []Track{by("A", "Halo (Live)"), by("A", "Halo (feat. B)"), halo}, exact(2),
		},
		"the same title by two artists": {
			Song{Title: "Halo", Artist: "B"}, []Track{halo, by("B", "Halo"), by("C", "Halo")}, exact(1),
		},
		"one recording on three albums": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{halo.on("1").with(one), halo.on("2").with("us-aaa-20-00001"), halo.on("3").with("usaaa2000001")},
			exact(0),
		},
		"the first that matches best of one recording": {
			Song{Title: "Halo", Artist: "A"}, []Track{by("A", "Halo (Album Version)").with(one), halo.with(one)}, exact(1),
		},
		"two recordings": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{halo.with(one), by("B", "Halo"), halo.with(one), halo.with(two)},
			ambiguous(0, 3),
		},
		"without ISRC": {
			Song{Title: "Halo", Artist: "A"}, []Track{halo, halo}, ambiguous(0, 1),
		},
		"what is no ISRC joins nothing": {
			Song{Title: "Halo", Artist: "A"}, []Track{halo.with("N/A"), halo.with("N/A")}, ambiguous(0, 1),
		},
		"the album decides": {
			Song{Title: "Halo", Artist: "A", Album: "two"}, []Track{halo.on("One").with(one), halo.on("Two").with(two)}, exact(1),
		},
		"the album of a recording's later hit decides": {
			Song{Title: "Halo", Artist: "A", Album: "Two"},
			[]Track{halo.on("One").with(one), halo.on("Three").with(two), halo.on("Two").with(two)},
			exact(1),
		},
		"an exact album beats a close one": {
			Song{Title: "Halo", Artist: "A", Album: "Two"},
			[]Track{halo.on("Two (Deluxe)").with(one), halo.on("Two").with(two)},
			exact(1),
		},
		"a close album decides": {
			Song{Title: "Halo", Artist: "A", Album: "Two"},
			[]Track{halo.on("One").with(one), halo.on("Two [Deluxe Edition]").with(two)},
			exact(1),
		},
		"an album with two recordings does not decide": {
			Song{Title: "Halo", Artist: "A", Album: "Two"},
			[]Track{halo.on("One").with(one), halo.on("Two").with(two), halo.on("Two").with(three)},
			ambiguous(1, 2),
		},
		"an album that none of them has does not decide": {
			Song{Title: "Halo", Artist: "A", Album: "Four"},
			[]Track{halo.on("One").with(one), halo.with(two)},
			ambiguous(0, 1),
		},
		"an album does not make a close one better": {
			Song{Title: "Halo", Artist: "A", Album: "Two"},
			[]Track{halo.on("One").with(one), by("A", "Halo (feat. B)").on("Two").with(two)},
			exact(0),
		},
		"a live album means its live recording": {
			Song{Title: "Halo", Artist: "A", Album: "Live at Home"},
			[]Track{halo.on("One").with(one), by("A", "Halo (Live)").on("Live at Home").with(two)},
			near(1),
		},
		"clean and explicit": {
			Song{Title: "Halo", Artist: "A"}, []Track{halo.with(one), by("A", "Halo [Explicit]").with(two)}, ambiguous(0, 1),
		},
		"clean and explicit on albums of one name": {
			Song{Title: "Halo", Artist: "A", Album: "One"},
			[]Track{halo.on("One").with(one), by("A", "Halo [Explicit]").on("One [Explicit]").with(two)},
			ambiguous(0, 1),
		},
		"explicit by the song": {
			Song{Title: "Halo [Explicit]", Artist: "A"},
			[]Track{halo.with(one), by("A", "Halo [Explicit]").with(two), by("A", "Halo [Clean]").with(three)},
			exact(1),
		},
		"clean and explicit of other additions": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{by("A", "Halo (feat. B)").with(one), by("A", "Halo (feat. B) [Explicit]").with(two)},
			ambiguous(0, 1),
		},
		"a label and another artist are no contest": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{halo.with(one), {Title: "Halo [Explicit]", Artists: []string{"A", "B"}, ISRC: two}},
			exact(0),
		},
		"the same additions beat others": {
			Song{Title: "Halo - Remastered 2011", Artist: "A"},
			[]Track{halo.with(one), by("A", "Halo (2011 Remaster)").with(two), by("A", "Halo (Live)").with(three)},
			near(1),
		},
		"guests and remasters beat other versions": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{by("A", "Halo (Live)").with(one), by("A", "Halo (B Remix)").with(two), by("A", "Halo (feat. C)").with(three)},
			near(2),
		},
		"two remasters": {
			Song{Title: "Halo", Artist: "A"},
			[]Track{by("A", "Halo - Remastered 2009").with(one), by("A", "Halo - Remastered 2011").with(two)},
			ambiguous(0, 1),
		},
		"an unknown artist gives way": {
			Song{Title: "Halo", Artist: "A"}, []Track{{Title: "Halo"}, by("A", "Halo (Live)")}, near(1),
		},
		"an unknown artist of a known recording": {
			Song{Title: "Halo", Artist: "A"}, []Track{{Title: "Halo", ISRC: one}, halo.with(one)}, exact(1),
		},
		"an unknown artist is a candidate": {
			Song{Title: "Halo", Artist: "A", Album: "One"}, []Track{by("B", "Halo"), Track{Title: "Halo"}.on("One")}, ambiguous(1),
		},
		"an ISRC decides": {
			Song{Title: "Other", Artist: "B", ISRC: "us-aaa-20-00002"},
			[]Track{halo.with(one), {ISRC: "usaaa2000002"}, halo.with(two)},
			Result{Kind: ISRC, Index: 1},
		},
		"an ISRC that no hit has": {
			Song{Title: "Halo", Artist: "A", ISRC: three}, []Track{halo.with(one), halo}, none,
		},
		"what is no ISRC decides too": {
			Song{Title: "Halo", Artist: "A", ISRC: "N/A"}, []Track{halo.with("N/A")}, none,
		},
		"a blank ISRC does not": {
			Song{Title: "Halo", Artist: "A", ISRC: " "}, []Track{halo.with(one)}, exact(0),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Find(test.song, test.hits); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestFind_manyRecordings_tenCandidates(t *testing.T) {
	hits := slices.Repeat([]Track{by("A", "Halo")}, 12)
	want := ambiguous(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	if got := Find(Song{Title: "Halo", Artist: "A"}, hits); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWithoutAdditions(t *testing.T) {
	for artist, want := range map[string]string{
		"A":                      "A",
		" A ":                    " A ",
		"":                       "",
		"???":                    "???",
		"Café Noir":              "Café Noir",
		"A feat. B":              "A",
		"A feat.B":               "A",
		"A Ft. B & C":            "A",
		"A featuring B":          "A",
		"A (feat. B)":            "A",
		"A, B":                   "A",
		"A;B":                    "A",
		"Bob & The Band":         "Bob",
		"A x B":                  "A",
		"A vs. B":                "A",
		"A (US)":                 "A",
		"A - Topic":              "A",
		"Beatles, The":           "The Beatles",
		"With Confidence":        "With Confidence",
		"The Featherweights":     "The Featherweights",
		"AC/DC":                  "AC/DC",
		"(A)":                    "(A)",
		"Группа и Хор feat. Хор": "Группа и Хор",
	} {
		if got := WithoutAdditions(artist); got != want {
			t.Errorf("%q: got %q, want %q", artist, got, want)
		}
	}
}

func TestKind_String(t *testing.T) {
	var names []string
	for _, kind := range []Kind{None, ISRC, Exact, Close, Ambiguous} {
		names = append(names, kind.String())
	}
	if want := []string{"none", "isrc", "exact", "close", "ambiguous"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
