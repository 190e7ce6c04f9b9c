package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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

// List streams the playlists as their pages arrive. An error is yielded as a
// result: what has been streamed by then cannot be taken back.
func (l *playlistList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	ctx, client := l.session.begin(ctx, &diags, "list the playlists")
	if client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	pageSize := amazonmusic.MaxPageSize
	if req.Limit > 0 {
		pageSize = int(min(req.Limit, amazonmusic.MaxPageSize))
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left, unlisted := req.Limit, 0
		for page, err := range client.Playlists(ctx, pageSize) {
			if err != nil {
				l.session.report.addError(&diags, "Unable to List Playlists",
					"The playlists of the current user could not be listed", err)
				push(list.ListResult{Diagnostics: diags})
				return
			}
			for _, playlist := range page {
				if !playlist.Known() {
					unlisted++
					continue
				}
				if !push(l.result(ctx, req, client, playlist)) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
		pushUnlisted(push, unlisted)
	}
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
	if err := model.read(ctx, client, nil); err != nil {
		l.session.report.addError(&result.Diagnostics, "Unable to Read Playlist",
			"Playlist "+client.Printable(playlist.ID)+" could not be read", err)
		return result
	}
	result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	return result
}
