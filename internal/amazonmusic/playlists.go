package amazonmusic

import (
	"context"
	"encoding/json"
	"iter"
)

// Playlist is a playlist that the user owns (API page, "Get Current User's
// Playlists"). What the service leaves out is nil.
type Playlist struct {
	ID          string       `json:"id"`
	Title       *string      `json:"title"`
	Description *string      `json:"description"`
	URL         *string      `json:"url"`
	Duration    *int64       `json:"duration"` // seconds
	TrackCount  *int64       `json:"trackCount"`
	Visibility  *string      `json:"visibility"`
	Curator     *Curator     `json:"curator"`
	Images      []Image      `json:"images"`
	Eligibility *Eligibility `json:"eligibility"`
}

// Curator is the user who keeps a playlist.
type Curator struct {
	ID *string `json:"id"`
}

// Image is a picture of a playlist. Width and height are in pixels.
type Image struct {
	URL       *string `json:"url"`
	ImageType *string `json:"imageType"`
	Width     *int64  `json:"width"`
	Height    *int64  `json:"height"`
}

// Eligibility says what may be done with a playlist.
type Eligibility struct {
	Playback                  *Playback `json:"playback"`
	PlaybackSubscriptionTiers []string  `json:"playbackSubscriptionTiers"`
	IsDownloadable            *bool     `json:"isDownloadable"`
	IsPurchaseable            *bool     `json:"isPurchaseable"`
	IsPreviewable             *bool     `json:"isPreviewable"`
	IsPrimeEligible           *bool     `json:"isPrimeEligible"`
}

// Playback says how a playlist may be played.
type Playback struct {
	CanPlayOnDemand *bool   `json:"canPlayOnDemand"`
	ShuffleType     *string `json:"shuffleType"`
}

// PlaylistPage is one page of the user's playlists.
type PlaylistPage struct {
	// UserID is nil where the service left it out.
	UserID    *string
	Playlists []Playlist
}

// PlaylistPages iterates over all playlists of the user, in the service's order,
// pageSize (1 to MaxPageSize) at a time. An error is the last thing yielded;
// without one, the list is whole. Every error is an *[Error].
func (c *Client) PlaylistPages(ctx context.Context, pageSize int) iter.Seq2[PlaylistPage, error] {
	return c.playlistPages(ctx, OpListPlaylists, pageSize)
}

// UserID returns the id of the account that the access token belongs to, "" where
// the service leaves it out. It asks for one playlist: the answer shows that the
// endpoint is the API and that the login works. Every error is an *[Error].
func (c *Client) UserID(ctx context.Context) (string, error) {
	for page, err := range c.playlistPages(ctx, OpCheckAccount, 1) {
		if err != nil || page.UserID == nil {
			return "", err
		}
		return *page.UserID, nil
	}
	return "", nil
}

func (c *Client) playlistPages(ctx context.Context, op Op, pageSize int) iter.Seq2[PlaylistPage, error] {
	return func(yield func(PlaylistPage, error) bool) {
		var userID *string
		list := listing[Playlist]{
			op: op, path: "/v1/me/playlists", pageSize: pageSize, decode: c.decodePlaylist,
			find: func(data json.RawMessage) (*connection, error) {
				var body struct {
					User *struct {
						ID        *string     `json:"id"`
						Playlists *connection `json:"playlists"`
					} `json:"user"`
				}
				if err := decodeJSON(data, &body, "the list of playlists"); err != nil {
					return nil, err
				}
				if body.User == nil || body.User.Playlists == nil {
					return nil, unreadable(`the answer has no "data.user.playlists"`)
				}
				userID = body.User.ID
				c.clean(userID, maxText)
				return body.User.Playlists, nil
			},
		}
		for playlists, err := range pages(ctx, c, list) {
			if !yield(PlaylistPage{UserID: userID, Playlists: playlists}, err) {
				return
			}
		}
	}
}

func (c *Client) decodePlaylist(e edge) (Playlist, string, error) {
	var playlist Playlist
	if err := decodeJSON(e.Node, &playlist, "a playlist"); err != nil {
		return playlist, "", err
	}
	c.checkPlaylist(&playlist)
	return playlist, playlist.ID, nil
}

// checkPlaylist makes a playlist that was answered safe to keep and to show.
func (c *Client) checkPlaylist(p *Playlist) {
	c.clean(&p.ID, maxText)
	c.clean(p.Title, maxText)
	c.clean(p.Description, maxDescription)
	c.clean(p.URL, maxURL)
	c.clean(p.Visibility, maxText)
	if p.Curator != nil {
		c.clean(p.Curator.ID, maxText)
	}
	for _, image := range p.Images {
		c.clean(image.URL, maxURL)
		c.clean(image.ImageType, maxText)
	}
	if p.Eligibility == nil {
		return
	}
	for i := range p.Eligibility.PlaybackSubscriptionTiers {
		c.clean(&p.Eligibility.PlaybackSubscriptionTiers[i], maxText)
	}
	if p.Eligibility.Playback != nil {
		c.clean(p.Eligibility.Playback.ShuffleType, maxText)
	}
}
