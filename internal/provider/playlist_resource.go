package provider

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
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
					"missing is added at the end, and one that is taken out of the list is removed. Default: `true`.",
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
			warnTwoPlaylistBlocks(&resp.Diagnostics, state.ID.ValueString())
		}
	}
	plannedDeletion{}.write(ctx, resp.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		if plan.Visibility.IsUnknown() {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("visibility"), amazonmusic.VisibilityPrivate)...)
		}
		if !plan.Title.IsUnknown() {
			plannedDeletion{Successor: plan.Title.ValueStringPointer()}.write(ctx, resp.Private, &resp.Diagnostics)
		}
		return
	}
	trackCount, duration := state.TrackCount, state.Duration
	if state.changesTracks(plan) {
		trackCount, duration = types.Int64Unknown(), types.Int64Unknown()
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("track_count"), trackCount)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("duration"), duration)...)
	switch {
	case plan.managesTracks() && !state.managesTracks():
		r.warnBegin(ctx, state, plan, &resp.Diagnostics)
	case state.managesTracks() && !plan.managesTracks():
		warnEnd(&resp.Diagnostics, state)
	}
}

func (r *playlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan playlistResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := "playlist " + plan.name()
	ctx, access := r.session.beginWrite(ctx, &resp.Diagnostics, "create "+name, types.StringNull())
	if access == nil {
		return
	}
	saved := playlistRecord{
		Owner: rand.Text(), Title: serviceText{Sent: true}, Description: serviceText{Sent: true},
	}
	request := plan.request(playlistResourceModel{}, nil, r.session.retries)
	creation := r.takeOver(ctx, access, &plan, &saved, &resp.Diagnostics)
	if creation == nil && resp.Diagnostics.HasError() {
		return
	}
	request.Names = saved.Names
	if creation == nil {
		creation = r.create(ctx, access, &plan, &resp.Diagnostics)
		if creation == nil {
			return
		}
		request.New, request.Adopted = true, creation.Adopted
	}
	plan.UserID = access.owner(types.StringNull())
	if plan.Visibility.IsUnknown() {
		plan.Visibility = types.StringValue(plan.fields().Visibility)
	}
	if plan.managesTracks() && (len(request.Wanted) > 0 || !request.New) {
		r.changeTracks(ctx, access, &plan, playlistResourceModel{}, request, &saved, &resp.Diagnostics)
	}
	if request.New {
		late, err := creation.Late(ctx)
		if err != nil {
			r.session.report.addError(&resp.Diagnostics, "Unable to Read Playlists", "An answer to the creation of "+name+
				" was lost, and it could not be looked up whether it has acted twice", err)
		}
		warnLate(&resp.Diagnostics, late)
	}
	r.finish(ctx, access, &plan, &saved, resp.Private, &resp.State, resp.Identity, &resp.Diagnostics)
}

// takeOver makes a plan of what the object that this one replaces has left: it keeps
// its id and its link. It returns nil where there is nothing to take over.
func (r *playlistResource) takeOver(
	ctx context.Context, access *access, plan *playlistResourceModel, saved *playlistRecord, diags *diag.Diagnostics,
) *playlist.Creation {
	left, ok := r.session.leftPlaylists.takeOver(plan.Title)
	if !ok {
		return nil
	}
	plan.ID = types.StringValue(left.id)
	saved.Names = left.names
	if err := access.client.UpdatePlaylist(ctx, left.id, plan.fields()); err != nil {
		r.session.report.addError(diags, "Unable to Update Playlist",
			fmt.Sprintf("Playlist %s, which is replaced, could not be updated", left.id), err)
	}
	return &playlist.Creation{}
}

// create creates the playlist of a plan.
func (r *playlistResource) create(
	ctx context.Context, access *access, plan *playlistResourceModel, diags *diag.Diagnostics,
) *playlist.Creation {
	creation, err := r.session.creations.Create(ctx, playlistCreator{access.client}, plan.fields(), r.session.retries)
	if err != nil {
		r.session.report.addError(diags, "Unable to Create Playlist", "The playlist "+plan.name()+" could not be created", err)
		return nil
	}
	warnBefore(diags, creation.Before)
	if creation.Adopted {
		warnAdopted(diags, creation.Playlist)
	}
	plan.ID = types.StringValue(creation.Playlist.ID)
	return creation
}

// changeTracks makes the playlist hold the tracks of a plan, and the plan what the
// playlist holds.
func (r *playlistResource) changeTracks(
	ctx context.Context, access *access, plan *playlistResourceModel, state playlistResourceModel, request playlist.Request,
	saved *playlistRecord, diags *diag.Diagnostics,
) {
	tracks := playlistTracks{access.client, plan.ID.ValueString()}
	result, err := playlist.Change(ctx, tracks, request)
	r.session.report.reportChange(diags, "playlist "+plan.name(), len(request.Wanted), result, err)
	if !result.Known {
		plan.TrackIDs = state.TrackIDs
		return
	}
	saved.Names = result.Names
	if err != nil {
		plan.hold(result.Items, plan.trackIDs())
	}
}

// finish completes a plan with what the service says after a change, and writes it.
func (r *playlistResource) finish(
	ctx context.Context, access *access, plan *playlistResourceModel, saved *playlistRecord, private privateState,
	state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics,
) {
	r.readBack(ctx, access, plan, diags)
	r.session.report.warnSlowdown(access.client.Slowdown(), diags)
	saved.write(ctx, private, diags)
	diags.Append(state.Set(ctx, *plan)...)
	diags.Append(identity.Set(ctx, plan.identity())...)
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
	plan.UserID = state.UserID
	fields, fieldsChange := plan.changedFields(state, &saved)
	if plan.Visibility.IsUnknown() {
		plan.Visibility = state.Visibility
	}
	if !fieldsChange && !state.changesTracks(plan) {
		// The tracks are no longer managed, or others may change them from now on.
		saved.write(ctx, resp.Private, &resp.Diagnostics)
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
	if !state.UserID.IsNull() {
		plan.UserID = state.UserID
	}
	if fieldsChange {
		if err := access.client.UpdatePlaylist(ctx, id, fields); err != nil {
			r.session.report.addError(&resp.Diagnostics, "Unable to Update Playlist",
				fmt.Sprintf("Playlist %s could not be updated", state.name()), err)
			return
		}
	}
	if state.changesTracks(plan) {
		request := plan.request(state, saved.Names, r.session.retries)
		r.changeTracks(ctx, access, &plan, state, request, &saved, &resp.Diagnostics)
	}
	r.finish(ctx, access, &plan, &saved, resp.Private, &resp.State, resp.Identity, &resp.Diagnostics)
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
		r.session.leftPlaylists.leave(*successor, leftPlaylist{id, saved.Names})
		return
	}
	err := access.client.DeletePlaylist(ctx, id)
	// One that is not there is deleted already, if it is certain whose account this is.
	if err != nil && (amazonmusic.KindOf(err) != amazonmusic.NotFound || access.userID == "") {
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
