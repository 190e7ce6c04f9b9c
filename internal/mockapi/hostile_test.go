package mockapi_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestAlias_sharesOneEntry(t *testing.T) {
	s := mockapi.New()
	asked := manyIDs(20)
	for _, id := range asked {
		s.Alias(id, "B0SAMEID00")
	}
	for _, id := range asked {
		if got := at(put(t, s, id).decode(t), "data", "saveTrack", "track", "id"); got != "B0SAMEID00" {
			t.Errorf("PUT %s is answered with %v", id, got)
		}
	}
	if got := s.SavedIDs(); !slices.Equal(got, []string{"B0SAMEID00"}) || !s.IsSaved(asked[7]) {
		t.Errorf("saved %q", got)
	}
	if got := at(remove(t, s, asked[3]).decode(t), "data", "removeTrack", "track", "id"); got != "B0SAMEID00" {
		t.Errorf("DELETE is answered with %v", got)
	}
	if got := s.SavedIDs(); len(got) != 0 {
		t.Errorf("saved %q after the removal", got)
	}
}

func TestDescribe(t *testing.T) {
	tests := []struct {
		name  string
		track map[string]any
	}{
		{"one id for every track", map[string]any{"id": "B0SAMEID00", "title": "Same"}},
		{"no track id", map[string]any{"id": "../../etc", "title": 7}},
		{"escape sequence", map[string]any{"id": "B000000001", "title": "\x1b[2Jgone\x00\r\n"}},
		{"long title", map[string]any{"id": "B000000001", "title": strings.Repeat("a", 1<<20)}},
		{"token in the title", map[string]any{"id": "B000000001", "title": mockapi.DefaultAccessToken}},
		{"nulls", map[string]any{"id": nil, "title": nil, "isrc": nil, "url": nil}},
		{"empty", map[string]any{}},
		{"null", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			ids := manyIDs(2)
			for _, id := range ids {
				s.Describe(id, tt.track)
				wantTrack(t, at(put(t, s, id).decode(t), "data", "saveTrack", "track"), tt.track)
			}
			if got := s.SavedIDs(); !slices.Equal(got, ids) {
				t.Errorf("saved %q: two tracks that look alike are still two", got)
			}
			for _, node := range walk(t, s, tracksPath, 100) {
				wantTrack(t, node, tt.track)
			}
			wantTrack(t, at(remove(t, s, ids[0]).decode(t), "data", "removeTrack", "track"), tt.track)
			if got := s.SavedIDs(); !slices.Equal(got, ids[1:]) {
				t.Errorf("saved %q after one removal", got)
			}
		})
	}
}

func wantTrack(t *testing.T, got any, want map[string]any) {
	t.Helper()
	fields, _ := got.(map[string]any)
	if len(fields) != len(want) || want == nil && got != nil {
		t.Errorf("%d fields, want %d", len(fields), len(want))
	}
	if got, ok := want["title"].(string); ok && at(fields, "title") != got {
		t.Errorf("title is %.50q", at(fields, "title"))
	}
}

func TestAnswerRemovals(t *testing.T) {
	const path = tracksPath + "/B000000001"
	tests := []struct {
		name    string
		removal mockapi.Removal
		status  int
		code    string
		body    string // part of it
	}{
		{"confirmed", mockapi.RemovalConfirmed, 200, "", `"saveState":"REMOVED"`},
		{"null", mockapi.RemovalNull, 200, "", `{"data":{"removeTrack":null}}`},
		{"empty data", mockapi.RemovalEmptyData, 200, "", `{"data":{}}`},
		{"pending", mockapi.RemovalPending, 200, "", `"saveState":"PENDING"`},
		{"not found", mockapi.RemovalNotFound, 404, "RESOURCE_NOT_FOUND", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.Save("B000000001")
			s.AnswerRemovals(tt.removal)
			a := ask(t, s, http.MethodDelete, path)
			wantStatus(t, a, tt.status, tt.code)
			if !strings.Contains(a.body, tt.body) || s.IsSaved("B000000001") {
				t.Errorf("body %s, saved %v", a.body, s.IsSaved("B000000001"))
			}
		})
	}
}

func TestShapes_unexpected(t *testing.T) {
	elsewhere := []string{"customer", "collection", "items"}
	tests := []struct {
		name  string
		shape mockapi.LibraryShape
		paths [][]string // from data to each list
		liked bool
	}{
		{"elsewhere", mockapi.ShapeElsewhere, [][]string{elsewhere}, false},
		{"two lists", mockapi.ShapeTwoLists, [][]string{{"user", "savedTracks"}, {"user", "recentTracks"}}, false},
		{"liked", mockapi.ShapeLiked, [][]string{{"user", "tracks"}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.Save(manyIDs(3)...)
			s.SetLibraryShape(tt.shape)
			a := ask(t, s, http.MethodGet, tracksPath)
			if got := strings.Count(a.body, `"pageInfo"`); got != len(tt.paths) {
				t.Errorf("%d lists in %s", got, a.body)
			}
			for _, path := range tt.paths {
				edges := edgesOf(at(a.decode(t), append([]string{"data"}, path...)...))
				if len(edges) != 3 || has(edges[0], "likeState") != tt.liked {
					t.Errorf("edges at %v: %v", path, edges)
				}
			}
		})
	}
}

func TestLies_endlessNodes(t *testing.T) {
	for _, path := range []string{playlistsPath, tracksPath} {
		s := mockapi.New()
		s.SetListingLie(mockapi.LieEndlessNodes)
		target, ids, cursors := path+"?limit=7", map[any]bool{}, map[string]bool{}
		for range 20 {
			c := connectionOf(t, ask(t, s, http.MethodGet, target), path)
			for _, edge := range edgesOf(c) {
				ids[at(edge, "node", "id")] = true
			}
			cursors[next(c)] = true
			target = path + "?limit=7&cursor=" + escape(next(c))
		}
		if len(ids) != 140 || len(cursors) != 20 {
			t.Errorf("%s: %d nodes and %d cursors in 20 pages of 7", path, len(ids), len(cursors))
		}
	}
}

func TestLies_shortLists(t *testing.T) {
	for _, style := range []mockapi.CursorStyle{mockapi.CursorToken, mockapi.CursorEdge} {
		s := mockapi.New()
		s.SetCursorStyle(style)
		ids := manyIDs(10)
		s.Save(ids...)
		slices.Reverse(ids)
		s.SetListingLie(mockapi.LieEmpty)
		if got := walk(t, s, tracksPath, 3); len(got) != 0 {
			t.Errorf("style %d: %d tracks in an empty listing", style, len(got))
		}
		s.SetListingLie(mockapi.LieSkipPage)
		want := slices.Concat(ids[:3], ids[6:])
		if got := nodeIDs(walk(t, s, tracksPath, 3)); !slices.Equal(got, want) {
			t.Errorf("style %d: %q, want the second page left out", style, got)
		}
		if got := nodeIDs(walk(t, s, tracksPath, 5)); !slices.Equal(got, ids[:5]) {
			t.Errorf("style %d: %q, want the last page left out", style, got)
		}
		s.SetListingLie(mockapi.LieNone)
		if got := nodeIDs(walk(t, s, tracksPath, 3)); !slices.Equal(got, ids) {
			t.Errorf("style %d: %q afterwards", style, got)
		}
	}
}

// With jitter, requests that are sent together are carried out and answered in different orders.
func TestSetJitter(t *testing.T) {
	run := func(seed uint64) (acted, answered []string) {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New()
			s.SetJitter(seed, time.Second)
			var mu sync.Mutex
			s.OnAnswer(func(r mockapi.Request) {
				mu.Lock()
				defer mu.Unlock()
				answered = append(answered, r.Path[len(tracksPath)+1:])
			})
			start := time.Now()
			var wg sync.WaitGroup
			for i, id := range manyIDs(20) {
				wg.Go(func() {
					time.Sleep(time.Duration(i)) // so that they arrive in order
					askContext(t.Context(), s, http.MethodPut, tracksPath+"/"+id)
				})
			}
			wg.Wait()
			if took := time.Since(start); took > 2*time.Second+20 {
				t.Errorf("it took %v", took)
			}
			acted = s.SavedIDs()
		})
		return acted, answered
	}
	acted, answered := run(1)
	if slices.Equal(acted, manyIDs(20)) || slices.Equal(acted, answered) {
		t.Errorf("carried out as %q and answered as %q", acted, answered)
	}
	if again, _ := run(1); !slices.Equal(again, acted) {
		t.Error("the same seed gives another order")
	}
	if other, _ := run(2); slices.Equal(other, acted) {
		t.Error("another seed gives the same order")
	}
}

func TestSetJitter_clientGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetJitter(1, time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
		defer cancel()
		a := askContext(ctx, s, http.MethodPut, tracksPath+"/"+faultTrack)
		if !a.cut || s.IsSaved(faultTrack) || s.Requests()[0].Status != 0 {
			t.Errorf("cut %v, saved %v", a.cut, s.IsSaved(faultTrack))
		}
		s.SetJitter(1, 0)
		start := time.Now()
		wantStatus(t, put(t, s, faultTrack), 200, "")
		if took := time.Since(start); took != 0 {
			t.Errorf("without jitter it took %v", took)
		}
	})
}
