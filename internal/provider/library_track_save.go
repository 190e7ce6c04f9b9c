package provider

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// save saves the track of a plan and completes the plan with the answer. It
// reports whether the service confirmed it.
func (r *libraryTrackResource) save(ctx context.Context, plan *libraryTrackModel, private privateState, diags *diag.Diagnostics) bool {
	id := plan.TrackID.ValueString()
	ctx, client := r.session.begin(ctx, diags, "save track "+id)
	if client == nil {
		return false
	}
	defer r.session.saved.forget()
	owner := rand.Text()
	track, err := client.KeepTrack(ctx, owner, id)
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
	writeOwner(ctx, private, owner, diags)
	return true
}

// ownerKey is where the private state of a track keeps a name for the block
// that saved it. Blocks of one run are told apart by it where they are about
// the same track.
const ownerKey = "owner"

func writeOwner(ctx context.Context, private privateState, owner string, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(owner)
	if err != nil {
		diags.AddError("Unwritable Private State", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, ownerKey, encoded)...)
}

// readOwner returns "" for a track that was imported and never saved.
func readOwner(ctx context.Context, private privateState, diags *diag.Diagnostics) string {
	encoded, more := private.GetKey(ctx, ownerKey)
	diags.Append(more...)
	var owner string
	if len(encoded) > 0 && json.Unmarshal(encoded, &owner) != nil {
		return ""
	}
	return owner
}
