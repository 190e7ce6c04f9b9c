package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var _ validator.String = trackIDValidator{}

// trackIDValidator accepts the form of a catalog id, so that a slip is found
// by plan and not by apply.
type trackIDValidator struct{}

func (trackIDValidator) Description(context.Context) string {
	return "value must be a catalog id: ten characters of A-Z and 0-9"
}

func (v trackIDValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (trackIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if id := req.ConfigValue.ValueString(); !amazonmusic.IsTrackID(id) {
		resp.Diagnostics.AddAttributeError(req.Path, invalidTrackID, explainTrackID(id))
	}
}

// explainLink names the function that reads links, and what it would say.
func explainLink(link string) string {
	id, err := amazonmusic.TrackIDFromURL(link)
	if err != nil {
		return fmt.Sprintf(" The function provider::amazonmusic::track_id_from_url reads share links, but %s.", err)
	}
	return fmt.Sprintf(" The link names track %s: write that, or provider::amazonmusic::track_id_from_url(%q).", id, link)
}

const invalidTrackID = "Invalid Track ID"

// explainTrackID says what is wrong with an id, and what a right one looks like.
func explainTrackID(id string) string {
	text := fmt.Sprintf("%q is not the id of a track. An id has ten characters of A-Z and 0-9, like B08DL2BXQC.", id)
	trimmed := strings.TrimSpace(id)
	switch {
	case strings.Contains(id, "/") || strings.Contains(id, "trackAsin="):
		text += explainLink(trimmed)
	case amazonmusic.IsTrackID(strings.ToUpper(trimmed)):
		text += fmt.Sprintf(" Write it as %q.", strings.ToUpper(trimmed))
	}
	return text
}
