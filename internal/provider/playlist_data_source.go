package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

var (
	_ datasource.DataSource                   = (*playlistDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*playlistDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*playlistDataSource)(nil)
)

func newPlaylistDataSource() datasource.DataSource { return &playlistDataSource{} }

// playlistDataSource reads one playlist with its tracks.
type playlistDataSource struct {
	session *session
}

type playlistDataModel struct {
	playlistModel

	Tracks []catalogTrackModel `tfsdk:"tracks"`
}

func (d *playlistDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_playlist"
}

func (d *playlistDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := maps.Clone(playlistAttributes())
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Id of the playlist. The id in its link is another one. Exactly one of `id` and `title` is " +
			"required.",
	}
	attributes["title"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Title of the playlist. Exactly one of the current user's playlists must have it.",
	}
	attributes["tracks"] = schema.ListNestedAttribute{
		Computed: true,
		MarkdownDescription: "The tracks of the playlist, in its order. A track can be in it more than once. An entry that " +
			"is no track of the catalog, such as an upload or a withdrawn track, has a null `id`.",
		NestedObject: schema.NestedAttributeObject{Attributes: catalogTrackAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: playlistPreviewNote + "Reads one playlist with all of its tracks. The list of tracks is " +
			"complete, or the read fails. What the service leaves out is null.",
		Attributes: attributes,
	}
}

func (d *playlistDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var id, title types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("title"), &title)...)
	requireOne(&resp.Diagnostics, argument{"id", id}, argument{"title", title})
}

func (d *playlistDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.session = sessionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *playlistDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, title types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("title"), &title)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, client := d.session.begin(ctx, &resp.Diagnostics, "read a playlist")
	if client == nil {
		return
	}
	name := "Playlist " + id.ValueString()
	if id.IsNull() {
		name = fmt.Sprintf("The playlist %q", title.ValueString())
	}
	playlist, tracks, err := readPlaylist(ctx, client, id, title.ValueString())
	if err != nil {
		d.session.report.addError(&resp.Diagnostics, "Unable to Read Playlist", name+" could not be read", err)
		return
	}
	model := playlistDataModel{playlistModel: newPlaylistModel(playlist), Tracks: make([]catalogTrackModel, len(tracks))}
	for i, track := range tracks {
		model.Tracks[i] = newCatalogTrackModel(track.Track)
	}
	if id.IsNull() {
		model.Title = title
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// readPlaylist reads a playlist by its id, or by its title where the id is null.
func readPlaylist(ctx context.Context, client *amazonmusic.Client, id types.String, title string,
) (playlist amazonmusic.Playlist, tracks []amazonmusic.PlaylistEntry, err error) {
	if id.IsNull() {
		playlist, err = playlistOfTitle(ctx, client, title)
	} else {
		playlist, err = client.Playlist(ctx, id.ValueString())
	}
	if err != nil {
		return playlist, nil, err
	}
	tracks, err = playlistEntries(ctx, client, playlist.ID)
	return playlist, tracks, err
}

func playlistOfTitle(ctx context.Context, client *amazonmusic.Client, title string) (amazonmusic.Playlist, error) {
	all, err := ownPlaylists(ctx, client)
	if err != nil {
		return amazonmusic.Playlist{}, err
	}
	var found []amazonmusic.Playlist
	for _, p := range all {
		if p.Title != nil && playlist.SameText(title, *p.Title) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return amazonmusic.Playlist{}, errors.New(
			"none of your " + count(len(all), "playlist") + " has this title" + namePlaylists(client.Printable, all))
	}
	return amazonmusic.Playlist{}, fmt.Errorf(
		"%d of your playlists have this title. Use the id of the one you mean%s", len(found), namePlaylists(client.Printable, found))
}

// namePlaylists lists ids and titles, a playlist a line.
func namePlaylists(printable func(string) string, playlists []amazonmusic.Playlist) string {
	if len(playlists) == 0 {
		return ""
	}
	lines := make([]string, len(playlists))
	for i, playlist := range playlists {
		lines[i] = printable(playlist.ID + ` "` + valueOr(playlist.Title, "") + `"`)
	}
	return ":\n  " + listSome(lines, "\n  ")
}
