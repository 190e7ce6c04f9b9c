package live

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

const (
	nameFound = "POST /v1/search/tracks finds the track by its title and artist, and its hits have artists (API page)"
	albumRead = "GET /v1/albums/{id} answers data.album with as many tracks as its trackCount (API page)"
)

// checkNames looks for the track by its title and artist, and reads its album.
func (p *playlistRun) checkNames(ctx context.Context, track answer) {
	artists, _ := track.at("artists").([]any)
	title, album := track.text("title"), track.text("album", "id")
	if title == "" || album == "" || len(artists) == 0 {
		p.report(nameFound, answer{}, errNotSeen)
		return
	}
	a := p.send(ctx, http.MethodPost, "/v1/search/tracks", map[string]any{
		"searchFilters": []map[string]string{
			{"field": "name", "query": title}, {"field": "artistName", "query": answer{value: artists[0]}.text("name")},
		},
		"limit": 20,
	})
	edges, _ := a.at("data", "searchTracks", "edges").([]any)
	matches := slices.ContainsFunc(edges, func(edge any) bool {
		hit := answer{value: edge}
		artists, _ := hit.at("node", "artists").([]any)
		return hit.text("node", "title") == title && len(artists) > 0
	})
	p.report(nameFound, a, success(a, matches, fmt.Sprintf("none of %d hits has its title and an artist", len(edges))))
	a = p.call(ctx, http.MethodGet, "/v1/albums/"+album)
	tracks, _ := a.at("data", "album", "tracks").([]any)
	whole := a.at("data", "album", "trackCount") == float64(len(tracks))
	p.report(albumRead, a, success(a, whole, fmt.Sprintf("trackCount is not %d", len(tracks))))
}
