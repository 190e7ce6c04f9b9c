package mockapi

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Song is a track of the catalog as people look for it. Answers leave out what is empty or nil. Without an AlbumID, the
// album has an id that follows from its title.
type Song struct {
	ID, Title      string
	Artists        []string
	Album, AlbumID string
	ISRC           string
	ReleaseDate    string
	Explicit       *bool
}

func (s Song) albumID() string { return cmp.Or(s.AlbumID, albumID(s.Album)) }

// AddSongs adds songs to the catalog, in the order in which a search finds them. Every other call describes the track
// with that id likewise, unless Describe says otherwise.
func (s *Service) AddSongs(songs ...Song) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, song := range songs {
		s.catalog.addSong(song)
	}
}

// songs is what a search by name finds.
type songs struct {
	list   []Song
	byID   map[string]Song
	byWord map[string][]int // in list, by each word of a title
}

func newSongs() songs { return songs{byID: map[string]Song{}, byWord: map[string][]int{}} }

func (c *catalog) addSong(song Song) {
	if song.ISRC != "" {
		c.setISRC(song.ISRC, song.ID)
	}
	c.songs.byID[song.ID] = song
	for _, word := range searchWords(song.Title) {
		c.songs.byWord[word] = append(c.songs.byWord[word], len(c.songs.list))
	}
	c.songs.list = append(c.songs.list, song)
}

// brief is the song as the library has it.
func (s Song) brief() object {
	track := object{"id": s.ID, "title": s.Title, "url": trackURL(s.albumID(), s.ID)}
	track.set("isrc", s.ISRC, s.ISRC != "")
	return track
}

// details are what the catalog has beside that.
func (s Song) details() object {
	track := object{}
	artists := []object{}
	for _, name := range s.Artists {
		artists = append(artists, object{"id": albumID("artist " + name), "name": name})
	}
	track.set("artists", artists, len(artists) > 0)
	track.set("album", object{"id": s.albumID(), "title": s.Album}, s.Album != "")
	track.set("releaseDate", s.ReleaseDate, s.ReleaseDate != "")
	if s.Explicit != nil {
		track["parentalSettings"] = object{"isKidFriendly": false, "hasExplicitLanguage": *s.Explicit}
	}
	track["duration"] = duration(s.ID)
	return track
}

// find returns the songs that a search finds, in the order in which they were added. A title is found by any of its
// words, artists and albums by all of the words that are asked for: that is what makes a client's second try necessary.
func (c *catalog) find(by searchQuery) []Song {
	var similar []int
	for _, word := range searchWords(by.name) {
		similar = append(similar, c.songs.byWord[word]...)
	}
	slices.Sort(similar)
	var found []Song
	for _, i := range slices.Compact(similar) {
		song := c.songs.list[i]
		if !c.lacks(song.ID) && holds(strings.Join(song.Artists, " "), by.artist) && holds(song.Album, by.album) {
			found = append(found, song)
		}
	}
	return found
}

// holds reports whether all words of a query are in a text.
func holds(text, query string) bool {
	words := searchWords(text)
	lacks := func(word string) bool { return !slices.Contains(words, word) }
	return query == "" || !slices.ContainsFunc(searchWords(query), lacks)
}

// searchWords are the words of a text, without case and accents. A text without letters and digits is one word.
func searchWords(text string) []string {
	folded := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text)))
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return []string{strings.TrimSpace(folded)}
	}
	return words
}

// decoySongs are n songs that are similar to what is searched for, and not it.
func decoySongs(by searchQuery, n int) []Song {
	songs := make([]Song, n)
	for i := range songs {
		id := albumID("decoy of " + by.key() + strings.Repeat("+", i))
		songs[i] = pick([]Song{
			{ID: id, Title: by.name + " (Karaoke Version)", Artists: []string{by.artist}, Album: "Sing Along"},
			{ID: id, Title: by.name, Artists: []string{"Somebody Else"}, ISRC: trackISRC(fingerprint(id))},
			{ID: id, Title: "Something Else", Artists: []string{by.artist}, ISRC: trackISRC(fingerprint(id))},
		}, uint64(i))
	}
	return songs
}

// firstSongs are those of a new Service: the two of the API page, whose artists and albums are invented, and invented
// ones.
func firstSongs() []Song {
	return []Song{
		{
			ID: TrackKaneTrain, Title: "Kane Train", Artists: []string{"The Mockers"},
			Album: "Kane Train", AlbumID: "B08DL2H5PV", ISRC: "GBCFB2000356",
		},
		{
			ID: TrackCanonical, Title: "Something To Believe In", Artists: []string{"The Mockers"},
			Album: "Something To Believe In", AlbumID: TrackAliased, ISRC: "USATO2100125",
		},
		{
			ID: "B0HALOLIVE", Title: "Halo (Live)", Artists: []string{"The Wires"},
			Album: "Live at Home", ISRC: "USAAA2000002", ReleaseDate: "2021-06-01T00:00:00.000Z",
		},
		{
			ID: "B0HALOTHEM", Title: "Halo", Artists: []string{"Other Wires"},
			Album: "One", ISRC: "USAAA2000003", ReleaseDate: "2019-01-01T00:00:00.000Z",
		},
		{
			ID: "B0HALO0ONE", Title: "Halo", Artists: []string{"The Wires"},
			Album: "One", ISRC: "USAAA2000001", ReleaseDate: "2020-05-01T00:00:00.000Z", Explicit: new(false),
		},
		{
			ID: "B0HALOBEST", Title: "Halo", Artists: []string{"The Wires"},
			Album: "Best of The Wires", ISRC: "USAAA2000001", ReleaseDate: "2023-11-10T00:00:00.000Z",
		},
		{
			ID: "B0ECHOES11", Title: "Échoes", Artists: []string{"Café Noir"},
			Album: "Night, Volume \"Two\"", ISRC: "USAAA2000004", ReleaseDate: "2011-01-01T00:00:00.000Z",
		},
		{
			ID: "B0TWICE0EX", Title: "Twice (feat. Somebody)", Artists: []string{"Pair", "Somebody"},
			Album: "A", ISRC: "USAAA2000005", ReleaseDate: "2020-05-01T00:00:00.000Z", Explicit: new(true),
		},
		{
			ID: "B0TWICE0CL", Title: "Twice (feat. Somebody)", Artists: []string{"Pair", "Somebody"},
			Album: "Radio Edits", ISRC: "USAAA2000006", ReleaseDate: "2020-05-01T00:00:00.000Z", Explicit: new(false),
		},
		{ID: "B0TWICEAGN", Title: "Twice; Again", Artists: []string{"Pair"}, Album: "B", ISRC: "USAAA2000007"},
		{ID: "B0NIGHTRU0", Title: "Ночь", Artists: []string{"Группа"}, ISRC: "USAAA2000008"},
		{ID: "B0NIGHTCN0", Title: "夜", Artists: []string{"某人"}},
		{
			ID: "B0DONTSTOP", Title: "Don't Stop, Now!", Artists: []string{"AC/DC Tribute"},
			Album: "Loud", ISRC: "USAAA2000009",
		},
		{ID: "B0UNSIGNED", Title: "Unsigned", Album: "Nobody"},
	}
}
