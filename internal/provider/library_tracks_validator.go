package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// maxLabel bounds a label, in characters. Terraform and the framework exchange a
// resource in one message, and a label of a megabyte cannot be planned again.
const maxLabel = 1000

// tracksValidator checks all keys and labels of a map of tracks and reports each
// kind of mistake once, however many tracks have it. The errors are not on the
// attribute: Terraform would print a literal map in full.
func tracksValidator() validator.Map {
	return validatorOf[types.Map]{
		"value must map catalog ids (ten characters of A-Z and 0-9) to labels of at most 1,000 characters", checkTracks,
	}
}

func checkTracks(diags *diag.Diagnostics, _ path.Path, value types.Map) {
	tracks := value.Elements()
	var wrong, unlabelled, long []string
	for _, id := range slices.Sorted(maps.Keys(tracks)) {
		label, _ := tracks[id].(types.String)
		switch {
		case !trackid.Valid(id):
			wrong = append(wrong, id)
		case label.IsNull():
			unlabelled = append(unlabelled, id)
		case utf8.RuneCountInString(label.ValueString()) > maxLabel:
			long = append(long, id)
		}
	}
	if len(wrong) > 0 {
		diags.AddError(invalidTrackID, explainKeys(wrong, tracks))
	}
	if len(unlabelled) > 0 {
		diags.AddError("Missing Label", "The label of a track in \"tracks\" must not be null. Write \"\" for a "+
			"track without a label, for example with title == null ? \"\" : title. No label: "+listSome(unlabelled, ", ")+".")
	}
	if len(long) > 0 {
		diags.AddError("Label Too Long",
			fmt.Sprintf("A label in \"tracks\" has at most 1,000 characters. Longer: %s. Shorten it, for example with "+
				"substr(title, 0, 1000).",
				listSome(long, ", ")))
	}
}

// explainKeys says what is wrong with keys that are not ids of tracks.
func explainKeys(wrong []string, tracks map[string]attr.Value) string {
	turnedRound := 0
	for _, key := range wrong {
		if label, ok := tracks[key].(types.String); ok && trackid.Valid(label.ValueString()) {
			turnedRound++
		}
	}
	if turnedRound == len(wrong) {
		return "The map \"tracks\" is the wrong way round: its keys must be the ids of the tracks and its values the " +
			"labels, for example { for title, id in local.tracks : id => title }. The first key " +
			"is " + fmt.Sprintf("%.100q.", wrong[0])
	}
	return explainTrackIDs(wrong, fmt.Sprintf("In \"tracks\", %d of %s not the id of a track:",
		len(wrong), keysAre(len(wrong), len(tracks))))
}

// keysAre returns "3 keys is" or "3 keys are", by how many of them are meant.
func keysAre(wrong, all int) string {
	verb := " are"
	if wrong == 1 {
		verb = " is"
	}
	return count(all, "key") + verb
}

// explainTrackIDs says what is wrong with several ids: the rule once, then an id a
// line.
func explainTrackIDs(wrong []string, introduction string) string {
	lines := make([]string, len(wrong))
	for i, id := range wrong {
		lines[i] = "  " + strings.TrimSuffix(fmt.Sprintf("%.100q %s", id, hintOnTrackID(id)), " ")
	}
	return trackIDRule + "\n\n" + introduction + "\n" + listSome(lines, "\n")
}
