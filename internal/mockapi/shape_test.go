package mockapi_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestLibraryShapes(t *testing.T) {
	tests := []struct {
		name   string
		shape  mockapi.LibraryShape
		path   []string // to the connection, nil where there is none
		status int
		code   string
	}{
		{"tracks", mockapi.ShapeUserTracks, []string{"tracks"}, 200, ""},
		{"library.tracks", mockapi.ShapeUserLibraryTracks, []string{"library", "tracks"}, 200, ""},
		{"libraryTracks", mockapi.ShapeUserFlatLibraryTracks, []string{"libraryTracks"}, 200, ""},
		{"forbidden", mockapi.ShapeForbidden, nil, 403, "DENIED_SUBSCRIPTION_TIER"},
		{"not found", mockapi.ShapeNotFound, nil, 404, "RESOURCE_NOT_FOUND"},
		{"nonsense", mockapi.ShapeNonsense, nil, 200, ""},
		{"null", mockapi.ShapeNull, nil, 200, ""},
		{"not JSON", mockapi.ShapeNotJSON, nil, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.Save(mockapi.TrackBare)
			s.SetLibraryShape(tt.shape)
			a := ask(t, s, http.MethodGet, tracksPath)
			wantStatus(t, a, tt.status, tt.code)
			if tt.shape == mockapi.ShapeNotJSON {
				if !strings.HasPrefix(a.body, "<!DOCTYPE html>") || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
					t.Errorf("body %s of type %s", a.body, a.header.Get("Content-Type"))
				}
				return
			}
			user := at(a.decode(t), "data", "user")
			for _, path := range [][]string{{"tracks"}, {"library", "tracks"}, {"libraryTracks"}} {
				want := reflect.DeepEqual(path, tt.path)
				if got := at(user, path...) != nil; got != want {
					t.Errorf("a list at %v: %v, want %v", path, got, want)
				}
			}
			if tt.path != nil {
				nodes := edgesOf(at(user, tt.path...))
				if len(nodes) != 1 || at(nodes[0], "node", "id") != mockapi.TrackBare {
					t.Errorf("nodes %v", nodes)
				}
			}
			if tt.shape == mockapi.ShapeNull && !has(user, "tracks") {
				t.Error("tracks is absent, want null")
			}
		})
	}
}

func TestLikedTracksAreNotTheLibrary(t *testing.T) {
	s := mockapi.New()
	s.Save(manyIDs(3)...)
	a := ask(t, s, http.MethodGet, likedPath+"?limit=10")
	wantStatus(t, a, 200, "")
	connection := connectionOf(t, a, likedPath)
	if at(connection, "pageInfo", "hasNextPage") != false || at(connection, "edgeCount") != float64(0) || !has(connection, "edges") {
		t.Errorf("liked tracks: %v", connection)
	}
	user := at(a.decode(t), "data", "user")
	for _, key := range []string{"tracks", "library", "libraryTracks"} {
		if has(user, key) {
			t.Errorf("the liked tracks are under %s, like the library", key)
		}
	}
}

// lieTests say what is wrong with the first page of each lie, and with the second where there is a way to it.
var lieTests = []struct {
	name  string
	lie   mockapi.Lie
	check func(t *testing.T, connection any)
}{
	{"repeat cursor", mockapi.LieRepeatCursor, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != true || next(c) == "" || len(edgesOf(c)) == 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"no cursor", mockapi.LieNoCursor, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != true || next(c) != "" || len(edgesOf(c)) == 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"empty, and more", mockapi.LieEmptyMore, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != true || next(c) != "" || !has(c, "edges") || len(edgesOf(c)) != 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"endless", mockapi.LieEndless, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != true || next(c) == "" || len(edgesOf(c)) != 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"no page info", mockapi.LieNoPageInfo, func(t *testing.T, c any) {
		if has(c, "pageInfo") || len(edgesOf(c)) == 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"no edges", mockapi.LieNoEdges, func(t *testing.T, c any) {
		if has(c, "edges") || !has(c, "pageInfo") {
			t.Errorf("page %v", c)
		}
	}},
	{"empty", mockapi.LieEmpty, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != false || !has(c, "edges") || len(edgesOf(c)) != 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"endless nodes", mockapi.LieEndlessNodes, func(t *testing.T, c any) {
		if at(c, "pageInfo", "hasNextPage") != true || next(c) == "" || len(edgesOf(c)) == 0 {
			t.Errorf("page %v", c)
		}
	}},
	{"null node", mockapi.LieNullNode, func(t *testing.T, c any) {
		nulls := 0
		for _, edge := range edgesOf(c) {
			if has(edge, "node") && at(edge, "node") == nil {
				nulls++
			}
		}
		if nulls != 1 {
			t.Errorf("%d null nodes in %v", nulls, c)
		}
	}},
	{"same entry", mockapi.LieSameEntry, func(t *testing.T, c any) {
		if edges := edgesOf(c); len(edges) > 2 && at(edges[0], "cursor") != at(edges[1], "cursor") {
			t.Errorf("page %v", c)
		}
	}},
	{"no id", mockapi.LieNoID, func(t *testing.T, c any) {
		without := 0
		for _, edge := range edgesOf(c) {
			if at(edge, "node") != nil && !has(at(edge, "node"), "id") {
				without++
			}
		}
		if without != 1 {
			t.Errorf("%d nodes without id in %v", without, c)
		}
	}},
}

func TestLies(t *testing.T) {
	for _, style := range []mockapi.CursorStyle{mockapi.CursorToken, mockapi.CursorEdge} {
		for _, path := range []string{playlistsPath, tracksPath} {
			for _, tt := range lieTests {
				t.Run(fmt.Sprintf("style %d, %s, %s", style, path, tt.name), func(t *testing.T) {
					s := mockapi.New()
					s.SetCursorStyle(style)
					s.SeedPlaylists(3)
					s.Save(manyIDs(3)...)
					s.SetListingLie(tt.lie)
					for _, query := range []string{"", "?limit=2"} {
						tt.check(t, connectionOf(t, ask(t, s, http.MethodGet, path+query), path))
					}
					// Lies leave no trace in what is listed.
					s.SetListingLie(mockapi.LieNone)
					for _, node := range walk(t, s, path, 2) {
						if at(node, "id") == nil {
							t.Errorf("node %v has lost its id", node)
						}
					}
				})
			}
		}
	}
}

func TestLiesAboutMoreGoOn(t *testing.T) {
	tests := []struct {
		name     string
		lie      mockapi.Lie
		style    mockapi.CursorStyle
		distinct int // cursors in ten pages
	}{
		{"repeat, token", mockapi.LieRepeatCursor, mockapi.CursorToken, 1},
		{"repeat, edge", mockapi.LieRepeatCursor, mockapi.CursorEdge, 1},
		{"endless, token", mockapi.LieEndless, mockapi.CursorToken, 10},
		{"endless, edge", mockapi.LieEndless, mockapi.CursorEdge, 10},
	}
	for _, tt := range tests {
		for _, size := range []int{3, 100} {
			t.Run(fmt.Sprintf("%s, %d", tt.name, size), func(t *testing.T) {
				s := mockapi.New()
				s.SeedPlaylists(size)
				s.SetCursorStyle(tt.style)
				s.SetListingLie(tt.lie)
				seen := map[string]bool{}
				target := playlistsPath
				for range 10 {
					a := ask(t, s, http.MethodGet, target)
					wantStatus(t, a, 200, "")
					c := connectionOf(t, a, playlistsPath)
					if at(c, "pageInfo", "hasNextPage") != true {
						t.Fatalf("it ends: %s", a.body)
					}
					cursor := next(c)
					seen[cursor] = true
					target = playlistsPath + "?cursor=" + escape(cursor)
				}
				if len(seen) != tt.distinct {
					t.Errorf("%d cursors in ten pages, want %d", len(seen), tt.distinct)
				}
			})
		}
	}
}
