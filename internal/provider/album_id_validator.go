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

// albumIDValidator accepts the form of a catalog id.
func albumIDValidator() validator.String {
	return validatorOf[types.String]{"value must be a catalog id: ten characters of A-Z and 0-9", checkAlbumID}
}

func checkAlbumID(diags *diag.Diagnostics, at path.Path, value types.String) {
	id := value.ValueString()
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
	addArgumentError(diags, at, id, "Invalid Album ID", strings.TrimSpace(text))
}
