package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
)

// userPlaylistsPath is the list of the user's playlists.
const userPlaylistsPath = "/v1/me/playlists"

// Playlist is a playlist that the user owns (API page, "Get Current User's
// Playlists"). What the service leaves out is nil. Its texts are the service's own,
// whole: [Client.Printable] makes them safe to show.
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

// Known reports whether the playlist has an id. An entry of a list can be something
// that is not understood.
func (p Playlist) Known() bool { return p.ID != "" }

// Playlists iterates over all playlists of the user, in the service's order, pageSize
// (1 to MaxPageSize) at a time. One that is not [Playlist.Known] stands for an entry
// of unknown content. An error is the last thing yielded; without one, the list is
// whole. Every error is an *[Error].
func (c *Client) Playlists(ctx context.Context, pageSize int) iter.Seq2[[]Playlist, error] {
	return c.playlistPages(ctx, pageSize, new(*string))
}

// PlaylistsOfUser returns all playlists of the user, as [Client.Playlists] does, with
// the id of the user, nil where the service left it out.
func (c *Client) PlaylistsOfUser(ctx context.Context, pageSize int) (userID *string, playlists []Playlist, err error) {
	playlists, err = All(c.playlistPages(ctx, pageSize, &userID))
	return userID, playlists, err
}

func (c *Client) playlistPages(ctx context.Context, pageSize int, userID **string) iter.Seq2[[]Playlist, error] {
	return pages(ctx, c, listing[Playlist]{
		op: OpListPlaylists, path: userPlaylistsPath, pageSize: pageSize, decode: decodePlaylist,
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
			if body.User.ID != nil {
				*userID = body.User.ID
			}
			return body.User.Playlists, nil
		},
	})
}

func decodePlaylist(e edge) (Playlist, string, error) {
	playlist, err := decodeNode(e.Node, func(id string) Playlist { return Playlist{ID: id} })
	if err == nil && !playlist.Known() {
		err = errors.New("it has no id")
	}
	return playlist, playlist.ID, err
}
