package amazonmusic

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

const (
	// maxHits is the largest page of a search that clients use. (The API page on
	// search allows 100. A client that looks live says that 20 is the most.)
	maxHits = 20
	// maxSearchPages bounds what is read of one search: 100 hits, which is what the
	// API page lets one request ask for.
	maxSearchPages = 5
)

var searchCall = call{op: OpSearchTrack, method: http.MethodPost, path: "/v1/search/tracks"}

// Search is what tracks are searched for by. An empty field does not count.
type Search struct{ ISRC, Title, Artist string }

func (s Search) filters() []map[string]string {
	var filters []map[string]string
	for _, filter := range [][2]string{{"isrc", s.ISRC}, {"name", s.Title}, {"artistName", s.Artist}} {
		if filter[1] != "" {
			filters = append(filters, map[string]string{"field": filter[0], "query": filter[1]})
		}
	}
	return filters
}

// SearchTracks iterates over the hits of a search, a page at a time, up to 100 hits.
// An error is the last thing yielded. Every error is an *[Error]. Hits are similar to
// what is searched for, and need not be equal.
//
// POST /v1/search/tracks, its filters and its token are on the API page on search;
// its answer is data.searchTracks, in the form of a list. A search changes nothing,
// so it is sent again after a lost answer.
func (c *Client) SearchTracks(ctx context.Context, by Search) iter.Seq2[[]CatalogTrack, error] {
	return func(yield func([]CatalogTrack, error) bool) {
		var reader searchReader
		for range maxSearchPages {
			request, err := reader.request(by)
			if err == nil {
				err = c.do(ctx, request, reader.read)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(reader.hits, nil) || reader.next == "" {
				return
			}
		}
	}
}

// searchReader reads one page of hits after the other.
type searchReader struct {
	hits []CatalogTrack
	// next is where the search goes on, "" at its beginning and end.
	next string
}

func (r *searchReader) request(by Search) (call, error) {
	request := searchCall
	body := map[string]any{"searchFilters": by.filters(), "limit": maxHits}
	if r.next != "" {
		body["token"] = r.next
	}
	err := request.setJSON(body)
	return request, err
}

func (r *searchReader) read(data json.RawMessage) error {
	var answer struct {
		Hits *connection `json:"searchTracks"`
	}
	if err := decodeJSON(data, &answer, "the answer"); err != nil {
		return err
	}
	if answer.Hits == nil || answer.Hits.Edges == nil {
		return unreadable(`the answer has no "data.searchTracks.edges"`)
	}
	last := r.next
	r.next = ""
	if info := answer.Hits.PageInfo; info != nil && info.HasNextPage != nil && *info.HasNextPage {
		switch r.next = answer.Hits.next(); r.next {
		case "":
			return brokenList("the service says that there are more hits, but gives neither a token nor a cursor")
		case last:
			return brokenList("the service repeats the token %s", quote(last))
		}
	}
	return r.decode(*answer.Hits.Edges)
}

// decode takes the hits that are tracks. Something else among them, such as a null,
// cannot be what is searched for. Nothing else is an answer that is not understood.
func (r *searchReader) decode(edges []edge) error {
	r.hits = make([]CatalogTrack, 0, len(edges))
	var problem error
	for i, e := range edges {
		var track CatalogTrack
		if err := decodeJSON(e.Node, &track, "a hit"); err != nil {
			return err
		}
		if err := track.check(); err != nil {
			problem = unreadable("hit %d: %s", i+1, err)
			continue
		}
		r.hits = append(r.hits, track)
	}
	if len(r.hits) == 0 {
		return problem
	}
	return nil
}

// TrackByISRC searches for a recording, and returns the first hit that has its code,
// or nil. The code must be in the form that [isrc.Parse] returns. Every error is an
// *[Error]. The case of an answered code varies (second-hand).
func (c *Client) TrackByISRC(ctx context.Context, code string) (*CatalogTrack, error) {
	hits, coded := 0, 0
	for page, err := range c.SearchTracks(ctx, Search{ISRC: code}) {
		if err != nil {
			return nil, err
		}
		hits += len(page)
		for _, hit := range page {
			if hit.ISRC == nil {
				continue
			}
			coded++
			if answered, err := isrc.Parse(*hit.ISRC); err == nil && answered == code {
				return &hit, nil
			}
		}
	}
	if hits > 0 && coded == 0 {
		// The comparison is not possible, and so not an answer.
		return nil, unreadable("none of the %d hits has an ISRC to compare", hits).about(searchCall)
	}
	return nil, nil
}
