package provider

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ resource.Resource                = (*libraryTracksResource)(nil)
	_ resource.ResourceWithConfigure   = (*libraryTracksResource)(nil)
	_ resource.ResourceWithImportState = (*libraryTracksResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*libraryTracksResource)(nil)
)

func newLibraryTracksResource() resource.Resource { return &libraryTracksResource{} }

// libraryTracksResource is many tracks in one resource. They are one map of strings
// and nothing else, because every further value costs Terraform and the framework
// time (BenchmarkApply).
type libraryTracksResource struct {
	session *session
}

func (r *libraryTracksResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = typeName + "_library_tracks"
}

func (r *libraryTracksResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Saves many tracks in the library of the current Amazon Music user, with one resource for " +
			"up to ten thousand tracks. It manages the tracks it names and no others; destroying it removes only these.",
		Attributes: map[string]schema.Attribute{
			"tracks": schema.MapAttribute{
				Required:    true,
				ElementType: types.StringType,
				MarkdownDescription: "Map from catalog id (ten characters of `A-Z` and `0-9`) to a label for the reader, such " +
					"as the title. The map may be empty. A label has at most 1,000 characters, may be `\"\"` but not null, and is " +
					"never sent.",
				Validators: []validator.Map{tracksValidator()},
			},
			"max_removals": schema.NumberAttribute{
				Optional: true,
				MarkdownDescription: "Maximum number of tracks that one plan may remove from the library, 0 to 10,000, by taking " +
					"them out of the map or by destroying the resource. A plan that removes more is an error. Use it where nobody " +
					"reads the plan, and for a file that may lose its rows. Without it, a plan that removes more than ten tracks " +
					"says so in a warning.",
				Validators: []validator.Number{numberValidator(0, maxElements, true)},
			},
			"track_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of tracks."},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Id of the resource, created by the provider and unknown to the service.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"user_id": userIDAttribute("tracks"),
		},
	}
}

func (r *libraryTracksResource) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	r.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan says how many tracks there will be and which of them stay saved where
// this object is deleted, and warns about tracks that another block has too.
func (r *libraryTracksResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if r.session == nil {
		return
	}
	var before, after libraryTracksModel
	saved := readRecord(ctx, req.Private, &resp.Diagnostics)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &after)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p := libraryTracksPlan{
		ledger: r.session.ledger, saved: saved, change: newTracksChange(before.Tracks, after.Tracks, saved.AnsweredIDs),
		created: req.State.Raw.IsNull(), destroyed: req.Plan.Raw.IsNull(),
	}
	if !after.Tracks.IsUnknown() {
		p.note()
	}
	p.deletion(after).write(ctx, resp.Private, &resp.Diagnostics)
	if after.Tracks.IsUnknown() {
		return
	}
	if p.destroyed {
		// No argument replaces the resource, so its successor has tracks of it.
		related := slices.ContainsFunc(slices.Collect(maps.Keys(p.change.tracks)), r.session.ledger.Keeps)
		r.session.destructions.plan(tracksOwner, saved.Owner, related)
	} else {
		count := types.Int64Value(int64(len(after.Tracks.Elements())))
		if p.atRisk && before.Tracks.Equal(after.Tracks) {
			// A block without a change takes no part in the apply, and could not keep its tracks.
			count = types.Int64Unknown()
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("track_count"), count)...)
	}
	p.shared.warn(&resp.Diagnostics)
	if r.session.detectDrift {
		p.change.warnDrift(&resp.Diagnostics)
	}
	limit := after.MaxRemovals
	if p.destroyed {
		limit = before.MaxRemovals
	}
	p.checkRemovals(limit, &resp.Diagnostics)
}

func (r *libraryTracksResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan libraryTracksModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	change := newTracksChange(types.MapNull(types.StringType), plan.Tracks, nil)
	change.created = true
	plan.ID = types.StringValue(newOwner(tracksOwner))
	saved := record{Owner: plan.ID.ValueString()}
	change.takeOver(r.session.ledger, &saved)
	r.change(ctx, "save the tracks of a resource", change, &saved, &plan.UserID, &resp.Diagnostics)
	if len(change.tracks) == 0 && len(change.wanted) > 0 {
		return
	}
	if resp.Diagnostics.HasError() {
		// The replacement of this object does not get its record. It has to save these
		// tracks again, to know what other ids they have.
		for id := range saved.AnsweredIDs {
			change.tracks[id] = types.StringNull()
		}
	} else {
		r.session.destructions.create(tracksOwner)
	}
	plan.hold(change.tracks)
	saved.write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read sends nothing unless drift is to be detected. A track that the listing does
// not hold loses its label, so that the plan saves it again.
func (r *libraryTracksResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if !r.session.detectDrift {
		return
	}
	var state libraryTracksModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	answered := readRecord(ctx, req.Private, &resp.Diagnostics).AnsweredIDs
	if resp.Diagnostics.HasError() {
		return
	}
	const action = "refresh a resource with many tracks"
	saved := r.session.savedTracks(ctx, &resp.Diagnostics, action)
	if saved == nil {
		return
	}
	tracks, gone := state.Tracks.Elements(), false
	for id, label := range tracks {
		_, found := saved.find(id, answered[id])
		switch {
		case !found:
			tracks[id], gone = types.StringNull(), true
		case label.IsNull():
			// It is there after all.
			tracks[id] = types.StringValue("")
		}
	}
	if gone {
		// Another user's library would lack them too.
		_, access := r.session.beginChecked(ctx, &resp.Diagnostics, action, state.UserID)
		if access == nil {
			return
		}
		state.UserID = access.owner(state.UserID)
	}
	state.hold(tracks)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *libraryTracksResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state libraryTracksModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readRecord(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	change := newTracksChange(state.Tracks, plan.Tracks, saved.AnsweredIDs)
	saved.Owner, plan.UserID = state.ID.ValueString(), state.UserID
	r.change(ctx, "change the tracks of a resource", change, &saved, &plan.UserID, &resp.Diagnostics)
	plan.hold(change.tracks)
	saved.write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete sends nothing for tracks that stay saved: for the object that replaces this
// one, or for another block.
func (r *libraryTracksResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state libraryTracksModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	saved := readRecord(ctx, req.Private, &resp.Diagnostics)
	planned := readPlannedDeletion(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// Terraform gives no record of an object that it has marked as tainted. What that
	// one has saved is saved, so that its successor sends only what is missing.
	tainted := saved.Owner == ""
	saved.Owner = state.ID.ValueString()
	change := newTracksChange(state.Tracks, types.MapNull(types.StringType), saved.AnsweredIDs)
	const action = "remove the tracks of a resource"
	if len(change.tracks) > 0 {
		if _, access := r.session.beginChecked(ctx, &resp.Diagnostics, action, state.UserID); access == nil {
			return
		}
	}
	if r.session.destructions.isLeftOver(saved.Owner) {
		if len(change.tracks) > 0 {
			warnLeftOver(&resp.Diagnostics, change.names(slices.Collect(maps.Keys(change.tracks))))
		}
		return
	}
	change.leave(r.session.ledger, saved, planned.Kept, tainted)
	if most := planned.MaxRemovals; most != nil && len(change.changes) > *most {
		refuseRemovals(change.changed(), *most, adviceOnRemovals, &resp.Diagnostics)
		return
	}
	r.change(ctx, action, change, &saved, &state.UserID, &resp.Diagnostics)
	if len(change.tracks) > 0 {
		state.hold(change.tracks)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// change makes a change and reports what became of it. It completes the record and
// the user. A change that needs no request asks nothing of the service.
func (r *libraryTracksResource) change(ctx context.Context, action string, c *tracksChange, saved *record,
	userID *types.String, diags *diag.Diagnostics,
) {
	before := *userID
	if userID.IsUnknown() {
		*userID = types.StringNull()
	}
	takenOver := c.created && len(c.tracks) > 0
	if len(c.changes) == 0 && !takenOver && !c.atRisk(r.session.ledger, *saved) {
		return
	}
	ctx, access := r.session.beginWrite(ctx, diags, action, before)
	if access == nil {
		return
	}
	*userID = access.owner(*userID)
	c.apply(ctx, r.session.writer(access, saved.Owner), saved, r.session.log)
	c.report(r.session.report, diags)
	r.session.report.warnSlowdown(access.client.Slowdown(), diags)
}

// ImportState takes track ids separated by commas. With detect_drift the titles
// become the labels. Without it nothing is known, and the labels are null until an
// apply has saved the tracks.
func (r *libraryTracksResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	ids, err := parseTrackIDs(req.ID)
	if err != nil {
		resp.Diagnostics.AddError(invalidTrackID,
			"Many tracks are imported by their ids, separated by commas. "+err.Error())
		return
	}
	_, access := r.session.beginChecked(ctx, &resp.Diagnostics, "import tracks", types.StringNull())
	if access == nil {
		return
	}
	saved := r.session.requireSaved(ctx, &resp.Diagnostics, ids)
	if resp.Diagnostics.HasError() {
		return
	}
	tracks := make(map[string]attr.Value, len(ids))
	for _, id := range ids {
		tracks[id] = types.StringNull()
		if saved != nil {
			track, _ := saved.find(id)
			// A label is for the reader, and has a bound.
			tracks[id] = types.StringValue(r.session.client.Printable(valueOr(track.Title, "")))
		}
	}
	if saved == nil {
		resp.Diagnostics.AddWarning("Imported Without Labels", "Nothing was read, so the labels of the imported tracks "+
			"are not known. Write the tracks with labels in the configuration: -generate-config-out would write null labels, "+
			"which are not valid. The next apply saves each track once. With \"detect_drift\" set to true, an import takes "+
			"the titles as labels.")
	}
	model := libraryTracksModel{
		ID: types.StringValue(newOwner(tracksOwner)), UserID: access.owner(types.StringNull()),
	}
	model.hold(tracks)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	record{Owner: model.ID.ValueString()}.write(ctx, resp.Private, &resp.Diagnostics)
}
