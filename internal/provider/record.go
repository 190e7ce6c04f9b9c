package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// record is what the private state of a resource keeps about its tracks.
type record struct {
	// Owner names the resource instance in the ledger. It tells two blocks for one
	// track from one block that is planned twice.
	Owner string `json:"owner,omitempty"`
	// AnsweredIDs holds the ids that the service answered with, by the configured
	// id, where the two differ.
	AnsweredIDs map[string]string `json:"answered_ids,omitempty"`
}

// The keys of the private state. The second one is for the plan that writes it. A
// deletion that fails leaves it in the state, so that every plan writes it anew.
const (
	recordKey   = "record"
	deletionKey = "deletion"
)

// privateState is what the framework's requests and responses share of it.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readRecord returns the record of a resource, an empty one where there is none.
func readRecord(ctx context.Context, private privateState, diags *diag.Diagnostics) record {
	var r record
	readKey(ctx, private, recordKey, &r, diags)
	return r
}

func (r record) write(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	writeKey(ctx, private, recordKey, r, diags)
}

// readKey decodes the value of a key, if there is one.
func readKey(ctx context.Context, private privateState, key string, value any, diags *diag.Diagnostics) {
	encoded, more := private.GetKey(ctx, key)
	diags.Append(more...)
	if len(encoded) > 0 && json.Unmarshal(encoded, value) != nil {
		diags.AddError("Unreadable Private State", "What the provider recorded about this resource in the state cannot "+
			"be read. Nothing was sent.\n\nRestore the state from a backup. Without one, run \"terraform state rm\" with "+
			"the resource's address, which keeps its tracks in the library, and import the tracks again.")
	}
}

func writeKey(ctx context.Context, private privateState, key string, value any, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Unwritable Private State", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, key, encoded)...)
}
