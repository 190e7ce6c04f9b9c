// Package match decides which hit of a search is the song that was looked for. It
// sends nothing. Titles, artists and albums are compared, never the rank of a hit.
package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

// Song is what is looked for. Album and ISRC may be empty. Artist may name several
// artists, in any of the forms of parts.
type Song struct{ Title, Artist, Album, ISRC string }

// Track is one hit. What the service leaves out is empty.
type Track struct {
	Title       string
	Artists     []string
	Album, ISRC string
}

// Kind says how a decision was made.
type Kind int

const (
	// None is that no hit is the song.
	None Kind = iota
	// ISRC is that a hit has the song's ISRC.
	ISRC
	// Exact is that title and artists are equal, but for case, accents, punctuation
	// and spaces.
	Exact
	// Close is that title and artists are equal without additions such as
	// "(feat. X)" or "- Remastered 2011", on either side.
	Close
	// Ambiguous is that there are hits, and nothing to decide by: several recordings
	// match equally well, or the only ones come without an artist.
	Ambiguous
)

// String returns the kind as configurations name it.
func (k Kind) String() string {
	return [...]string{"none", "isrc", "exact", "close", "ambiguous"}[k]
}

// Result is what Find decided.
type Result struct {
	Kind Kind
	// Index is the hit, or -1 where no single recording was decided.
	Index int
	// Candidates are hits of different recordings, in the service's order and at
	// most ten, where the result is ambiguous.
	Candidates []int
}

const maxCandidates = 10

// grade says how well a hit matches. A smaller one is better.
type grade int

const (
	equal grade = iota
	// labelled is equal but for a label such as "[Explicit]" that the song lacks.
	// It contests an equal hit, which may be the other of a clean and an explicit
	// version.
	labelled
	// alike has the same additions, written in another way.
	alike
	// decorated has other additions, none of which names another version: a
	// remaster, guests, a deluxe edition.
	decorated
	// versioned has additions that may name another version: live, a remix.
	versioned
	// unknownArtist is added where the artist of song or hit is not known. Such a
	// hit is a candidate, and never decided.
	unknownArtist
	different grade = 100
)

// recording is the hits that share an ISRC. A hit without a valid one is a recording
// of its own.
type recording struct {
	hit   int   // the first of those that match best
	grade grade // of hit
	album grade // the best of all its hits
}

// Find returns the hit that is the song, if exactly one recording matches best. An
// ISRC in the song decides alone. Otherwise an album in the song decides between
// recordings that match equally well, if it matches exactly one of them best.
func Find(song Song, hits []Track) Result {
	if strings.TrimSpace(song.ISRC) != "" {
		return byISRC(song.ISRC, hits)
	}
	best := bestOf(recordings(song, hits), func(r recording) grade { return r.grade })
	if len(best) > 1 && song.Album != "" {
		best = bestOf(best, func(r recording) grade { return r.album })
	}
	switch {
	case len(best) == 0:
		return Result{Kind: None, Index: -1}
	case len(best) > 1 || best[0].grade >= unknownArtist:
		return Result{Kind: Ambiguous, Index: -1, Candidates: candidates(best)}
	case best[0].grade == equal:
		return Result{Kind: Exact, Index: best[0].hit}
	default:
		return Result{Kind: Close, Index: best[0].hit}
	}
}

func byISRC(code string, hits []Track) Result {
	want, err := isrc.Parse(code)
	if err != nil {
		return Result{Kind: None, Index: -1}
	}
	for i, hit := range hits {
		if got, err := isrc.Parse(hit.ISRC); err == nil && got == want {
			return Result{Kind: ISRC, Index: i}
		}
	}
	return Result{Kind: None, Index: -1}
}

// recordings returns those that match at all.
func recordings(song Song, hits []Track) []recording {
	wanted := work{newTitle(song.Title, song.Album), newCredit(song.Artist), newTitle(song.Album, "")}
	byCode := map[string]int{}
	var found []recording
	for i, hit := range hits {
		heard := work{newTitle(hit.Title, hit.Album), newCredit(hit.Artists...), newTitle(hit.Album, "")}
		r := recording{hit: i, grade: wanted.compare(heard), album: wanted.album.compareAlbum(heard.album)}
		if r.grade == different {
			continue
		}
		code, err := isrc.Parse(hit.ISRC)
		at, known := byCode[code]
		switch {
		case err != nil:
			found = append(found, r)
		case !known:
			byCode[code] = len(found)
			found = append(found, r)
		default:
			found[at] = found[at].with(r)
		}
	}
	return found
}

// with adds another hit of the same recording.
func (r recording) with(other recording) recording {
	r.album = min(r.album, other.album)
	if other.grade < r.grade {
		r.hit, r.grade = other.hit, other.grade
	}
	return r
}

// bestOf returns the recordings of the best grade. A labelled one contests an equal one.
func bestOf(all []recording, of func(recording) grade) []recording {
	if len(all) == 0 {
		return nil
	}
	best := of(slices.MinFunc(all, func(a, b recording) int { return cmp.Compare(of(a), of(b)) }))
	if best == equal {
		best = labelled
	}
	return slices.DeleteFunc(slices.Clone(all), func(r recording) bool {
		return of(r) > best
	})
}

func candidates(recordings []recording) []int {
	hits := make([]int, 0, len(recordings))
	for _, r := range recordings {
		hits = append(hits, r.hit)
	}
	slices.Sort(hits)
	return hits[:min(len(hits), maxCandidates)]
}

// work is a song or a hit as it is compared.
type work struct {
	title   title
	artists credit
	album   title
}

func (w work) compare(other work) grade {
	byTitle := w.title.compare(other.title)
	if byTitle == different {
		return different
	}
	if w.artists.unknown() || other.artists.unknown() {
		return unknownArtist + byTitle
	}
	byArtist := w.artists.compare(other.artists)
	if byTitle == labelled && byArtist != equal {
		byTitle = decorated
	}
	return max(byTitle, byArtist)
}
