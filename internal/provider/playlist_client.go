package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ playlistMaker  = playlistClient{}
	_ playlistTracks = playlistClient{}
)

// playlistClient is the client as the resource amazonmusic_playlist uses it: whole
// lists, and the tracks of one playlist.
type playlistClient struct {
	*amazonmusic.Client

	id string
}

// OwnPlaylists reads all playlists of the user.
func (c playlistClient) OwnPlaylists(ctx context.Context) ([]amazonmusic.Playlist, error) {
	var all []amazonmusic.Playlist
	for page, err := range c.PlaylistPages(ctx, amazonmusic.MaxPageSize) {
		if err != nil {
			return nil, err
		}
		all = append(all, page.Playlists...)
	}
	return all, nil
}

// tracks reads all tracks of the playlist.
func (c playlistClient) tracks(ctx context.Context) ([]amazonmusic.PlaylistEntry, error) {
	all := []amazonmusic.PlaylistEntry{}
	for page, err := range c.PlaylistTracks(ctx, c.id, amazonmusic.MaxPageSize) {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

func (c playlistClient) entries(ctx context.Context) ([]playlistEntry, error) {
	tracks, err := c.tracks(ctx)
	if err != nil {
		return nil, err
	}
	entries := make([]playlistEntry, len(tracks))
	for i, track := range tracks {
		entries[i] = playlistEntry{id: track.EntryID, trackID: track.Track.ID}
	}
	return entries, nil
}

func (c playlistClient) add(ctx context.Context, trackIDs []string) error {
	return c.AppendTracks(ctx, c.id, trackIDs)
}

func (c playlistClient) remove(ctx context.Context, entryIDs []string) error {
	return c.RemoveEntries(ctx, c.id, entryIDs)
}
