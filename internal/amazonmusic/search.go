package amazonmusic

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

// maxHits is the largest page of a search (second-hand).
const maxHits = 20

// TracksByISRC searches the catalog for recordings, as many at once as the client
// may have requests under way. The result lacks the codes for which no hit has
// this very code. The keys are the codes as they were given, which must be in the
// form that [isrc.Parse] returns. Every error is an *[Error].
func (c *Client) TracksByISRC(ctx context.Context, codes []string) (map[string]CatalogTrack, error) {
	wanted := unique(codes)
	hits := make([]*CatalogTrack, len(wanted))
	err := c.atOnce(ctx, len(wanted), func(ctx context.Context, i int) error {
		var err error
		hits[i], err = c.searchTrack(ctx, wanted[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	found := make(map[string]CatalogTrack, len(wanted))
	for i, hit := range hits {
		if hit != nil {
			found[wanted[i]] = *hit
		}
	}
	return found, nil
}

// searchTrack returns the first hit that has an ISRC, or nil.
//
// POST /v1/search/tracks is second-hand, seen three times; its answer is
// data.searchTracks, in the form of a list. The case of an answered code varies,
// and hits need not match. A search changes nothing, so it is sent again after a
// lost answer.
func (c *Client) searchTrack(ctx context.Context, code string) (*CatalogTrack, error) {
	request := call{op: OpSearchTrack, method: http.MethodPost, path: "/v1/search/tracks"}
	err := request.setJSON(map[string]any{
		"searchFilters": []map[string]string{{"field": "isrc", "query": code}},
		"limit":         maxHits,
	})
	if err != nil {
		return nil, err
	}
	var hit *CatalogTrack
	err = c.do(ctx, request, func(data json.RawMessage) error {
		var answer struct {
			Hits *connection `json:"searchTracks"`
		}
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		if answer.Hits == nil || answer.Hits.Edges == nil {
			return unreadable(`the answer has no "data.searchTracks.edges"`)
		}
		hit, err = firstMatch(*answer.Hits.Edges, code)
		return err
	})
	return hit, err
}

// firstMatch compares the hits of a search. Where none of them has a code, the
// comparison is not possible, and so not an answer.
func firstMatch(hits []edge, code string) (*CatalogTrack, error) {
	coded := 0
	for i, hit := range hits {
		var track CatalogTrack
		if err := decodeJSON(hit.Node, &track, "a hit"); err != nil {
			return nil, err
		}
		if track.ISRC == nil {
			continue
		}
		coded++
		if answered, err := isrc.Parse(*track.ISRC); err != nil || answered != code {
			continue
		}
		if err := track.check(); err != nil {
			return nil, unreadable("hit %d: %s", i+1, err)
		}
		return &track, nil
	}
	if len(hits) > 0 && coded == 0 {
		return nil, unreadable("none of the %d hits has an ISRC to compare", len(hits))
	}
	return nil, nil
}
