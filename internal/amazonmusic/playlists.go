package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// PlaylistPages iterates over all playlists of the user, in the service's
// order, pageSize (1 to MaxPageSize) at a time. An error is the last thing
// yielded; without one, the list is whole. Every error is an *[Error].
func (c *Client) PlaylistPages(ctx context.Context, pageSize int) iter.Seq2[PlaylistPage, error] {
	return func(yield func(PlaylistPage, error) bool) {
		list := listing{path: "/v1/me/playlists", pageSize: pageSize}
		var userID *string
		list.find = func(data json.RawMessage) (*connection, error) {
			user, err := decodePlaylistsData(data)
			if err != nil {
				return nil, err
			}
			userID = user.ID
			return user.Playlists, nil
		}
		for nodes, err := range c.pages(ctx, list) {
			page := PlaylistPage{UserID: userID}
			if err == nil {
				page.Playlists, err = decodePlaylists(nodes)
				if err != nil {
					err = call{method: "GET", path: list.path}.unreadable(err)
				}
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

type playlistsUser struct {
	ID        *string     `json:"id"`
	Playlists *connection `json:"playlists"`
}

func decodePlaylistsData(data json.RawMessage) (*playlistsUser, error) {
	var body struct {
		User *playlistsUser `json:"user"`
	}
	if err := json.Unmarshal(data, &body); err != nil {
		return nil, fmt.Errorf("the list of playlists has another form: %w", err)
	}
	if body.User == nil || body.User.Playlists == nil {
		return nil, errors.New(`the answer has no "data.user.playlists"`)
	}
	return body.User, nil
}

func decodePlaylists(nodes []json.RawMessage) ([]Playlist, error) {
	playlists := make([]Playlist, len(nodes))
	for i, node := range nodes {
		if err := json.Unmarshal(node, &playlists[i]); err != nil {
			return nil, fmt.Errorf("a playlist has another form: %w", err)
		}
	}
	return playlists, nil
}
