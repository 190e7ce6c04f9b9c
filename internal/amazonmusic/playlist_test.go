package amazonmusic

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const (
	somePlaylist   = `{"id":"p1","title":"Road Trip","description":"","visibility":"PRIVATE","url":"https://music.amazon.com/my/playlists/x"}`
	createdAnswer  = `{"data":{"createPlaylist":` + somePlaylist + `}}`
	playlistAnswer = `{"data":{"playlist":` + somePlaylist + `}}`
	notFoundAnswer = `{"error":{"status":"404","code":"RESOURCE_NOT_FOUND","message":"no such playlist"}}`
	badAnswer      = `{"error":{"status":"400","code":"BAD_REQUEST","message":"not like this"}}`
	fieldsJSON     = `{"title":"Road Trip","description":"a \u0026 b","visibility":"PRIVATE"}`
	fieldsForm     = `description=a+%26+b&title=Road+Trip&visibility=PRIVATE`
)

var someFields = PlaylistFields{Title: "Road Trip", Description: "a & b", Visibility: VisibilityPrivate}

func TestCreatePlaylist(t *testing.T) {
	c, s := scriptedClient(t, scriptedAnswer{body: createdAnswer})
	got, err := c.CreatePlaylist(t.Context(), someFields)
	if err != nil || got.ID != "p1" || *got.Title != "Road Trip" {
		t.Errorf("got %v, %v", got, err)
	}
	s.wantLines(t, "POST /v1/playlists json "+fieldsJSON)
}

// A POST that may have been carried out is sent once; one that certainly was not
// is sent again.
func TestCreatePlaylist_repeated(t *testing.T) {
	for name, test := range map[string]struct {
		first        scriptedAnswer
		kind         Kind
		requests     int
		mayHaveActed bool
	}{
		"lost":         {scriptedAnswer{lost: true}, Disconnected, 1, true},
		"a fault":      {scriptedAnswer{status: http.StatusServiceUnavailable}, Unavailable, 1, true},
		"empty":        {scriptedAnswer{}, Unreadable, 1, true},
		"cut short":    {scriptedAnswer{body: createdAnswer[:20]}, Disconnected, 1, true},
		"null":         {scriptedAnswer{body: `{"data":{"createPlaylist":null}}`}, Unreadable, 1, true},
		"another form": {scriptedAnswer{body: `{"data":{"playlist":{"id":"p1"}}}`}, Unreadable, 1, true},
		"a path as id": {scriptedAnswer{body: `{"data":{"createPlaylist":{"id":"../me"}}}`}, Unreadable, 1, true},
		"throttled":    {scriptedAnswer{status: http.StatusTooManyRequests}, "", 2, false},
		"refused":      {scriptedAnswer{status: http.StatusBadRequest, body: badAnswer}, Refused, 1, false},
		"forbidden":    {scriptedAnswer{status: http.StatusForbidden, body: `{"error":{"code":"X"}}`}, Forbidden, 1, false},
		"an error 200": {scriptedAnswer{body: `{"data":{"createPlaylist":null},"errors":[{"message":"no"}]}`}, Refused, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, s := scriptedClient(t, test.first, scriptedAnswer{body: createdAnswer})
				_, err := c.CreatePlaylist(t.Context(), someFields)
				if len(s.sent) != test.requests {
					t.Errorf("%d requests", len(s.sent))
				}
				if test.kind == "" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				e := scriptedFailure(t, err)
				if e.Kind != test.kind || e.MayHaveActed() != test.mayHaveActed || e.Op != OpCreatePlaylist {
					t.Errorf("%s, may have acted: %t, %v", e.Kind, e.MayHaveActed(), e)
				}
			})
		})
	}
}

func TestPlaylist(t *testing.T) {
	for name, test := range map[string]struct {
		answer scriptedAnswer
		kind   Kind
	}{
		"there":           {scriptedAnswer{body: playlistAnswer}, ""},
		"not there":       {scriptedAnswer{status: http.StatusNotFound, body: notFoundAnswer}, NotFound},
		"another one":     {scriptedAnswer{body: strings.Replace(playlistAnswer, "p1", "p2", 1)}, Unreadable},
		"null":            {scriptedAnswer{body: `{"data":{"playlist":null}}`}, Unreadable},
		"an unknown call": {scriptedAnswer{status: http.StatusNotFound, body: `{"message":"Not Found"}`}, UnknownCall},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := scriptedClient(t, test.answer)
			got, err := c.Playlist(t.Context(), "p1")
			switch {
			case test.kind == "" && (err != nil || got.ID != "p1"):
				t.Errorf("got %v, %v", got, err)
			case test.kind != "" && scriptedFailure(t, err).Kind != test.kind:
				t.Error(err)
			}
			s.wantLines(t, "GET /v1/playlists/p1")
		})
	}
}

// An id that would change the path is never sent.
func TestPlaylistID(t *testing.T) {
	for _, id := range []string{"", ".", "..", "a/b", `a\b`, "a?b", "a#b", "a%2Fb", "a b", "a\nb", "\u202e", strings.Repeat("a", 201)} {
		c, s := scriptedClient(t, scriptedAnswer{body: playlistAnswer})
		ctx := t.Context()
		_, read := c.Playlist(ctx, id)
		errs := []error{
			read, c.UpdatePlaylist(ctx, id, someFields), c.DeletePlaylist(ctx, id),
			c.AppendTracks(ctx, id, []string{"B000000001"}), c.RemoveEntries(ctx, id, []string{"e1"}),
		}
		for _, err := range c.PlaylistTracks(ctx, id, 100) {
			errs = append(errs, err)
		}
		for i, err := range errs {
			if e := scriptedFailure(t, err); e.Kind != Refused || !strings.Contains(e.Message, "is not the id of a playlist") {
				t.Errorf("%q, call %d: %v", id, i, err)
			}
		}
		if len(errs) != 6 || len(s.sent) != 0 {
			t.Errorf("%q: %d errors, sent %q", id, len(errs), s.sent)
		}
	}
}

func TestPlaylistID_escaped(t *testing.T) {
	c, s := scriptedClient(t, scriptedAnswer{status: http.StatusNoContent})
	for _, id := range []string{"15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3", "a.b_c~d", "a:b+c=d", "ü"} {
		if err := c.DeletePlaylist(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	s.wantLines(t, "DELETE /v1/playlists/15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3", "DELETE /v1/playlists/a.b_c~d",
		"DELETE /v1/playlists/a:b+c=d", "DELETE /v1/playlists/%C3%BC")
}

func TestUpdatePlaylist(t *testing.T) {
	const asJSON, asForm = "PUT /v1/playlists/p1 json " + fieldsJSON, "PUT /v1/playlists/p1 x-www-form-urlencoded " + fieldsForm
	bad := scriptedAnswer{status: http.StatusBadRequest, body: badAnswer}
	for name, test := range map[string]struct {
		answers []scriptedAnswer
		updates int
		kind    Kind
		want    []string
	}{
		"JSON":                             {[]scriptedAnswer{{body: `{"data":{"updatePlaylist":` + somePlaylist + `}}`}}, 1, "", []string{asJSON}},
		"no content":                       {[]scriptedAnswer{{status: http.StatusNoContent}}, 1, "", []string{asJSON}},
		"null":                             {[]scriptedAnswer{{body: `{"data":null}`}}, 1, "", []string{asJSON}},
		"a form after 400":                 {[]scriptedAnswer{bad, {}}, 2, "", []string{asJSON, asForm, asForm}},
		"a form after 415":                 {[]scriptedAnswer{{status: http.StatusUnsupportedMediaType}, {}}, 2, "", []string{asJSON, asForm, asForm}},
		"neither, and nothing to remember": {[]scriptedAnswer{bad}, 2, Refused, []string{asJSON, asForm, asJSON, asForm}},
		"not there":                        {[]scriptedAnswer{{status: http.StatusNotFound, body: notFoundAnswer}}, 1, NotFound, []string{asJSON}},
		"an error in 200":                  {[]scriptedAnswer{{body: `{"errors":[{"message":"no"}]}`}}, 1, Refused, []string{asJSON}},
		"a lost answer":                    {[]scriptedAnswer{{lost: true}, {}}, 1, "", []string{asJSON, asJSON}},
		"a page":                           {[]scriptedAnswer{{body: "<html>"}}, 1, Unreadable, []string{asJSON}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, s := scriptedClient(t, test.answers...)
				for range test.updates {
					err := c.UpdatePlaylist(t.Context(), "p1", someFields)
					switch {
					case test.kind == "" && err != nil:
						t.Error(err)
					case test.kind != "" && scriptedFailure(t, err).Kind != test.kind:
						t.Error(err)
					}
				}
				s.wantLines(t, test.want...)
			})
		})
	}
}

func TestDeletePlaylist(t *testing.T) {
	c, s := scriptedClient(t,
		scriptedAnswer{},
		scriptedAnswer{status: http.StatusNoContent},
		scriptedAnswer{body: `{"data":{"deletePlaylist":{"id":"p1"}}}`},
		scriptedAnswer{status: http.StatusNotFound, body: notFoundAnswer})
	for range 3 {
		if err := c.DeletePlaylist(t.Context(), "p1"); err != nil {
			t.Error(err)
		}
	}
	if e := scriptedFailure(t, c.DeletePlaylist(t.Context(), "p1")); e.Kind != NotFound || e.Op != OpDeletePlaylist {
		t.Error(e)
	}
	if len(s.sent) != 4 {
		t.Errorf("sent %q", s.sent)
	}
}

// The texts of a playlist go back as they came.
func TestPlaylist_writtenBack(t *testing.T) {
	for _, text := range []string{
		hostileText, "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "\u200fשלום\u200e", "soft\u00adhyphen", "e\u0301 (NFD)",
		"line\r\nline\nline\r", " spaces ", "\ufeffBOM", "a\u2028b", strings.Repeat("long ", 10_000),
	} {
		c, s := scriptedClient(t, scriptedAnswer{
			body: `{"data":{"playlist":{"id":"p1","title":` + toJSON(t, text) + `,"description":` + toJSON(t, text) + `}}}`,
		}, scriptedAnswer{})
		got, err := c.Playlist(t.Context(), "p1")
		if err != nil || *got.Title != text || *got.Description != text {
			t.Fatalf("%q becomes %q, %q, %v", text, *got.Title, *got.Description, err)
		}
		fields := PlaylistFields{Title: *got.Title, Description: *got.Description, Visibility: VisibilityPrivate}
		if err := c.UpdatePlaylist(t.Context(), "p1", fields); err != nil {
			t.Fatal(err)
		}
		var sent PlaylistFields
		_, body, _ := strings.Cut(s.sent[1], " json ")
		if err := json.Unmarshal([]byte(body), &sent); err != nil || sent != fields {
			t.Errorf("%q is sent as %q, %v", text, sent.Title, err)
		}
	}
}

// An error about a playlist that was not asked for is as safe to show as any other.
func TestPlaylist_oddID(t *testing.T) {
	token := mockapi.DefaultAccessToken
	for _, id := range []string{hostileText, strings.Repeat("x", 95) + token, "p\x00" + token[:8] + "\x01" + token[8:], ""} {
		c := newTestClient(t, answers(200, "", `{"data":{"playlist":{"id":`+toJSON(t, id)+`}}}`))
		_, err := c.Playlist(t.Context(), "p1")
		e := failure(t, err)
		wantBoundedText(t, e.Error())
		if e.Kind != Unreadable || strings.Contains(e.Error(), token[:8]) {
			t.Errorf("%q: %v", id, e)
		}
		if err := c.DeletePlaylist(t.Context(), id); err != nil {
			wantBoundedText(t, failure(t, err).Reason())
		}
	}
}
