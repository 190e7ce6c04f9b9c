package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ datasource.DataSource              = (*albumDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*albumDataSource)(nil)
)

func newAlbumDataSource() datasource.DataSource { return &albumDataSource{} }

// albumDataSource reads one album with its tracks.
type albumDataSource struct {
	session *session
}

type albumModel struct {
	ID          types.String        `tfsdk:"id"`
	Title       types.String        `tfsdk:"title"`
	ReleaseDate types.String        `tfsdk:"release_date"`
	Duration    types.Int64         `tfsdk:"duration"`
	TrackCount  types.Int64         `tfsdk:"track_count"`
	Label       types.String        `tfsdk:"label"`
	URL         types.String        `tfsdk:"url"`
	Artists     []artistModel       `tfsdk:"artists"`
	Images      []imageModel        `tfsdk:"images"`
	Tracks      []catalogTrackModel `tfsdk:"tracks"`
}

func newAlbumModel(id types.String, album amazonmusic.Album) albumModel {
	model := albumModel{
		ID:          id,
		Title:       types.StringPointerValue(album.Title),
		ReleaseDate: types.StringPointerValue(album.ReleaseDate),
		Duration:    types.Int64PointerValue(album.Duration),
		TrackCount:  types.Int64PointerValue(album.TrackCount),
		Label:       types.StringPointerValue(album.Label),
		URL:         types.StringPointerValue(album.URL),
		Artists:     newArtistModels(album.Artists),
		Images:      newImageModels(album.Images),
		Tracks:      make([]catalogTrackModel, len(album.Tracks)),
	}
	for i, track := range album.Tracks {
		model.Tracks[i] = newCatalogTrackModel(track)
	}
	return model
}

func (d *albumDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_album"
}

func (d *albumDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Reads one album of the catalog with all of its tracks. The list of " +
			"tracks is complete, or the read fails. What the service leaves out is null.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required: true, Validators: []validator.String{albumIDValidator()},
				MarkdownDescription: "Catalog id of the album: ten characters of A-Z and 0-9, like `B08DL2H5PV`. The function " +
					"`album_id_from_url` returns the id in a share link.",
			},
			"title":        schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the album."},
			"release_date": schema.StringAttribute{Computed: true, MarkdownDescription: releaseDateDescription},
			"duration":     schema.Int64Attribute{Computed: true, MarkdownDescription: "Duration of all tracks together, in seconds."},
			"track_count":  schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of tracks."},
			"label":        schema.StringAttribute{Computed: true, MarkdownDescription: "Record label."},
			"url":          schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the album on Amazon Music."},
			"artists":      artistsAttribute("Artists of the album."),
			"images":       imagesAttribute("Images of the album, such as its cover."),
			"tracks": schema.ListNestedAttribute{
				Computed: true,
				MarkdownDescription: "The tracks of the album, in its order. An album's answer may hold only `id`, `title` and " +
					"`url` of a track. `amazonmusic_tracks` reads the rest. An entry that is no track of the catalog, such as a " +
					"withdrawn track, has a null `id`.",
				NestedObject: schema.NestedAttributeObject{Attributes: catalogTrackAttributes()},
			},
		},
	}
}

func (d *albumDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *albumDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model albumModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := d.session.begin(ctx, &resp.Diagnostics, "read an album")
	if client == nil {
		return
	}
	album, err := client.Album(ctx, model.ID.ValueString())
	if err != nil {
		d.session.report.addError(&resp.Diagnostics, "Unable to Read Album", "Album "+model.ID.ValueString()+" could not be read", err)
		return
	}
	if album.ID != model.ID.ValueString() {
		resp.Diagnostics.AddWarning("Album Answered With Another ID", fmt.Sprintf("The service answered with album %s (\"%s\"), "+
			"and %s was asked for. It may be the same album in the catalog of the account's marketplace. Check its tracks.",
			album.ID, client.Printable(valueOr(album.Title, "")), model.ID.ValueString()))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, newAlbumModel(model.ID, album))...)
}
