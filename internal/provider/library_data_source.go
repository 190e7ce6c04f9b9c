package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ datasource.DataSource              = (*libraryDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*libraryDataSource)(nil)
)

func newLibraryDataSource() datasource.DataSource { return &libraryDataSource{} }

type libraryDataSource struct {
	session *session
}

type libraryModel struct {
	Tracks     []savedTrackModel `tfsdk:"tracks"`
	TrackCount types.Int64       `tfsdk:"track_count"`
}

type savedTrackModel struct {
	ID    types.String `tfsdk:"id"`
	Title types.String `tfsdk:"title"`
	ISRC  types.String `tfsdk:"isrc"`
	URL   types.String `tfsdk:"url"`
}

func (d *libraryDataSource) Metadata(
	_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse,
) {
	resp.TypeName = typeName + "_library"
}

func (d *libraryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: previewNote + "Reads every saved track in the library of the current Amazon Music user. The " +
			"list is complete, or the read fails. Values that the service omits are null.",
		Attributes: map[string]schema.Attribute{
			"tracks": schema.ListNestedAttribute{
				Computed: true,
				MarkdownDescription: "The saved tracks, in the service's order. An entry that is no track of the catalog, such " +
					"as an upload or a withdrawn track, has a null `id`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":    schema.StringAttribute{Computed: true, MarkdownDescription: "Catalog id of the track."},
					"title": schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the track."},
					"isrc": schema.StringAttribute{Computed: true, MarkdownDescription: "International Standard Recording Code of " +
						"the track."},
					"url": schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the track on Amazon Music."},
				}},
			},
			"track_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of saved tracks."},
		},
	}
}

func (d *libraryDataSource) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	d.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *libraryDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	saved := d.session.savedTracks(ctx, &resp.Diagnostics, "read the library")
	if saved == nil {
		return
	}
	model := libraryModel{
		Tracks:     make([]savedTrackModel, len(saved.tracks)),
		TrackCount: types.Int64Value(int64(len(saved.tracks))),
	}
	for i, track := range saved.tracks {
		model.Tracks[i] = savedTrackModel{
			ID:    idValue(track.ID),
			Title: types.StringPointerValue(track.Title),
			ISRC:  types.StringPointerValue(track.ISRC),
			URL:   types.StringPointerValue(track.URL),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
