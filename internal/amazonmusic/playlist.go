package amazonmusic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// The two values of a playlist's visibility that a client can set (second-hand).
// The service may answer with others.
const (
	VisibilityPrivate = "PRIVATE"
	VisibilityPublic  = "PUBLIC"
)

// PlaylistFields are what a client sets of a playlist. The service requires all
// three (second-hand).
type PlaylistFields struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Visibility  string `json:"visibility"`
}

func (f PlaylistFields) form() url.Values {
	return url.Values{"title": {f.Title}, "description": {f.Description}, "visibility": {f.Visibility}}
}

// playlistsPath is the collection of all playlists.
const playlistsPath = "/v1/playlists"

// ValidPlaylistID reports whether an id can be that of a playlist. The form of
// these ids is not documented (the API page shows UUIDs), so this refuses no more
// than what is certainly something else: no id, a link, a path.
func ValidPlaylistID(id string) bool {
	return id != "" && len(id) <= 200 && strings.Trim(id, ".") != "" && !strings.ContainsFunc(id, func(r rune) bool {
		return strings.ContainsRune(`/\?#%&`, r) || unicode.IsSpace(r) || !unicode.IsPrint(r)
	})
}

// playlistCall is a call about one playlist.
func (c *Client) playlistCall(op Op, method, id, below string) (call, error) {
	request := call{op: op, method: method, path: playlistsPath + "/" + url.PathEscape(id) + below}
	if !ValidPlaylistID(id) {
		message := c.Printable(quote(id) + " is not the id of a playlist")
		return request, (&Error{Kind: Refused, Message: message}).about(request)
	}
	return request, nil
}

// CreatePlaylist creates a playlist without tracks. Every error is an *[Error].
// It is not repeated after a lost answer: see [Error.MayHaveActed].
//
// POST /v1/playlists is second-hand, seen three times; its answer is
// data.createPlaylist.
func (c *Client) CreatePlaylist(ctx context.Context, fields PlaylistFields) (Playlist, error) {
	request := call{op: OpCreatePlaylist, method: http.MethodPost, path: playlistsPath, once: true}
	if err := request.setJSON(fields); err != nil {
		return Playlist{}, err
	}
	return c.onePlaylist(ctx, request, "createPlaylist", "")
}

// Playlist reads one playlist, without its tracks. Every error is an *[Error]; one
// of kind [NotFound] says that there is no such playlist.
//
// GET /v1/playlists/{id} is seen twice; its answer is data.playlist.
func (c *Client) Playlist(ctx context.Context, id string) (Playlist, error) {
	request, err := c.playlistCall(OpReadPlaylist, http.MethodGet, id, "")
	if err != nil {
		return Playlist{}, err
	}
	return c.onePlaylist(ctx, request, "playlist", id)
}

// onePlaylist sends a call whose answer holds one playlist, that of an id where id is
// not "".
func (c *Client) onePlaylist(ctx context.Context, request call, field, id string) (Playlist, error) {
	var playlist Playlist
	err := c.do(ctx, request, func(data json.RawMessage) error {
		var answer map[string]json.RawMessage
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		var found *Playlist
		if answer[field] != nil {
			if err := decodeJSON(answer[field], &found, fmt.Sprintf("%q", field)); err != nil {
				return err
			}
		}
		if found == nil {
			return unreadable(`the answer has no "data.%s"`, field)
		}
		if !ValidPlaylistID(found.ID) {
			return unreadable("the id in the answer is not the id of a playlist: %s", quote(found.ID))
		}
		if id != "" && found.ID != id {
			return unreadable("the answer holds another playlist than was asked for: %s", quote(found.ID))
		}
		playlist = *found
		return nil
	})
	return playlist, err
}

// UpdatePlaylist sets the fields of a playlist. Every error is an *[Error].
//
// PUT /v1/playlists/{id} is known from one client, which sends a form; the other
// writes send JSON. So JSON is sent, and a form where the service refuses JSON with
// 400 or 415. What works is remembered. The answer is undocumented: any 2xx without
// an error will do.
func (c *Client) UpdatePlaylist(ctx context.Context, id string, fields PlaylistFields) error {
	request, err := c.playlistCall(OpUpdatePlaylist, http.MethodPut, id, "")
	if err != nil {
		return err
	}
	request.mayBeEmpty = true
	var refused *Error
	if !c.sendsForms.Load() {
		if err := request.setJSON(fields); err != nil {
			return err
		}
		refused = c.handle(ctx, &exchange{call: request, decode: anything})
		switch {
		case refused == nil:
			return nil
		case refused.Status != http.StatusBadRequest && refused.Status != http.StatusUnsupportedMediaType:
			return refused
		}
	}
	request.body, request.contentType = []byte(fields.form().Encode()), "application/x-www-form-urlencoded"
	failure := c.handle(ctx, &exchange{call: request, decode: anything})
	switch {
	case failure == nil:
		c.sendsForms.Store(true)
		return nil
	case refused != nil && failure.Kind == Refused:
		// Neither will do, so it is about the fields and not about their format.
		refused.Message += "; the same as a form: " + failure.Reason()
		refused.mayHaveActed = refused.mayHaveActed || failure.mayHaveActed
		return refused
	}
	return failure
}

// DeletePlaylist deletes a playlist. Every error is an *[Error]; one of kind
// [NotFound] says that there is no such playlist.
//
// DELETE /v1/playlists/{id} is second-hand. Its answer is undocumented.
func (c *Client) DeletePlaylist(ctx context.Context, id string) error {
	request, err := c.playlistCall(OpDeletePlaylist, http.MethodDelete, id, "")
	if err != nil {
		return err
	}
	request.mayBeEmpty = true
	return c.do(ctx, request, anything)
}

// anything is the decoder of an answer that is not documented.
func anything(json.RawMessage) error { return nil }
