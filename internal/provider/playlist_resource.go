package provider

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ resource.Resource                = (*playlistResource)(nil)
	_ resource.ResourceWithConfigure   = (*playlistResource)(nil)
	_ resource.ResourceWithIdentity    = (*playlistResource)(nil)
	_ resource.ResourceWithImportState = (*playlistResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*playlistResource)(nil)
)

func newPlaylistResource() resource.Resource { return &playlistResource{} }

// playlistResource is one playlist, whole: unlike a saved track, it is read on
// every refresh.
type playlistResource struct {
	session *session
}

func (r *playlistResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName + "_playlist"
}

func (r *playlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Keeps one playlist of the current Amazon Music user: its title, its " +
			"description, who can see it, and its tracks in order. Terraform owns the whole playlist. Every refresh reads " +
			"it, and a change made in the app shows in the plan. Destroying the resource deletes the playlist.",
		Attributes: map[string]schema.Attribute{
			"title": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: fmt.Sprintf("Title of the playlist: one line of at most %d characters.", maxTitle),
				Validators:          []validator.String{titleValidator()},
			},
			"description": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(""),
				MarkdownDescription: fmt.Sprintf("Description of the playlist, at most %d characters. Default: `\"\"`.", maxDescription),
				Validators:          []validator.String{descriptionValidator()},
			},
			"visibility": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Who can see the playlist: `PRIVATE` or `PUBLIC`. Left out, a new playlist is `PRIVATE`, and an " +
					"existing one stays as it is.",
				Validators:    []validator.String{visibilityValidator()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"track_ids": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Catalog ids of the tracks (ten characters of `A-Z` and `0-9`), in order, at most 10,000. " +
					"A track may be in the list more than once. Without this argument the tracks are not managed: whatever is in " +
					"the playlist stays. An empty list keeps the playlist empty.",
				Validators: []validator.List{listOfTrackIDs()},
			},
			"exclusive": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether the playlist holds the tracks of `track_ids` and no others, in this order. With `false` " +
					"only the named tracks are managed, wherever they are: what is added in the app stays, a named track that is " +
					"missing is added at the end, and one that is taken out of the list is removed. Without `track_ids` it has no " +
					"effect. Default: `true`.",
			},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Id of the playlist, for imports. The id in `url` is another one.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"url": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Page of the playlist on Amazon Music, null where the service left it out.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"track_count": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "How many tracks the service counts, null where it left that out.",
			},
			"duration": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "Duration of all tracks together, in seconds, null where the service left it out.",
			},
			"user_id": userIDAttribute("playlist"),
		},
	}
}

func (r *playlistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the playlist."},
		},
	}
}

func (r *playlistResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan keeps the count and the duration where the tracks stay, and says what the
// diff does not show: tracks that go or stay, and a second block for the playlist.
func (r *playlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.session == nil {
		return
	}
	var state, plan playlistResourceModel
	saved := readPlaylistRecord(ctx, req.Private, &resp.Diagnostics)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.session.playlistBlocks.plan(state.ID.ValueString(), saved.Owner) {
			warnTwoPlaylistBlocks(&resp.Diagnostics, state.name())
		}
	}
	plannedDeletion{}.write(ctx, resp.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	switch {
	case resp.Diagnostics.HasError():
	case req.State.Raw.IsNull():
		r.planCreation(ctx, req, resp, plan)
	default:
		r.planUpdate(ctx, resp, state, plan, saved)
	}
}

func (r *playlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan playlistResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "create playlist "+plan.name(), types.StringNull())
	if access == nil {
		return
	}
	w := playlistWrite{
		playlistResource: r, access: access, diags: &resp.Diagnostics, private: resp.Private, state: &resp.State, identity: resp.Identity,
	}
	if left, ok := r.session.leftPlaylists.takeOver(plan); ok {
		w.takeOver(ctx, left, plan)
		return
	}
	w.create(ctx, plan)
}

func (r *playlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state playlistResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readPlaylistRecord(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, "refresh playlist "+state.ID.ValueString())
	if client == nil {
		return
	}
	gone := r.read(ctx, client, &state, &saved, &resp.Diagnostics)
	switch {
	case resp.Diagnostics.HasError():
	case gone:
		resp.State.RemoveResource(ctx)
	default:
		saved.write(ctx, resp.Private, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

func (r *playlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state playlistResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readPlaylistRecord(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	fields, fieldsChange := plan.changedFields(state, &saved)
	tracksChange := state.changesTracks(plan)
	plan.keep(state)
	w := playlistWrite{
		playlistResource: r, diags: &resp.Diagnostics, private: resp.Private, state: &resp.State, identity: resp.Identity,
	}
	if !fieldsChange && !tracksChange {
		// The tracks are no longer managed, or others may change them from now on.
		plan.URL, plan.TrackCount, plan.Duration = state.URL, state.TrackCount, state.Duration
		w.save(ctx, plan, saved)
		return
	}
	ctx, w.access = r.session.beginWrite(ctx, &resp.Diagnostics, "change playlist "+id, state.UserID)
	if w.access == nil {
		return
	}
	if fieldsChange {
		if err := w.access.client.UpdatePlaylist(ctx, id, fields); err != nil {
			r.session.report.addError(&resp.Diagnostics, "Unable to Update Playlist",
				fmt.Sprintf("Playlist %s could not be updated", state.name()), err)
			return
		}
	}
	if tracksChange {
		// The error of a change that stopped is among the diagnostics.
		_ = w.changeTracks(ctx, &plan, state, plan.request(state, saved, r.session.retries), &saved)
	}
	w.finish(ctx, plan, saved)
}

// Delete leaves the playlist to the object that replaces this one.
func (r *playlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state playlistResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readPlaylistRecord(ctx, req.Private, &resp.Diagnostics)
	successor := readPlannedDeletion(ctx, req.Private, &resp.Diagnostics).Successor
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "delete playlist "+id, state.UserID)
	if access == nil {
		return
	}
	if successor != nil {
		r.session.leftPlaylists.leave(leftPlaylist{*successor, state, saved})
		return
	}
	err := access.client.DeletePlaylist(ctx, id)
	if amazonmusic.KindOf(err) == amazonmusic.NotFound {
		// One answer can be an old one.
		if gone, _ := isGone(ctx, access, &state, &saved); gone {
			return
		}
	}
	if err != nil {
		r.session.report.addError(&resp.Diagnostics, "Unable to Delete Playlist",
			fmt.Sprintf("Playlist %s could not be deleted", state.name()), err)
	}
}

func (r *playlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	root := path.Root("id")
	resource.ImportStatePassthroughWithIdentity(ctx, root, root, req, resp)
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, root, &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !amazonmusic.ValidPlaylistID(id.ValueString()) {
		resp.Diagnostics.AddError("Invalid Playlist ID", fmt.Sprintf("%.200q is not the id of a playlist. The id in a "+
			"playlist's link is another one: data \"amazonmusic_playlists\" and \"terraform query\" list the ids of your "+
			"playlists.", id.ValueString()))
		return
	}
	_, access := r.session.beginChecked(ctx, &resp.Diagnostics, "import playlist "+id.ValueString(), types.StringNull())
	if access == nil {
		return
	}
	playlistRecord{Owner: rand.Text(), Imported: true}.write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), access.owner(types.StringNull()))...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, playlistIdentity{ID: id})...)
}
