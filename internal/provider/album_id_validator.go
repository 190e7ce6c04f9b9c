package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

var _ validator.String = albumIDValidator{}

// albumIDValidator accepts the form of a catalog id.
type albumIDValidator struct{}

func (albumIDValidator) Description(context.Context) string {
	return "value must be a catalog id: ten characters of A-Z and 0-9"
}

func (v albumIDValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (albumIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	id := req.ConfigValue.ValueString()
	if trackid.Valid(id) {
		return
	}
	text := fmt.Sprintf("%.200q is not the id of an album. It has ten characters of A-Z and 0-9, like B08DL2H5PV. ", id)
	if strings.Contains(id, "/") {
		if named, err := trackid.AlbumFromURL(id); err == nil {
			text += fmt.Sprintf("The link names album %s. Write that id, or use provider::amazonmusic::album_id_from_url.", named)
		} else {
			text += sentence(fmt.Sprintf("The function provider::amazonmusic::album_id_from_url reads share links, but %s", err))
		}
	}
	addArgumentError(&resp.Diagnostics, req.Path, id, "Invalid Album ID", strings.TrimSpace(text))
}
