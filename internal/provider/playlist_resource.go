package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
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
				Optional: true, Computed: true, Default: stringdefault.StaticString(amazonmusic.VisibilityPrivate),
				MarkdownDescription: "Who can see the playlist: `PRIVATE` or `PUBLIC`. Default: `PRIVATE`.",
				Validators:          []validator.String{visibilityValidator()},
			},
			"track_ids": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Catalog ids of the tracks (ten characters of `A-Z` and `0-9`), in order, at most 10,000. " +
					"A track may be in the list more than once. Without this argument the tracks are not managed: whatever is in " +
					"the playlist stays. An empty list keeps the playlist empty.",
				Validators: []validator.List{listOfTrackIDs()},
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

// ModifyPlan keeps the count and the duration where the tracks stay.
func (r *playlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}
	var state, plan playlistResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	trackCount, duration := state.TrackCount, state.Duration
	if state.changesTracks(plan) {
		trackCount, duration = types.Int64Unknown(), types.Int64Unknown()
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("track_count"), trackCount)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("duration"), duration)...)
}

func (r *playlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan playlistResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := fmt.Sprintf("playlist %q", plan.Title.ValueString())
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "create "+name, types.StringNull())
	if access == nil {
		return
	}
	maker := playlistClient{Client: access.client}
	playlist, adopted, err := r.session.creations.create(ctx, maker, plan.fields(), r.session.retries)
	if err != nil {
		r.session.report.addError(&resp.Diagnostics, "Unable to Create Playlist",
			"The "+name+" could not be created."+adviceOnCreation(err), err)
		return
	}
	plan.ID = types.StringValue(playlist.ID)
	plan.UserID = access.owner(types.StringNull())
	var saved record
	if wanted := plan.trackIDs(); len(wanted) > 0 {
		change := newPlaylistChange(playlistClient{access.client, playlist.ID}, wanted, nil, r.session.retries)
		change.report(r.session.report, &resp.Diagnostics, name, change.run(ctx, !adopted))
		saved.AnsweredIDs = change.answered
		plan.hold(change.trackIDs())
	}
	plan.readBack(ctx, access.client, r.session.report, &resp.Diagnostics)
	r.session.report.warnSlowdown(access.client.Slowdown(), &resp.Diagnostics)
	saved.write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *playlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state playlistResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readRecord(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	action := "refresh playlist " + state.ID.ValueString()
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, action)
	if client == nil {
		return
	}
	err := state.read(ctx, client, saved.AnsweredIDs)
	switch {
	case err == nil:
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	case amazonmusic.KindOf(err) == amazonmusic.NotFound:
		// In another user's account it would not be found either.
		if _, access := r.session.beginChecked(ctx, &resp.Diagnostics, action, state.UserID); access != nil {
			resp.State.RemoveResource(ctx)
		}
	default:
		r.session.report.addError(&resp.Diagnostics, "Unable to Read Playlist",
			fmt.Sprintf("Playlist %s could not be read. Nothing in the state was changed", state.ID.ValueString()), err)
	}
}

func (r *playlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state playlistResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readRecord(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.fields() == state.fields() && !state.changesTracks(plan) {
		// The tracks are no longer managed.
		plan.UserID = state.UserID
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
		return
	}
	id := state.ID.ValueString()
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "change playlist "+id, state.UserID)
	if access == nil {
		return
	}
	plan.UserID = access.owner(state.UserID)
	if plan.fields() != state.fields() {
		if err := access.client.UpdatePlaylist(ctx, id, plan.fields()); err != nil {
			r.session.report.addError(&resp.Diagnostics, "Unable to Update Playlist",
				fmt.Sprintf("Playlist %s could not be updated", id), err)
			return
		}
	}
	if state.changesTracks(plan) {
		change := newPlaylistChange(playlistClient{access.client, id}, plan.trackIDs(), saved.AnsweredIDs, r.session.retries)
		change.report(r.session.report, &resp.Diagnostics, "playlist "+id, change.run(ctx, false))
		saved.AnsweredIDs = change.answered
		if change.known {
			plan.hold(change.trackIDs())
		} else {
			plan.TrackIDs = state.TrackIDs
		}
	}
	plan.readBack(ctx, access.client, r.session.report, &resp.Diagnostics)
	r.session.report.warnSlowdown(access.client.Slowdown(), &resp.Diagnostics)
	saved.write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *playlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state playlistResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "delete playlist "+id, state.UserID)
	if access == nil {
		return
	}
	err := access.client.DeletePlaylist(ctx, id)
	// One that is not there is deleted already, if it is certain whose account this is.
	if err != nil && (amazonmusic.KindOf(err) != amazonmusic.NotFound || access.userID == "") {
		r.session.report.addError(&resp.Diagnostics, "Unable to Delete Playlist",
			fmt.Sprintf("Playlist %s could not be deleted", id), err)
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
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), access.owner(types.StringNull()))...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, playlistIdentity{ID: id})...)
}
