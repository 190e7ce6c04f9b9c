package amazonmusic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// Album is an album with its tracks (API page on albums). What the service leaves
// out is nil.
type Album struct {
	// ID is the id that the service answers with.
	ID          string   `json:"id"`
	Title       *string  `json:"title"`
	ReleaseDate *string  `json:"releaseDate"` // ISO 8601
	Duration    *int64   `json:"duration"`    // seconds
	TrackCount  *int64   `json:"trackCount"`
	Label       *string  `json:"label"`
	URL         *string  `json:"url"`
	Artists     []Artist `json:"artists"`
	Images      []Image  `json:"images"`
	// Tracks are all of its tracks. Most of what the catalog knows of them is left out.
	// One that is not [Track.Known] stands for an entry of unknown content.
	Tracks []CatalogTrack `json:"-"`
}

// Album reads one album with all of its tracks. Every error is an *[Error]; one of
// kind [NotFound] says that there is no such album.
//
// GET /v1/albums/{id} is on the API page on albums; its answer is data.album, whose
// tracks are a plain array without pages.
func (c *Client) Album(ctx context.Context, id string) (Album, error) {
	request := call{op: OpReadAlbum, method: http.MethodGet, path: "/v1/albums/" + url.PathEscape(id)}
	var reader albumReader
	if err := c.do(ctx, request, reader.read); err != nil {
		return Album{}, err
	}
	c.warnUnclear(ctx, request.path, reader.unclear, reader.problem)
	return reader.album, nil
}

// albumReader reads one album.
type albumReader struct {
	album Album
	// unclear counts the tracks that were not understood, and problem is what was
	// wrong with the first.
	unclear int
	problem error
}

func (r *albumReader) read(data json.RawMessage) error {
	*r = albumReader{}
	var answer struct {
		Album *struct {
			Album

			Nodes *[]json.RawMessage `json:"tracks"`
		} `json:"album"`
	}
	if err := decodeJSON(data, &answer, "the answer"); err != nil {
		return err
	}
	switch found := answer.Album; {
	case found == nil:
		return &Error{Kind: NotFound, Message: `the answer has no "data.album"`}
	case !trackid.Valid(found.ID):
		return unreadable("the id in the answer is not the id of an album: %s", quote(found.ID))
	case found.Nodes == nil:
		return unreadable(`the album has no "tracks"`)
	case found.TrackCount != nil && *found.TrackCount != int64(len(*found.Nodes)):
		return brokenList("trackCount is %d, but the number of tracks is %d", *found.TrackCount, len(*found.Nodes))
	}
	r.album = answer.Album.Album
	r.take(*answer.Album.Nodes)
	return nil
}

// take decodes the tracks. One that cannot be understood is a track all the same.
func (r *albumReader) take(nodes []json.RawMessage) {
	r.album.Tracks = make([]CatalogTrack, len(nodes))
	for i, node := range nodes {
		var err error
		if r.album.Tracks[i], err = decodeTrack(node); err != nil {
			if r.unclear++; r.problem == nil {
				r.problem = fmt.Errorf("track %d of the album: %w", i+1, err)
			}
		}
	}
}
