package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

// catalogTrackModel is a track as the catalog describes it.
type catalogTrackModel struct {
	ID          types.String  `tfsdk:"id"`
	ISRC        types.String  `tfsdk:"isrc"`
	Title       types.String  `tfsdk:"title"`
	Duration    types.Int64   `tfsdk:"duration"`
	ReleaseDate types.String  `tfsdk:"release_date"`
	Explicit    types.Bool    `tfsdk:"explicit"`
	Artists     []artistModel `tfsdk:"artists"`
	ArtistNames []string      `tfsdk:"artist_names"`
	AlbumID     types.String  `tfsdk:"album_id"`
	AlbumTitle  types.String  `tfsdk:"album_title"`
	URL         types.String  `tfsdk:"url"`
}

// artistModel is one of the artists of a track or an album.
type artistModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func newCatalogTrackModel(track amazonmusic.CatalogTrack) catalogTrackModel {
	model := catalogTrackModel{
		ID:          idValue(track.ID),
		ISRC:        types.StringPointerValue(track.ISRC),
		Title:       types.StringPointerValue(track.Title),
		Duration:    types.Int64PointerValue(track.Duration),
		ReleaseDate: types.StringPointerValue(track.ReleaseDate),
		Explicit:    types.BoolPointerValue(track.Explicit()),
		Artists:     newArtistModels(track.Artists),
		ArtistNames: artistNames(track.Artists),
		URL:         types.StringPointerValue(track.URL),
	}
	// The service's spelling varies. One form lets codes be compared and used as keys.
	if code, err := isrc.Parse(model.ISRC.ValueString()); err == nil {
		model.ISRC = types.StringValue(code)
	}
	if track.Album != nil {
		model.AlbumID = types.StringPointerValue(track.Album.ID)
		model.AlbumTitle = types.StringPointerValue(track.Album.Title)
	}
	return model
}

// newArtistModels returns nil, which becomes null, for artists that were left out.
func newArtistModels(artists []amazonmusic.Artist) []artistModel {
	if artists == nil {
		return nil
	}
	models := make([]artistModel, len(artists))
	for i, artist := range artists {
		models[i] = artistModel{ID: types.StringPointerValue(artist.ID), Name: types.StringPointerValue(artist.Name)}
	}
	return models
}

// artistNames returns nil, which becomes null, for artists that were left out.
func artistNames(artists []amazonmusic.Artist) []string {
	if artists == nil {
		return nil
	}
	names := []string{}
	for _, artist := range artists {
		if artist.Name != nil {
			names = append(names, *artist.Name)
		}
	}
	return names
}

func catalogTrackAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "Catalog id of the track."},
		"isrc": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "International Standard Recording Code of the track, in upper case and without hyphens.",
		},
		"title":        schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the track."},
		"duration":     schema.Int64Attribute{Computed: true, MarkdownDescription: "Duration of the track, in seconds."},
		"release_date": schema.StringAttribute{Computed: true, MarkdownDescription: releaseDateDescription},
		"explicit":     schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the lyrics are explicit."},
		"artists":      artistsAttribute("Artists of the track."),
		"artist_names": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Names of the artists.",
		},
		"album_id":    schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the album."},
		"album_title": schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the album."},
		"url":         schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the track on Amazon Music."},
	}
}

const releaseDateDescription = "Release date as the service answers it, in ISO 8601, such as " +
	"`2013-06-18T04:00:00.000Z`."

func artistsAttribute(description string) schema.Attribute {
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":   schema.StringAttribute{Computed: true, MarkdownDescription: "Catalog id of the artist."},
			"name": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the artist."},
		}},
	}
}
