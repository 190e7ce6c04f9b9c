package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/match"
)

// songModel is a song to look for.
type songModel struct {
	Title  types.String `tfsdk:"title"`
	Artist types.String `tfsdk:"artist"`
	Album  types.String `tfsdk:"album"`
	ISRC   types.String `tfsdk:"isrc"`
}

// String names the song in an error.
func (m songModel) String() string {
	if m.Artist.ValueString() == "" {
		return fmt.Sprintf("%.100q", m.Title.ValueString())
	}
	return fmt.Sprintf("%.100q by %.100q", m.Title.ValueString(), m.Artist.ValueString())
}

// line names the song in a list.
func (m songModel) line() string {
	line := strings.Trim(m.Artist.ValueString()+" - "+m.Title.ValueString(), " -")
	if line == "" {
		return m.ISRC.ValueString()
	}
	return line
}

// wanted returns the song as it is compared. An empty field of a CSV file counts as
// left out.
func (m songModel) wanted() (match.Song, error) {
	song := match.Song{
		Title:  strings.TrimSpace(m.Title.ValueString()),
		Artist: strings.TrimSpace(m.Artist.ValueString()),
		Album:  strings.TrimSpace(m.Album.ValueString()),
	}
	code := strings.TrimSpace(m.ISRC.ValueString())
	if code == "" {
		return song, nil
	}
	var err error
	song.ISRC, err = isrc.Parse(code)
	return song, err
}

// songsAttribute marks no attribute of a song as required: the framework would refuse
// a song that is not known yet.
func songsAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Optional: true,
		MarkdownDescription: "Songs to look for, at most 10,000. Each is one search, or two if the artist has additions such as " +
			"`feat.` and the first search finds no match. `matches` says what was found.",
		Validators: []validator.List{songsValidator()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"title": schema.StringAttribute{Optional: true, MarkdownDescription: "Title of the song. Required unless `isrc` is set."},
			"artist": schema.StringAttribute{Optional: true, MarkdownDescription: "Artist of the song. Required unless `isrc` is " +
				"set. It can name several, as in `A, B`, `A; B` or `A feat. B`. Without an artist (`\"\"`) a song is at best " +
				"`ambiguous`."},
			"album": schema.StringAttribute{Optional: true, MarkdownDescription: "Title of the album. It decides between " +
				"recordings that match equally well."},
			"isrc": schema.StringAttribute{Optional: true, MarkdownDescription: "International Standard Recording Code. If it is " +
				"set, it alone decides. Hyphens and lower case are accepted, and `\"\"` counts as left out."},
		}},
	}
}
