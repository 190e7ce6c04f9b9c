package amazonmusic

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// allTracks collects the pages of the library.
func allTracks(t *testing.T, c *Client) (tracks []Track, err error) {
	t.Helper()
	for page, err := range c.LibraryTracks(t.Context(), 10) {
		if err != nil {
			return tracks, err
		}
		tracks = append(tracks, page...)
	}
	return tracks, nil
}

func TestLibraryTracks(t *testing.T) {
	for _, shape := range []mockapi.LibraryShape{
		mockapi.ShapeUserTracks, mockapi.ShapeUserLibraryTracks, mockapi.ShapeUserFlatLibraryTracks,
	} {
		s := mockapi.New()
		s.SetLibraryShape(shape)
		s.Save(trackIDs(25)...)
		s.Save(mockapi.TrackBare)
		tracks, err := allTracks(t, newTestClient(t, s))
		if err != nil {
			t.Fatal(err)
		}
		// The newest first.
		if len(tracks) != 26 || tracks[0].ID != mockapi.TrackBare || tracks[25].ID != trackIDs(1)[0] {
			t.Errorf("shape %d: %v", shape, tracks)
		}
		if n := len(s.Requests()); n != 3 || s.Requests()[0].Path != "/v1/me/library/tracks" {
			t.Errorf("%d requests were sent", n)
		}
	}
}

func TestLibraryTracks_refused(t *testing.T) {
	tests := []struct {
		name    string
		shape   mockapi.LibraryShape
		status  int
		kind    Kind
		message string
	}{
		{"forbidden", mockapi.ShapeForbidden, 403, Forbidden, "cannot be listed"},
		{"not found", mockapi.ShapeNotFound, 404, NotFound, "no such resource"},
		{"another form", mockapi.ShapeNonsense, 200, Unreadable, "data{user}, data.user{id, library}"},
		{"null", mockapi.ShapeNull, 200, Unreadable, "data.user{id, tracks}"},
		{"HTML", mockapi.ShapeNotJSON, 200, Unreadable, "text/html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetLibraryShape(tt.shape)
			s.Save(someTrack)
			tracks, err := allTracks(t, newTestClient(t, s, withRetries(2)))
			e := failure(t, err)
			if e.Kind != tt.kind || e.Op != OpListTracks || e.Status != tt.status ||
				!strings.Contains(e.Message, tt.message) || len(tracks) > 0 {
				t.Errorf("%d tracks, %s: %v", len(tracks), e.Kind, e)
			}
			wantSent(t, s, "GET /v1/me/library/tracks?limit=10")
		})
	}
}

// What is no track of the catalog is an entry, of which its texts are known at most.
func TestLibraryTracks_unknown(t *testing.T) {
	s := mockapi.New()
	ids := trackIDs(5)
	s.Save(ids...)
	s.Describe(ids[0], nil)
	s.Describe(ids[1], map[string]any{"id": "a5e6-upload", "title": "My Demo"})
	s.Describe(ids[2], map[string]any{"title": "Withdrawn"})
	s.Describe(ids[3], map[string]any{"id": ids[3], "title": 7})
	got, err := allTracks(t, newTestClient(t, s))
	if err != nil || len(got) != 5 {
		t.Fatalf("got %v, %v", got, err)
	}
	for i, want := range []struct{ id, title string }{
		{ids[4], text(got[0].Title)}, {ids[3], "nil"}, {"", "Withdrawn"}, {"", "My Demo"}, {"", "nil"},
	} {
		if got[i].ID != want.id || text(got[i].Title) != want.title || got[i].Known() != (want.id != "") {
			t.Errorf("track %d is %q, %q", i, got[i].ID, text(got[i].Title))
		}
	}
}

// A library that changes between two pages moves the rest by one.
func TestLibraryTracks_moving(t *testing.T) {
	s := mockapi.New()
	s.Save(trackIDs(20)...)
	seen := map[string]int{}
	page := 0
	for tracks, err := range newTestClient(t, s).LibraryTracks(t.Context(), 10) {
		if err != nil {
			t.Fatal(err)
		}
		for _, track := range tracks {
			seen[track.ID]++
		}
		if page++; page == 1 {
			s.Save(mockapi.TrackBare)
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d tracks", len(seen))
	}
}

// The list is looked for in the named places, and then anywhere below the data.
func TestLibraryTracks_places(t *testing.T) {
	list := `{"pageInfo":{"hasNextPage":false},"edges":[{"node":{"id":"` + someTrack + `"}}]}`
	other := strings.ReplaceAll(list, someTrack, "B000000002")
	liked := strings.Replace(list, `{"node"`, `{"likeState":"LIKED","node"`, 1)
	noState := strings.Replace(list, `{"node"`, `{"likeState":null,"node"`, 1)
	tests := []struct {
		name, data, problem string
		kind                Kind
	}{
		{"the first named place", `{"user":{"tracks":%s,"other":` + other + `}}`, "", ""},
		{"somewhere", `{"me":{"collection":{"songs":%s}}}`, "", ""},
		{"the data itself", `%s`, "", ""},
		{"a named place that is no list", `{"user":{"tracks":null,"saved":%s}}`, "", ""},
		{"two", `{"user":{"saved":%s,"recent":` + other + `}}`, "more than one list: user.recent and user.saved", Unreadable},
		{"two in different depths", `{"a":%s,"user":{"b":{"c":` + other + `}}}`, "more than one list: a and user.b.c", Unreadable},
		{"a list in a list", `{"user":{"lists":[%s]}}`, "holds no list", Unreadable},
		{"none", `{"user":{"id":"u"}}`, "holds no list of saved tracks", Unreadable},
		{"without pageInfo, somewhere", `{"me":{"edges":[]}}`, "holds no list", Unreadable},
		{"without pageInfo, in a named place", `{"user":{"tracks":{"edges":[]}}}`, "hasNextPage", Unreadable},
		{"without edges, in a named place", `{"user":{"tracks":{"pageInfo":{"hasNextPage":false}}}}`, `no "edges"`, Unreadable},
		{"liked tracks, in a named place", `{"user":{"tracks":` + liked + `}}`, "data.user.tracks holds the tracks that the user likes", Unreadable},
		{"liked tracks, somewhere", `{"user":{"liked":` + liked + `}}`, "another collection than the saved tracks", Unreadable},
		{"liked tracks of no state", `{"user":{"tracks":` + noState + `}}`, "another collection than the saved tracks", Unreadable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := `{"data":` + strings.ReplaceAll(tt.data, "%s", list) + `}`
			tracks, err := allTracks(t, newTestClient(t, answers(200, "application/json", body), withRetries(2)))
			if tt.kind == "" {
				if err != nil || len(tracks) != 1 || tracks[0].ID != someTrack {
					t.Errorf("got %v, %v", tracks, err)
				}
				return
			}
			e := failure(t, err)
			if e.Kind != tt.kind || !strings.Contains(e.Message, tt.problem) || e.Tries != 1 || e.Status != 200 {
				t.Errorf("%s: %v", e.Kind, e)
			}
		})
	}
}

// The names of keys are the service's words too.
func TestLibraryTracks_echoedKeys(t *testing.T) {
	key := toJSON(t, "\x1b[31m"+mockapi.DefaultAccessToken+"\n")
	for _, data := range []string{
		`{"user":{%s:1}}`, `{%s:{"a":` + emptyList + `,"b":` + emptyList + `}}`,
		`{%s:{"edges":[{"likeState":1}],"pageInfo":{"hasNextPage":false}}}`,
	} {
		var log logRecorder
		c := newTestClient(t, answers(200, "", `{"data":`+strings.ReplaceAll(data, "%s", key)+`}`),
			func(cfg *Config) { cfg.Logger = log.logger() })
		_, err := allTracks(t, c)
		wantBoundedText(t, failure(t, err).Error())
	}
	var log logRecorder
	c := newTestClient(t, answers(200, "", `{"data":{`+key+`:`+emptyList+`}}`),
		func(cfg *Config) { cfg.Logger = log.logger() })
	if tracks, err := allTracks(t, c); err != nil || len(tracks) != 0 {
		t.Errorf("%d tracks, %v", len(tracks), err)
	}
	if !strings.Contains(log.String(), "Saved tracks found in the answer") {
		t.Errorf("the log is %s", log.String())
	}
	wantNoSecret(t, log.String())
}

const emptyList = `{"edges":[],"pageInfo":{"hasNextPage":false}}`

func FuzzFindLibrary(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, emptyList, `{"user":{"tracks":` + emptyList + `}}`,
		`{"a":{"b":` + emptyList + `},"c":` + emptyList + `}`,
		`{"user":{"tracks":{"edges":null,"pageInfo":null}}}`,
		`{"user":{"x":{"edges":[{"likeState":"L"}],"pageInfo":{}}}}`, `{"":{"":[` + emptyList + `]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		page, place, err := findLibrary(data)
		if (page == nil) == (err == nil) || err != nil && failure(t, err).Kind != Unreadable {
			t.Fatalf("page %v at %q, %v", page, place, err)
		}
		if err == nil && (page.Edges == nil && page.PageInfo == nil || !json.Valid(data)) {
			t.Errorf("%q holds %+v at %s", data, page, place)
		}
		again, _, _ := findLibrary(data)
		if fmt.Sprint(again == nil) != fmt.Sprint(page == nil) {
			t.Errorf("%q: the result depends on the order of the keys", data)
		}
	})
}
