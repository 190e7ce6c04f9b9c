package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// maxCandidates is how many hits are named where none was decided.
const maxCandidates = 10

// matchModel says what was found for a song.
type matchModel struct {
	Song       askedModel         `tfsdk:"song"`
	Match      types.String       `tfsdk:"match"`
	TrackID    types.String       `tfsdk:"track_id"`
	Track      *catalogTrackModel `tfsdk:"track"`
	Candidates []candidateModel   `tfsdk:"candidates"`
}

type askedModel struct {
	Title  types.String `tfsdk:"title"`
	Artist types.String `tfsdk:"artist"`
}

type candidateModel struct {
	ID          types.String `tfsdk:"id"`
	Title       types.String `tfsdk:"title"`
	ArtistNames []string     `tfsdk:"artist_names"`
	AlbumTitle  types.String `tfsdk:"album_title"`
	ISRC        types.String `tfsdk:"isrc"`
	Explicit    types.Bool   `tfsdk:"explicit"`
	ReleaseDate types.String `tfsdk:"release_date"`
}

func newMatchModel(song songModel, result songResult) matchModel {
	model := matchModel{
		Song:       askedModel{Title: song.Title, Artist: song.Artist},
		Match:      types.StringValue(result.kind.String()),
		Candidates: make([]candidateModel, len(result.candidates)),
	}
	if result.track != nil {
		track := newCatalogTrackModel(*result.track)
		model.Track, model.TrackID = &track, track.ID
	}
	for i, candidate := range result.candidates {
		model.Candidates[i] = newCandidateModel(candidate)
	}
	return model
}

func newCandidateModel(track amazonmusic.CatalogTrack) candidateModel {
	whole := newCatalogTrackModel(track)
	return candidateModel{
		ID: whole.ID, Title: whole.Title, ArtistNames: whole.ArtistNames, AlbumTitle: whole.AlbumTitle, ISRC: whole.ISRC,
		Explicit: whole.Explicit, ReleaseDate: whole.ReleaseDate,
	}
}

func matchesAttribute() schema.Attribute {
	candidate := catalogTrackAttributes()
	for _, name := range []string{"duration", "artists", "album_id", "url"} {
		delete(candidate, name)
	}
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "What was found for each of `songs`, one for one and in their order. Null if `songs` is not set.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"song": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "The song asked for.",
				Attributes: map[string]schema.Attribute{
					"title":  schema.StringAttribute{Computed: true, MarkdownDescription: "Title asked for."},
					"artist": schema.StringAttribute{Computed: true, MarkdownDescription: "Artist asked for."},
				},
			},
			"match": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "How it was found: `isrc` (the ISRC is equal), `exact` (title and artist are equal, apart " +
					"from case, accents, punctuation and spaces), `close` (equal without additions in brackets or after a dash, such as " +
					"remastered, feat. or live), `ambiguous` (nothing decides between `candidates`) or `none`.",
			},
			"track_id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Catalog id of the track. Null if `match` is `ambiguous` or `none`.",
			},
			"track": schema.SingleNestedAttribute{
				Computed: true, Attributes: catalogTrackAttributes(),
				MarkdownDescription: "The track. Null if `match` is `ambiguous` or `none`.",
			},
			"candidates": schema.ListNestedAttribute{
				Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: candidate},
				MarkdownDescription: "At most ten tracks to choose from if `match` is `ambiguous`, and empty otherwise.",
			},
		}},
	}
}
