package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// refresh takes over what the library holds of a track, and reports whether it
// is still there. What a listing leaves out does not undo what is known.
func (m *libraryTrackModel) refresh(saved *listing) bool {
	track, found := saved.find(m.TrackID.ValueString(), m.ID.ValueString())
	if !found {
		return false
	}
	known := *m
	m.describe(track)
	for _, field := range []struct {
		value  *types.String
		before types.String
	}{{&m.Title, known.Title}, {&m.ISRC, known.ISRC}, {&m.URL, known.URL}} {
		if field.value.IsNull() {
			*field.value = field.before
		}
	}
	return true
}

// refreshShelf returns the tracks of a shelf that the library still holds. A
// track that was imported has no label until it is known to be saved; now it is.
func refreshShelf(shelf map[string]attr.Value, aliases map[string]string, saved *listing) map[string]attr.Value {
	still := make(map[string]attr.Value, len(shelf))
	for id, label := range shelf {
		if _, found := saved.find(id, aliases[id]); !found {
			continue
		}
		if label.IsNull() {
			label = types.StringValue("")
		}
		still[id] = label
	}
	return still
}

// requireSaved adds an error for tracks that are to be imported and are not in
// the library. Without detect_drift nothing is asked.
func (s *session) requireSaved(ctx context.Context, diags *diag.Diagnostics, ids []string) {
	if !s.detectDrift {
		return
	}
	saved := s.library(ctx, diags, "check that what is imported is saved")
	if saved == nil {
		return
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, found := saved.find(id)
		return found
	})
	if len(missing) > 0 {
		slices.Sort(missing)
		diags.AddError("Track Not Saved", fmt.Sprintf("Not in the library, and so not imported: %s. Leave the import out and apply: that saves what is configured. "+
			"A track that the service answers with another id is listed, and imported, by that id.", strings.TrimSuffix(listSome(missing, ", "), ".")))
	}
}

// aliasesKey is where the private state of a shelf keeps the ids that the
// service answered with, where they differ from the configured ones. A listing
// knows the tracks by those ids only.
const aliasesKey = "aliases"

// privateState is what the framework's requests and responses share of it.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func readAliases(ctx context.Context, private privateState, diags *diag.Diagnostics) map[string]string {
	encoded, more := private.GetKey(ctx, aliasesKey)
	diags.Append(more...)
	aliases := map[string]string{}
	if len(encoded) > 0 {
		if err := json.Unmarshal(encoded, &aliases); err != nil {
			diags.AddError("Unreadable Private State", "The ids under which the service saved some tracks of the shelf could not be read: "+err.Error())
		}
	}
	return aliases
}

func writeAliases(ctx context.Context, private privateState, aliases map[string]string, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(aliases)
	if err != nil {
		diags.AddError("Unwritable Private State", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, aliasesKey, encoded)...)
}

// note records under which id a track was saved or that it is gone.
func (c *shelfChange) note(outcome amazonmusic.Outcome) {
	delete(c.aliases, outcome.TrackID)
	if !outcome.Remove && outcome.Track.ID != outcome.TrackID {
		c.aliases[outcome.TrackID] = outcome.Track.ID
		c.renamed = append(c.renamed, fmt.Sprintf("%s is saved as %s", outcome.TrackID, outcome.Track.ID))
	}
}

// warn tells, once for the shelf, which tracks were answered with another id.
func (c *shelfChange) warn(diags *diag.Diagnostics) {
	if len(c.renamed) == 0 {
		return
	}
	slices.Sort(c.renamed)
	diags.AddWarning("Tracks Answered With Another ID", fmt.Sprintf("%s. That is usual for the id of an album, and for a track that has moved in the catalog. "+
		"The provider goes on using the configured ids.", strings.TrimSuffix(listSome(c.renamed, ", "), ".")))
}
