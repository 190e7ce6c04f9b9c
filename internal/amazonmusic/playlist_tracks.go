package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"
)

// MaxPlaylistChange is how many tracks one request adds or removes. The largest
// number is not documented; clients send 1, 50 and 100 (seen).
const MaxPlaylistChange = 100

// PlaylistEntry is one entry of a playlist. A track can be in it more than once: the
// entry id is what the two differ in, and what removing needs.
type PlaylistEntry struct {
	// EntryID is "" where the service does not tell it.
	EntryID string
	// Track is not [Track.Known] where the entry is no track of the catalog.
	Track CatalogTrack
}

// PlaylistTracks iterates over the entries of a playlist, in its order, pageSize (1
// to MaxPageSize) at a time. An error is the last thing yielded; without one, the
// list is whole. Every error is an *[Error].
//
// GET /v1/playlists/{id}/tracks is seen three times; its answer is
// data.playlist.tracks, whose edges have the cursor "<index>:<entry id>". One client
// reads the entry id from itemId (seen).
func (c *Client) PlaylistTracks(ctx context.Context, id string, pageSize int) iter.Seq2[[]PlaylistEntry, error] {
	request, err := c.playlistCall(OpListPlaylistTracks, http.MethodGet, id, "/tracks")
	if err != nil {
		return func(yield func([]PlaylistEntry, error) bool) { yield(nil, err) }
	}
	return pages(ctx, c, listing[PlaylistEntry]{
		op: request.op, path: request.path, pageSize: pageSize, decode: decodeEntry,
		find: func(data json.RawMessage) (*connection, error) {
			var body struct {
				Playlist *struct {
					Tracks *connection `json:"tracks"`
				} `json:"playlist"`
			}
			if err := decodeJSON(data, &body, "the list of tracks"); err != nil {
				return nil, err
			}
			if body.Playlist == nil || body.Playlist.Tracks == nil {
				return nil, unreadable(`the answer has no "data.playlist.tracks"`)
			}
			return body.Playlist.Tracks, nil
		},
	})
}

func decodeEntry(e edge) (PlaylistEntry, string, error) {
	var entry PlaylistEntry
	if e.Cursor != nil {
		_, entry.EntryID, _ = strings.Cut(*e.Cursor, ":")
	}
	if e.ItemID != nil && *e.ItemID != "" {
		entry.EntryID = *e.ItemID
	}
	var err error
	entry.Track, err = decodeTrack(e.Node)
	if err == nil && entry.EntryID == "" {
		err = errors.New(`it has neither an "itemId" nor the cursor "<index>:<entry id>"`)
	}
	return entry, entry.EntryID, err
}

// AppendTracks adds up to MaxPlaylistChange tracks at the end of a playlist. Every
// error is an *[Error]. It is not repeated after a lost answer, since that could
// add the tracks twice: see [Error.MayHaveActed].
//
// PUT /v1/playlists/{id}/tracks is second-hand, seen three times. Its answer is
// undocumented.
func (c *Client) AppendTracks(ctx context.Context, id string, trackIDs []string) error {
	return c.changeEntries(ctx, OpAppendTracks, http.MethodPut, id, map[string]any{
		"trackIds": trackIDs, "addDuplicateTracks": true,
	})
}

// RemoveEntries removes up to MaxPlaylistChange entries from a playlist. Every
// error is an *[Error]. After a lost answer it is sent again: an entry that is gone
// stays gone.
//
// DELETE /v1/playlists/{id}/tracks with a body is second-hand, seen twice. Its
// answer is undocumented.
func (c *Client) RemoveEntries(ctx context.Context, id string, entryIDs []string) error {
	return c.changeEntries(ctx, OpRemoveTracks, http.MethodDelete, id, map[string]any{"entryIds": entryIDs})
}

func (c *Client) changeEntries(ctx context.Context, op Op, method, id string, body map[string]any) error {
	request, err := c.playlistCall(op, method, id, "/tracks")
	if err != nil {
		return err
	}
	if err := request.setJSON(body); err != nil {
		return err
	}
	request.once = op == OpAppendTracks
	request.mayBeEmpty = true
	return c.do(ctx, request, anything)
}
