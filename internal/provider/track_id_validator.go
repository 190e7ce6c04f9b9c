package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

var _ validator.String = trackIDValidator{}

// trackIDValidator accepts the form of a catalog id, so that a mistake is found by
// plan and not by apply.
type trackIDValidator struct{}

func (trackIDValidator) Description(context.Context) string {
	return "value must be a catalog id: ten characters of A-Z and 0-9"
}

func (v trackIDValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (trackIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if id := req.ConfigValue.ValueString(); !trackid.Valid(id) {
		addArgumentError(&resp.Diagnostics, req.Path, id, invalidTrackID, explainTrackID(id))
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
