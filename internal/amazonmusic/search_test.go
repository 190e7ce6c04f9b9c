package amazonmusic

import (
	"net/http"
	"strings"
	"testing"
)

func hitsAnswer(nodes string) scriptedAnswer {
	return scriptedAnswer{body: `{"data":{"searchTracks":{"pageInfo":{"hasNextPage":true},"edges":[` + nodes + `]}}}`}
}

func TestTracksByISRC(t *testing.T) {
	for name, test := range map[string]struct{ hits, want string }{
		"none":                      {"", ""},
		"the first":                 {`{"node":{"id":"B000000001","isrc":"GBCFB2000356"}}`, "B000000001"},
		"lower case":                {`{"node":{"id":"B000000001","isrc":"gbcfb2000356"}}`, "B000000001"},
		"another recording first":   {`{"node":{"id":"B000000001","isrc":"GBCFB2000355"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
		"several":                   {`{"node":{"id":"B000000003","isrc":"GBCFB2000356"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000003"},
		"other recordings":          {`{"node":{"id":"B000000001","isrc":"GBCFB2000355"}}`, ""},
		"one has no code":           {`{"node":{"id":"B000000001"}},{"node":{"id":"B000000002","isrc":"GBCFB2000356"}}`, "B000000002"},
		"one has something as code": {`{"node":{"id":"B000000001","isrc":"?"}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := scriptedClient(t, hitsAnswer(test.hits))
			got, err := c.TracksByISRC(t.Context(), []string{"GBCFB2000356", "GBCFB2000356"})
			if err != nil || got["GBCFB2000356"].ID != test.want {
				t.Errorf("got %v, %v", got, err)
			}
			if _, found := got["GBCFB2000356"]; found != (test.want != "") {
				t.Errorf("got %v", got)
			}
			s.wantLines(t, `POST /v1/search/tracks json {"limit":20,"searchFilters":[{"field":"isrc","query":"GBCFB2000356"}]}`)
		})
	}
}

func TestTracksByISRC_fail(t *testing.T) {
	for name, test := range map[string]struct {
		answer  scriptedAnswer
		kind    Kind
		message string
	}{
		"no list":            {scriptedAnswer{body: `{"data":{"searchTracks":null}}`}, Unreadable, "data.searchTracks.edges"},
		"no edges":           {scriptedAnswer{body: `{"data":{"searchTracks":{}}}`}, Unreadable, "data.searchTracks.edges"},
		"nothing to compare": {hitsAnswer(`{"node":{"id":"B000000001"}},{"node":{"id":"B000000002"}}`), Unreadable, "none of the 2 hits has an ISRC"},
		"no node":            {hitsAnswer(`{"node":[]}`), Unreadable, "unexpected JSON in a hit"},
		"forbidden":          {scriptedAnswer{status: http.StatusForbidden, body: `{"error":{"code":"X","message":"no"}}`}, Forbidden, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scriptedClient(t, test.answer)
			got, err := c.TracksByISRC(t.Context(), []string{"GBCFB2000356"})
			e := scriptedFailure(t, err)
			if e.Kind != test.kind || e.Op != OpSearchTrack || got != nil ||
				!strings.Contains(e.Message, test.message) {
				t.Error(e)
			}
		})
	}
}
