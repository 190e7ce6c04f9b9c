package amazonmusic

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestPlaylists_apiPage(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(2)
	user := "6ozjgidgbvjdv3j6dd5jm7ipom"
	want := []Playlist{
		{
			ID: "15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3", Title: new("00 Rock"),
			URL:      new("https://music.amazon.ca/my/playlists/b2c6606b"),
			Duration: new(int64(3450)), TrackCount: new(int64(12)), Visibility: new("PRIVATE"), Curator: &Curator{ID: &user},
			Images: []Image{{
				URL:       new("https://images-na.ssl-images-amazon.com/images/Playlists.png"),
				ImageType: new("PRIMARY"),
			}},
			Eligibility: &Eligibility{
				Playback:                  &Playback{CanPlayOnDemand: new(true), ShuffleType: new("INLINE")},
				PlaybackSubscriptionTiers: []string{},
				IsDownloadable:            new(false), IsPurchaseable: new(false), IsPreviewable: new(false),
				IsPrimeEligible: new(false),
			},
		},
		{
			ID: "28a56e15-99ea-4e0b-989e-2ba8b19c1aae", Title: new("311 Day"),
			URL:      new("https://music.amazon.ca/my/playlists/1e858b97"),
			Duration: new(int64(1084)), TrackCount: new(int64(6)), Curator: &Curator{ID: &user},
			Images: []Image{{URL: new("https://m.media-amazon.com/images/I/81P1PrmwR5L.jpg")}},
		},
	}
	userID, got, err := newTestClient(t, s).PlaylistsOfUser(t.Context(), 2)
	if err != nil || *userID != user || !reflect.DeepEqual(got, want) {
		t.Errorf("got %s, %v", toJSON(t, got), err)
	}
	wantSent(t, s, "GET /v1/me/playlists?limit=2")
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is left out is nil; what is there is kept, be it zero, false or "".
func TestPlaylists_optionalFields(t *testing.T) {
	null := `{"id":"x","title":null,"description":null,"url":null,"duration":null,"trackCount":null,"visibility":null,"curator":null,"images":null,"eligibility":null}`
	zero := `{"id":"x","title":"","description":"","url":"","duration":0,"trackCount":0,"visibility":"","curator":{"id":""},` +
		`"images":[{"url":"","imageType":"","width":0,"height":0}],"eligibility":{"playback":{"canPlayOnDemand":false,"shuffleType":""},` +
		`"playbackSubscriptionTiers":[],"isDownloadable":false,"isPurchaseable":false,"isPreviewable":false,"isPrimeEligible":false}}`
	hollow := `{"id":"x","curator":{},"images":[{},null],"eligibility":{"playback":{}}}`
	tests := []struct {
		name, node string
		want       Playlist
	}{
		{"left out", `{"id":"x"}`, Playlist{ID: "x"}},
		{"null", null, Playlist{ID: "x"}},
		{"zero", zero, Playlist{
			ID: "x", Title: new(""), Description: new(""), URL: new(""), Duration: new(int64(0)),
			TrackCount: new(int64(0)), Visibility: new(""),
			Curator: &Curator{ID: new("")}, Images: []Image{{
				URL: new(""), ImageType: new(""), Width: new(int64(0)),
				Height: new(int64(0)),
			}},
			Eligibility: &Eligibility{
				Playback: &Playback{CanPlayOnDemand: new(false), ShuffleType: new("")}, PlaybackSubscriptionTiers: []string{},
				IsDownloadable: new(false), IsPurchaseable: new(false), IsPreviewable: new(false), IsPrimeEligible: new(false),
			},
		}},
		{"hollow", hollow, Playlist{ID: "x", Curator: &Curator{}, Images: []Image{{}, {}}, Eligibility: &Eligibility{Playback: &Playback{}}}},
		{"an empty list", `{"id":"x","images":[]}`, Playlist{ID: "x", Images: []Image{}}},
		{"unknown fields and values", `{"id":"x","visibility":"SECRET","mood":{"a":1}}`, Playlist{ID: "x", Visibility: new("SECRET")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := allPlaylists(t, newTestClient(t, answers(200, "", page("", `{"node":`+tt.node+`}`))), 1)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got[0], tt.want) {
				t.Errorf("got %s", toJSON(t, got[0]))
			}
		})
	}
}

func TestPlaylists_oddAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"no user":          `{"data":{}}`,
		"user null":        `{"data":{"user":null}}`,
		"user a string":    `{"data":{"user":"u"}}`,
		"no list":          `{"data":{"user":{"id":"u"}}}`,
		"list null":        `{"data":{"user":{"playlists":null}}}`,
		"list a list":      `{"data":{"user":{"playlists":[]}}}`,
		"edges null":       `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":false},"edges":null}}}}`,
		"no hasNextPage":   `{"data":{"user":{"playlists":{"pageInfo":{},"edges":[]}}}}`,
		"hasNextPage text": `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":"false"},"edges":[]}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := mockapi.New()
			s.FailNext(1, mockapi.Answer(200, "application/json", body))
			got, pages, err := allPlaylists(t, newTestClient(t, s, withRetries(2)), 5)
			e := failure(t, err)
			if e.Kind != Unreadable || e.Status != 200 || e.Message == "" || pages != 0 || len(got) != 0 {
				t.Errorf("%d playlists on %d pages, error %v", len(got), pages, err)
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

// hostileText holds what a terminal acts on, what is not seen, and a secret.
const hostileText = "\x1b]0;x\x07" + mockapi.DefaultAccessToken + "\u202e\r\n\u0000 \U0001F3F4\U000E0067\U000E0062\U000E007F e\u0301\u00ad "

// What a service says of a playlist is kept as it is, whole.
func TestPlaylists_whole(t *testing.T) {
	long := hostileText + strings.Repeat("é", 1<<16)
	node := strings.ReplaceAll(`{"node":{"id":%s,"title":%s,"description":%s,"url":%s,"visibility":%s,"curator":{"id":%s},
		"images":[{"url":%s,"imageType":%s}],"eligibility":{"playback":{"shuffleType":%s},"playbackSubscriptionTiers":[%s]}}}`, "%s", toJSON(t, long))
	got, _, err := allPlaylists(t, newTestClient(t, answers(200, "", page("", node))), 1)
	if err != nil {
		t.Fatal(err)
	}
	p := got[0]
	for i, text := range []string{
		p.ID, *p.Title, *p.Description, *p.URL, *p.Visibility, *p.Curator.ID, *p.Images[0].URL, *p.Images[0].ImageType,
		*p.Eligibility.Playback.ShuffleType, p.Eligibility.PlaybackSubscriptionTiers[0],
	} {
		if text != long {
			t.Errorf("text %d: %d bytes: %.100q", i, len(text), text)
		}
	}
}

// A playlist that is not understood is one all the same: known by its id where it has
// one, and by nothing where it has not.
func TestPlaylists_unknown(t *testing.T) {
	nodes := []string{
		`{"node":null}`, `{}`, `null`, `7`, `{"node":[]}`, `{"node":{}}`, `{"node":{"id":null,"title":"T"}}`,
		`{"node":{"id":1,"title":"T"}}`, `{"node":{"id":"a","title":1}}`, `{"cursor":5,"node":{"id":"b","duration":"1","title":"T"}}`,
		`{"node":{"id":"c","title":"T"}}`,
	}
	want := []Playlist{{}, {}, {}, {}, {}, {}, {Title: new("T")}, {}, {ID: "a"}, {ID: "b"}, {ID: "c", Title: new("T")}}
	var log logRecorder
	c := newTestClient(t, answers(200, "", page("", nodes...)), func(cfg *Config) { cfg.Logger = log.logger() })
	userID, got, err := c.PlaylistsOfUser(t.Context(), 10)
	if err != nil || *userID != "u" || !reflect.DeepEqual(got, want) {
		t.Errorf("got %s, %v", toJSON(t, got), err)
	}
	for i, p := range got {
		if p.Known() != (i > 7) {
			t.Errorf("playlist %d is known: %t", i, p.Known())
		}
	}
	lines := log.lines("Entries of a list are not understood")
	if len(lines) != 1 || !strings.Contains(lines[0], "entries=10") || !strings.Contains(lines[0], "entry 1 of the page: it has no node") {
		t.Errorf("the log is %q", lines)
	}
}
