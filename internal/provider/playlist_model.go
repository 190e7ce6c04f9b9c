package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// playlistModel is one playlist. A nil slice or pointer becomes null.
type playlistModel struct {
	ID          types.String      `tfsdk:"id"`
	Title       types.String      `tfsdk:"title"`
	Description types.String      `tfsdk:"description"`
	URL         types.String      `tfsdk:"url"`
	Duration    types.Int64       `tfsdk:"duration"`
	TrackCount  types.Int64       `tfsdk:"track_count"`
	Visibility  types.String      `tfsdk:"visibility"`
	CuratorID   types.String      `tfsdk:"curator_id"`
	Images      []imageModel      `tfsdk:"images"`
	Eligibility *eligibilityModel `tfsdk:"eligibility"`
}

type eligibilityModel struct {
	Playback                  *playbackModel `tfsdk:"playback"`
	PlaybackSubscriptionTiers []string       `tfsdk:"playback_subscription_tiers"`
	IsDownloadable            types.Bool     `tfsdk:"is_downloadable"`
	IsPurchaseable            types.Bool     `tfsdk:"is_purchaseable"`
	IsPreviewable             types.Bool     `tfsdk:"is_previewable"`
	IsPrimeEligible           types.Bool     `tfsdk:"is_prime_eligible"`
}

type playbackModel struct {
	CanPlayOnDemand types.Bool   `tfsdk:"can_play_on_demand"`
	ShuffleType     types.String `tfsdk:"shuffle_type"`
}

func newPlaylistModel(p amazonmusic.Playlist) playlistModel {
	model := playlistModel{
		ID:          idValue(p.ID),
		Title:       types.StringPointerValue(p.Title),
		Description: types.StringPointerValue(p.Description),
		URL:         types.StringPointerValue(p.URL),
		Duration:    types.Int64PointerValue(p.Duration),
		TrackCount:  types.Int64PointerValue(p.TrackCount),
		Visibility:  types.StringPointerValue(p.Visibility),
		Images:      newImageModels(p.Images),
	}
	if p.Curator != nil {
		model.CuratorID = types.StringPointerValue(p.Curator.ID)
	}
	if p.Eligibility != nil {
		model.Eligibility = newEligibilityModel(*p.Eligibility)
	}
	return model
}

// idValue is the id of an entry of a list, null where the service does not tell it.
func idValue(id string) types.String {
	if id == "" {
		return types.StringNull()
	}
	return types.StringValue(id)
}

func newEligibilityModel(e amazonmusic.Eligibility) *eligibilityModel {
	model := &eligibilityModel{
		PlaybackSubscriptionTiers: e.PlaybackSubscriptionTiers,
		IsDownloadable:            types.BoolPointerValue(e.IsDownloadable),
		IsPurchaseable:            types.BoolPointerValue(e.IsPurchaseable),
		IsPreviewable:             types.BoolPointerValue(e.IsPreviewable),
		IsPrimeEligible:           types.BoolPointerValue(e.IsPrimeEligible),
	}
	if e.Playback != nil {
		model.Playback = &playbackModel{
			CanPlayOnDemand: types.BoolPointerValue(e.Playback.CanPlayOnDemand),
			ShuffleType:     types.StringPointerValue(e.Playback.ShuffleType),
		}
	}
	return model
}

func playlistAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the playlist."},
		"title":       schema.StringAttribute{Computed: true, MarkdownDescription: "Title of the playlist."},
		"description": schema.StringAttribute{Computed: true, MarkdownDescription: "Description of the playlist."},
		"url": schema.StringAttribute{Computed: true, MarkdownDescription: "Page of the playlist on Amazon Music. The id " +
			"in it is not `id`."},
		"duration": schema.Int64Attribute{Computed: true, MarkdownDescription: "Duration of all tracks together, in " +
			"seconds."},
		"track_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of tracks."},
		"visibility": schema.StringAttribute{Computed: true, MarkdownDescription: "Who can see the playlist, such as " +
			"`PRIVATE`."},
		"curator_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the user who owns the playlist."},
		"images":     imagesAttribute("Images of the playlist."),
		"eligibility": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "What may be done with the playlist.",
			Attributes: map[string]schema.Attribute{
				"playback": schema.SingleNestedAttribute{
					Computed:            true,
					MarkdownDescription: "How the playlist may be played.",
					Attributes: map[string]schema.Attribute{
						"can_play_on_demand": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether single tracks may " +
							"be chosen."},
						"shuffle_type": schema.StringAttribute{Computed: true, MarkdownDescription: "How the playlist is shuffled, " +
							"such as `INLINE`."},
					},
				},
				"playback_subscription_tiers": schema.ListAttribute{
					Computed: true, ElementType: types.StringType,
					MarkdownDescription: "Subscription tiers that may play the playlist.",
				},
				"is_downloadable": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the playlist may be " +
					"downloaded."},
				"is_purchaseable": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the playlist may be " +
					"bought."},
				"is_previewable": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the playlist may be " +
					"previewed."},
				"is_prime_eligible": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the playlist is part " +
					"of Prime."},
			},
		},
	}
}
