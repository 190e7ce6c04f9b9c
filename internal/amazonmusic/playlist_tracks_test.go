package amazonmusic

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func entriesPage(next string, nodes ...string) scriptedAnswer {
	edges := make([]string, len(nodes))
	for i, node := range nodes {
		entry, track, _ := strings.Cut(node, " ")
		edges[i] = fmt.Sprintf(`{"cursor":"%d:%s","node":{"id":%q,"title":"t"}}`, i, entry, track)
	}
	info := `{"hasNextPage":false}`
	if next != "" {
		info = fmt.Sprintf(`{"hasNextPage":true,"token":%q}`, next)
	}
	const body = `{"data":{"playlist":{"id":"p1","tracks":{"pageInfo":%s,"edges":[%s]}}}}`
	return scriptedAnswer{body: fmt.Sprintf(body, info, strings.Join(edges, ","))}
}

func TestPlaylistTracks(t *testing.T) {
	// The same track twice is two entries; an entry that moves to the next page is one.
	c, s := scriptedClient(t,
		entriesPage("n 1", "e1 B000000001", "e:2 B000000002", "e3 B000000001"),
		entriesPage("", "e3 B000000001", "e4 B000000002"))
	var got []string
	for page, err := range c.PlaylistTracks(t.Context(), "p1", 50) {
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range page {
			got = append(got, entry.EntryID+" "+entry.Track.ID)
		}
	}
	if want := "[e1 B000000001 e:2 B000000002 e3 B000000001 e4 B000000002]"; fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
	s.wantLines(t, "GET /v1/playlists/p1/tracks?limit=50", "GET /v1/playlists/p1/tracks?cursor=n+1&limit=50")
}

func TestPlaylistTracks_fail(t *testing.T) {
	list := func(edge string) scriptedAnswer {
		return scriptedAnswer{
			body: `{"data":{"playlist":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[` + edge + `]}}}}`,
		}
	}
	for name, test := range map[string]struct {
		answer  scriptedAnswer
		kind    Kind
		message string
	}{
		"not there":       {scriptedAnswer{status: http.StatusNotFound, body: notFoundAnswer}, NotFound, "no such playlist"},
		"no playlist":     {scriptedAnswer{body: `{"data":{}}`}, Unreadable, "data.playlist.tracks"},
		"null":            {scriptedAnswer{body: `{"data":{"playlist":{"tracks":null}}}`}, Unreadable, "data.playlist.tracks"},
		"no cursor":       {list(`{"node":{"id":"B000000001"}}`), Unreadable, "entry 1 of the page: its cursor"},
		"no entry id":     {list(`{"cursor":"1:","node":{"id":"B000000001"}}`), Unreadable, "its cursor"},
		"an opaque token": {list(`{"cursor":"abc","node":{"id":"B000000001"}}`), Unreadable, "its cursor"},
		"no node":         {list(`{"cursor":"1:e1","node":null}`), Unreadable, "is not the id of a track"},
		"another id":      {list(`{"cursor":"1:e1","node":{"id":"x"}}`), Unreadable, `"x" is not the id of a track`},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scriptedClient(t, test.answer)
			for page, err := range c.PlaylistTracks(t.Context(), "p1", 100) {
				e := scriptedFailure(t, err)
				if e.Kind != test.kind || !strings.Contains(e.Message, test.message) || len(page) > 0 {
					t.Errorf("%s: %v, %d entries", e.Kind, e, len(page))
				}
			}
		})
	}
}

func TestChangeEntries(t *testing.T) {
	c, s := scriptedClient(t, scriptedAnswer{}, scriptedAnswer{status: http.StatusNoContent},
		scriptedAnswer{body: `{"data":{"anything":1}}`})
	ctx := t.Context()
	for _, err := range []error{
		c.AppendTracks(ctx, "p1", []string{"B000000001", "B000000001"}),
		c.RemoveEntries(ctx, "p1", []string{"e1", "e2"}),
		c.RemoveEntries(ctx, "p1", []string{"e3"}),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	s.wantLines(t,
		`PUT /v1/playlists/p1/tracks json {"addDuplicateTracks":true,"trackIds":["B000000001","B000000001"]}`,
		`DELETE /v1/playlists/p1/tracks json {"entryIds":["e1","e2"]}`,
		`DELETE /v1/playlists/p1/tracks json {"entryIds":["e3"]}`)
}

// Adding is sent once, removing is sent until it is answered.
func TestChangeEntries_lostAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scriptedClient(t, scriptedAnswer{lost: true}, scriptedAnswer{status: 503},
			scriptedAnswer{lost: true}, scriptedAnswer{})
		for range 2 {
			e := scriptedFailure(t, c.AppendTracks(t.Context(), "p1", []string{"B000000001"}))
			if !e.MayHaveActed() || e.Tries != 1 {
				t.Error(e)
			}
		}
		if err := c.RemoveEntries(t.Context(), "p1", []string{"e1"}); err != nil {
			t.Error(err)
		}
		if len(s.sent) != 4 {
			t.Errorf("sent %q", s.sent)
		}
	})
}
