package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
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

func (r *libraryTrackResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = typeName + "_library_track"
}

func (r *libraryTrackResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Saves one track in the library of the current Amazon Music user. Destroying it removes the " +
			"track.",
		Attributes: map[string]schema.Attribute{
			"track_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Catalog id of the track: ten characters of `A-Z` and `0-9`. A link shared from Amazon " +
					"Music shows it after `trackAsin=`. Changing it removes the old track and saves the new one.",
				Validators:    []validator.String{trackIDValidator()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "Catalog id that the service answered with. It can differ from `track_id`, for example " +
					"for an album's id; then a warning says so. Requests use `track_id`.",
			},
			"title": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Title of the track, null where the service omits it.",
			},
			"isrc": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "International Standard Recording Code of the track, null where the service omits it.",
			},
			"url": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Page of the track on Amazon Music, null where the service omits it.",
			},
			"save_state": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "`SAVED` once the service has confirmed it. Null after an import, and for a track that " +
					"`detect_drift` did not find: the next apply saves it.",
			},
			"user_id": userIDAttribute("track"),
		},
	}
}

func (r *libraryTrackResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"track_id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "Catalog id of the track: ten characters of A-Z and 0-9.",
			},
		},
	}
}

func (r *libraryTrackResource) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	r.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan plans to save a track that is not known to be saved, says which tracks
// stay saved where this object is deleted, and warns about a second block for the
// same track.
func (r *libraryTrackResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if r.session == nil {
		return
	}
	var state, plan libraryTrackModel
	p := libraryTrackPlan{ledger: r.session.ledger, owner: readRecord(ctx, req.Private, &resp.Diagnostics).Owner}
	if req.State.Raw.IsNull() {
		// This is a new object. In a replacement, the plan of the old one came first.
		p.kept = readPlannedDeletion(ctx, req.Private, &resp.Diagnostics).Kept
	} else {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.TrackID.IsNull() {
		// The successor can have any track: nothing tells it from another new object.
		r.session.destructions.plan(trackOwner, p.owner, true)
	}
	if p.change(state, plan) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, state.toSave())...)
		if r.session.detectDrift && state.SaveState.IsNull() && !state.ID.IsNull() {
			warnRemovedElsewhere(&resp.Diagnostics, []string{state.name()})
		}
	}
	p.shared.warn(&resp.Diagnostics)
	plannedDeletion{Kept: p.kept}.write(ctx, resp.Private, &resp.Diagnostics)
}

func (r *libraryTrackResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.save(ctx, req.Plan, newOwner(trackOwner), &resp.State, resp.Identity, resp.Private, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		r.session.destructions.create(trackOwner)
	}
}

// Read sends nothing unless drift is to be detected.
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
	action := "refresh track " + state.TrackID.ValueString()
	saved := r.session.savedTracks(ctx, &resp.Diagnostics, action)
	if saved == nil {
		return
	}
	if _, found := saved.find(state.TrackID.ValueString(), state.ID.ValueString()); !found {
		// Another user's library would lack it too.
		_, access := r.session.beginChecked(ctx, &resp.Diagnostics, action, state.UserID)
		if access == nil {
			return
		}
		state.UserID = access.owner(state.UserID)
	}
	state.refresh(saved)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update saves a track that is not known to be saved. Nothing else about a saved
// track can change.
func (r *libraryTrackResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	owner := readRecord(ctx, req.Private, &resp.Diagnostics).Owner
	if resp.Diagnostics.HasError() {
		return
	}
	r.save(ctx, req.Plan, cmp.Or(owner, newOwner(trackOwner)), &resp.State, resp.Identity, resp.Private, &resp.Diagnostics)
}

// save is Create and Update: it saves the track of a plan and completes the plan
// with the answer.
func (r *libraryTrackResource) save(ctx context.Context, planned tfsdk.Plan, owner string, state *tfsdk.State,
	identity *tfsdk.ResourceIdentity, private privateState, diags *diag.Diagnostics,
) {
	var plan libraryTrackModel
	diags.Append(planned.Get(ctx, &plan)...)
	if diags.HasError() {
		return
	}
	id, at := plan.TrackID.ValueString(), path.Root("track_id")
	ctx, access := r.session.beginWrite(ctx, diags, "save track "+id, plan.UserID)
	if access == nil {
		return
	}
	track, taken := r.session.ledger.TakeOver(owner, id)
	if !taken {
		saved, err := r.session.writer(access, owner).Save(ctx, id)
		if err != nil {
			if !state.Raw.IsNull() {
				// The next plan saves it again.
				diags.Append(state.SetAttribute(ctx, path.Root("save_state"), types.StringNull())...)
			}
			diags.AddAttributeError(at, "Unable to Save Track",
				r.session.report.detail(fmt.Sprintf("Track %s could not be saved to the library", id), err))
			return
		}
		track = saved.Track
		var shared sharedTracks
		if len(saved.Others) > 0 {
			shared.add(&shared.both, named(id, valueOr(track.Title, "")), saved.Others...)
		}
		shared.warn(diags)
	}
	if track.ID != id {
		diags.AddAttributeWarning(at, "Track Answered With Another ID", fmt.Sprintf(
			"The service saved track %s when asked for %s. That is usual for the id of an album, and for a track that has "+
				"moved in the catalog. The provider goes on using %s. If the track is the wrong one, correct track_id. If it is "+
				"the right one, track_id = %q says the same without this warning.", track.ID, id, id, track.ID))
	}
	plan.describe(track)
	plan.UserID = access.owner(plan.UserID)
	record{Owner: owner}.write(ctx, private, diags)
	diags.Append(state.Set(ctx, plan)...)
	diags.Append(identity.Set(ctx, plan.identity())...)
	r.session.report.warnSlowdown(access.client.Slowdown(), diags)
}

// Delete sends nothing for a track that stays saved: for the object that replaces
// this one, or for another block.
func (r *libraryTrackResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state libraryTrackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	owner := readRecord(ctx, req.Private, &resp.Diagnostics).Owner
	kept := readPlannedDeletion(ctx, req.Private, &resp.Diagnostics).Kept
	if resp.Diagnostics.HasError() {
		return
	}
	id, answered := state.TrackID.ValueString(), state.ID.ValueString()
	ctx, access := r.session.beginChecked(ctx, &resp.Diagnostics, "remove track "+id, state.UserID)
	if access == nil {
		return
	}
	if slices.Contains(kept, id) || slices.Contains(kept, answered) {
		var left *amazonmusic.Track
		if owner == "" && !state.SaveState.IsNull() {
			// Terraform has marked this object as tainted, and gives no record of it. Its
			// track is saved, so that its successor has nothing to send.
			left = state.track()
		}
		r.session.ledger.Leave(owner, id, answered, left)
		return
	}
	if r.session.destructions.isLeftOver(owner) {
		warnLeftOver(&resp.Diagnostics, []string{state.name()})
		return
	}
	r.session.warnOfOtherRun(ctx, access, &resp.Diagnostics)
	removed, err := r.session.writer(access, owner).Remove(ctx, id, answered)
	if err != nil {
		attempt := fmt.Sprintf("Track %s could not be removed from the library", state.name())
		if lost, ok := errors.AsType[*library.LostTrackError](err); ok {
			attempt = fmt.Sprintf("Track %s may be lost, because track %s was to be removed", lost.TrackID, state.name())
		}
		r.session.report.addError(&resp.Diagnostics, "Unable to Remove Track", attempt, err)
		return
	}
	if removed.Unconfirmed {
		warnUnconfirmed(&resp.Diagnostics, []string{state.name()})
	}
	r.session.report.warnSlowdown(access.client.Slowdown(), &resp.Diagnostics)
}

func (r *libraryTrackResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	root := path.Root("track_id")
	resource.ImportStatePassthroughWithIdentity(ctx, root, root, req, resp)
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, root, &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !trackid.Valid(id.ValueString()) {
		resp.Diagnostics.AddError(invalidTrackID, "A track is imported by its id. "+explainTrackID(id.ValueString()))
		return
	}
	_, access := r.session.beginChecked(ctx, &resp.Diagnostics, "import track "+id.ValueString(), types.StringNull())
	if access == nil {
		return
	}
	r.session.requireSaved(ctx, &resp.Diagnostics, []string{id.ValueString()})
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), access.owner(types.StringNull()))...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, libraryTrackIdentity{TrackID: id})...)
	record{Owner: newOwner(trackOwner)}.write(ctx, resp.Private, &resp.Diagnostics)
}
