package match

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// pick returns one of several, with an empty one among them now and then.
func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

func randomTitle(random *rand.Rand) string {
	return pick(random, "Halo", "HALO", "Hálo", "Hello", "Halo, Pt. 2", "夜", "") +
		pick(random, "", "", " (Live)", " - Live", " (feat. B)", " [Explicit]", " - 2011 Remaster", " (Part 2)", " (Karaoke)")
}

func randomAlbum(random *rand.Rand) string {
	return pick(random, "", "", "One", "one", "One (Deluxe)", "Two", "Live at Home", "One [Explicit]")
}

func randomSong(random *rand.Rand) Song {
	return Song{
		Title: randomTitle(random), Artist: pick(random, "A", "A", "B", "A, B", "A feat. B", "The A", ""),
		Album: randomAlbum(random), ISRC: pick(random, "", "", "", "usaaa2000001", "no code"),
	}
}

func randomHits(random *rand.Rand) []Track {
	hits := make([]Track, random.IntN(8))
	for i := range hits {
		hits[i] = Track{
			Title:   randomTitle(random),
			Artists: pick(random, nil, []string{"A"}, []string{"a"}, []string{"A", "B"}, []string{"B"}, []string{"A & B"}),
			Album:   randomAlbum(random),
			ISRC:    pick(random, "", "USAAA2000001", "US-AAA-20-00002", "usaaa2000003", "no code"),
		}
	}
	return hits
}

// decided is what a result says, apart from the order of the hits: the kind, and the
// recordings by what identifies them.
func decided(result Result, hits []Track) (Kind, []Track) {
	indexes := result.Candidates
	if result.Index >= 0 {
		indexes = []int{result.Index}
	}
	var recordings []Track
	for _, i := range indexes {
		recordings = append(recordings, hits[i])
		if strings.ContainsAny(hits[i].ISRC, "123") {
			recordings[len(recordings)-1] = Track{ISRC: hits[i].ISRC}
		}
	}
	slices.SortFunc(recordings, func(a, b Track) int { return strings.Compare(a.id(), b.id()) })
	return result.Kind, recordings
}

func (t Track) id() string {
	return strings.Join(append([]string{t.ISRC, t.Title, t.Album}, t.Artists...), "|")
}

func TestFind_anyOrderOfHits_sameDecision(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := map[Kind]int{}
	for range 3_000 {
		song, hits := randomSong(random), randomHits(random)
		shuffled := slices.Clone(hits)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		kind, recordings := decided(Find(song, hits), hits)
		otherKind, otherRecordings := decided(Find(song, shuffled), shuffled)
		if kind != otherKind || !reflect.DeepEqual(recordings, otherRecordings) {
			t.Fatalf("%+v\n%+v: %v %v\n%+v: %v %v", song, hits, kind, recordings, shuffled, otherKind, otherRecordings)
		}
		kinds[kind]++
	}
	for _, kind := range []Kind{None, ISRC, Exact, Close, Ambiguous} {
		if kinds[kind] < 50 {
			t.Errorf("%d cases of %v: the models are too much alike", kinds[kind], kind)
		}
	}
}

func TestFind_anyHits_wellFormed(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2_000 {
		song, hits := randomSong(random), randomHits(random)
		requireWellFormed(t, song, hits, Find(song, hits))
	}
}

// A hit that does not match changes nothing.
func TestFind_anotherArtistsHit_sameDecision(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 1_000 {
		song, hits := randomSong(random), randomHits(random)
		want, got := Find(song, hits), Find(song, append(slices.Clone(hits), by("Somebody Else", song.Title)))
		if song.Artist != "" && !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\n%+v: got %+v, want %+v", song, hits, got, want)
		}
	}
}

// requireWellFormed checks what holds for every result.
func requireWellFormed(t *testing.T, song Song, hits []Track, result Result) {
	t.Helper()
	isOne := result.Kind == ISRC || result.Kind == Exact || result.Kind == Close
	switch {
	case isOne != (result.Index >= 0), result.Index < -1, result.Index >= len(hits):
		t.Fatalf("%+v, %+v: index of %+v", song, hits, result)
	case (result.Kind == Ambiguous) != (len(result.Candidates) > 0), len(result.Candidates) > 10:
		t.Fatalf("%+v, %+v: candidates of %+v", song, hits, result)
	case !slices.IsSorted(result.Candidates), len(slices.Compact(slices.Clone(result.Candidates))) != len(result.Candidates):
		t.Fatalf("%+v, %+v: order of %+v", song, hits, result)
	case len(result.Candidates) > 0 && (result.Candidates[0] < 0 || slices.Max(result.Candidates) >= len(hits)):
		t.Fatalf("%+v, %+v: range of %+v", song, hits, result)
	}
	if result.Kind != Exact {
		return
	}
	hit := hits[result.Index]
	if key(song.Title) == "" || key(song.Title) != key(hit.Title) {
		t.Fatalf("exact: %q and %q", song.Title, hit.Title)
	}
	names, heard := newCredit(song.Artist), newCredit(hit.Artists...)
	if names.unknown() || heard.unknown() || names.compare(heard) != equal {
		t.Fatalf("exact: %q and %q", song.Artist, hit.Artists)
	}
}

// Equal words are exact, and every result is well-formed, with nothing known of the
// texts.
func FuzzFind(f *testing.F) {
	f.Add("Halo", "A", "One", "Halo (Live)", "A feat. B", "Live at Home")
	f.Add("Halo (feat. B", "A, B; C", "", "Halo - 2011 Remaster]", "The A & B", "((")
	f.Add("夜（ライブ）", "!!!", "÷", "【夜】", "", "+")
	f.Fuzz(func(t *testing.T, title, artist, album, hitTitle, hitArtist, hitAlbum string) {
		song := Song{Title: title, Artist: artist, Album: album}
		hit := Track{Title: hitTitle, Artists: []string{hitArtist}, Album: hitAlbum}
		hits := []Track{hit, {Title: hitTitle}, hit.with("USAAA2000001")}
		requireWellFormed(t, song, hits, Find(song, hits))
		requireWellFormed(t, song, hits[:1], Find(song, hits[:1]))

		same := Track{Title: title, Artists: []string{artist}, Album: album}
		want := Exact
		switch {
		case key(title) == "":
			want = None
		case newCredit(artist).unknown():
			want = Ambiguous
		}
		if got := Find(song, []Track{same}); got.Kind != want {
			t.Errorf("%q by %q: itself is %v, want %v", title, artist, got.Kind, want)
		}
		if again := WithoutAdditions(artist); newCredit(again).unknown() != newCredit(artist).unknown() {
			t.Errorf("%q: emptied to %q", artist, again)
		}
	})
}
