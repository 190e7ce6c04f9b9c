package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

var (
	_ datasource.DataSource                   = (*tracksDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*tracksDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*tracksDataSource)(nil)
)

func newTracksDataSource() datasource.DataSource { return &tracksDataSource{} }

// tracksDataSource looks tracks up in the catalog.
type tracksDataSource struct {
	session *session
}

type tracksModel struct {
	IDs      []string            `tfsdk:"ids"`
	ISRCs    []string            `tfsdk:"isrcs"`
	Tracks   []catalogTrackModel `tfsdk:"tracks"`
	NotFound []string            `tfsdk:"not_found"`
}

func (d *tracksDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_tracks"
}

func (d *tracksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Looks tracks up in the catalog, by id or by ISRC, whether they are " +
			"saved or not. What the service leaves out is null.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Catalog ids of the tracks, 1 to 10,000. A hundred of them are one request. Exactly one " +
					"of `ids` and `isrcs` is required.",
				Validators: []validator.List{listOfTrackIDs(1)},
			},
			"isrcs": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "International Standard Recording Codes of the tracks, 1 to 10,000, like `GBCFB2000356`. " +
					"Hyphens and lower case are accepted. Each code is one request. Where several tracks have the same code, the " +
					"first one that the service names counts.",
				Validators: []validator.List{listOfISRCs(1)},
			},
			"tracks": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tracks that were found, in the order asked for.",
				NestedObject:        schema.NestedAttributeObject{Attributes: catalogTrackAttributes()},
			},
			"not_found": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The ids or ISRCs that the catalog of the account's marketplace lacks, as they were " +
					"written and in the order asked for.",
			},
		},
	}
}

func (d *tracksDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var ids, isrcs types.List
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("ids"), &ids)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("isrcs"), &isrcs)...)
	requireOne(&resp.Diagnostics, "ids", ids, "isrcs", isrcs)
}

func (d *tracksDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *tracksDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model tracksModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := d.session.begin(ctx, &resp.Diagnostics, "look up tracks")
	if client == nil {
		return
	}
	if err := model.find(ctx, client); err != nil {
		d.session.report.addError(&resp.Diagnostics, "Unable to Look Up Tracks",
			"The tracks could not be looked up in the catalog", err)
		return
	}
	d.session.report.warnSlowdown(client.Slowdown(), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// find looks up what is asked for, and puts it in order.
func (m *tracksModel) find(ctx context.Context, client *amazonmusic.Client) error {
	asked, keys, lookUp := m.IDs, m.IDs, client.TracksByID
	if m.ISRCs != nil {
		asked, keys, lookUp = m.ISRCs, make([]string, len(m.ISRCs)), client.TracksByISRC
		for i, text := range m.ISRCs {
			code, err := isrc.Parse(text)
			if err != nil {
				return err
			}
			keys[i] = code
		}
	}
	found, err := lookUp(ctx, keys)
	if err != nil {
		return err
	}
	m.Tracks, m.NotFound = []catalogTrackModel{}, []string{}
	for i, key := range keys {
		if track, ok := found[key]; ok {
			m.Tracks = append(m.Tracks, newCatalogTrackModel(track))
		} else {
			m.NotFound = append(m.NotFound, asked[i])
		}
	}
	return nil
}
