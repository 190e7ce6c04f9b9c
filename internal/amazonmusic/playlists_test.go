package amazonmusic

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestPlaylistPages_apiPage(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(2)
	user := "6ozjgidgbvjdv3j6dd5jm7ipom"
	want := PlaylistPage{UserID: &user, Playlists: []Playlist{
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
	}}
	for page, err := range newTestClient(t, s).PlaylistPages(t.Context(), 2) {
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(page, want) {
			t.Errorf("got %s", toJSON(t, page))
		}
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
func TestPlaylistPages_optionalFields(t *testing.T) {
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

func TestPlaylistPages_oddAnswers(t *testing.T) {
	list := func(node string) string {
		return `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":false},"edges":[{"node":` + node + `}]}}}}`
	}
	for name, body := range map[string]string{
		"no user":           `{"data":{}}`,
		"user null":         `{"data":{"user":null}}`,
		"user a string":     `{"data":{"user":"u"}}`,
		"no list":           `{"data":{"user":{"id":"u"}}}`,
		"list null":         `{"data":{"user":{"playlists":null}}}`,
		"list a list":       `{"data":{"user":{"playlists":[]}}}`,
		"edges null":        `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":false},"edges":null}}}}`,
		"an edge null":      `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":false},"edges":[null]}}}}`,
		"no hasNextPage":    `{"data":{"user":{"playlists":{"pageInfo":{},"edges":[]}}}}`,
		"hasNextPage text":  `{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":"false"},"edges":[]}}}}`,
		"id a number":       list(`{"id":1}`),
		"title a number":    list(`{"id":"a","title":1}`),
		"duration a string": list(`{"id":"a","duration":"1"}`),
		"images a string":   list(`{"id":"a","images":"none"}`),
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

func TestUserID(t *testing.T) {
	const body = `{"data":{"user":{%s"playlists":{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[]}}}}`
	tests := []struct {
		name        string
		status      int
		contentType string
		body        string
		want        string
		kind        Kind
	}{
		{"with an id", 200, "application/json", strings.ReplaceAll(body, "%s", `"id":"amzn1.user",`), "amzn1.user", ""},
		{"an odd id", 200, "", strings.ReplaceAll(body, "%s", `"id":"a\u001b[31mb\n`+mockapi.DefaultAPIKey+`",`), "a[31mb [redacted]", ""},
		{"without an id", 200, "", strings.ReplaceAll(body, "%s", ""), "", ""},
		{"null", 200, "", strings.ReplaceAll(body, "%s", `"id":null,`), "", ""},
		{"another form", 200, "", `{"data":{"user":{"id":"u"}}}`, "", Unreadable},
		{"401", 401, "", errorJSON("INVALID_ACCESS_TOKEN", "m", ""), "", Unauthorized},
		{"403", 403, "", errorJSON("DENIED_SUBSCRIPTION_TIER", "m", ""), "", Forbidden},
		{"no account", 403, "", errorJSON("AUTH_NO_MUSIC_ACCOUNT_FOUND", "m", ""), "", NoAccount},
		{"404 of a gateway", 404, "application/json", `{"message":"Not Found"}`, "", UnknownCall},
		{"404 HTML", 404, "text/html", "<html>", "", UnknownCall},
		{"404 of the API", 404, "", errorJSON("RESOURCE_NOT_FOUND", "m", ""), "", NotFound},
		{"HTML", 200, "text/html", "<html>", "", Unreadable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.FailNext(1, mockapi.Answer(tt.status, tt.contentType, tt.body))
			got, err := newTestClient(t, s, withRetries(2)).UserID(t.Context())
			if got != tt.want || (err == nil) != (tt.kind == "") {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil {
				if e := failure(t, err); e.Kind != tt.kind || e.Op != OpCheckAccount || e.Status != tt.status {
					t.Errorf("%s, %s: %v", e.Op, e.Kind, e)
				}
			}
			wantSent(t, s, "GET /v1/me/playlists?limit=1")
		})
	}
}

// What a service puts into a playlist goes to a state and a terminal.
func TestPlaylistPages_cleaned(t *testing.T) {
	dirty := "\x1b]0;x\x07" + mockapi.DefaultAccessToken + "\u202e\n" + strings.Repeat("é", 1<<20)
	quoted := toJSON(t, dirty)
	node := strings.ReplaceAll(`{"node":{"id":%s,"title":%s,"description":%s,"url":%s,"visibility":%s,"curator":{"id":%s},
		"images":[{"url":%s,"imageType":%s}],"eligibility":{"playback":{"shuffleType":%s},"playbackSubscriptionTiers":[%s]}}}`, "%s", quoted)
	// The answer is over 4 MiB with all of them.
	node = strings.ReplaceAll(node, strings.Repeat("é", 1<<20), strings.Repeat("é", 1<<16))
	got, _, err := allPlaylists(t, newTestClient(t, answers(200, "", page("", node))), 1)
	if err != nil {
		t.Fatal(err)
	}
	p := got[0]
	for _, text := range []string{
		p.ID, *p.Title, *p.Description, *p.URL, *p.Visibility, *p.Curator.ID, *p.Images[0].URL, *p.Images[0].ImageType,
		*p.Eligibility.Playback.ShuffleType, p.Eligibility.PlaybackSubscriptionTiers[0],
	} {
		if !strings.HasPrefix(text, "]0;x"+redacted+" é") || len(text) > maxDescription+len("…") {
			t.Errorf("%d bytes: %.100q", len(text), text)
		}
		wantPrintable(t, text)
	}
}
