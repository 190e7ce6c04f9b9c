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
	_ list.ListResource              = (*playlistList)(nil)
	_ list.ListResourceWithConfigure = (*playlistList)(nil)
)

func newPlaylistList() list.ListResource { return &playlistList{} }

// playlistList lists what playlistResource can manage.
type playlistList struct {
	session *session
}

func (l *playlistList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName + "_playlist"
}

func (l *playlistList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Lists all playlists that the current Amazon Music user owns, for " +
			"`terraform query` (Terraform 1.14 and later). It takes no arguments. Terraform shows 100 results unless the " +
			"block's `limit` says otherwise. With `include_resource` the tracks of each playlist are read too.",
	}
}

func (l *playlistList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (l *playlistList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = listStream[amazonmusic.Playlist]{
		session: l.session, objects: "the playlists of the current user", summary: "Unable to List Playlists",
		pages: (*amazonmusic.Client).Playlists, result: l.result,
	}.results(ctx, req)
}

// result is one playlist, with its tracks where the whole resource is asked for.
func (l *playlistList) result(
	ctx context.Context, req list.ListRequest, client *amazonmusic.Client, playlist amazonmusic.Playlist,
) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = client.Printable(valueOr(playlist.Title, playlist.ID))
	model := playlistResourceModel{ID: types.StringValue(playlist.ID)}
	result.Diagnostics.Append(result.Identity.Set(ctx, model.identity())...)
	if !req.IncludeResource {
		return result
	}
	if err := model.read(ctx, client, &playlistRecord{Imported: true}); err != nil {
		l.session.report.addError(&result.Diagnostics, "Unable to Read Playlist",
			"Playlist "+client.Printable(playlist.ID)+" could not be read", err)
		return result
	}
	result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	return result
}
