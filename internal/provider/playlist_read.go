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
	err := state.read(ctx, client, saved)
	if amazonmusic.KindOf(err) == amazonmusic.NotFound {
		if gone, err = r.isGone(ctx, state, saved, diags); gone || diags.HasError() {
			return gone
		}
	}
	if err != nil {
		r.session.report.addError(diags, "Unable to Read Playlist",
			fmt.Sprintf("Playlist %s could not be read. Nothing in the state was changed", state.name()), err)
		return false
	}
	if !saved.Imported {
		return false
	}
	saved.Imported = false
	account, err := r.session.account.get(ctx, client)
	if owner := state.UserID.ValueString(); err == nil && account != "" && owner != "" && owner != account {
		diags.AddError("Playlist of Another User", fmt.Sprintf("Playlist %s belongs to another user: read it with the data source "+
			"amazonmusic_playlist. It was not imported.", state.name()))
	}
	return false
}

// isGone finds out whether a playlist that the service does not find is gone. In another
// user's account it would not be found either, so that the account has to be known; it
// is asked for again, and looked for among the user's playlists. An error without a
// cause is in the diagnostics.
func (r *playlistResource) isGone(
	ctx context.Context, state *playlistResourceModel, saved *playlistRecord, diags *diag.Diagnostics,
) (gone bool, err error) {
	id := state.ID.ValueString()
	_, access := r.session.beginChecked(ctx, diags, "refresh playlist "+id, state.UserID)
	if access == nil {
		return false, nil
	}
	if err := transport.Wait(ctx, askAgainAfter); err != nil {
		return false, err
	}
	err = state.read(ctx, access.client, saved)
	if amazonmusic.KindOf(err) != amazonmusic.NotFound {
		return false, err
	}
	own, listErr := ownPlaylists(ctx, access.client)
	if listErr != nil {
		return false, listErr
	}
	listed := slices.ContainsFunc(own, func(p amazonmusic.Playlist) bool { return p.ID == id })
	if listed || access.userID == "" {
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
	return nil
}

// readBack completes a plan with what the service says after a change. The change is
// done by then, so a failure is no more than a warning.
func (r *playlistResource) readBack(
	ctx context.Context, access *access, m *playlistResourceModel, diags *diag.Diagnostics,
) {
	if !m.URL.IsUnknown() && !m.TrackCount.IsUnknown() && !m.Duration.IsUnknown() {
		return
	}
	p, err := access.client.Playlist(ctx, m.ID.ValueString())
	if err != nil {
		diags.AddWarning("Playlist Not Read Back", fmt.Sprintf("Playlist %s was changed, but could not be read "+
			"after that. Its computed attributes are null until the next refresh.\n\n%s", m.name(), r.session.report.describe(err).text()))
	}
	// What the plan says of the others is what Terraform expects.
	if m.URL.IsUnknown() {
		m.URL = types.StringPointerValue(p.URL)
	}
	if m.TrackCount.IsUnknown() {
		m.TrackCount = types.Int64PointerValue(p.TrackCount)
	}
	if m.Duration.IsUnknown() {
		m.Duration = types.Int64PointerValue(p.Duration)
	}
	if m.UserID.IsNull() && curatorOf(p) != "" {
		m.UserID = types.StringValue(curatorOf(p))
	}
}
