package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// trackIDValidator accepts the form of a catalog id, so that a mistake is found by
// plan and not by apply.
func trackIDValidator() validator.String {
	return validatorOf[types.String]{"value must be a catalog id: ten characters of A-Z and 0-9", checkTrackID}
}

func checkTrackID(diags *diag.Diagnostics, at path.Path, value types.String) {
	if id := value.ValueString(); !trackid.Valid(id) {
		addArgumentError(diags, at, id, invalidTrackID, explainTrackID(id))
	}
}

const (
	invalidTrackID = "Invalid Track ID"
	trackIDRule    = "The id of a track has ten characters of A-Z and 0-9, like B08DL2BXQC."
)

// explainTrackID says what is wrong with an id, and what a right one looks like.
func explainTrackID(id string) string {
	text := fmt.Sprintf("%.200q is not the id of a track. %s %s", id, trackIDRule, sentence(hintOnTrackID(id)))
	return strings.TrimSpace(text)
}

// hintOnTrackID says what to write instead, where that can be told.
func hintOnTrackID(id string) string {
	trimmed := strings.TrimSpace(id)
	if upper := strings.ToUpper(trimmed); trackid.Valid(upper) {
		return fmt.Sprintf("Write it as %q", upper)
	}
	if !strings.Contains(id, "/") && !strings.Contains(id, "trackAsin=") {
		return ""
	}
	named, err := trackid.FromURL(trimmed)
	if err != nil {
		return fmt.Sprintf("The function provider::amazonmusic::track_id_from_url reads share links, but %s", err)
	}
	return fmt.Sprintf("The link names track %s. Write that id, or use provider::amazonmusic::track_id_from_url", named)
}
