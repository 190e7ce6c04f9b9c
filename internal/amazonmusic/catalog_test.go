package amazonmusic

import (
	"fmt"
	"strings"
	"testing"
)

func numberedIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B0%08d", i)
	}
	return ids
}

func TestTracksByID(t *testing.T) {
	c, s := scriptedClient(t, scriptedAnswer{
		body: `{"data":{"tracks":[null,{"id":"B000000002","isrc":"GBCFB2000356","title":"Kane Train",` +
			`"duration":211,"url":"https://music.amazon.com/x","album":{"id":"B08DL2H5PV","title":"Ace"},` +
			`"artists":[{"id":"a","name":"A"},{"name":"B"}],"globalAsin":"B000000009"},{"id":"B000000001"}]}}`,
	})
	got, err := c.TracksByID(t.Context(), []string{"B000000001", "B000000003", "B000000002", "B000000001"})
	if err != nil {
		t.Fatal(err)
	}
	full := got["B000000002"]
	if len(got) != 2 || *full.Duration != 211 || *full.Album.Title != "Ace" || *full.Artists[1].Name != "B" ||
		*full.ISRC != "GBCFB2000356" {
		t.Errorf("got %v", got)
	}
	if bare := got["B000000001"]; bare.ID != "B000000001" || bare.Title != nil || bare.Album != nil {
		t.Errorf("got %v", bare)
	}
	s.wantLines(t, "GET /v1/tracks?ids=B000000001%2CB000000003%2CB000000002")
}

// A track can be answered with another id than it was asked for by.
func TestTracksByID_anotherID(t *testing.T) {
	answer := func(ids ...string) scriptedAnswer {
		return scriptedAnswer{body: `{"data":{"tracks":[{"id":"` + strings.Join(ids, `"},{"id":"`) + `"}]}}`}
	}
	c, s := scriptedClient(t, answer("B000000009", "B000000001"), answer("B000000009"),
		scriptedAnswer{body: `{"data":{"tracks":[]}}`})
	got, err := c.TracksByID(t.Context(), []string{"B000000001", "B000000002", "B000000003"})
	if err != nil || len(got) != 2 || got["B000000001"].ID != "B000000001" || got["B000000002"].ID != "B000000009" {
		t.Errorf("got %v, %v", got, err)
	}
	s.wantLines(t, "GET /v1/tracks?ids=B000000001%2CB000000002%2CB000000003",
		"GET /v1/tracks?ids=B000000002", "GET /v1/tracks?ids=B000000003")

	c, s = scriptedClient(t, answer("B000000009"))
	got, err = c.TracksByID(t.Context(), []string{"B000000002"})
	if err != nil || got["B000000002"].ID != "B000000009" || len(s.sent) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestTracksByID_batches(t *testing.T) {
	for n, want := range map[int]string{0: "[]", 1: "[1]", 100: "[100]", 101: "[1 100]", 250: "[50 100 100]"} {
		c, s := scriptedClient(t, scriptedAnswer{body: `{"data":{"tracks":[]}}`})
		if got, err := c.TracksByID(t.Context(), numberedIDs(n)); err != nil || len(got) != 0 {
			t.Errorf("%d: got %v, %v", n, got, err)
		}
		sizes := map[int]int{}
		for _, line := range s.sent {
			sizes[strings.Count(line, "B0")]++
		}
		var got []int
		for _, size := range []int{1, 50, 100} {
			for range sizes[size] {
				got = append(got, size)
			}
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%d: batches of %v", n, got)
		}
	}
}

func TestTracksByID_fail(t *testing.T) {
	for name, test := range map[string]struct {
		body, message string
	}{
		"no list":     {`{"data":{}}`, "data.tracks"},
		"null":        {`{"data":{"tracks":null}}`, "data.tracks"},
		"a list":      {`{"data":{"tracks":{"edges":[]}}}`, "unexpected JSON"},
		"more tracks": {`{"data":{"tracks":[{"id":"B000000001"},{"id":"B000000007"}]}}`, "holds 2 tracks, and 1 were asked for"},
		"no id":       {`{"data":{"tracks":[{"title":"x"}]}}`, "track 1 of the answer"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scriptedClient(t, scriptedAnswer{body: test.body})
			got, err := c.TracksByID(t.Context(), []string{"B000000001"})
			e := scriptedFailure(t, err)
			if e.Kind != Unreadable || e.Op != OpFindTracks || got != nil ||
				!strings.Contains(e.Message, test.message) {
				t.Error(e)
			}
		})
	}
}
