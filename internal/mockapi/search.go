package mockapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// maxHits is the largest limit of a search (second-hand; the API page says 100).
const maxHits = 20

// isrcPattern is two letters, three letters or digits, and seven digits.
var isrcPattern = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$`)

// CompleteCatalog makes a search for any well-formed ISRC find a track, one and always the same where SetISRC named
// none, and a search by name find what was asked for where no song is similar. At first a search finds only the tracks of
// the API page, the first songs, and those of SetISRC and AddSongs.
func (s *Service) CompleteCatalog(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.complete = on
}

// SetISRC gives tracks an ISRC, by which a search then finds them in this order.
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

// searchQuery is what tracks are searched for by. An empty field was not asked for.
type searchQuery struct{ isrc, name, artist, album string }

// key tells a search from every other one.
func (q searchQuery) key() string { return fmt.Sprintf("%q", q) }

// searchTracks answers POST /v1/search/tracks (API page).
func (s *Service) searchTracks(req *Request) reply {
	if p := firstProblem(checkMethod(req, http.MethodPost), checkNoQuery(req)); p != nil {
		return s.refuse(p)
	}
	by, page, p := readSearch(req)
	if p != nil {
		return s.refuse(p)
	}
	hits := s.hits(by)
	src := source{name: "search for " + by.key(), size: len(hits), node: func(i int) object { return hits[i] }}
	connection, p := s.pager.page(src, page)
	if p != nil {
		return s.refuse(p)
	}
	return data(object{"searchTracks": connection})
}

// readSearch takes a filter by isrc or by name, others beside that, a limit, and the token of a further page. (The API page
// requires no limit and has more fields, and a sortBy.)
func readSearch(req *Request) (by searchQuery, page listQuery, p *problem) {
	var filters []map[string]json.RawMessage
	fields := map[string]any{"searchFilters": &filters, "limit": &page.limit}
	var body map[string]json.RawMessage
	if json.Unmarshal([]byte(req.Body), &body) == nil && body["token"] != nil {
		page.hasCursor = true
		fields["token"] = &page.cursor
	}
	if p := readJSON(req, fields); p != nil {
		return by, page, p
	}
	if page.limit < 1 || page.limit > maxHits {
		return by, page, badRequest("The limit has to be a number from 1 to 20.")
	}
	for _, filter := range filters {
		if p := by.read(filter); p != nil {
			return by, page, p
		}
	}
	if (by.isrc == "") == (by.name == "") {
		return by, page, badRequest("The field searchFilters has to list a filter by isrc or by name.")
	}
	return by, page, nil
}

func (q *searchQuery) read(filter map[string]json.RawMessage) *problem {
	var field, query string
	if p := readFields(filter, map[string]any{"field": &field, "query": &query}); p != nil {
		return p
	}
	target := map[string]*string{"isrc": &q.isrc, "name": &q.name, "artistName": &q.artist, "albumName": &q.album}[field]
	if target == nil || *target != "" || strings.TrimSpace(query) == "" {
		return badRequest("A filter has to be by isrc, name, artistName or albumName, each once, and its query must not be empty.")
	}
	*target = query
	return nil
}

// hits are the decoys and then what was searched for.
func (s *Service) hits(by searchQuery) []object {
	hits := []object{}
	if by.isrc != "" {
		isrc := strings.ToUpper(by.isrc)
		for i := range s.decoys {
			hits = append(hits, s.catalog.details(albumID(fmt.Sprint("decoy ", i, " of ", isrc))))
		}
		for _, id := range s.withISRC(isrc) {
			hits = append(hits, s.catalog.hit(id))
		}
		return hits
	}
	for _, decoy := range decoySongs(by, s.decoys) {
		hit := decoy.brief()
		maps.Copy(hit, decoy.details())
		hits = append(hits, hit)
	}
	for _, song := range s.withName(by) {
		hits = append(hits, s.catalog.hit(song.ID))
	}
	return hits
}

func (s *Service) withISRC(isrc string) []string {
	if s.complete && len(s.catalog.byISRC[isrc]) == 0 && isrcPattern.MatchString(isrc) {
		s.catalog.setISRC(isrc, albumID("track with "+isrc))
	}
	return slices.DeleteFunc(slices.Clone(s.catalog.byISRC[isrc]), s.catalog.lacks)
}

func (s *Service) withName(by searchQuery) []Song {
	found := s.catalog.find(by)
	if s.complete && len(found) == 0 && by.name != "" {
		song := Song{ID: albumID("song " + by.key()), Title: by.name, Album: cmp.Or(by.album, "Singles")}
		song.ISRC = trackISRC(fingerprint(song.ID))
		if by.artist != "" {
			song.Artists = []string{by.artist}
		}
		s.catalog.addSong(song)
		found = append(found, song)
	}
	return found
}

// hit is a track as a search finds it. The case of ISRCs varies there (second-hand).
func (c *catalog) hit(id string) object {
	track := maps.Clone(c.details(id))
	if isrc, ok := track["isrc"].(string); ok && fingerprint("case of "+id)%2 == 0 {
		track["isrc"] = strings.ToLower(isrc)
	}
	return track
}
