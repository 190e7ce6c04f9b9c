package provider

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"

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

// libraryTracksResource is a shelf: many tracks in one resource. Its tracks are
// one map of strings and nothing else, because every further value would cost
// Terraform and the framework time: see the benchmarks.
type libraryTracksResource struct {
	session *session
}

type libraryTracksModel struct {
	ID         types.String `tfsdk:"id"`
	Tracks     types.Map    `tfsdk:"tracks"`
	TrackCount types.Int64  `tfsdk:"track_count"`
}

func (r *libraryTracksResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName + "_library_tracks"
}

func (r *libraryTracksResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps many tracks saved in the library of the current Amazon Music user: a shelf of tracks in one resource, as fast with ten " +
			"thousand tracks as the service allows. It owns the tracks that it names and no others. A track saved by other means is never touched, and destroying " +
			"the shelf removes what the shelf holds and nothing else.",
		Attributes: map[string]schema.Attribute{
			"tracks": schema.MapAttribute{
				Required:    true,
				ElementType: types.StringType,
				MarkdownDescription: "The tracks: catalog id (ten characters of `A-Z` and `0-9`) to a label for whoever reads the configuration, such as the " +
					"title. The label may be `\"\"` but not null. It is never sent, and changing it sends nothing.",
				Validators: []validator.Map{shelfValidator{}},
			},
			"track_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many tracks the shelf holds."},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "An id of the shelf's own, made when it is created or imported and kept for its life. The service does not know it.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func (r *libraryTracksResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan tells how many tracks there will be.
func (r *libraryTracksResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var tracks types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("tracks"), &tracks)...)
	if resp.Diagnostics.HasError() || tracks.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("track_count"), int64(len(tracks.Elements())))...)
}

func (r *libraryTracksResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan libraryTracksModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, "save the tracks of a shelf")
	if client == nil {
		return
	}
	plan.ID = types.StringValue(newShelfID())
	change := newShelfChange(plan.ID.ValueString(), types.MapNull(types.StringType), plan.Tracks, map[string]string{})
	r.session.apply(ctx, client, change)
	if len(change.shelf) == 0 {
		change.explain(r.session, &resp.Diagnostics, "None of them is saved, so the shelf was not created.")
		return
	}
	change.explain(r.session, &resp.Diagnostics, "The tracks that are saved are in the state, and Terraform has marked the shelf as tainted. Run "+
		"\"terraform untaint\" with the shelf's address, and the next apply sends only the missing tracks; without that it would remove and save all of them.")
	change.warn(&resp.Diagnostics)
	plan.hold(change.shelf)
	writeAliases(ctx, resp.Private, change.aliases, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read sends nothing unless drift is to be detected: then a track that is gone
// leaves the map, and the plan brings it back.
func (r *libraryTracksResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if !r.session.detectDrift {
		return
	}
	var state libraryTracksModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	aliases := readAliases(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	saved := r.session.library(ctx, &resp.Diagnostics, "refresh a shelf")
	if saved == nil {
		return
	}
	state.hold(refreshShelf(state.Tracks.Elements(), aliases, saved))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *libraryTracksResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state libraryTracksModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, "change the tracks of a shelf")
	if client == nil {
		return
	}
	aliases := readAliases(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	change := newShelfChange(state.ID.ValueString(), state.Tracks, plan.Tracks, aliases)
	r.session.apply(ctx, client, change)
	change.explain(r.session, &resp.Diagnostics, "The state holds the tracks that are saved. Apply again to do the rest.")
	change.warn(&resp.Diagnostics)
	plan.hold(change.shelf)
	writeAliases(ctx, resp.Private, change.aliases, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *libraryTracksResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state libraryTracksModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := r.session.begin(ctx, &resp.Diagnostics, "remove the tracks of a shelf")
	if client == nil {
		return
	}
	aliases := readAliases(ctx, req.Private, &resp.Diagnostics)
	change := newShelfChange(state.ID.ValueString(), state.Tracks, types.MapNull(types.StringType), aliases)
	r.session.apply(ctx, client, change)
	change.explain(r.session, &resp.Diagnostics, "The state holds the tracks that are still saved. Destroy again to remove them.")
	if len(change.shelf) > 0 {
		state.hold(change.shelf)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// ImportState takes track ids separated by commas. Their labels are null until
// an apply has saved them: see newShelfChange.
func (r *libraryTracksResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	shelf, err := parseShelf(req.ID)
	if err != nil {
		resp.Diagnostics.AddError(invalidTrackID, fmt.Sprintf("A shelf is imported by the ids of its tracks, separated by commas. %s", err))
		return
	}
	r.session.requireSaved(ctx, &resp.Diagnostics, slices.Collect(maps.Keys(shelf)))
	if resp.Diagnostics.HasError() {
		return
	}
	model := libraryTracksModel{ID: types.StringValue(newShelfID())}
	model.hold(shelf)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func newShelfID() string { return "shelf-" + rand.Text() }
