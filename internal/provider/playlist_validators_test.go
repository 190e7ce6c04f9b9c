package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

func TestPlaylist_validation(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	title, unknown := text("Road Trip"), tftypes.NewValue(listOfText, tftypes.UnknownValue)
	tooMany := make([]string, 10_001)
	for i := range tooMany {
		tooMany[i] = acctest.TrackID(i)
	}
	for name, test := range map[string]struct {
		config map[string]tftypes.Value
		want   []expected
	}{
		"the least":            {map[string]tftypes.Value{"title": title}, nil},
		"no tracks":            {map[string]tftypes.Value{"title": title, "track_ids": texts()}, nil},
		"a track twice":        {map[string]tftypes.Value{"title": title, "track_ids": texts("B000000001", "B000000001")}, nil},
		"10,000 tracks":        {map[string]tftypes.Value{"title": title, "track_ids": texts(tooMany[1:]...)}, nil},
		"unknown":              {map[string]tftypes.Value{"title": unknownText(), "description": unknownText(), "visibility": unknownText(), "track_ids": unknown}, nil},
		"an unknown track":     {map[string]tftypes.Value{"title": title, "track_ids": tftypes.NewValue(listOfText, []tftypes.Value{unknownText(), text("B000000001")})}, nil},
		"some lines":           {map[string]tftypes.Value{"title": title, "description": text("a\nb\n")}, nil},
		"an empty title":       {map[string]tftypes.Value{"title": text("")}, []expected{{"title", "Missing Title", "must not be empty"}}},
		"a title of spaces":    {map[string]tftypes.Value{"title": text(" \n")}, []expected{{"title", "Missing Title", "must not be empty"}}},
		"a title of two lines": {map[string]tftypes.Value{"title": text("a\nb")}, []expected{{"title", "Invalid Title", "one line.*trimspace"}}},
		"a long title":         {map[string]tftypes.Value{"title": text(strings.Repeat("ä", 251))}, []expected{{"", "Title Too Long", "has 251 characters.*at most 250"}}},
		"a long description": {
			map[string]tftypes.Value{"title": title, "description": text(strings.Repeat("ä", 10_000))},
			[]expected{{"", "Description Too Long", "has 10000 characters.*at most 2500"}},
		},
		"lower case":  {map[string]tftypes.Value{"title": title, "visibility": text("public")}, []expected{{"visibility", "Invalid Visibility", `got "public". Write it as "PUBLIC".`}}},
		"another one": {map[string]tftypes.Value{"title": title, "visibility": text("SHARED")}, []expected{{"visibility", "Invalid Visibility", `"PRIVATE" or "PUBLIC", got "SHARED".$`}}},
		"10,001 tracks": {
			map[string]tftypes.Value{"title": title, "track_ids": texts(tooMany...)},
			[]expected{{"", "Too Many Elements", "\"track_ids\" holds 10001 elements.*at most 10000"}},
		},
		"wrong ids": {
			map[string]tftypes.Value{"title": title, "track_ids": texts("B000000001", "b000000002", "https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC")},
			[]expected{{"track_ids 1", "Invalid Track ID", `Invalid elements \(2 of 3\).*track_ids\[1\]: "b000000002". Write it as "B000000002".*B08DL2BXQC`}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := p.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: playlistType, Config: p.dynamic(p.resourceType(playlistType), test.config),
			})
			if err != nil {
				t.Fatal(err)
			}
			compareDiagnostics(t, resp.Diagnostics, test.want)
		})
	}
}

func TestTracks_validation(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	schema := p.schemas.DataSourceSchemas["amazonmusic_tracks"].ValueType()
	for name, test := range map[string]struct {
		config map[string]tftypes.Value
		want   []expected
	}{
		"ids":     {map[string]tftypes.Value{"ids": texts("B000000001", "B000000001")}, nil},
		"ISRCs":   {map[string]tftypes.Value{"isrcs": texts("GBCFB2000356", "gb-cfb-20-00356")}, nil},
		"unknown": {map[string]tftypes.Value{"isrcs": tftypes.NewValue(listOfText, tftypes.UnknownValue)}, nil},
		"neither": {nil, []expected{{"", "Missing Argument", `Exactly one of "ids", "isrcs" and "songs"`}}},
		"both": {
			map[string]tftypes.Value{"ids": texts("B000000001"), "isrcs": texts("GBCFB2000356")},
			[]expected{{"", "Conflicting Arguments", `Exactly one of "ids", "isrcs" and "songs"`}},
		},
		"no id":      {map[string]tftypes.Value{"ids": texts()}, nil},
		"no ISRC":    {map[string]tftypes.Value{"isrcs": texts()}, nil},
		"a wrong id": {map[string]tftypes.Value{"ids": texts("x")}, []expected{{"ids 0", "Invalid Track ID", `Invalid elements \(1 of 1\):\n  ids\[0\]: "x"`}}},
		"null": {
			map[string]tftypes.Value{"isrcs": tftypes.NewValue(listOfText, []tftypes.Value{text("GBCFB2000356"), tftypes.NewValue(tftypes.String, nil)})},
			[]expected{{"isrcs 1", "Invalid ISRC", `isrcs\[1\]: null, after "GBCFB2000356"`}},
		},
		"empty": {
			map[string]tftypes.Value{"ids": texts("B000000001", " ", "")},
			[]expected{{"ids 1", "Invalid Track ID", `ids\[1\]: " ", after "B000000001"\n  ids\[2\]: "", after " "$`}},
		},
		"a wrong ISRC": {
			map[string]tftypes.Value{"isrcs": texts("GBCFB2000356", "GB2000356")},
			[]expected{{"isrcs 1", "Invalid ISRC", `like GBCFB2000356.*Invalid elements \(1 of 2\):\n  isrcs\[1\]: "GB2000356"`}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := p.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
				TypeName: "amazonmusic_tracks", Config: p.dynamic(schema, test.config),
			})
			if err != nil {
				t.Fatal(err)
			}
			compareDiagnostics(t, resp.Diagnostics, test.want)
		})
	}
}
