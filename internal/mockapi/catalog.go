package mockapi

import (
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"strings"
)

// Catalog ids with a special behaviour, for tests and for trying things by hand. Refuse can change how the refused ones
// fail, and make any other id fail in the same way.
const (
	TrackKaneTrain  = "B08DL2BXQC" // "Kane Train", with isrc and url, as on the API page
	TrackAliased    = "B097S29G3W" // an album's id, for which the service answers with TrackCanonical, as on the API page
	TrackCanonical  = "B097S185X9" // "Something To Believe In", as on the API page
	TrackNotFound   = "B0NOTFOUND" // see RefuseNotFound
	TrackNullSave   = "B0NULLSAVE" // see RefuseNull
	TrackGraphError = "B0GQLERROR" // see RefuseGraphErrors
	TrackErrorIn200 = "B0ERROR200" // see RefuseError200
	TrackBare       = "B0BARETRCK" // is saved, and answered with an id only: no title, isrc or url
	TrackUnsaved    = "B0UNSAVED0" // see RefuseUnsaved
)

var idPattern = regexp.MustCompile(`^[A-Z0-9]{10}$`)

func wellFormed(id string) bool { return idPattern.MatchString(id) }

// catalog is what the service knows of tracks, for all users.
type catalog struct {
	aliases   map[string]string // the answered id, by the requested one
	described map[string]object
	refusals  map[string]Refusal
	lacking   map[string]bool
	isrcs     map[string]string   // by id, where they are not generated
	byISRC    map[string][]string // ids, by the ISRC in upper case
	songs     songs               // what a search by name finds
	albums    map[string]Album    // those that are not generated
}

func newCatalog() catalog {
	c := catalog{
		lacking:   map[string]bool{TrackNotFound: true, TrackNullSave: true},
		isrcs:     map[string]string{},
		byISRC:    map[string][]string{},
		aliases:   map[string]string{TrackAliased: TrackCanonical},
		described: map[string]object{},
		albums:    firstAlbums(),
		songs:     newSongs(),
		refusals: map[string]Refusal{
			TrackNotFound:   RefuseNotFound,
			TrackNullSave:   RefuseNull,
			TrackGraphError: RefuseGraphErrors,
			TrackErrorIn200: RefuseError200,
			TrackUnsaved:    RefuseUnsaved,
		},
	}
	for _, song := range firstSongs() {
		c.addSong(song)
	}
	return c
}

// Alias makes the service answer requests for one id with another, as the API page shows for TrackAliased. Both name
// the same entry of a library. Call it before either is saved.
func (s *Service) Alias(requested, answered string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalog.aliases[requested] = answered
}

// Describe replaces the whole JSON object of the track with that id in every answer: its "id", "title", "isrc" and
// "url" can be missing, null or anything else, and a nil track is null. The library is not affected: two tracks that
// are described with one "id" are still two entries. So lists get what is no track of the catalog, such as an upload.
func (s *Service) Describe(id string, track map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalog.described[id] = maps.Clone(track)
}

// canonical is the id the service answers with. It can differ from the requested one (API page).
func (c *catalog) canonical(id string) string {
	if answered, ok := c.aliases[id]; ok {
		return answered
	}
	return id
}

// lookup describes a track as the API does. Every well-formed id is in the catalog. Where a test says nothing else, its
// description follows from the id alone, so that two services, and two runs, agree.
func (c *catalog) lookup(id string) object {
	if track, ok := c.described[id]; ok {
		return track
	}
	track := generate(id)
	if song, ok := c.songs.byID[id]; ok {
		track = song.brief()
	}
	if isrc, ok := c.isrcs[id]; ok {
		track["isrc"] = isrc
	}
	return track
}

// generate describes a track by its id alone.
func generate(id string) object {
	if id == TrackBare {
		return object{"id": id}
	}
	n := fingerprint("track " + id)
	track := object{"id": id, "title": trackTitle(n)}
	// Which fields can be missing is not documented, so any but the id may (guess): one in five each.
	if n%5 != 0 {
		track["isrc"] = trackISRC(n)
	}
	if n/5%5 != 0 {
		track["url"] = trackURL(albumID(id), id)
	}
	return track
}

// trackURL has the form of the API page, with the slash before the question mark.
func trackURL(album, id string) string {
	return "https://music.amazon.com/albums/" + album + "/?trackAsin=" + id
}

func albumID(id string) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	n := fingerprint("album of " + id)
	album := []byte("B0")
	for range 8 {
		album = append(album, digits[n%uint64(len(digits))])
		n /= uint64(len(digits))
	}
	return string(album)
}

// trackISRC is two letters, three more for the registrant, the year and five digits.
func trackISRC(n uint64) string {
	countries := []string{"GB", "US", "DE", "JP"}
	return fmt.Sprintf("%sMCK%02d%05d", pick(countries, n/7), n/11%100, n/1100%100000)
}

// trackTitle repeats over a large library, as titles do. Some contain characters that are special in HCL, JSON or HTML.
func trackTitle(n uint64) string {
	first := pick([]string{"Blue", "Slow", "Last", "Electric", "Silver", "Broken", "Northern", "Paper"}, n/3)
	second := pick([]string{"Train", "River", "Summer", "Letter", "Machine", "Harbour", "Garden"}, n/29)
	suffix := pick([]string{"", "", "", "", " (Live)", ` "Demo"`, " & Friends", " ${remix}", " %{if}", " <Edit>", " – été 夏 🎵", ` \ 7"`}, n/211)
	return strings.TrimSpace(first + " " + second + suffix)
}

// pick chooses one of list by n.
func pick[T any](list []T, n uint64) T { return list[n%uint64(len(list))] }

func fingerprint(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // a hash never fails
	n := h.Sum64()
	// FNV's low bits of similar strings are alike; one multiplication and shift spreads them.
	return (n ^ n>>32) * 0x9e3779b97f4a7c15 >> 8
}
