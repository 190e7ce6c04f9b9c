package amazonmusic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
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
	for name, test := range map[string]struct {
		answer  scriptedAnswer
		kind    Kind
		message string
	}{
		"not there":   {scriptedAnswer{status: http.StatusNotFound, body: notFoundAnswer}, NotFound, "no such playlist"},
		"no playlist": {scriptedAnswer{body: `{"data":{}}`}, Unreadable, "data.playlist.tracks"},
		"null":        {scriptedAnswer{body: `{"data":{"playlist":{"tracks":null}}}`}, Unreadable, "data.playlist.tracks"},
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

// An entry is known by its entry id, whatever it holds.
func TestPlaylistTracks_entries(t *testing.T) {
	const track, upload = `"node":{"id":"B000000001","title":"t"}`, `"node":{"id":"a5e6-upload","title":"My Demo"}`
	for name, test := range map[string]struct {
		edge, entryID, trackID, title string
	}{
		"as others":               {`{"cursor":"0:e1",` + track + `}`, "e1", "B000000001", "t"},
		"a colon in the entry id": {`{"cursor":"0:e:1",` + track + `}`, "e:1", "B000000001", "t"},
		"itemId":                  {`{"itemId":"i1",` + track + `}`, "i1", "B000000001", "t"},
		"itemId beside a cursor":  {`{"cursor":"0:e1","itemId":"i1",` + track + `}`, "i1", "B000000001", "t"},
		"itemId beside another":   {`{"cursor":"opaque","itemId":"i1",` + track + `}`, "i1", "B000000001", "t"},
		"itemId null":             {`{"cursor":"0:e1","itemId":null,` + track + `}`, "e1", "B000000001", "t"},
		"itemId empty":            {`{"cursor":"0:e1","itemId":"",` + track + `}`, "e1", "B000000001", "t"},
		"itemId a number":         {`{"cursor":"0:e1","itemId":7,` + track + `}`, "e1", "B000000001", "t"},
		"no node":                 {`{"cursor":"0:e1"}`, "e1", "", "nil"},
		"a null node":             {`{"cursor":"0:e1","node":null}`, "e1", "", "nil"},
		"a node of another form":  {`{"cursor":"0:e1","node":["B000000001"]}`, "e1", "", "nil"},
		"an upload":               {`{"cursor":"0:e1",` + upload + `}`, "e1", "", "My Demo"},
		"a title of another form": {`{"cursor":"0:e1","node":{"id":"B000000001","title":{}}}`, "e1", "B000000001", "nil"},
		"an id of another form":   {`{"cursor":"0:e1","node":{"id":["B000000001"],"title":"t"}}`, "e1", "", "nil"},
		"without an entry id":     {`{` + track + `}`, "", "B000000001", "t"},
		"an empty entry id":       {`{"cursor":"0:",` + track + `}`, "", "B000000001", "t"},
		"an opaque cursor":        {`{"cursor":"opaque",` + track + `}`, "", "B000000001", "t"},
		"nothing":                 {`null`, "", "", "nil"},
	} {
		t.Run(name, func(t *testing.T) {
			const body = `{"data":{"playlist":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[%s,{"cursor":"1:e2",%s}]}}}}`
			c, _ := scriptedClient(t, scriptedAnswer{body: fmt.Sprintf(body, test.edge, track)})
			got, err := All(c.PlaylistTracks(t.Context(), "p1", 100))
			if err != nil || len(got) != 2 || got[1].EntryID != "e2" {
				t.Fatalf("got %v, %v", got, err)
			}
			if e := got[0]; e.EntryID != test.entryID || e.Track.ID != test.trackID || text(e.Track.Title) != test.title {
				t.Errorf("got entry %q with track %q, %q", e.EntryID, e.Track.ID, text(e.Track.Title))
			}
		})
	}
}

// Entries of one id on a page are entries, each with its track.
func TestPlaylistTracks_sameEntry(t *testing.T) {
	s := mockapi.New()
	id := s.AddPlaylist(mockapi.Playlist{Title: "T", TrackIDs: trackIDs(25)})
	s.SetListingLie(mockapi.LieSameEntry)
	for _, itemIDs := range []bool{false, true} {
		s.SetItemIDs(itemIDs)
		got, err := All(newTestClient(t, s).PlaylistTracks(t.Context(), id, 10))
		if err != nil || len(got) != 25 {
			t.Fatalf("%d entries, %v", len(got), err)
		}
		for i, entry := range got {
			if entry.Track.ID != trackIDs(25)[i] {
				t.Errorf("entry %d has track %s", i, entry.Track.ID)
			}
		}
		if got[0].EntryID != got[5].EntryID || got[0].EntryID == got[1].EntryID {
			t.Errorf("the entries are %q, %q, …, %q", got[0].EntryID, got[1].EntryID, got[5].EntryID)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	for _, seed := range []string{
		`null`, `{}`, `{"cursor":"0:e1","node":{"id":"B000000001","title":"t","album":{"id":"a"},"artists":[null,{}]}}`,
		`{"itemId":"i","cursor":1,"node":null}`, `{"node":{"id":"x","artists":"none"}}`, `[{"cursor":"0:"}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var e edge
		if json.Unmarshal(data, &e) != nil {
			if json.Valid(data) {
				t.Fatalf("%q is no entry", data)
			}
			return
		}
		entry, id, err := decodeEntry(e)
		if id != entry.EntryID || err == nil && (id == "" || !entry.Track.Known()) {
			t.Errorf("%q: %+v, %v", data, entry, err)
		}
		if entry.Track.Known() && !trackid.Valid(entry.Track.ID) {
			t.Errorf("%q: %q is known", data, entry.Track.ID)
		}
	})
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
