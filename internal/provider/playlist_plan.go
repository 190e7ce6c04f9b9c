package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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

func warnTwoPlaylistBlocks(diags *diag.Diagnostics, name string) {
	diags.AddWarning("Playlist in More Than One Block", fmt.Sprintf("Another amazonmusic_playlist block of this configuration "+
		"manages playlist %s too. Each apply undoes what the other block has, and destroying one of them deletes the playlist "+
		"for both. Keep one block, and take the other one out of the state with a removed block that has lifecycle { destroy = "+
		"false }.", name))
}

// planCreation completes the plan of a new object, which may take over the playlist of
// another one.
func (r *playlistResource) planCreation(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan playlistResourceModel,
) {
	var configured types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("visibility"), &configured)...)
	if configured.IsNull() {
		plan.Visibility = types.StringValue(amazonmusic.VisibilityPrivate)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("visibility"), plan.Visibility)...)
	}
	plannedDeletion{Successor: plan.successor()}.write(ctx, resp.Private, &resp.Diagnostics)
}

// planUpdate completes the plan of an object that is there.
func (r *playlistResource) planUpdate(
	ctx context.Context, resp *resource.ModifyPlanResponse, state, plan playlistResourceModel, saved playlistRecord,
) {
	trackCount, duration := state.TrackCount, state.Duration
	if state.changesTracks(plan) {
		trackCount, duration = types.Int64Unknown(), types.Int64Unknown()
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("track_count"), trackCount)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("duration"), duration)...)
	switch {
	case !plan.managesTracks():
		if n := len(state.TrackIDs.Elements()); n > 0 {
			warnEnd(&resp.Diagnostics, state, n)
		}
	case plan.shared():
		if state.managesTracks() && !state.shared() {
			warnShare(&resp.Diagnostics, state, plan)
		}
	case !state.managesTracks() || state.shared():
		r.warnBegin(ctx, state, plan, saved, &resp.Diagnostics)
	}
}

// warnBegin says which tracks go where a list of tracks begins to be managed.
func (r *playlistResource) warnBegin(
	ctx context.Context, state, plan playlistResourceModel, saved playlistRecord, diags *diag.Diagnostics,
) {
	const summary = "Tracks Will Be Removed From a Playlist"
	begins := "This plan begins to manage all tracks of playlist " + state.name() + ", and removes what track_ids does not have"
	const advice = "To keep them, add them to track_ids, or set exclusive to false."
	if plan.isUnknown() || r.session.client == nil {
		diags.AddWarning(summary, begins+". Which tracks that are is known only during the apply. "+advice)
		return
	}
	ctx, client := r.session.begin(ctx, diags, "plan the tracks of playlist "+state.name())
	read, err := playlistEntries(ctx, client, state.ID.ValueString())
	if err != nil {
		r.session.report.addError(diags, "Unable to Read Playlist", fmt.Sprintf("The tracks of playlist %s could not be read, "+
			"so it is not known which of them this plan removes", state.name()), err)
		return
	}
	var surplus []string
	for i, item := range playlist.Match(engineEntries(read), asTrackIDs(plan.trackIDs()), saved.Names) {
		if item.ID == "" {
			surplus = append(surplus, named(itemID(item), client.Printable(entryTitle(read[i]))))
		}
	}
	if len(surplus) > 0 {
		diags.AddWarning(summary, fmt.Sprintf("%s: %s: %s. %s", begins, countEntries(len(surplus)), listSome(surplus, ", "), advice))
	}
}

// isUnknown reports whether it is not known yet which tracks a plan has.
func (m playlistResourceModel) isUnknown() bool {
	return m.Exclusive.IsUnknown() || m.TrackIDs.IsUnknown() || slices.ContainsFunc(m.TrackIDs.Elements(), attr.Value.IsUnknown)
}

// warnShare says what stays where a playlist is no longer Terraform's alone. The diff
// shows it as removed.
func warnShare(diags *diag.Diagnostics, state, plan playlistResourceModel) {
	if plan.isUnknown() {
		return
	}
	named := map[string]int{}
	for _, id := range plan.trackIDs() {
		named[id]++
	}
	var stay []string
	for _, id := range state.trackIDs() {
		if named[id]--; named[id] < 0 {
			stay = append(stay, id)
		}
	}
	if len(stay) > 0 {
		diags.AddWarning("Tracks Stay in the Playlist", fmt.Sprintf("exclusive is false from now on, so what track_ids does not "+
			"have stays in playlist %s: %s: %s. To remove them, apply first with exclusive = true.",
			state.name(), countEntries(len(stay)), listSome(stay, ", ")))
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

func warnEnd(diags *diag.Diagnostics, state playlistResourceModel, n int) {
	stay := "stay"
	if n == 1 {
		stay = "stays"
	}
	diags.AddWarning("Tracks Stay in the Playlist", fmt.Sprintf("track_ids is no longer set, so the tracks of playlist %s "+
		"are not managed any more. %s %s in it. To remove them, set track_ids = [].", state.name(), count(n, "track"), stay))
}

// name is the playlist in a message.
func (m playlistResourceModel) name() string {
	if m.ID.ValueString() == "" {
		return fmt.Sprintf("%q", shown(m.Title.ValueString()))
	}
	return named(m.ID.ValueString(), m.Title.ValueString())
}
