package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

// catalogTrackModel is a track as the catalog describes it.
type catalogTrackModel struct {
	ID          types.String `tfsdk:"id"`
	ISRC        types.String `tfsdk:"isrc"`
	Title       types.String `tfsdk:"title"`
	Duration    types.Int64  `tfsdk:"duration"`
	ArtistNames []string     `tfsdk:"artist_names"`
	AlbumID     types.String `tfsdk:"album_id"`
	AlbumTitle  types.String `tfsdk:"album_title"`
	URL         types.String `tfsdk:"url"`
}

func newCatalogTrackModel(track amazonmusic.CatalogTrack) catalogTrackModel {
	model := catalogTrackModel{
		ID:       idValue(track.ID),
		ISRC:     types.StringPointerValue(track.ISRC),
		Title:    types.StringPointerValue(track.Title),
		Duration: types.Int64PointerValue(track.Duration),
		URL:      types.StringPointerValue(track.URL),
	}
	// The service's spelling varies. One form lets codes be compared and used as keys.
	if code, err := isrc.Parse(model.ISRC.ValueString()); err == nil {
		model.ISRC = types.StringValue(code)
	}
	if track.Album != nil {
		model.AlbumID = types.StringPointerValue(track.Album.ID)
		model.AlbumTitle = types.StringPointerValue(track.Album.Title)
	}
	if track.Artists != nil {
		model.ArtistNames = []string{}
	}
	for _, artist := range track.Artists {
		if artist.Name != nil {
			model.ArtistNames = append(model.ArtistNames, *artist.Name)
		}
	}
	return model
}

func catalogTrackAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "Catalog id of the track."},
		"isrc": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "International Standard Recording Code of the track, in upper case and without hyphens.",
		},
		"title":    schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the track."},
		"duration": schema.Int64Attribute{Computed: true, MarkdownDescription: "Duration of the track, in seconds."},
		"artist_names": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Names of the artists.",
		},
		"album_id":    schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the album."},
		"album_title": schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the album."},
		"url":         schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the track on Amazon Music."},
	}
}
