package provider

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// playlistWrite is one creation or update of a playlist.
type playlistWrite struct {
	*playlistResource

	access   *access
	diags    *diag.Diagnostics
	private  privateState
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
}

// create creates the playlist of a plan.
func (w *playlistWrite) create(ctx context.Context, plan playlistResourceModel) {
	name := "playlist " + plan.name()
	creation, err := w.session.creations.Create(ctx, playlistCreator{w.access.client}, plan.fields(), w.session.retries)
	if err != nil {
		w.session.report.addError(w.diags, "Unable to Create Playlist", capitalize(name)+" could not be created", err)
		return
	}
	w.warnBefore(creation.Before)
	saved := playlistRecord{Owner: rand.Text(), Title: serviceText{Sent: true}, Description: serviceText{Sent: true}}
	plan.ID = types.StringValue(creation.Playlist.ID)
	request := plan.request(playlistResourceModel{}, saved, w.session.retries)
	request.New, request.Adopted = true, creation.Adopted
	if len(request.Wanted) > 0 {
		err = w.changeTracks(ctx, &plan, playlistResourceModel{}, request, &saved)
	}
	_, foreign := errors.AsType[*playlist.NotEmptyError](err)
	if creation.Adopted && !foreign {
		w.warnAdopted(creation.Playlist)
	}
	late, err := creation.Late(ctx)
	if err != nil {
		w.session.report.addError(w.diags, "Unable to Read Playlists", "An answer to the creation of "+name+
			" was lost, and it could not be looked up whether it has acted twice", err)
	}
	w.warnLate(late)
	if !foreign {
		w.finish(ctx, plan, saved)
	}
}

// takeOver makes a plan of the playlist that the object that this one replaces has left:
// it keeps its id and its link.
func (w *playlistWrite) takeOver(ctx context.Context, left leftPlaylist, plan playlistResourceModel) {
	saved := left.record
	saved.Owner = rand.Text()
	plan.keep(left.state)
	if err := w.access.client.UpdatePlaylist(ctx, left.state.ID.ValueString(), plan.fields()); err != nil {
		w.session.report.addError(w.diags, "Unable to Update Playlist",
			fmt.Sprintf("Playlist %s, which is replaced, could not be updated", left.state.name()), err)
		w.save(ctx, left.state, saved)
		return
	}
	saved.Title = serviceText{Sent: true, Replaced: left.state.Title.ValueString()}
	saved.Description = serviceText{Sent: true, Replaced: left.state.Description.ValueString()}
	if plan.managesTracks() {
		// The error of a change that stopped is among the diagnostics.
		_ = w.changeTracks(ctx, &plan, left.state, plan.request(left.state, saved, w.session.retries), &saved)
	}
	w.finish(ctx, plan, saved)
}

// changeTracks makes the playlist hold the tracks of a plan, and the plan what the
// playlist holds.
func (w *playlistWrite) changeTracks(
	ctx context.Context, plan *playlistResourceModel, state playlistResourceModel, request playlist.Request, saved *playlistRecord,
) error {
	tracks := playlistTracks{w.access.client, plan.ID.ValueString()}
	result, err := playlist.Change(ctx, tracks, request)
	w.session.report.reportChange(w.diags, "playlist "+plan.name(), len(request.Wanted), result, err)
	if !result.Known {
		plan.TrackIDs = state.TrackIDs
		return err
	}
	saved.Names = result.Names
	if err != nil {
		// What is still to be removed stays in the state, so that the next plan removes it.
		plan.hold(result.Items, asTexts(append(request.Wanted, request.Former...)))
	}
	return err
}

// finish completes a plan with what the service says after a change, and saves it.
func (w *playlistWrite) finish(ctx context.Context, plan playlistResourceModel, saved playlistRecord) {
	if plan.UserID.IsNull() || plan.UserID.IsUnknown() {
		plan.UserID = w.access.owner(plan.UserID)
	}
	w.readBack(ctx, &plan)
	w.session.report.warnSlowdown(w.access.client.Slowdown(), w.diags)
	w.save(ctx, plan, saved)
}

// readBack completes a plan with what the service says after a change. The change is
// done by then, so a failure is no more than a warning.
func (w *playlistWrite) readBack(ctx context.Context, m *playlistResourceModel) {
	if !m.URL.IsUnknown() && !m.TrackCount.IsUnknown() && !m.Duration.IsUnknown() {
		return
	}
	p, err := w.access.client.Playlist(ctx, m.ID.ValueString())
	if err != nil {
		w.diags.AddWarning("Playlist Not Read Back", fmt.Sprintf("Playlist %s was changed, but could not be read "+
			"after that. Its computed attributes are null until the next refresh.\n\n%s", m.name(), w.session.report.describe(err).text()))
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
	if owner := curatorOf(p); m.UserID.IsNull() && owner != "" {
		m.UserID = types.StringValue(owner)
	}
}

func (w *playlistWrite) save(ctx context.Context, m playlistResourceModel, saved playlistRecord) {
	saved.write(ctx, w.private, w.diags)
	w.diags.Append(w.state.Set(ctx, m)...)
	w.diags.Append(w.identity.Set(ctx, m.identity())...)
}
