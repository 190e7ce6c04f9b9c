package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

var _ function.Function = (*albumIDFromURLFunction)(nil)

func newAlbumIDFromURLFunction() function.Function { return &albumIDFromURLFunction{} }

type albumIDFromURLFunction struct{}

func (f *albumIDFromURLFunction) Metadata(
	_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse,
) {
	resp.Name = "album_id_from_url"
}

func (f *albumIDFromURLFunction) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "Album id of a share link",
		MarkdownDescription: "Returns the album id in an Amazon Music share link, offline: in that of an album, or of a track " +
			"of an album. The link may have text around it. A short link (`amzn.to`, `a.co`) is an error, and so is a link to a track without its album, a " +
			"playlist or an artist. A bare album id is returned unchanged.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "link",
				MarkdownDescription: "A link like `https://music.amazon.com/albums/B08DL2H5PV` or " +
					"`https://www.amazon.com/music/player/albums/B08DL2H5PV`, a text with one such link, or an album id.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (f *albumIDFromURLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var link string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &link))
	if resp.Error != nil {
		return
	}
	id, err := trackid.AlbumFromURL(link)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("Unable to find an album id in %.200q: %s", link, err))
		return
	}
	resp.Error = function.ConcatFuncErrors(resp.Error, resp.Result.Set(ctx, id))
}
