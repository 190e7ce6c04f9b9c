package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// save saves the track of a plan and completes the plan with the answer. It
// reports whether the service confirmed it.
func (r *libraryTrackResource) save(ctx context.Context, plan *libraryTrackModel, diags *diag.Diagnostics) bool {
	id := plan.TrackID.ValueString()
	ctx, client := r.session.begin(ctx, diags, "save track "+id)
	if client == nil {
		return false
	}
	defer r.session.saved.forget()
	track, err := client.SaveTrack(ctx, id)
	if err != nil {
		diags.AddAttributeError(path.Root("track_id"), "Unable to Save Track",
			r.session.failure(fmt.Sprintf("Track %s could not be saved to the library", id), err))
		return false
	}
	if track.ID != id {
		diags.AddAttributeWarning(path.Root("track_id"), "Track Answered With Another ID",
			fmt.Sprintf("The service saved track %s when asked for %s. That is usual for the id of an album, and for a track that has moved in the catalog. "+
				"The provider goes on using %s. If the track is not the one that was meant, correct track_id; if it is, track_id = %q says the same without this warning.",
				track.ID, id, id, track.ID))
	}
	plan.describe(track)
	return true
}
