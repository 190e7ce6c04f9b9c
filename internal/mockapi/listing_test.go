package mockapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// connectionOf finds the listing of a path in an answer of the default shape.
func connectionOf(t *testing.T, a answer, path string) any {
	t.Helper()
	key := map[string]string{playlistsPath: "playlists", tracksPath: "tracks", likedPath: "likedTracks"}[path]
	return at(a.decode(t), "data", "user", key)
}

func edgesOf(connection any) []any {
	edges, _ := at(connection, "edges").([]any)
	return edges
}

// next is the cursor to go on with, by the rules a client should follow: the token, or else the last edge's cursor.
func next(connection any) string {
	if token, ok := at(connection, "pageInfo", "token").(string); ok {
		return token
	}
	edges := edgesOf(connection)
	if len(edges) == 0 {
		return ""
	}
	cursor, _ := at(edges[len(edges)-1], "cursor").(string)
	return cursor
}

// walk goes through all pages of a listing and returns its nodes.
func walk(t *testing.T, s *mockapi.Service, path string, limit int) (nodes []any) {
	t.Helper()
	target := fmt.Sprintf("%s?limit=%d", path, limit)
	cursors := map[string]bool{}
	for {
		a := ask(t, s, http.MethodGet, target)
		connection := connectionOf(t, a, path)
		if a.status != http.StatusOK || connection == nil {
			t.Fatalf("GET %s: status %d, body %s", target, a.status, a.body)
		}
		edges := edgesOf(connection)
		if at(connection, "edgeCount") != float64(len(edges)) || len(edges) > limit {
			t.Fatalf("edgeCount is %v of %d edges, limit %d", at(connection, "edgeCount"), len(edges), limit)
		}
		for _, edge := range edges {
			nodes = append(nodes, at(edge, "node"))
		}
		if at(connection, "pageInfo", "hasNextPage") != true {
			if has(at(connection, "pageInfo"), "token") {
				t.Fatal("the last page has a token")
			}
			return nodes
		}
		cursor := next(connection)
		if cursor == "" || cursors[cursor] {
			t.Fatalf("cursor %q after %d nodes is empty or repeated", cursor, len(nodes))
		}
		cursors[cursor] = true
		target = fmt.Sprintf("%s?limit=%d&cursor=%s", path, limit, escape(cursor))
	}
}

func TestPages(t *testing.T) {
	tests := []struct{ size, limit, requests int }{
		{0, 100, 1},
		{1, 100, 1},
		{1, 1, 1},
		{2, 1, 2},
		{99, 100, 1},
		{100, 100, 1},
		{101, 100, 2},
		{200, 100, 2},
		{250, 100, 3},
		{7, 3, 3},
		{6, 3, 2},
		{10, 10, 1},
	}
	for _, style := range []mockapi.CursorStyle{mockapi.CursorToken, mockapi.CursorEdge} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("style %d, %d by %d", style, tt.size, tt.limit), func(t *testing.T) {
				s := mockapi.New()
				s.SetCursorStyle(style)
				s.SeedPlaylists(tt.size)
				ids := manyIDs(tt.size)
				s.Save(ids...)
				slices.Reverse(ids) // the newest comes first
				for i, node := range walk(t, s, tracksPath, tt.limit) {
					if at(node, "id") != ids[i] {
						t.Fatalf("track %d is %v, want %s", i, at(node, "id"), ids[i])
					}
				}
				if n := len(s.Requests()); n != tt.requests {
					t.Errorf("the library took %d requests, want %d", n, tt.requests)
				}
				s.ResetRequests()
				if n := len(walk(t, s, playlistsPath, tt.limit)); n != tt.size {
					t.Errorf("%d playlists", n)
				}
				if n := len(s.Requests()); n != tt.requests {
					t.Errorf("the playlists took %d requests, want %d", n, tt.requests)
				}
			})
		}
	}
}

func TestListQueries(t *testing.T) {
	tests := []struct {
		query string
		edges int // 0 is a refusal
	}{
		{"", 100},
		{"?", 100},
		{"?limit=1", 1},
		{"?limit=100", 100},
		{"?limit=3", 3},
		{"?limit=%33", 3},
		{"?limit=0", 0},
		{"?limit=101", 0},
		{"?limit=-1", 0},
		{"?limit=", 0},
		{"?limit", 0},
		{"?limit=ten", 0},
		{"?limit=1.0", 0},
		{"?limit=+1", 0},
		{"?limit=01", 0},
		{"?limit=1&limit=1", 0},
		{"?limit=1;limit=2", 0},
		{"?limit=99999999999999999999", 0},
		{"?Limit=1", 0},
		{"?page=1", 0},
		{"?limit=1&x=", 0},
		{"?%zz", 0},
		{"?cursor=", 0},
		{"?cursor=unknown", 0},
		{"?cursor=0:15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3", 0},
	}
	for _, path := range []string{playlistsPath, tracksPath} {
		s := mockapi.New()
		s.SeedPlaylists(150)
		s.Save(manyIDs(150)...)
		for _, tt := range tests {
			t.Run(path+tt.query, func(t *testing.T) {
				a := ask(t, s, http.MethodGet, path+tt.query)
				if tt.edges == 0 {
					wantStatus(t, a, 400, "BAD_REQUEST")
					return
				}
				wantStatus(t, a, 200, "")
				if n := len(edgesOf(connectionOf(t, a, path))); n != tt.edges {
					t.Errorf("%d edges, want %d", n, tt.edges)
				}
			})
		}
	}
}

func TestTokens(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(5)
	s.Save(manyIDs(5)...)
	page := func(path, cursor string) answer {
		return ask(t, s, http.MethodGet, path+"?limit=2&cursor="+cursor)
	}
	first := connectionOf(t, ask(t, s, http.MethodGet, playlistsPath+"?limit=2"), playlistsPath)
	token := next(first)
	for _, char := range []string{"+", "/", "=", "&", "%", "|", " ", "#"} {
		if !strings.Contains(token, char) {
			t.Errorf("token %q has no %q", token, char)
		}
	}
	wantStatus(t, page(playlistsPath, escape(token)), 200, "")
	wantStatus(t, page(playlistsPath, escape(token)), 200, "") // a repeated request is answered alike
	// "#" cannot be sent as it is: it would end the URL. All else is what a client that does not escape would send.
	bare := strings.NewReplacer("#", "%23", " ", "%20").Replace(token)
	wantStatus(t, page(playlistsPath, bare), 400, "BAD_REQUEST")
	wantStatus(t, page(playlistsPath, escape(escape(token))), 400, "BAD_REQUEST")
	wantStatus(t, page(playlistsPath, escape(token[:len(token)-1])), 400, "BAD_REQUEST")
	// A cursor is good for its own listing only.
	wantStatus(t, page(tracksPath, escape(token)), 400, "BAD_REQUEST")
	wantStatus(t, page(likedPath, escape(token)), 400, "BAD_REQUEST")
	// The edges' cursors are no use in this style, and the token none in the other.
	edgeCursor, _ := at(edgesOf(first)[1], "cursor").(string)
	if edgeCursor != "1:28a56e15-99ea-4e0b-989e-2ba8b19c1aae" {
		t.Errorf("edge cursor %q", edgeCursor)
	}
	wantStatus(t, page(playlistsPath, escape(edgeCursor)), 400, "BAD_REQUEST")
	s.SetCursorStyle(mockapi.CursorEdge)
	wantStatus(t, page(playlistsPath, escape(token)), 400, "BAD_REQUEST")
	wantStatus(t, page(playlistsPath, escape(edgeCursor)), 400, "BAD_REQUEST") // not handed out in this style yet
	first = connectionOf(t, ask(t, s, http.MethodGet, playlistsPath+"?limit=2"), playlistsPath)
	if has(at(first, "pageInfo"), "token") {
		t.Error("a token in edge style")
	}
	wantStatus(t, page(playlistsPath, escape(edgeCursor)), 200, "")
	wantStatus(t, page(tracksPath, escape(edgeCursor)), 400, "BAD_REQUEST")
}

func TestLibraryChangesBetweenPages(t *testing.T) {
	for _, style := range []mockapi.CursorStyle{mockapi.CursorToken, mockapi.CursorEdge} {
		s := mockapi.New()
		s.SetCursorStyle(style)
		ids := manyIDs(4)
		s.Save(ids...)
		change := func(f func()) {
			pages := 0
			s.OnRequest(func(mockapi.Request) {
				if pages++; pages == 2 {
					f()
				}
			})
		}
		change(func() { s.Save("B000000NEW") })
		// What is saved between pages moves the rest: the last track of the first page comes again.
		if got := nodeIDs(walk(t, s, tracksPath, 2)); !slices.Equal(got, []string{ids[3], ids[2], ids[2], ids[1], ids[0]}) {
			t.Errorf("after a save: %q", got)
		}
		change(func() { s.Remove("B000000NEW") })
		if got := nodeIDs(walk(t, s, tracksPath, 2)); !slices.Equal(got, []string{"B000000NEW", ids[3], ids[1], ids[0]}) {
			t.Errorf("after a removal: %q", got)
		}
		// All of it gone: the page after it is empty, and the last.
		change(func() { s.Remove(ids...) })
		if got := nodeIDs(walk(t, s, tracksPath, 2)); !slices.Equal(got, []string{ids[3], ids[2]}) {
			t.Errorf("after removing all: %q", got)
		}
	}
}

func nodeIDs(nodes []any) (ids []string) {
	for _, node := range nodes {
		id, _ := at(node, "id").(string)
		ids = append(ids, id)
	}
	return ids
}
