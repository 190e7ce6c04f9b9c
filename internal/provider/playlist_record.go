package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// playlistRecord is what the private state of a playlist keeps.
type playlistRecord struct {
	// Owner names the resource instance. It tells two blocks for one playlist from one
	// block that is planned twice.
	Owner string `json:"owner,omitempty"`
	// Names are the ids that the service lists tracks by, where they differ from the
	// configured ones.
	Names playlist.Names `json:"names,omitempty"`
	// Imported says that nothing but the id is known yet.
	Imported bool `json:"imported,omitempty"`
	// Title and Description are what the service has made of the texts in the state.
	Title       serviceText `json:"title,omitzero"`
	Description serviceText `json:"description,omitzero"`
	// ShowsDescription says that the service has answered with a description, so that
	// one that it leaves out is empty.
	ShowsDescription bool `json:"shows_description,omitempty"`
}

// serviceText is a text as the service keeps it, where that is not the text in the
// state: it may trim or shorten a text or change its case, and Terraform changes the
// way in which Unicode characters are written.
type serviceText struct {
	// Sent says that the text in the state was sent, and has not been answered yet.
	Sent bool `json:"sent,omitempty"`
	// Replaced is the text that was there when it was sent: an answer with this one is
	// old, or says that the service has not taken the new one.
	Replaced string `json:"replaced,omitempty"`
	// Kept is the text that stands for the one in the state, nil where they are equal.
	Kept *string `json:"kept,omitempty"`
}

func readPlaylistRecord(ctx context.Context, private privateState, diags *diag.Diagnostics) playlistRecord {
	var r playlistRecord
	readKey(ctx, private, recordKey, &r, diags)
	return r
}

func (r playlistRecord) write(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	writeKey(ctx, private, recordKey, r, diags)
}

// refresh returns the text that the state holds after a read. What the service has made
// of a text is no change, as long as it answers that.
func (t *serviceText) refresh(state types.String, answered string) types.String {
	text := state.ValueString()
	similar := t.Sent && answered != t.Replaced && playlist.SimilarText(text, answered)
	known := t.Kept != nil && answered == *t.Kept
	*t = serviceText{}
	switch {
	case !state.IsNull() && answered == text:
		return state
	case !state.IsNull() && (known || similar || playlist.SameText(text, answered)):
		t.Kept = &answered
		return state
	}
	// Terraform normalises the text in the state.
	t.Kept = &answered
	return types.StringValue(answered)
}

// resend returns what an update sends for a text that does not change.
func (t serviceText) resend(state types.String) string {
	if t.Kept != nil {
		return *t.Kept
	}
	return state.ValueString()
}
