package provider

import (
	"context"
	"errors"
	"fmt"

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
	Songs    []songModel         `tfsdk:"songs"`
	Tracks   []catalogTrackModel `tfsdk:"tracks"`
	NotFound []string            `tfsdk:"not_found"`
	Matches  []matchModel        `tfsdk:"matches"`
}

func (d *tracksDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_tracks"
}

func (d *tracksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Looks tracks up in the catalog, by id, by ISRC or by title and artist, " +
			"whether they are saved or not. What the service leaves out is null.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Catalog ids of the tracks, at most 10,000. A hundred of them are one request. Exactly one " +
					"of `ids`, `isrcs` and `songs` is required.",
				Validators: []validator.List{listOfTrackIDs()},
			},
			"isrcs": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "International Standard Recording Codes of the tracks, at most 10,000, like `GBCFB2000356`. " +
					"Hyphens and lower case are accepted. Each code is one search. Where several tracks have the same code, the " +
					"first one that the service names counts.",
				Validators: []validator.List{listOfISRCs()},
			},
			"songs": songsAttribute(),
			"tracks": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tracks that were found, in the order asked for.",
				NestedObject:        schema.NestedAttributeObject{Attributes: catalogTrackAttributes()},
			},
			"not_found": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "What the catalog of the account's marketplace lacks, in the order asked for: ids or ISRCs " +
					"as they were written, songs as `artist - title`.",
			},
			"matches": matchesAttribute(),
		},
	}
}

func (d *tracksDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	arguments := []argument{{name: "ids"}, {name: "isrcs"}, {name: "songs"}}
	for i, a := range arguments {
		var list types.List
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(a.name), &list)...)
		arguments[i].value = list
	}
	requireOne(&resp.Diagnostics, arguments...)
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
			model.attempted(err)+" could not be looked up in the catalog", err)
		return
	}
	d.session.report.warnSlowdown(client.Slowdown(), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// find looks up what is asked for, and puts it in order.
func (m *tracksModel) find(ctx context.Context, client *amazonmusic.Client) error {
	m.Tracks, m.NotFound = []catalogTrackModel{}, []string{}
	switch {
	case m.Songs != nil:
		return m.findSongs(ctx, client)
	case m.ISRCs != nil:
		return m.findISRCs(ctx, client)
	}
	return m.findIDs(ctx, client)
}

func (m *tracksModel) findIDs(ctx context.Context, client *amazonmusic.Client) error {
	found, err := client.TracksByID(ctx, m.IDs)
	if err != nil {
		return err
	}
	for _, id := range m.IDs {
		if track, ok := found[id]; ok {
			m.Tracks = append(m.Tracks, newCatalogTrackModel(track))
		} else {
			m.NotFound = append(m.NotFound, id)
		}
	}
	return nil
}

func (m *tracksModel) findISRCs(ctx context.Context, client *amazonmusic.Client) error {
	codes := make([]string, len(m.ISRCs))
	for i, text := range m.ISRCs {
		code, err := isrc.Parse(text)
		if err != nil {
			return &elementError{i, err}
		}
		codes[i] = code
	}
	found, err := lookUpEach(ctx, client, codes, client.TrackByISRC)
	if err != nil {
		return err
	}
	for i, code := range codes {
		if track := found[code]; track != nil {
			m.Tracks = append(m.Tracks, newCatalogTrackModel(*track))
		} else {
			m.NotFound = append(m.NotFound, m.ISRCs[i])
		}
	}
	return nil
}

// attempted names what an error is about: one element of a list, by its index, or all
// of it. HCL counts from 0.
func (m *tracksModel) attempted(err error) string {
	failed, ok := errors.AsType[*elementError](err)
	switch {
	case !ok:
		return "The tracks"
	case m.Songs != nil:
		return fmt.Sprintf("songs[%d] (%s)", failed.index, m.Songs[failed.index])
	}
	return fmt.Sprintf("isrcs[%d] (%.100q)", failed.index, m.ISRCs[failed.index])
}
