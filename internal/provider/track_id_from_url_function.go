package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

var _ function.Function = (*trackIDFromURLFunction)(nil)

func newTrackIDFromURLFunction() function.Function { return &trackIDFromURLFunction{} }

type trackIDFromURLFunction struct{}

func (f *trackIDFromURLFunction) Metadata(
	_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse,
) {
	resp.Name = "track_id_from_url"
}

func (f *trackIDFromURLFunction) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "Track id of a share link",
		MarkdownDescription: "Returns the track id in an Amazon Music share link, offline. The link may have text around " +
			"it. A short link (`amzn.to`, `a.co`) is an error, and so is a link to an album without a track, a playlist or " +
			"an artist. A bare track id is returned unchanged.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "link",
				MarkdownDescription: "A link like `https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC`, " +
					"`https://music.amazon.co.uk/tracks/B08DL2BXQC` or `https://www.amazon.com/music/player/tracks/B08DL2BXQC`, " +
					"a text with one such link, or a track id.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (f *trackIDFromURLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var link string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &link))
	if resp.Error != nil {
		return
	}
	id, err := trackid.FromURL(link)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("Unable to find a track id in %.200q: %s", link, err))
		return
	}
	resp.Error = function.ConcatFuncErrors(resp.Error, resp.Result.Set(ctx, id))
}
