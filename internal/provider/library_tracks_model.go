package provider

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

type libraryTracksModel struct {
	ID         types.String `tfsdk:"id"`
	Tracks     types.Map    `tfsdk:"tracks"`
	TrackCount types.Int64  `tfsdk:"track_count"`
	UserID     types.String `tfsdk:"user_id"`
	// MaxRemovals is null where there is no bound.
	MaxRemovals types.Number `tfsdk:"max_removals"`
}

// hold makes the model hold these tracks.
func (m *libraryTracksModel) hold(tracks map[string]attr.Value) {
	m.Tracks = types.MapValueMust(types.StringType, tracks)
	m.TrackCount = types.Int64Value(int64(len(tracks)))
}

// parseTrackIDs reads the track ids of an import. Spaces and line ends around them
// are for the reader.
func parseTrackIDs(list string) ([]string, error) {
	var ids, wrong []string
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(list), ","), ",") {
		id := strings.TrimSpace(part)
		if trackid.Valid(id) {
			ids = append(ids, id)
		} else {
			wrong = append(wrong, id)
		}
	}
	if len(wrong) > 0 {
		return nil, errors.New(explainTrackIDs(wrong, "Not ids of tracks:"))
	}
	return ids, nil
}
