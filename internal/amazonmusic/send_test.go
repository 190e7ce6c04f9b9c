package amazonmusic

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestSend_headers(t *testing.T) {
	for _, caller := range callers {
		s := mockapi.New()
		s.Save(someTrack)
		if err := caller.call(t, newTestClient(t, s)); err != nil {
			t.Fatal(err)
		}
		sent := s.Requests()[0]
		want := http.Header{
			"Accept": {"application/json"}, "Authorization": {"Bearer " + mockapi.DefaultAccessToken},
			"User-Agent": {testUserAgent}, "X-Api-Key": {mockapi.DefaultAPIKey},
		}
		if !maps.EqualFunc(sent.Header, want, slices.Equal) || sent.Body != "" {
			t.Errorf("%s: sent %v with the body %q", caller.method, sent.Header, sent.Body)
		}
	}
}

func TestSend_path(t *testing.T) {
	tests := []struct{ endpoint, id, path string }{
		{"https://api.example", someTrack, "/v1/me/library/tracks/B000000001"},
		{"https://api.example", "a/b?c#d%", "/v1/me/library/tracks/a%2Fb%3Fc%23d%25"},
		{"https://api.example", "a b+é\n%2F", "/v1/me/library/tracks/a%20b+%C3%A9%0A%252F"},
		{"https://api.example", "../../tokens", "/v1/me/library/tracks/..%2F..%2Ftokens"},
		{"https://api.example/base/path/", "a/b", "/base/path/v1/me/library/tracks/a%2Fb"},
		{"https://api.example/b%2Fc", "a/b", "/b%2Fc/v1/me/library/tracks/a%2Fb"},
		{"https://api.example/b c", "a", "/b%20c/v1/me/library/tracks/a"},
	}
	for _, tt := range tests {
		t.Run(tt.endpoint+" "+tt.id, func(t *testing.T) {
			var got []string
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = append(got, r.Method+" "+r.URL.Host+r.URL.RequestURI())
				_, _ = w.Write([]byte(`{"data":{"saveTrack":{"saveState":"SAVED"}}}`))
			})
			cfg := testConfig(t, wire{handler})
			cfg.Endpoint = mustParse(t, tt.endpoint)
			c := mustNew(t, cfg)
			track, err := c.SaveTrack(t.Context(), tt.id)
			if err != nil || track.ID != tt.id {
				t.Errorf("got %v, %v", track, err)
			}
			if want := "PUT api.example" + tt.path; fmt.Sprint(got) != fmt.Sprint([]string{want}) {
				t.Errorf("sent %q, want %q", got, want)
			}
			// The shared address must not have been changed.
			if again := cfg.Endpoint.String(); again != mustParse(t, tt.endpoint).String() {
				t.Errorf("the endpoint is %s now", again)
			}
		})
	}
}

func TestSend_query(t *testing.T) {
	var got []string
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.RequestURI())
		more := len(got) < 2
		_, _ = fmt.Fprintf(w,
			`{"data":{"user":{"playlists":{"pageInfo":{"hasNextPage":%v,"token":"a b&c=%%2B+/|"},"edges":[{"node":{"id":"p%d"}}]}}}}`, more, len(got))
	})
	c := newTestClient(t, handler, func(cfg *Config) { cfg.Endpoint = mustParse(t, "https://api.example/base") })
	if _, _, err := allPlaylists(t, c, 5); err != nil {
		t.Fatal(err)
	}
	want := []string{"/base/v1/me/playlists?limit=5", "/base/v1/me/playlists?cursor=a+b%26c%3D%252B%2B%2F%7C&limit=5"}
	if !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// A temporary status has said enough, where the rest is cut off.
func TestSend_cutAnswer(t *testing.T) {
	for status, kind := range map[int]Kind{429: Throttled, 503: Unavailable, 404: Disconnected, 200: Disconnected} {
		handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			panic(http.ErrAbortHandler)
		})
		c := newTestClient(t, handler)
		_, err := c.SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Kind != kind || e.Status != status || !errors.Is(e, io.ErrUnexpectedEOF) {
			t.Errorf("%d: %s: %v", status, e.Kind, e)
		}
		if n := c.Slowdown().Refusals; (n == 1) != (status == 429) {
			t.Errorf("%d counts as %d refusals", status, n)
		}
	}
}
