package amazonmusic

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// allPlaylists collects the pages of a list.
func allPlaylists(t *testing.T, c *Client, pageSize int) (playlists []Playlist, pages int, err error) {
	t.Helper()
	for page, err := range c.Playlists(t.Context(), pageSize) {
		if err != nil {
			return playlists, pages, err
		}
		pages++
		playlists = append(playlists, page...)
	}
	return playlists, pages, nil
}

func TestPages_whole(t *testing.T) {
	tests := []struct{ playlists, pageSize, requests int }{
		{0, 100, 1},
		{1, 100, 1},
		{100, 100, 1},
		{101, 100, 2},
		{305, 100, 4},
		{1, 1, 1},
		{30, 1, 30},
		{7, 7, 1},
		{8, 7, 2},
		{101, 7, 15},
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

func TestPages_broken(t *testing.T) {
	tests := []struct {
		name     string
		lie      mockapi.Lie
		kind     Kind
		message  string
		requests int
	}{
		{"the cursor repeats", mockapi.LieRepeatCursor, BrokenList, "repeats the cursor", 2},
		{"no cursor", mockapi.LieNoCursor, BrokenList, "neither a token nor a cursor", 1},
		{"more, but nothing to go on from", mockapi.LieEmptyMore, BrokenList, "neither a token nor a cursor", 1},
		{"no end", mockapi.LieEndless, BrokenList, "brought nothing new", maxIdlePages},
		{"no page info", mockapi.LieNoPageInfo, Unreadable, "hasNextPage", 1},
		{"no edges", mockapi.LieNoEdges, Unreadable, "edges", 1},
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
				if e.Kind != tt.kind || e.Tries != 1 || !strings.Contains(e.Message, tt.message) || e.Status != 200 ||
					e.Path != "/v1/me/playlists" {
					t.Errorf("%s: %v", e.Kind, e)
				}
				if n := len(s.Requests()); n > tt.requests {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

func TestPages_errorLater(t *testing.T) {
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

func TestPages_left(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(50)
	for page, err := range newTestClient(t, s).Playlists(t.Context(), 10) {
		if len(page) != 10 || err != nil {
			t.Errorf("%d playlists, error %v", len(page), err)
		}
		break
	}
	wantSent(t, s, "GET /v1/me/playlists?limit=10")
}

// A node that is null, or has no id, is one entry, and the others are read.
func TestPages_unknownEntries(t *testing.T) {
	for _, lie := range []mockapi.Lie{mockapi.LieNullNode, mockapi.LieNoID} {
		s := mockapi.New()
		s.SeedPlaylists(250)
		s.SetListingLie(lie)
		got, _, err := allPlaylists(t, newTestClient(t, s), 100)
		if err != nil || len(got) != 250 {
			t.Fatalf("%d playlists, %v", len(got), err)
		}
		var unknown []int
		for i, p := range got {
			if !p.Known() {
				unknown = append(unknown, i)
			}
		}
		if fmt.Sprint(unknown) != "[50 150 225]" {
			t.Errorf("lie %d: the unknown ones are %v", lie, unknown)
		}
		if userID, err := newTestClient(t, s).UserID(t.Context()); userID != mockapi.DefaultUserID || err != nil {
			t.Errorf("lie %d: the user is %q, %v", lie, userID, err)
		}
	}
}

// listOf answers with these pages, one after the other.
func listOf(pages ...string) http.Handler {
	asked := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if cursor := r.URL.Query().Get("cursor"); asked > 0 && cursor != fmt.Sprint(asked+1) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, pages[asked])
		asked++
	})
}

// What a page repeats of an earlier one is left out; what one page holds twice is two
// entries.
func TestPages_repeatedEntries(t *testing.T) {
	a, b, c := `{"node":{"id":"a"}}`, `{"node":{"id":"b"}}`, `{"cursor":"4","node":{"id":"c"}}`
	unknown, placed := `{"node":null}`, `{"cursor":"9","node":null}`
	for name, test := range map[string]struct {
		pages []string
		want  string
	}{
		"twice on one page":            {[]string{page("", a, b, a)}, "a b a"},
		"again on a later page":        {[]string{page("2", a, b), page("3", b, a), page("", c, a)}, "a b c"},
		"twice on one page, and again": {[]string{page("2", a, a), page("3", a), page("", b, a)}, "a a b"},
		"once, then twice on a page":   {[]string{page("2", a), page("", a, b, a)}, "a b a"},
		"unknown by nothing":           {[]string{page("2", unknown, a), page("", unknown, unknown)}, "? a ? ?"},
		"unknown by its cursor":        {[]string{page("2", placed, a), page("", placed, b)}, "? a b"},
		"an empty page in between":     {[]string{page("2", a), page("3"), page("4"), page("", b)}, "a b"},
		"a token of nothing":           {[]string{page("2", a), page("3", b), strings.Replace(page("x", c), `"x"`, `""`, 1), page("", a)}, "a b c"},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := All(newTestClient(t, listOf(test.pages...)).Playlists(t.Context(), 10))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range all {
				got = append(got, cmp.Or(p.ID, "?"))
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// Entries that nothing tells apart are no sign that a list goes on: it may never end.
func TestPages_endlessUnknownEntries(t *testing.T) {
	requests := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		_, _ = io.WriteString(w, page(fmt.Sprint(requests), `{"node":null}`, `{}`, `null`))
	})
	_, _, err := allPlaylists(t, newTestClient(t, handler), 10)
	if e := failure(t, err); e.Kind != BrokenList || requests != maxIdlePages {
		t.Errorf("after %d requests: %v", requests, e)
	}
}

func TestAll_failure(t *testing.T) {
	broken := errors.New("broken")
	got, err := All(func(yield func([]int, error) bool) {
		if yield([]int{1}, nil) {
			yield(nil, broken)
		}
	})
	if got != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", got, err)
	}
}

// page is the data of a page of playlists.
func page(next string, edges ...string) string {
	return fmt.Sprintf(`{"data":{"user":{"id":"u","playlists":{"pageInfo":{"hasNextPage":%v,"token":%q},"edges":[%s]}}}}`,
		next != "", next, strings.Join(edges, ","))
}

// A list that always has one more entry ends all the same.
func TestPages_maxPages(t *testing.T) {
	requests := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		_, _ = io.WriteString(w, page(fmt.Sprint(requests), fmt.Sprintf(`{"node":{"id":"p%d"}}`, requests)))
	})
	got, pages, err := allPlaylists(t, newTestClient(t, handler), 1)
	e := failure(t, err)
	if e.Kind != BrokenList || !strings.Contains(e.Message, "does not end after 10000 pages") || requests != maxPages {
		t.Errorf("after %d requests: %v", requests, e)
	}
	if len(got) != maxPages-1 || pages != maxPages-1 {
		t.Errorf("%d playlists on %d pages", len(got), pages)
	}
}

// Ctrl-C ends a list at once, also between two pages and in a wait.
func TestPages_cancel(t *testing.T) {
	for name, fault := range map[string]mockapi.Fault{
		"under way": mockapi.Hang(), "in a back-off": mockapi.InternalError(), "in a pause": mockapi.Throttled("60"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Save(trackIDs(100)...)
				s.Fail(mockapi.FaultPlan{Skip: 3, Faults: []mockapi.Fault{fault}})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start, pages := time.Now(), 0
				var last error
				for _, err := range newTestClient(t, s, withRetries(20)).LibraryTracks(ctx, 10) {
					pages++
					last = err
				}
				if e := failure(t, last); e.Kind != Interrupted || time.Since(start) != time.Second || pages != 4 {
					t.Errorf("after %v and %d pages: %v", time.Since(start), pages, e)
				}
			})
		})
	}
	s := mockapi.New()
	s.SeedPlaylists(100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range newTestClient(t, s).Playlists(ctx, 10) {
		if len(s.Requests()) == 3 {
			cancel()
		}
		last = err
	}
	if n := len(s.Requests()); n != 3 || failure(t, last).Kind != Interrupted {
		t.Errorf("%d requests were sent: %v", n, last)
	}
}

func FuzzPages(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"pageInfo":{"hasNextPage":false},"edges":[]}`, `{"pageInfo":{},"edges":[null]}`,
		`{"edges":[{"node":{"id":1}}]}`, `{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[7,{"itemId":1,"cursor":2}]}`,
		`{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[{"cursor":"0:a","node":{"id":"a","images":[null],"duration":1}}]}`,
		`{"pageInfo":{"hasNextPage":true,"token":"u"},"edges":[{"node":{"id":"a"}},{"node":{"id":"a"}},{"node":null}]}`,
	} {
		f.Add([]byte(seed), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		reader := pageReader[string]{seen: map[string]int{}, cursors: map[string]bool{}}
		reader.find = func(data json.RawMessage) (*connection, error) {
			if page := asConnection(data, false); page != nil {
				return page, nil
			}
			return nil, unreadable("no page")
		}
		reader.decode = func(e edge) (string, string, error) {
			id, err := decodeNode(e.Node, func(id string) string { return id })
			return id, id, err
		}
		for i, data := range [][]byte{first, second, first, second} {
			if err := reader.read(data); err != nil {
				return
			}
			page := asConnection(data, false)
			if n := len(reader.entries); n > len(*page.Edges) || i == 0 && n != len(*page.Edges) || reader.unclear > len(*page.Edges) {
				t.Errorf("page %d has %d edges, and holds %d entries, %d of them unclear", i, len(*page.Edges), n, reader.unclear)
			}
			if i > 1 && reader.fresh {
				t.Errorf("page %d is page %d, and holds something new", i, i-2)
			}
			if reader.next == "" {
				return
			}
		}
		t.Errorf("a list that repeats its cursors goes on: %q, %q", first, second)
	})
}
