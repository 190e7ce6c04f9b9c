package amazonmusic

import (
	"context"
	"encoding/json"
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
	Tracks []CatalogTrack `json:"tracks"`
}

// Album reads one album with all of its tracks. Every error is an *[Error]; one of
// kind [NotFound] says that there is no such album.
//
// GET /v1/albums/{id} is on the API page on albums; its answer is data.album, whose
// tracks are a plain array without pages.
func (c *Client) Album(ctx context.Context, id string) (Album, error) {
	request := call{op: OpReadAlbum, method: http.MethodGet, path: "/v1/albums/" + url.PathEscape(id)}
	var album Album
	err := c.do(ctx, request, func(data json.RawMessage) error {
		var answer struct {
			Album *Album `json:"album"`
		}
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		if answer.Album == nil {
			return &Error{Kind: NotFound, Message: `the answer has no "data.album"`}
		}
		album = *answer.Album
		return c.checkAlbum(&album)
	})
	return album, err
}

// checkAlbum makes an album that was answered safe to keep and to show. One that is
// not whole is an error.
func (c *Client) checkAlbum(album *Album) error {
	if !trackid.Valid(album.ID) {
		return unreadable("%.100q is not the id of an album", album.ID)
	}
	if album.Tracks == nil {
		return unreadable(`the album has no "tracks"`)
	}
	for i := range album.Tracks {
		if err := c.checkCatalog(&album.Tracks[i]); err != nil {
			return unreadable("track %d of the album: %s", i+1, err)
		}
	}
	if count := album.TrackCount; count != nil && *count != int64(len(album.Tracks)) {
		return brokenList("trackCount is %d, but the number of tracks is %d", *count, len(album.Tracks))
	}
	for _, text := range []*string{album.Title, album.ReleaseDate, album.Label} {
		c.clean(text, maxText)
	}
	c.clean(album.URL, maxURL)
	c.cleanArtists(album.Artists)
	for _, image := range album.Images {
		c.clean(image.URL, maxURL)
		c.clean(image.ImageType, maxText)
	}
	return nil
}
