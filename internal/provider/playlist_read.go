package provider

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// askAgainAfter is how long a refresh waits before it asks again for a playlist that
// the service does not find: one answer can be an old one.
const askAgainAfter = 2 * time.Second

// read completes a state with what the service says. It reports whether the playlist
// is gone for certain.
func (r *playlistResource) read(ctx context.Context, client *amazonmusic.Client, state *playlistResourceModel,
	saved *playlistRecord, diags *diag.Diagnostics,
) (gone bool) {
	name, imported := state.name(), saved.Imported
	attempt := fmt.Sprintf("Playlist %s could not be read. Nothing in the state was changed", name)
	err := state.read(ctx, client, saved)
	if amazonmusic.KindOf(err) == amazonmusic.NotFound {
		// In another user's account it would not be found either.
		_, access := r.session.beginChecked(ctx, diags, "refresh playlist "+name, state.UserID)
		if access == nil {
			return false
		}
		if gone, err = isGone(ctx, access, state, saved); gone {
			return true
		}
		if amazonmusic.KindOf(err) == amazonmusic.NotFound {
			attempt += ": it is not certain that the playlist is gone, because " + access.doubt() + ". If it is gone, run " +
				"\"terraform state rm\" with the resource's address"
		}
	}
	if err != nil {
		r.session.report.addError(diags, "Unable to Read Playlist", attempt, err)
		return false
	}
	if imported {
		r.refuseForeign(ctx, client, state, diags)
	}
	return false
}

// refuseForeign refuses the import of another user's playlist.
func (r *playlistResource) refuseForeign(
	ctx context.Context, client *amazonmusic.Client, state *playlistResourceModel, diags *diag.Diagnostics,
) {
	account, err := r.session.account.get(ctx, client)
	if owner := state.UserID.ValueString(); err == nil && account != "" && owner != "" && owner != account {
		diags.AddError("Playlist of Another User", fmt.Sprintf("Playlist %s belongs to another user: read it with the data source "+
			"amazonmusic_playlist. It was not imported.", state.name()))
	}
}

// doubt is why a playlist that the service does not find may be there.
func (a *access) doubt() string {
	if a.userID == "" {
		return "the service does not tell which account this is"
	}
	return "the list of your playlists has it"
}

// isGone finds out whether a playlist that the service did not find is gone: it is asked
// for again, and looked for among the user's playlists. The account has to be known.
func isGone(
	ctx context.Context, access *access, state *playlistResourceModel, saved *playlistRecord,
) (gone bool, err error) {
	if err := transport.Wait(ctx, askAgainAfter); err != nil {
		return false, err
	}
	err = state.read(ctx, access.client, saved)
	if amazonmusic.KindOf(err) != amazonmusic.NotFound || access.userID == "" {
		return false, err
	}
	own, listErr := ownPlaylists(ctx, access.client)
	if listErr != nil {
		return false, listErr
	}
	if slices.ContainsFunc(own, func(p amazonmusic.Playlist) bool { return p.ID == state.ID.ValueString() }) {
		return false, err
	}
	return true, nil
}

// read asks the service for the playlist, and for its tracks where they are managed,
// or where an import has to find out.
func (m *playlistResourceModel) read(ctx context.Context, client *amazonmusic.Client, saved *playlistRecord) error {
	id := m.ID.ValueString()
	p, err := client.Playlist(ctx, id)
	if err != nil {
		return err
	}
	if m.managesTracks() || saved.Imported {
		read, err := playlistEntries(ctx, client, id)
		if err != nil {
			return err
		}
		configured := m.trackIDs()
		m.hold(playlist.Match(engineEntries(read), asTrackIDs(configured), saved.Names), configured)
	}
	if m.Exclusive.IsNull() {
		m.Exclusive = types.BoolValue(true)
	}
	m.refresh(p, saved)
	saved.Imported = false
	return nil
}
