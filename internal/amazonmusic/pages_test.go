package amazonmusic

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// allPlaylists collects the pages of a list.
func allPlaylists(t *testing.T, c *Client, pageSize int) (playlists []Playlist, pages int, err error) {
	t.Helper()
	for page, err := range c.PlaylistPages(t.Context(), pageSize) {
		if err != nil {
			return playlists, pages, err
		}
		pages++
		playlists = append(playlists, page.Playlists...)
	}
	return playlists, pages, nil
}

func TestPages(t *testing.T) {
	tests := []struct{ playlists, pageSize, requests int }{
		{0, 100, 1},
		{1, 100, 1},
		{100, 100, 1},
		{101, 100, 2},
		{1234, 100, 13},
		{0, 1, 1},
		{1, 1, 1},
		{100, 1, 100},
		{101, 1, 101},
		{0, 7, 1},
		{7, 7, 1},
		{8, 7, 2},
		{101, 7, 15},
		{1234, 7, 177},
	}
	for _, tt := range tests {
		for style, name := range map[mockapi.CursorStyle]string{mockapi.CursorToken: "token", mockapi.CursorEdge: "edge"} {
			t.Run(fmt.Sprint(tt.playlists, " by ", tt.pageSize, " ", name), func(t *testing.T) {
				s := mockapi.New()
				s.SeedPlaylists(tt.playlists)
				s.SetCursorStyle(style)
				got, pages, err := allPlaylists(t, newTestClient(t, s), tt.pageSize)
				if err != nil {
					t.Fatal(err)
				}
				seen := map[string]bool{}
				for _, p := range got {
					seen[p.ID] = true
				}
				if len(got) != tt.playlists || len(seen) != tt.playlists || pages != tt.requests {
					t.Errorf("%d playlists, %d of them different, on %d pages", len(got), len(seen), pages)
				}
				requests := s.Requests()
				if len(requests) != tt.requests {
					t.Fatalf("%d requests were sent", len(requests))
				}
				limit := fmt.Sprint("limit=", tt.pageSize)
				for i, r := range requests {
					hasCursor := strings.HasPrefix(r.RawQuery, "cursor=")
					if !strings.HasSuffix(r.RawQuery, limit) || hasCursor != (i > 0) || r.Method != http.MethodGet || r.Status != 200 {
						t.Errorf("request %d is %s with %q, answered %d", i, r.Method, r.RawQuery, r.Status)
					}
				}
			})
		}
	}
}

func TestBrokenLists(t *testing.T) {
	tests := []struct {
		name     string
		lie      mockapi.Lie
		cause    error
		message  string
		requests int
	}{
		{"the cursor repeats", mockapi.LieRepeatCursor, ErrBrokenList, "repeats the cursor", 2},
		{"no cursor", mockapi.LieNoCursor, ErrBrokenList, "neither a token nor a cursor", 1},
		{"more, but nothing to go on from", mockapi.LieEmptyMore, ErrBrokenList, "neither a token nor a cursor", 1},
		{"no end", mockapi.LieEndless, ErrBrokenList, "brought nothing new", maxIdlePages},
		{"no page info", mockapi.LieNoPageInfo, ErrUnreadable, "hasNextPage", 1},
		{"no edges", mockapi.LieNoEdges, ErrUnreadable, "edges", 1},
		{"a node is null", mockapi.LieNullNode, ErrUnreadable, "entry 51 of the page has no id", 1},
		{"a node has no id", mockapi.LieNoID, ErrUnreadable, "entry 51 of the page has no id", 1},
	}
	for _, tt := range tests {
		for style, name := range map[mockapi.CursorStyle]string{mockapi.CursorToken: "token", mockapi.CursorEdge: "edge"} {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				s := mockapi.New()
				s.SeedPlaylists(250)
				s.SetCursorStyle(style)
				s.SetListingLie(tt.lie)
				_, _, err := allPlaylists(t, newTestClient(t, s, withRetries(3)), 100)
				e := failure(t, err)
				if !errors.Is(e, tt.cause) || !strings.Contains(e.Message, tt.message) || e.Status != 200 || e.Path != "/v1/me/playlists" {
					t.Errorf("the error is %v, its cause %v", e, e.Unwrap())
				}
				if n := len(s.Requests()); n > tt.requests {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

func TestErrorOnALaterPage(t *testing.T) {
	for name, fault := range map[string]mockapi.Fault{
		"refused": mockapi.Answer(403, "application/json", errorJSON("DENIED_SUBSCRIPTION_TIER", "m", "r")),
		"HTML":    mockapi.Answer(200, "text/html", "<html>"),
		"cut":     mockapi.CutBody(),
		"empty":   mockapi.Answer(200, "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			s := mockapi.New()
			s.SeedPlaylists(30)
			s.Fail(mockapi.FaultPlan{Skip: 1, Faults: []mockapi.Fault{fault}})
			got, pages, err := allPlaylists(t, newTestClient(t, s), 10)
			if err == nil || pages != 1 || len(got) != 10 {
				t.Errorf("%d playlists on %d pages, error %v", len(got), pages, err)
			}
			if n := len(s.Requests()); n != 2 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

func TestLeavingAListSendsNoMore(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(50)
	for page, err := range newTestClient(t, s).PlaylistPages(t.Context(), 10) {
		if len(page.Playlists) != 10 || err != nil {
			t.Errorf("%d playlists, error %v", len(page.Playlists), err)
		}
		break
	}
	wantSent(t, s, "GET /v1/me/playlists?limit=10")
}

func TestRepeatedNodesCountOnce(t *testing.T) {
	pages := []string{
		`{"pageInfo":{"hasNextPage":true,"token":"2"},"edges":[{"node":{"id":"a"}},{"node":{"id":"b"}},{"node":{"id":"a"}}]}`,
		`{"pageInfo":{"hasNextPage":true,"token":"3"},"edges":[{"node":{"id":"b"}}]}`,
		`{"pageInfo":{"hasNextPage":true,"token":""},"edges":[{"cursor":"4","node":{"id":"c"}}]}`,
		`{"pageInfo":{"hasNextPage":false,"token":"5"},"edges":[]}`,
	}
	var cursors []string
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := pages[len(cursors)]
		cursors = append(cursors, r.URL.Query().Get("cursor"))
		_, _ = fmt.Fprintf(w, `{"data":{"user":{"playlists":%s}}}`, page)
	})
	got, _, err := allPlaylists(t, newTestClient(t, handler), 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].ID+got[1].ID+got[2].ID != "abc" {
		t.Errorf("got %v", got)
	}
	if fmt.Sprint(cursors) != "[ 2 3 4]" {
		t.Errorf("the cursors were %q", cursors)
	}
}

func FuzzPlaylistPage(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"user":null}`, `{"user":{"playlists":{"pageInfo":{"hasNextPage":false},"edges":[]}}}`,
		`{"user":{"id":"u","playlists":{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[{"cursor":"0:a","node":{"id":"a","images":[null],"duration":1}}]}}}`,
		`{"user":{"playlists":{"pageInfo":{},"edges":[null]}}}`, `{"user":{"playlists":{"edges":[{"node":{"id":1}}]}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		user, err := decodePlaylistsData(data)
		if err != nil {
			return
		}
		page := user.Playlists
		if page.Edges == nil || page.PageInfo == nil {
			return
		}
		if page.next() == "" && len(*page.Edges) > 0 && (*page.Edges)[len(*page.Edges)-1].Cursor != nil &&
			*(*page.Edges)[len(*page.Edges)-1].Cursor != "" {
			t.Error("the last cursor was not used")
		}
		seen := map[string]bool{}
		nodes, err := page.nodes(seen)
		if err != nil {
			return
		}
		if len(nodes) > len(*page.Edges) || len(nodes) != len(seen) {
			t.Errorf("%d nodes of %d edges, %d ids", len(nodes), len(*page.Edges), len(seen))
		}
		playlists, err := decodePlaylists(nodes)
		if err != nil {
			return
		}
		for i, p := range playlists {
			if p.ID == "" || !seen[p.ID] || !json.Valid(nodes[i]) {
				t.Errorf("playlist %d has the id %q", i, p.ID)
			}
		}
	})
}
