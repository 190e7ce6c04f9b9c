package mockapi

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxTrackIDs is the most ids of one GET /v1/tracks (second-hand).
const maxTrackIDs = 100

// Lack takes tracks out of the catalog: a PUT to the library is answered with a null saveTrack, unless Refuse has
// another answer, and no other call finds them. What is saved or in a playlist already stays.
func (s *Service) Lack(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.catalog.lacking[id] = true
	}
}

func (c *catalog) lacks(id string) bool {
	return c.lacking[id] || c.lacking[c.canonical(id)]
}

// catalogTracks answers GET /v1/tracks?ids= (second-hand, seen). Order and unknown ids are not documented: the order is
// another than that of the request, and unknown ids are left out.
func (s *Service) catalogTracks(req *Request) reply {
	if p := firstProblem(checkMethod(req, http.MethodGet), checkNoBody(req)); p != nil {
		return s.refuse(p)
	}
	ids, p := parseIDs(req.RawQuery)
	if p != nil {
		return s.refuse(p)
	}
	tracks := []object{}
	for _, id := range shuffled(ids) {
		if !s.catalog.lacks(id) {
			tracks = append(tracks, s.catalog.details(s.catalog.canonical(id)))
		}
	}
	return data(object{"tracks": tracks})
}

func parseIDs(raw string) ([]string, *problem) {
	query, err := url.ParseQuery(raw)
	if err != nil || len(query) != 1 || len(query["ids"]) != 1 {
		return nil, badRequest("This call takes the parameter ids, once, and no other.")
	}
	ids := strings.Split(query.Get("ids"), ",")
	if len(ids) > maxTrackIDs {
		return nil, badRequest("The parameter ids takes at most 100 ids.")
	}
	for _, id := range ids {
		if !wellFormed(id) {
			return nil, badRequest("Not a catalog id: " + id)
		}
	}
	return ids, nil
}

// shuffled returns each id once, in an order that follows from the ids, and that is not the given one.
func shuffled(ids []string) []string {
	order := slices.Clone(ids)
	slices.SortFunc(order, func(a, b string) int { return cmp.Compare(fingerprint(a), fingerprint(b)) })
	order = slices.Compact(order)
	if slices.Equal(order, ids) {
		slices.Reverse(order)
	}
	return order
}

// details describes a track with more fields than the library has (API page; its parental settings: seen). That any of
// them can be missing is a guess.
func (c *catalog) details(id string) object {
	track := maps.Clone(c.lookup(id))
	if _, ok := c.described[id]; ok || id == TrackBare {
		return track
	}
	if song, ok := c.songs.byID[id]; ok {
		maps.Copy(track, song.details())
		return track
	}
	n := fingerprint("details of " + id)
	album := albumID(id)
	artists := []object{{"id": albumID("artist of " + id), "name": pick(artistNames, n)}}
	if n%3 == 0 {
		artists = append(artists, object{"id": albumID("guest of " + id), "name": pick(artistNames, n/5)})
	}
	track.set("duration", duration(id), n%7 != 0)
	track.set("releaseDate", releaseDate(id), n/3%4 != 0)
	track.set("parentalSettings", object{"isKidFriendly": false, "hasExplicitLanguage": n%2 == 0}, n/12%4 != 0)
	track.set("artists", artists, n/7%7 != 0)
	track.set("album", object{"id": album, "title": trackTitle(n / 2), "url": "https://music.amazon.com/albums/" + album}, n/49%7 != 0)
	track.set("globalAsin", albumID("global "+id), true)
	return track
}

var artistNames = []string{"The Mockers", "Été & Co.", "DJ \"Quote\"", "夏の音", "Anna ${B}"}

// duration is from one to six minutes.
func duration(id string) int { return 60 + int(fingerprint("duration of "+id)%300) }
