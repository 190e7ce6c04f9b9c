package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ list.ListResource              = (*libraryTrackList)(nil)
	_ list.ListResourceWithConfigure = (*libraryTrackList)(nil)
)

func newLibraryTrackList() list.ListResource { return &libraryTrackList{} }

// libraryTrackList lists what libraryTrackResource can manage.
type libraryTrackList struct {
	session *session
}

func (l *libraryTrackList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName + "_library_track"
}

func (l *libraryTrackList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: previewNote + "Lists every saved track for `terraform query` (Terraform 1.14 and later). It " +
			"has no arguments. Terraform stops at 100 results unless `limit` is set.",
	}
}

func (l *libraryTrackList) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	l.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (l *libraryTrackList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = listStream[amazonmusic.Track]{
		session: l.session, objects: "the saved tracks", summary: "Unable to List Saved Tracks",
		pages: (*amazonmusic.Client).LibraryTracks, result: l.result,
	}.results(ctx, req)
}

func (l *libraryTrackList) result(
	ctx context.Context, req list.ListRequest, client *amazonmusic.Client, track amazonmusic.Track,
) list.ListResult {
	result := req.NewListResult(ctx)
	model := libraryTrackModel{TrackID: types.StringValue(track.ID)}
	model.describe(track)
	result.DisplayName = track.ID
	if track.Title != nil && *track.Title != "" {
		result.DisplayName = client.Printable(*track.Title)
	}
	result.Diagnostics.Append(result.Identity.Set(ctx, model.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result
}
