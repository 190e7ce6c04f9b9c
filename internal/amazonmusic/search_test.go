package amazonmusic

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

func hitsAnswer(nodes string) scriptedAnswer { return hitsPage(nodes, `"hasNextPage":false`) }

func hitsPage(nodes, pageInfo string) scriptedAnswer {
	return scriptedAnswer{body: `{"data":{"searchTracks":{"pageInfo":{` + pageInfo + `},"edges":[` + nodes + `]}}}`}
}

// searchLine is a search for an ISRC, as it is sent.
func searchLine(token string) string {
	return `POST /v1/search/tracks json {"limit":20,"searchFilters":[{"field":"isrc","query":"GBCFB2000356"}]` + token + `}`
}

func TestTrackByISRC(t *testing.T) {
	for name, test := range map[string]struct{ hits, want string }{
		"none":                      {"", ""},
		"the first":                 {`{"node":{"id":"B000000001","isrc":"GBCFB2000356"}}`, "B000000001"},
		"lower case":                {`{"node":{"id":"B000000001","isrc":"gbcfb2000356"}}`, "B000000001"},
		"another recording first":   {`{"node":{"id":"B000000001","isrc":"GBCFB2000355"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
		"several":                   {`{"node":{"id":"B000000003","isrc":"GBCFB2000356"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000003"},
		"other recordings":          {`{"node":{"id":"B000000001","isrc":"GBCFB2000355"}}`, ""},
		"one has no code":           {`{"node":{"id":"B000000001"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
		"one has something as code": {`{"node":{"id":"B000000001","isrc":"?"}}`, ""},
		"a null among them":         {`{"node":null},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
		"an album among them":       {`{"node":{"id":"x","isrc":"GBCFB2000356"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := scriptedClient(t, hitsAnswer(test.hits))
			got, err := c.TrackByISRC(t.Context(), "GBCFB2000356")
			if err != nil || (got != nil) != (test.want != "") || got != nil && got.ID != test.want {
				t.Errorf("got %v, %v", got, err)
			}
			s.wantLines(t, searchLine(""))
		})
	}
}

func TestTrackByISRC_fail(t *testing.T) {
	for name, test := range map[string]struct {
		answer  scriptedAnswer
		kind    Kind
		message string
	}{
		"no list":            {scriptedAnswer{body: `{"data":{"searchTracks":null}}`}, Unreadable, "data.searchTracks.edges"},
		"no edges":           {scriptedAnswer{body: `{"data":{"searchTracks":{}}}`}, Unreadable, "data.searchTracks.edges"},
		"nothing to compare": {hitsAnswer(`{"node":{"id":"B000000001"}},{"node":{"id":"B000000002"}}`), Unreadable, "none of the 2 hits has an ISRC"},
		"no node":            {hitsAnswer(`{"node":[]}`), Unreadable, "unexpected JSON in a hit"},
		"no track":           {hitsAnswer(`{"node":null},{"node":{"id":"x","isrc":"GBCFB2000356"}}`), Unreadable, `hit 2: its id is not the id of a track: "x"`},
		"forbidden":          {scriptedAnswer{status: http.StatusForbidden, body: `{"error":{"code":"X","message":"no"}}`}, Forbidden, "no"},
		"no way on":          {hitsPage("", `"hasNextPage":true`), BrokenList, "neither a token nor a cursor"},
		"the same token":     {hitsPage("", `"hasNextPage":true,"token":"a"`), BrokenList, `repeats the token "a"`},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scriptedClient(t, test.answer)
			got, err := c.TrackByISRC(t.Context(), "GBCFB2000356")
			e := scriptedFailure(t, err)
			if e.Kind != test.kind || e.Op != OpSearchTrack || got != nil ||
				!strings.Contains(e.Message, test.message) {
				t.Error(e)
			}
		})
	}
}

// Further pages are read while no hit matches, up to five.
func TestTrackByISRC_pages(t *testing.T) {
	const other = `{"cursor":"0:c","node":{"id":"B000000001","isrc":"GBCFB2000355"}}`
	const wanted = `{"cursor":"0:c","node":{"id":"B000000002","isrc":"GBCFB2000356"}}`
	page := func(i int) scriptedAnswer { return hitsPage(other, fmt.Sprintf(`"hasNextPage":true,"token":"t%d"`, i)) }
	for name, test := range map[string]struct {
		answers []scriptedAnswer
		found   bool
		tokens  []string
	}{
		"on the first":       {[]scriptedAnswer{hitsPage(wanted, `"hasNextPage":true,"token":"t1"`)}, true, []string{""}},
		"on the third":       {[]scriptedAnswer{page(1), page(2), hitsAnswer(wanted)}, true, []string{"", "t1", "t2"}},
		"after an empty one": {[]scriptedAnswer{hitsPage("", `"hasNextPage":true,"token":"t1"`), hitsAnswer(wanted)}, true, []string{"", "t1"}},
		"on none":            {[]scriptedAnswer{page(1), hitsAnswer(other)}, false, []string{"", "t1"}},
		"on none of many": {
			[]scriptedAnswer{page(1), page(2), page(3), page(4), page(5), page(6)}, false, []string{"", "t1", "t2", "t3", "t4"},
		},
		"by the cursor of the last hit": {
			[]scriptedAnswer{hitsPage(other, `"hasNextPage":true`), hitsAnswer(wanted)}, true, []string{"", "0:c"},
		},
		"no page info": {[]scriptedAnswer{{body: `{"data":{"searchTracks":{"edges":[` + other + `]}}}`}}, false, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := scriptedClient(t, test.answers...)
			got, err := c.TrackByISRC(t.Context(), "GBCFB2000356")
			if err != nil || (got != nil) != test.found {
				t.Errorf("got %v, %v", got, err)
			}
			lines := make([]string, len(test.tokens))
			for i, token := range test.tokens {
				if lines[i] = searchLine(""); token != "" {
					lines[i] = searchLine(`,"token":"` + token + `"`)
				}
			}
			s.wantLines(t, lines...)
		})
	}
}

func TestSearchTracks(t *testing.T) {
	c, s := scriptedClient(t, hitsAnswer(`{"node":{"id":"B000000001","title":"Kane Train","releaseDate":"2020-08-07T00:00:00.000Z",`+
		`"artists":[{"id":"B000QJPQTA","name":"Ace"},null],"parentalSettings":{"hasExplicitLanguage":true}}}`))
	for hits, err := range c.SearchTracks(t.Context(), Search{Title: "Kane Train", Artist: `Ace "A"`}) {
		if err != nil {
			t.Fatal(err)
		}
		hit := hits[0]
		if len(hits) != 1 || *hit.Title != "Kane Train" || *hit.ReleaseDate != "2020-08-07T00:00:00.000Z" || !*hit.Explicit() ||
			len(hit.Artists) != 2 || *hit.Artists[0].ID != "B000QJPQTA" || hit.Artists[1].Name != nil {
			t.Errorf("got %+v", hits)
		}
	}
	s.wantLines(t, `POST /v1/search/tracks json {"limit":20,"searchFilters":[`+
		`{"field":"name","query":"Kane Train"},{"field":"artistName","query":"Ace \"A\""}]}`)
}

// Whatever an answer holds, hits are tracks, and what follows is bounded.
func FuzzSearchTracks(f *testing.F) {
	for _, seed := range []string{
		`{"searchTracks":{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[{"node":{"id":"B000000001","isrc":"GBCFB2000356"}}]}}`,
		`{"searchTracks":{"edges":[{"cursor":"0:x","node":{"id":"B000000001","title":"\u001b[2J","artists":[null,{"id":1}]}}]}}`,
		`{"searchTracks":{"pageInfo":{"hasNextPage":true},"edges":[{"cursor":"c","node":null}]}}`,
		`{"searchTracks":{"edges":[{"node":{"id":"B000000001","parentalSettings":{"hasExplicitLanguage":null},"releaseDate":2020}}]}}`,
		`{}`, `null`, `[]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var reader searchReader
		if err := reader.read(data); err != nil {
			return
		}
		for _, hit := range reader.hits {
			if !trackid.Valid(hit.ID) {
				t.Errorf("id %q", hit.ID)
			}
		}
		if again := reader.read(data); again == nil && reader.next != "" {
			t.Errorf("a page leads to itself: %q", data)
		}
	})
}
