package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/match"
)

// songResult is what was decided about a song.
type songResult struct {
	kind match.Kind
	// track is nil where no single recording was decided.
	track      *amazonmusic.CatalogTrack
	candidates []amazonmusic.CatalogTrack
}

// findSongs searches for each song once, and decides about each.
func (m *tracksModel) findSongs(ctx context.Context, client *amazonmusic.Client) error {
	songs := make([]match.Song, len(m.Songs))
	for i, song := range m.Songs {
		wanted, err := song.wanted()
		if err != nil {
			return &elementError{i, err}
		}
		songs[i] = wanted
	}
	results, err := lookUpEach(ctx, client, songs, func(ctx context.Context, song match.Song) (songResult, error) {
		return findSong(ctx, client, song)
	})
	if err != nil {
		return err
	}
	m.Matches = make([]matchModel, len(songs))
	for i, song := range songs {
		result := results[song]
		m.Matches[i] = newMatchModel(m.Songs[i], result)
		switch {
		case result.track != nil:
			m.Tracks = append(m.Tracks, *m.Matches[i].Track)
		case result.kind == match.None:
			m.NotFound = append(m.NotFound, m.Songs[i].line())
		}
	}
	return nil
}

// findSong searches for a song by its ISRC, or else by its title and artist. A search
// that finds nothing is repeated without what stands beside the first artist.
func findSong(ctx context.Context, client *amazonmusic.Client, song match.Song) (songResult, error) {
	if song.ISRC != "" {
		return searchSong(ctx, client, song, amazonmusic.Search{ISRC: song.ISRC})
	}
	by := amazonmusic.Search{Title: song.Title, Artist: song.Artist}
	result, err := searchSong(ctx, client, song, by)
	if artist := match.WithoutAdditions(song.Artist); err == nil && result.kind == match.None && artist != song.Artist {
		by.Artist = artist
		return searchSong(ctx, client, song, by)
	}
	return result, err
}

// searchSong reads the hits of a search, a page at a time, until one page decides.
func searchSong(ctx context.Context, client *amazonmusic.Client, song match.Song, by amazonmusic.Search,
) (songResult, error) {
	var uncoded []amazonmusic.CatalogTrack
	coded := false
	for hits, err := range client.SearchTracks(ctx, by) {
		if err != nil {
			return songResult{}, err
		}
		found := match.Find(song, matchable(hits))
		switch {
		case found.Index >= 0:
			return songResult{kind: found.Kind, track: &hits[found.Index]}, nil
		case found.Kind != match.None:
			return songResult{kind: found.Kind, candidates: pickHits(hits, found.Candidates)}, nil
		}
		for _, hit := range hits {
			if coded = coded || hit.ISRC != nil; !coded && len(uncoded) < maxCandidates {
				uncoded = append(uncoded, hit)
			}
		}
	}
	if by.ISRC != "" && !coded && len(uncoded) > 0 {
		// There are hits, and none has an ISRC to compare: that is not "none".
		return songResult{kind: match.Ambiguous, candidates: uncoded}, nil
	}
	return songResult{kind: match.None}, nil
}

// matchable returns hits as they are compared.
func matchable(hits []amazonmusic.CatalogTrack) []match.Track {
	tracks := make([]match.Track, len(hits))
	for i, hit := range hits {
		tracks[i] = match.Track{
			Title: valueOr(hit.Title, ""), Artists: artistNames(hit.Artists), ISRC: valueOr(hit.ISRC, ""),
		}
		if hit.Album != nil {
			tracks[i].Album = valueOr(hit.Album.Title, "")
		}
	}
	return tracks
}

func pickHits(hits []amazonmusic.CatalogTrack, indexes []int) []amazonmusic.CatalogTrack {
	picked := make([]amazonmusic.CatalogTrack, len(indexes))
	for i, index := range indexes {
		picked[i] = hits[index]
	}
	return picked
}
