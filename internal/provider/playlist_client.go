package provider

import (
	"context"
	"errors"
	"slices"

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

// OwnPlaylists reads all playlists of the user that have an id.
func (c playlistClient) OwnPlaylists(ctx context.Context) ([]amazonmusic.Playlist, error) {
	all, err := amazonmusic.All(c.Playlists(ctx, amazonmusic.MaxPageSize))
	return slices.DeleteFunc(all, func(p amazonmusic.Playlist) bool { return !p.Known() }), err
}

// tracks reads all entries of the playlist.
func (c playlistClient) tracks(ctx context.Context) ([]amazonmusic.PlaylistEntry, error) {
	return amazonmusic.All(c.PlaylistTracks(ctx, c.id, amazonmusic.MaxPageSize))
}

func (c playlistClient) entries(ctx context.Context) ([]playlistEntry, error) {
	tracks, err := c.tracks(ctx)
	if err != nil {
		return nil, err
	}
	entries := make([]playlistEntry, len(tracks))
	for i, track := range tracks {
		entries[i] = playlistEntry{id: track.EntryID, trackID: listedID(track)}
	}
	return entries, nil
}

// listedID is what stands for an entry in a list of track ids.
func listedID(entry amazonmusic.PlaylistEntry) string {
	if entry.Track.Known() {
		return entry.Track.ID
	}
	return "unknown:" + entry.EntryID
}

func (c playlistClient) add(ctx context.Context, trackIDs []string) error {
	return c.AppendTracks(ctx, c.id, trackIDs)
}

func (c playlistClient) remove(ctx context.Context, entryIDs []string) error {
	if slices.Contains(entryIDs, "") {
		return errors.New("the service lists an entry of the playlist without its entry id, and only that can be removed")
	}
	return c.RemoveEntries(ctx, c.id, entryIDs)
}
