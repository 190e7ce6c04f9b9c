package amazonmusic

import (
	"fmt"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// Bounds of what is taken over from an answer, in bytes. A title of maxText is a valid
// label of a track.
const (
	maxText        = 1000
	maxDescription = 10_000
	maxURL         = 2000
)

// Track is a track of the catalog. What the service leaves out is nil.
type Track struct {
	// ID is the id that the service answers with. It can differ from the one
	// that was asked for: the API page itself shows such a case.
	ID    string  `json:"id"`
	Title *string `json:"title"`
	ISRC  *string `json:"isrc"`
	URL   *string `json:"url"`
}

// check makes a track that was answered safe to keep and to show. An id that is
// not a track id is an error.
func (c *Client) check(track *Track) error {
	if !trackid.Valid(track.ID) {
		return fmt.Errorf("%.100q is not the id of a track", track.ID)
	}
	c.clean(track.Title, maxText)
	c.clean(track.ISRC, maxText)
	c.clean(track.URL, maxURL)
	return nil
}

// clean removes control characters and secrets from an answered text, and bounds
// its length in bytes.
func (c *Client) clean(text *string, limit int) {
	if text != nil {
		*text = c.secrets.Text(*text, limit)
	}
}
