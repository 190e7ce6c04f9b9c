package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ resource.Resource                = (*libraryTrackResource)(nil)
	_ resource.ResourceWithConfigure   = (*libraryTrackResource)(nil)
	_ resource.ResourceWithIdentity    = (*libraryTrackResource)(nil)
	_ resource.ResourceWithImportState = (*libraryTrackResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*libraryTrackResource)(nil)
)

func newLibraryTrackResource() resource.Resource { return &libraryTrackResource{} }

type libraryTrackResource struct {
	session *session
}

type libraryTrackModel struct {
	TrackID   types.String `tfsdk:"track_id"`
	ID        types.String `tfsdk:"id"`
	Title     types.String `tfsdk:"title"`
	ISRC      types.String `tfsdk:"isrc"`
	URL       types.String `tfsdk:"url"`
	SaveState types.String `tfsdk:"save_state"`
}

type libraryTrackIdentity struct {
	TrackID types.String `tfsdk:"track_id"`
}

func (m libraryTrackModel) identity() libraryTrackIdentity {
	return libraryTrackIdentity{TrackID: m.TrackID}
}

// describe takes over what the service said of the track.
func (m *libraryTrackModel) describe(track amazonmusic.Track) {
	m.ID = types.StringValue(track.ID)
	m.Title = types.StringPointerValue(track.Title)
	m.ISRC = types.StringPointerValue(track.ISRC)
	m.URL = types.StringPointerValue(track.URL)
	m.SaveState = types.StringValue(amazonmusic.StateSaved)
}

func (r *libraryTrackResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName + "_library_track"
}

func (r *libraryTrackResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps one track saved in the library of the current Amazon Music user. Creating it saves the track, destroying it " +
			"removes the track from the library.",
		Attributes: map[string]schema.Attribute{
			"track_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Catalog id of the track: ten characters of `A-Z` and `0-9`. A link shared from Amazon Music shows it after " +
					"`trackAsin=`. Changing it removes the one track and saves the other.",
				Validators:    []validator.String{trackIDValidator{}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "Catalog id that the service answered with. It can differ from `track_id`, for example for an album's id; " +
					"a warning says so when the track is saved. The provider goes on using `track_id`.",
			},
			"title": schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the track, null where the service left it out."},
			"isrc": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "International Standard Recording Code of the track, null where the service left it out.",
			},
			"url":        schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the track on Amazon Music, null where the service left it out."},
			"save_state": schema.StringAttribute{Computed: true, MarkdownDescription: "What the service confirmed: `SAVED`."},
		},
	}
}

func (r *libraryTrackResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"track_id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "Catalog id of the track: ten characters of A-Z and 0-9.",
			},
		},
	}
}

func (r *libraryTrackResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan plans to save a track that was imported: its state holds nothing
// but the id until the service has confirmed it.
func (r *libraryTrackResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}
	var state, plan libraryTrackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !state.SaveState.IsNull() {
		return
	}
	adopted := libraryTrackModel{
		TrackID: plan.TrackID, ID: types.StringUnknown(), Title: types.StringUnknown(),
		ISRC: types.StringUnknown(), URL: types.StringUnknown(), SaveState: types.StringUnknown(),
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, adopted)...)
}

func (r *libraryTrackResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan libraryTrackModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.save(ctx, &plan, resp.Private, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Read sends nothing unless drift is to be detected: then a track that is gone
// leaves the state.
func (r *libraryTrackResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state libraryTrackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Terraform before 1.12, and every import by id, knows the identity from here only.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.session.detectDrift {
		return
	}
	saved := r.session.library(ctx, &resp.Diagnostics, "refresh track "+state.TrackID.ValueString())
	if saved == nil {
		return
	}
	if !state.refresh(saved) {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update saves a track that was imported. Nothing else about a saved track can
// change.
func (r *libraryTrackResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan libraryTrackModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.save(ctx, &plan, resp.Private, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *libraryTrackResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state libraryTrackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, owner := state.TrackID.ValueString(), readOwner(ctx, req.Private, &resp.Diagnostics)
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, "remove track "+id)
	if client == nil {
		return
	}
	defer r.session.saved.forget()
	if err := client.ReleaseTrack(ctx, owner, id, state.ID.ValueString()); err != nil {
		resp.Diagnostics.AddError("Unable to Remove Track", r.session.failure(fmt.Sprintf("Track %s could not be removed from the library", id), err))
	}
}

func (r *libraryTrackResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	root := path.Root("track_id")
	resource.ImportStatePassthroughWithIdentity(ctx, root, root, req, resp)
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, root, &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !amazonmusic.IsTrackID(id.ValueString()) {
		resp.Diagnostics.AddError(invalidTrackID, "A track is imported by its id. "+explainTrackID(id.ValueString()))
		return
	}
	r.session.requireSaved(ctx, &resp.Diagnostics, []string{id.ValueString()})
	resp.Diagnostics.Append(resp.Identity.Set(ctx, libraryTrackIdentity{TrackID: id})...)
}
