package provider

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// playlistBlocks knows which blocks a plan has for each playlist, so that two of them
// for one playlist are found.
type playlistBlocks struct {
	mu     sync.Mutex
	owners map[string]string
}

// plan notes the block of a playlist, and reports whether another one has it too.
func (b *playlistBlocks) plan(id, owner string) (conflict bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.owners == nil {
		b.owners = map[string]string{}
	}
	other, known := b.owners[id]
	b.owners[id] = owner
	return known && other != owner
}

func warnTwoPlaylistBlocks(diags *diag.Diagnostics, id string) {
	diags.AddWarning("Playlist in More Than One Block", fmt.Sprintf("Another block of this configuration manages playlist %s "+
		"too. Each apply undoes what the other block has, and destroying one of them deletes the playlist for both. Keep one "+
		"block, and take the other one out of the state with a removed block that has lifecycle { destroy = false }.", shown(id)))
}

// warnBegin says which tracks go where a list of tracks begins to be managed.
func (r *playlistResource) warnBegin(ctx context.Context, state, plan playlistResourceModel, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	if plan.shared() || plan.TrackIDs.IsUnknown() || r.session.client == nil {
		return
	}
	ctx, client := r.session.begin(ctx, diags, "plan the tracks of playlist "+id)
	read, err := playlistEntries(ctx, client, id)
	if err != nil {
		r.session.report.addError(diags, "Unable to Read Playlist", fmt.Sprintf("The tracks of playlist %s could not be read, "+
			"so it is not known which of them this plan removes", id), err)
		return
	}
	var surplus []string
	for i, item := range playlist.Match(engineEntries(read), asTrackIDs(plan.trackIDs()), nil) {
		if item.ID == "" {
			surplus = append(surplus, named(itemID(item), entryTitle(read[i])))
		}
	}
	if len(surplus) > 0 {
		diags.AddWarning("Tracks Will Be Removed From a Playlist", fmt.Sprintf("This plan begins to manage the tracks of "+
			"playlist %s, and removes what track_ids does not have: %s: %s. To keep them, add them to track_ids, or set "+
			"exclusive to false.", state.name(), countEntries(len(surplus)), listSome(surplus, ", ")))
	}
}

// entryTitle is the title and the artists of an entry, as far as they are known.
func entryTitle(entry amazonmusic.PlaylistEntry) string {
	title := valueOr(entry.Track.Title, "")
	var artists []string
	for _, artist := range entry.Track.Artists {
		if artist.Name != nil {
			artists = append(artists, *artist.Name)
		}
	}
	if title == "" || len(artists) == 0 {
		return title
	}
	return title + " – " + strings.Join(artists, ", ")
}

func warnEnd(diags *diag.Diagnostics, state playlistResourceModel) {
	diags.AddWarning("Tracks Stay in the Playlist", fmt.Sprintf("track_ids is no longer set, so the tracks of playlist %s "+
		"are not managed any more. %s in it. To remove them, set track_ids = [].", state.name(),
		count(len(state.TrackIDs.Elements()), "track")+" stay"+singularS(len(state.TrackIDs.Elements()))))
}

func singularS(n int) string {
	if n == 1 {
		return "s"
	}
	return ""
}

// name is the playlist in a message.
func (m playlistResourceModel) name() string {
	if m.ID.ValueString() == "" {
		return fmt.Sprintf("%q", shown(m.Title.ValueString()))
	}
	return named(m.ID.ValueString(), m.Title.ValueString())
}

// leftPlaylists are playlists that a replaced object has left to its successor, by the
// title of the successor: it keeps id and link.
type leftPlaylists struct {
	mu      sync.Mutex
	byTitle map[string][]leftPlaylist
}

type leftPlaylist struct {
	id    string
	names playlist.Names
}

func (l *leftPlaylists) leave(title string, left leftPlaylist) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byTitle == nil {
		l.byTitle = map[string][]leftPlaylist{}
	}
	l.byTitle[title] = append(l.byTitle[title], left)
}

func (l *leftPlaylists) takeOver(title types.String) (leftPlaylist, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := l.byTitle[title.ValueString()]
	if len(left) == 0 {
		return leftPlaylist{}, false
	}
	l.byTitle[title.ValueString()] = left[1:]
	return left[0], true
}
