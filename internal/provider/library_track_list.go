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

// List streams the tracks as their pages arrive. An error is yielded as a
// result: what has been streamed by then cannot be taken back.
func (l *libraryTrackList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	ctx, client := l.session.begin(ctx, &diags, "list the saved tracks")
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
		for page, err := range client.LibraryTracks(ctx, pageSize) {
			if err != nil {
				l.session.report.addError(&diags, "Unable to List Saved Tracks", "The saved tracks could not be listed", err)
				push(list.ListResult{Diagnostics: diags})
				return
			}
			for _, track := range page {
				if !track.Known() {
					unlisted++
					continue
				}
				if !push(newListResult(ctx, req, client, track)) {
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

// pushUnlisted says how many entries of a list are left out.
func pushUnlisted(push func(list.ListResult) bool, n int) {
	if n == 0 {
		return
	}
	var diags diag.Diagnostics
	diags.AddWarning("Results Left Out", count(n, "result")+wasOrWere(n)+" left out, because the service lists "+
		"something there that has no id of the expected form, such as an upload or a withdrawn track.")
	push(list.ListResult{Diagnostics: diags})
}

func newListResult(
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
