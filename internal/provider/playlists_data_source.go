package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ datasource.DataSource              = (*playlistsDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*playlistsDataSource)(nil)
)

func newPlaylistsDataSource() datasource.DataSource { return &playlistsDataSource{} }

type playlistsDataSource struct {
	session *session
}

type playlistsModel struct {
	PageSize  types.Number    `tfsdk:"page_size"`
	UserID    types.String    `tfsdk:"user_id"`
	Playlists []playlistModel `tfsdk:"playlists"`
}

func (d *playlistsDataSource) Metadata(
	_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse,
) {
	resp.TypeName = typeName + "_playlists"
}

func (d *playlistsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads every playlist that the service lists for the current Amazon Music user; some may belong " +
			"to others. The list is complete, or the read fails. Values that the service omits are null.",
		Attributes: map[string]schema.Attribute{
			"page_size": schema.NumberAttribute{
				Optional:            true,
				MarkdownDescription: "Number of playlists per request, 1 to 100. It does not change the result. Default: `100`.",
				Validators:          []validator.Number{numberValidator(1, amazonmusic.MaxPageSize, true)},
			},
			"user_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the current user."},
			"playlists": schema.ListNestedAttribute{
				Computed: true,
				MarkdownDescription: "The playlists, in the service's order. An entry that the provider does not understand has " +
					"a null `id`.",
				NestedObject: schema.NestedAttributeObject{Attributes: playlistAttributes()},
			},
		},
	}
}

func (d *playlistsDataSource) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	d.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *playlistsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model playlistsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := d.session.begin(ctx, &resp.Diagnostics, "read the playlists")
	if client == nil {
		return
	}
	pageSize := wholeNumber(model.PageSize, amazonmusic.MaxPageSize)
	userID, playlists, err := client.PlaylistsOfUser(ctx, pageSize)
	if err != nil {
		d.session.report.addError(&resp.Diagnostics, "Unable to Read Playlists",
			"The playlists of the current user could not be read", err)
		return
	}
	model.UserID = types.StringPointerValue(userID)
	model.Playlists = make([]playlistModel, len(playlists))
	for i, playlist := range playlists {
		model.Playlists[i] = newPlaylistModel(playlist)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
