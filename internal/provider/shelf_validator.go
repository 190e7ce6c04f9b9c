package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var _ validator.Map = shelfValidator{}

// shelfValidator checks all keys and labels of a shelf and reports each kind of
// mistake once, however many tracks make it.
type shelfValidator struct{}

func (shelfValidator) Description(context.Context) string {
	return "value must map catalog ids (ten characters of A-Z and 0-9) to labels, and hold at least one"
}

func (v shelfValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (shelfValidator) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	tracks := req.ConfigValue.Elements()
	if len(tracks) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty Shelf",
			"A shelf holds at least one track. To keep no track, remove the resource from the configuration.")
		return
	}
	var wrong, unlabelled []string
	for _, id := range slices.Sorted(maps.Keys(tracks)) {
		if !amazonmusic.IsTrackID(id) {
			wrong = append(wrong, explainTrackID(id))
		}
		if tracks[id].IsNull() {
			unlabelled = append(unlabelled, id)
		}
	}
	if len(wrong) > 0 {
		resp.Diagnostics.AddAttributeError(req.Path, invalidTrackID,
			fmt.Sprintf("%d of the %d keys are not ids of tracks. %s", len(wrong), len(tracks), listSome(wrong, " ")))
	}
	if len(unlabelled) > 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Missing Label",
			fmt.Sprintf("The label of a track must not be null. Write \"\" for a track without a label, for example with title == null ? \"\" : title. "+
				"No label: %s", listSome(unlabelled, ", ")))
	}
}
