package mockapi_test

import (
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestFirstPlaylistsAreThoseOfTheAPIPage(t *testing.T) {
	page, err := os.ReadFile("testdata/playlists.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(page, &want); err != nil {
		t.Fatal(err)
	}
	s := mockapi.New()
	s.SeedPlaylists(2)
	for _, style := range []mockapi.CursorStyle{mockapi.CursorToken, mockapi.CursorEdge} {
		s.SetCursorStyle(style)
		if got := ask(t, s, http.MethodGet, playlistsPath).decode(t); !reflect.DeepEqual(got, want) {
			t.Errorf("style %v: %v\nwant %v", style, got, want)
		}
	}
}

func TestSeedTracks(t *testing.T) {
	s := mockapi.New()
	for _, n := range []int{3, 10_000, 1, 0} {
		s.SeedTracks(n)
		ids := map[string]bool{}
		for _, id := range s.SavedIDs() {
			ids[id] = true
		}
		if len(ids) != n || n > 0 && !s.IsSaved(mockapi.TrackKaneTrain) {
			t.Errorf("%d different tracks, want %d", len(ids), n)
		}
	}
}

func TestSeedPlaylistsReplaces(t *testing.T) {
	s := mockapi.New()
	for _, n := range []int{0, 5, 3, 0} {
		s.SeedPlaylists(n)
		if got := len(walk(t, s, playlistsPath, 100)); got != n {
			t.Errorf("%d playlists, want %d", got, n)
		}
	}
}

func TestPlaylistsVary(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(300)
	seen := map[string]int{}
	ids := map[any]bool{}
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for i, node := range walk(t, s, playlistsPath, 100) {
		id, _ := at(node, "id").(string)
		if i > 1 && !uuid.MatchString(id) || ids[id] {
			t.Errorf("id %q is no UUID, or is there twice", id)
		}
		ids[id] = true
		for _, key := range []string{"title", "description", "url", "duration", "trackCount", "curator", "images", "visibility", "eligibility"} {
			seen[key+kind(node, key)]++
		}
		seen["curator.id"+kind(at(node, "curator"), "id")]++
		seen["playback"+kind(at(node, "eligibility"), "playback")]++
		seen["canPlayOnDemand"+kind(at(node, "eligibility", "playback"), "canPlayOnDemand")]++
		seen["shuffleType"+kind(at(node, "eligibility", "playback"), "shuffleType")]++
		seen["isPrimeEligible"+kind(at(node, "eligibility"), "isPrimeEligible")]++
		seen["isDownloadable"+kind(at(node, "eligibility"), "isDownloadable")]++
		images, _ := at(node, "images").([]any)
		for _, image := range images {
			seen["imageType"+kind(image, "imageType")]++
			seen["width"+kind(image, "width")]++
		}
	}
	for _, want := range []string{
		"title absent", "title zero", "title set", "description absent", "description null", "description zero", "description set",
		"url absent", "url set", "duration absent", "duration null", "duration zero", "duration set",
		"trackCount absent", "trackCount null", "trackCount zero", "trackCount set",
		"curator absent", "curator null", "curator zero", "curator set", "curator.id set",
		"images absent", "images zero", "images set", "visibility absent", "visibility null", "visibility set",
		"eligibility absent", "eligibility null", "eligibility zero", "eligibility set",
		"playback absent", "playback set", "canPlayOnDemand zero", "canPlayOnDemand set", "shuffleType absent", "shuffleType set",
		"isPrimeEligible set", "isPrimeEligible zero", "isDownloadable zero", "isDownloadable set",
		"imageType absent", "imageType set", "width absent", "width zero", "width set",
	} {
		if seen[want] == 0 {
			t.Errorf("no playlist has %s", want)
		}
	}
	if rare := seen["title absent"]; rare > 30 {
		t.Errorf("%d of 300 playlists have no title, want few", rare)
	}
}

// kind tells absent, null, zero (or empty) and set apart.
func kind(v any, key string) string {
	if !has(v, key) {
		return " absent"
	}
	switch value := at(v, key).(type) {
	case nil:
		return " null"
	case []any:
		if len(value) == 0 {
			return " zero"
		}
	case map[string]any:
		if len(value) == 0 {
			return " zero"
		}
	default:
		if reflect.ValueOf(value).IsZero() {
			return " zero"
		}
	}
	return " set"
}
