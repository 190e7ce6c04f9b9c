package provider

import (
	"context"
	"slices"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

var (
	_ playlist.Creator = playlistCreator{}
	_ playlist.Tracks  = playlistTracks{}
)

// playlistCreator is the client as the engine uses it to create a playlist.
type playlistCreator struct {
	client *amazonmusic.Client
}

func (c playlistCreator) Create(
	ctx context.Context, fields amazonmusic.PlaylistFields,
) (amazonmusic.Playlist, error) {
	return c.client.CreatePlaylist(ctx, fields)
}

func (c playlistCreator) Own(ctx context.Context) ([]amazonmusic.Playlist, error) {
	return ownPlaylists(ctx, c.client)
}

// ownPlaylists reads all playlists of the user that have an id.
func ownPlaylists(ctx context.Context, client *amazonmusic.Client) ([]amazonmusic.Playlist, error) {
	all, err := amazonmusic.All(client.Playlists(ctx, amazonmusic.MaxPageSize))
	return slices.DeleteFunc(all, func(p amazonmusic.Playlist) bool { return !p.Known() }), err
}

// playlistTracks is the client as the engine uses it to change one playlist.
type playlistTracks struct {
	client *amazonmusic.Client
	id     string
}

func (t playlistTracks) Entries(ctx context.Context) ([]playlist.Entry, error) {
	read, err := playlistEntries(ctx, t.client, t.id)
	return engineEntries(read), err
}

func (t playlistTracks) Add(ctx context.Context, ids []playlist.TrackID) error {
	return t.client.AppendTracks(ctx, t.id, asTexts(ids))
}

func (t playlistTracks) Remove(ctx context.Context, entryIDs []string) error {
	return t.client.RemoveEntries(ctx, t.id, entryIDs)
}

// playlistEntries reads all entries of a playlist.
func playlistEntries(ctx context.Context, client *amazonmusic.Client, id string) ([]amazonmusic.PlaylistEntry, error) {
	return amazonmusic.All(client.PlaylistTracks(ctx, id, amazonmusic.MaxPageSize))
}

func engineEntries(read []amazonmusic.PlaylistEntry) []playlist.Entry {
	entries := make([]playlist.Entry, len(read))
	for i, e := range read {
		entries[i].ID = e.EntryID
		if e.Track.Known() {
			entries[i].Track = playlist.ListedID(e.Track.ID)
		}
	}
	return entries
}

func asTexts[T ~string](ids []T) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

func asTrackIDs(texts []string) []playlist.TrackID {
	ids := make([]playlist.TrackID, len(texts))
	for i, text := range texts {
		ids[i] = playlist.TrackID(text)
	}
	return ids
}
