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

// plannedDeletion is what a plan tells the deletion of an object.
type plannedDeletion struct {
	// Kept are the tracks that stay saved.
	Kept []string `json:"kept,omitempty"`
	// MaxRemovals bounds the deletion of an object that is replaced; nil is no bound.
	// A plan does not see a tainted object, so that only its deletion can count.
	MaxRemovals *int `json:"max_removals,omitempty"`
	// Successor is the object that replaces this one and takes over its playlist, nil
	// where the playlist is deleted.
	Successor *playlistSuccessor `json:"successor,omitempty"`
}

func (d plannedDeletion) write(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	slices.Sort(d.Kept)
	d.Kept = slices.Compact(d.Kept)
	if len(d.Kept) == 0 && d.MaxRemovals == nil && d.Successor == nil {
		diags.Append(private.SetKey(ctx, deletionKey, nil)...)
		return
	}
	writeKey(ctx, private, deletionKey, d, diags)
}

func readPlannedDeletion(ctx context.Context, private privateState, diags *diag.Diagnostics) plannedDeletion {
	var d plannedDeletion
	readKey(ctx, private, deletionKey, &d, diags)
	return d
}

// destructions tell which objects are left over from a replacement that creates first
// and did not finish. Terraform applies a plan in another session than that of the
// plan, and plans a destruction there only for a deposed object. It is the old one of
// a replacement of this session, or one that is left over: what was planned for that
// one is lost, and the object that replaced it takes no part in the apply.
type destructions struct {
	mu sync.Mutex
	// leftOver says of the owners of planned destructions whether they are left over.
	leftOver map[string]bool
	// created counts the new objects by the kind of their owners, less those that the
	// destruction of a deposed object was planned after.
	created map[string]int
}

func newDestructions() *destructions {
	return &destructions{leftOver: map[string]bool{}, created: map[string]int{}}
}

// create notes a new object.
func (d *destructions) create(kind string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.created[kind]++
}

// plan notes that the destruction of an object is planned. That of the old object of a
// replacement comes after the new one was created: without a new one it is left over.
// So it is where the new one cannot have replaced it: see each caller.
func (d *destructions) plan(kind, owner string, related bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.leftOver[owner] = d.created[kind] == 0 || !related
	if !d.leftOver[owner] {
		d.created[kind]--
	}
}

// isLeftOver reports whether an object that is being deleted is left over.
func (d *destructions) isLeftOver(owner string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.leftOver[owner]
}

func warnLeftOver(diags *diag.Diagnostics, tracks []string) {
	slices.Sort(tracks)
	diags.AddWarning("Tracks of a Deposed Object Are Not Removed", fmt.Sprintf("This object was left over from a replacement "+
		"that did not finish. The object that replaced it may have the same tracks, so destroying the old one removes none "+
		"of them: %s. Remove those that no block has in Amazon Music.", listSome(tracks, ", ")))
}
