package mockapi

import (
	"fmt"
	"maps"
	"net/http"
)

// Album is an album of the catalog.
type Album struct {
	ID, Title string
	Tracks    []string
}

// AddAlbum adds an album, or replaces one. Every other well-formed id that is not lacking is one too: its description
// and its tracks follow from the id.
func (s *Service) AddAlbum(album Album) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalog.albums[album.ID] = album
}

// album answers GET /v1/albums/{id} (API page). What stands for an unknown id is not documented: 404.
func (s *Service) album(req *Request, id string) reply {
	if p := firstProblem(checkMethod(req, http.MethodGet), checkNoBody(req), checkNoQuery(req)); p != nil {
		return s.refuse(p)
	}
	if !wellFormed(id) {
		return s.refuse(badRequest("Not a catalog id: " + id))
	}
	if s.catalog.lacks(id) {
		return s.refuse(notFound("The album " + id + " was not found."))
	}
	return data(object{"album": s.catalog.describeAlbum(id)})
}

// describeAlbum leaves out fields that may be missing (guess), each in one of so many albums. The tracks have the fields
// of the API page's example, whatever else the catalog knows of them.
func (c *catalog) describeAlbum(id string) object {
	known, ok := c.albums[id]
	if !ok {
		known = generateAlbum(id)
	}
	tracks := make([]object, len(known.Tracks))
	total := 0
	for i, track := range known.Tracks {
		tracks[i] = maps.Clone(c.lookup(track))
		delete(tracks[i], "isrc")
		total += duration(track)
	}
	url := "https://music.amazon.com/albums/" + id
	artists := []object{{"id": albumID("artist of " + id), "name": pick(artistNames, fingerprint(id)), "url": url}}
	images := []object{{"url": "https://m.media-amazon.com/images/I/album.jpg", "width": 1800, "height": 1800}}
	n := fingerprint("album " + id)
	album := object{"id": id, "globalAsin": albumID("global " + id), "tracks": tracks}
	album.set("title", known.Title, known.Title != "")
	album.set("shortTitle", known.Title, known.Title != "")
	album.set("trackCount", len(tracks), n%5 != 0)
	album.set("duration", total, n/5%5 != 0)
	album.set("releaseDate", releaseDate(id), n/25%5 != 0)
	album.set("label", "Mock Records", n/125%5 != 0)
	album.set("url", url, n/625%5 != 0)
	album.set("artists", artists, n/3125%5 != 0)
	album.set("images", images, n/7%5 != 0)
	album.set("parentalSettings", object{"isKidFriendly": false, "hasExplicitLanguage": n%2 == 0}, n/49%5 != 0)
	return album
}

func generateAlbum(id string) Album {
	n := fingerprint("tracks of " + id)
	album := Album{ID: id, Title: trackTitle(n)}
	for i := range 1 + n%16 {
		album.Tracks = append(album.Tracks, albumID(fmt.Sprint("track ", i, " of ", id)))
	}
	return album
}

// firstAlbums are the two whose tracks are on the API page.
func firstAlbums() map[string]Album {
	return map[string]Album{
		"B08DL2H5PV": {ID: "B08DL2H5PV", Title: "Kane Train", Tracks: []string{TrackKaneTrain}},
		TrackAliased: {ID: TrackAliased, Title: "Something To Believe In", Tracks: []string{TrackCanonical}},
	}
}

// releaseDate has the form of the API page.
func releaseDate(id string) string {
	n := fingerprint("release of " + id)
	return fmt.Sprintf("%d-%02d-%02dT00:00:00.000Z", 1960+n%65, 1+n/65%12, 1+n/780%28)
}
