package provider

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// When Terraform replaces an object, it gives the private state of the plan, and not
// that of the state, to the deletion of the old one; a planned deletion gets it too.
// So a plan can tell Delete which tracks stay saved: those of the new object, and
// those that another block keeps. Delete leaves them to the ledger, and sends nothing
// for them.

// planKept writes which tracks stay saved where this object is deleted.
func planKept(ctx context.Context, private privateState, ids []string, diags *diag.Diagnostics) {
	if len(ids) == 0 {
		diags.Append(private.SetKey(ctx, keptKey, nil)...)
		return
	}
	slices.Sort(ids)
	writeKey(ctx, private, keptKey, slices.Compact(ids), diags)
}

// readKept returns the tracks that stay saved.
func readKept(ctx context.Context, private privateState, diags *diag.Diagnostics) []string {
	var ids []string
	readKey(ctx, private, keptKey, &ids, diags)
	return ids
}

// destructions are the objects whose destruction was planned in this session. Terraform
// applies a plan in another session, and plans a destruction again there only for a
// deposed object: one that is left over from a replacement that did not finish. What
// was planned for that one is lost, and the object that replaced it takes no part.
type destructions struct {
	mu      sync.Mutex
	planned map[string]bool
}

func (d *destructions) plan(owner string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.planned == nil {
		d.planned = map[string]bool{}
	}
	d.planned[owner] = true
}

// deposed reports whether an object that is being deleted is a deposed one.
func (d *destructions) deposed(owner string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.planned[owner]
}

func warnDeposed(diags *diag.Diagnostics, tracks []string) {
	slices.Sort(tracks)
	diags.AddWarning("Tracks of a Deposed Object Stay Saved", fmt.Sprintf("This object was left over from a replacement that "+
		"did not finish. The object that replaced it may have the same tracks, so they stay saved: %s. Remove those that no "+
		"block has in Amazon Music.", listSome(tracks, ", ")))
}
