package mockapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// maxHits is the largest limit of a search (second-hand).
const maxHits = 20

// SetISRC gives tracks an ISRC, by which a search then finds them in this order. Without it, a search finds only the
// two tracks of the API page.
func (s *Service) SetISRC(isrc string, ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.catalog.setISRC(isrc, id)
	}
}

func (c *catalog) setISRC(isrc, id string) {
	if old, ok := c.isrcs[id]; ok {
		key := strings.ToUpper(old)
		c.byISRC[key] = slices.DeleteFunc(c.byISRC[key], func(other string) bool { return other == id })
	}
	c.isrcs[id] = isrc
	key := strings.ToUpper(isrc)
	c.byISRC[key] = append(c.byISRC[key], id)
}

// SetSearchDecoys is how many other recordings every search finds before the ones it asks for: hits need not match
// (second-hand). At first there is one.
func (s *Service) SetSearchDecoys(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.decoys = n
}

// searchTracks answers POST /v1/search/tracks (second-hand, seen).
func (s *Service) searchTracks(req *Request) reply {
	if p := firstProblem(checkMethod(req, http.MethodPost), checkNoQuery(req)); p != nil {
		return s.refuse(p)
	}
	isrc, limit, p := readSearch(req)
	if p != nil {
		return s.refuse(p)
	}
	hits := s.hits(strings.ToUpper(isrc))
	src := source{name: "search for " + isrc, size: len(hits), node: func(i int) object { return hits[i] }}
	connection, p := s.pager.page(src, listQuery{limit: limit})
	if p != nil {
		return s.refuse(p)
	}
	return data(object{"searchTracks": connection})
}

// readSearch takes one filter, by ISRC, and a limit.
func readSearch(req *Request) (isrc string, limit int, p *problem) {
	var filters []map[string]json.RawMessage
	if p := readJSON(req, map[string]any{"searchFilters": &filters, "limit": &limit}); p != nil {
		return "", 0, p
	}
	if limit < 1 || limit > maxHits {
		return "", 0, badRequest("The limit has to be a number from 1 to 20.")
	}
	if len(filters) != 1 {
		return "", 0, badRequest("The field searchFilters has to list one filter.")
	}
	var field string
	if p := readFields(filters[0], map[string]any{"field": &field, "query": &isrc}); p != nil {
		return "", 0, p
	}
	if field != "isrc" || isrc == "" {
		return "", 0, badRequest("The filter has to be by isrc, and its query must not be empty.")
	}
	return isrc, limit, nil
}

// hits are the decoys and then the tracks with the ISRC.
func (s *Service) hits(isrc string) []object {
	hits := []object{}
	for i := range s.decoys {
		hits = append(hits, s.catalog.details(albumID(fmt.Sprint("decoy ", i, " of ", isrc))))
	}
	for _, id := range s.catalog.byISRC[isrc] {
		if !s.catalog.lacks(id) {
			hits = append(hits, s.catalog.hit(id))
		}
	}
	return hits
}

// hit is a track as a search finds it. The case of ISRCs varies there (second-hand).
func (c *catalog) hit(id string) object {
	track := maps.Clone(c.details(id))
	if isrc, ok := track["isrc"].(string); ok && fingerprint("case of "+id)%2 == 0 {
		track["isrc"] = strings.ToLower(isrc)
	}
	return track
}
