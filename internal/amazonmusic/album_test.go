package amazonmusic

import (
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

func TestAlbum(t *testing.T) {
	c, s := scriptedClient(t, scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","title":"Ace","duration":3660,` +
		`"releaseDate":"2001-03-07T05:00:00.000Z","label":"Round","url":"https://music.amazon.com/albums/B08DL2H5PV",` +
		`"artists":[{"id":"B000S9ULT8","name":"A","url":"https://music.amazon.com/artists/"}],"trackCount":2,` +
		`"images":[{"height":1800,"width":1800,"url":"https://m.media-amazon.com/x.jpg"}],` +
		`"tracks":[{"id":"B08DL2BXQC","title":"Kane Train"},{"id":"B000000002","artists":[{"name":"A"}]}]}}}`})
	got, err := c.Album(t.Context(), "B08DL2H5PV")
	if err != nil {
		t.Fatal(err)
	}
	if *got.Title != "Ace" || *got.Duration != 3660 || *got.ReleaseDate != "2001-03-07T05:00:00.000Z" || *got.Label != "Round" ||
		*got.TrackCount != 2 || *got.Artists[0].ID != "B000S9ULT8" || *got.Images[0].Width != 1800 || len(got.Tracks) != 2 ||
		*got.Tracks[0].Title != "Kane Train" || got.Tracks[1].Title != nil || *got.Tracks[1].Artists[0].Name != "A" {
		t.Errorf("got %+v", got)
	}
	s.wantLines(t, "GET /v1/albums/B08DL2H5PV")

	c, _ = scriptedClient(t, scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","tracks":[]}}}`})
	if got, err := c.Album(t.Context(), "B08DL2H5PV"); err != nil || got.Title != nil || got.TrackCount != nil || len(got.Tracks) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAlbum_fail(t *testing.T) {
	for name, test := range map[string]struct {
		answer  scriptedAnswer
		kind    Kind
		message string
	}{
		"null":          {scriptedAnswer{body: `{"data":{"album":null}}`}, NotFound, `no "data.album"`},
		"404":           {scriptedAnswer{status: http.StatusNotFound, body: errorJSON("RESOURCE_NOT_FOUND", "no", "")}, NotFound, "no"},
		"a list":        {scriptedAnswer{body: `{"data":{"album":[]}}`}, Unreadable, "unexpected JSON"},
		"no id":         {scriptedAnswer{body: `{"data":{"album":{"tracks":[]}}}`}, Unreadable, `not the id of an album: ""`},
		"no tracks":     {scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","trackCount":2}}}`}, Unreadable, `no "tracks"`},
		"pages":         {scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","tracks":{"edges":[]}}}}`}, Unreadable, "unexpected JSON"},
		"fewer tracks":  {scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","trackCount":2,"tracks":[{"id":"B000000001"}]}}}`}, BrokenList, "trackCount is 2, but the number of tracks is 1"},
		"more tracks":   {scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","trackCount":0,"tracks":[{"id":"B000000001"}]}}}`}, BrokenList, "trackCount is 0, but the number of tracks is 1"},
		"errors beside": {scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","tracks":[]}},"errors":[{"message":"half"}]}`}, Refused, "half"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scriptedClient(t, test.answer)
			_, err := c.Album(t.Context(), "B08DL2H5PV")
			e := scriptedFailure(t, err)
			if e.Kind != test.kind || e.Op != OpReadAlbum || !strings.Contains(e.Message, test.message) {
				t.Error(e)
			}
		})
	}
}

// A track that cannot be understood is counted, and does not stop the others.
func TestAlbum_unknownContent(t *testing.T) {
	c, _ := scriptedClient(t, scriptedAnswer{body: `{"data":{"album":{"id":"B08DL2H5PV","trackCount":4,"tracks":[` +
		`null,{"id":"B000000002","title":"Two"},{"id":"upload","title":"Three"},{"id":"B000000004","duration":"?"}]}}}`})
	got, err := c.Album(t.Context(), "B08DL2H5PV")
	if err != nil || len(got.Tracks) != 4 {
		t.Fatalf("got %+v, %v", got, err)
	}
	for i, want := range []string{"", "B000000002", "", "B000000004"} {
		if got.Tracks[i].ID != want || got.Tracks[i].Known() != (want != "") {
			t.Errorf("track %d is %+v", i, got.Tracks[i])
		}
	}
	if *got.Tracks[2].Title != "Three" {
		t.Errorf("got %+v", got.Tracks[2])
	}
}

// Whatever an album holds, it is whole, and each of its tracks is a track or unknown.
func FuzzAlbum(f *testing.F) {
	for _, seed := range []string{
		`{"album":{"id":"B08DL2H5PV","title":"\u001b[2J","tracks":[{"id":"B000000001","album":{"id":"x"}}],"trackCount":1}}`,
		`{"album":{"id":"B08DL2H5PV","tracks":[null,1,{"id":"x"}],"trackCount":3}}`,
		`{"album":{"id":"B08DL2H5PV","images":[null,{"url":"\u202e"}],"tracks":[]}}`,
		`{"album":{"id":"B08DL2H5PV","artists":[null,{"name":"\u0000"}],"tracks":[],"trackCount":-1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var reader albumReader
		if reader.read(data) != nil {
			return
		}
		album := reader.album
		if !trackid.Valid(album.ID) || album.TrackCount != nil && *album.TrackCount != int64(len(album.Tracks)) {
			t.Errorf("%d of the tracks of %+v", len(album.Tracks), album)
		}
		unknown := 0
		for _, track := range album.Tracks {
			if !track.Known() {
				unknown++
			} else if !trackid.Valid(track.ID) {
				t.Errorf("id %q", track.ID)
			}
		}
		if unknown > reader.unclear || (reader.unclear > 0) != (reader.problem != nil) {
			t.Errorf("%d tracks are unknown, %d are not understood: %v", unknown, reader.unclear, reader.problem)
		}
	})
}
