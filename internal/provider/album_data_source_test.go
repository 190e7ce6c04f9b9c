package provider

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const albumType = "amazonmusic_album"

func TestAlbum_fail(t *testing.T) {
	t.Parallel()
	lacking := func(f *fixture) { f.Lack("B08DL2H5PV") }
	answer := func(album string) func(*fixture) {
		return func(f *fixture) {
			f.FailNext(1, mockapi.Answer(http.StatusOK, "application/json", `{"data":{"album":`+album+`}}`))
		}
	}
	for name, test := range map[string]struct {
		before func(*fixture)
		want   []string
	}{
		"lacking":       {lacking, []string{"Unable to Read Album", "Album B08DL2H5PV", "HTTP 404", "album_id_from_url"}},
		"null":          {answer("null"), []string{"Album B08DL2H5PV", `no "data.album"`, "marketplace"}},
		"a short album": {answer(`{"id":"B08DL2H5PV","trackCount":3,"tracks":[]}`), []string{"trackCount is 3, but the number of tracks is 0", "not used at all"}},
		"no tracks":     {answer(`{"id":"B08DL2H5PV"}`), []string{`no "tracks"`, "preview"}},
		"not an album":  {answer(`{"id":1}`), []string{"unexpected JSON"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := startService(t)
			test.before(f)
			p := newProtocol(t)
			p.configureOnce(f)
			_, errs := p.readData(albumType, map[string]tftypes.Value{"id": text("B08DL2H5PV")})
			if found := strings.Join(errs, "\n"); len(errs) != 1 || !matchText(test.want...).MatchString(found) {
				t.Error(found)
			}
		})
	}
}

// What the album's answer leaves out of an album or a track is null.
func TestAlbum_halfAnswer(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	f.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(http.StatusOK, "application/json",
		`{"data":{"album":{"id":"B08DL2H5PV","tracks":[{"id":"B08DL2BXQC","title":"Kane Train"},{"id":"B000000002"},null]}}}`)}})
	data, errs := p.readData(albumType, map[string]tftypes.Value{"id": text("B08DL2H5PV")})
	if errs != nil {
		t.Fatal(errs)
	}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, []string{"B08DL2BXQC", "B000000002", ""}) {
		t.Errorf("tracks %q", got)
	}
	for name, value := range data {
		if null := value.IsNull(); null != (name != "id" && name != "tracks") {
			t.Errorf("%s is %s", name, value)
		}
	}
	var tracks []tftypes.Value
	if err := data["tracks"].As(&tracks); err != nil {
		t.Fatal(err)
	}
	track := map[string]tftypes.Value{}
	if err := tracks[1].As(&track); err != nil {
		t.Fatal(err)
	}
	for name, value := range track {
		if value.IsNull() != (name != "id") {
			t.Errorf("%s of a track is %s", name, value)
		}
	}
}

func TestAlbum_anotherID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	f.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(http.StatusOK, "application/json",
		`{"data":{"album":{"id":"B0ANOTHER1","title":"Ace","tracks":[]}}}`)}})
	schema := p.schemas.DataSourceSchemas[albumType].ValueType()
	resp, err := p.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: albumType, Config: p.dynamic(schema, map[string]tftypes.Value{"id": text("B08DL2H5PV")}),
	})
	if err != nil {
		t.Fatal(err)
	}
	compareDiagnostics(t, resp.Diagnostics, []expected{
		{"", "Album Answered With Another ID", `album B0ANOTHER1 \("Ace"\), and B08DL2H5PV was asked for`},
	})
}

func TestAlbum_validation(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	schema := p.schemas.DataSourceSchemas[albumType].ValueType()
	for name, test := range map[string]struct {
		id   tftypes.Value
		want []expected
	}{
		"good":    {text("B08DL2H5PV"), nil},
		"unknown": {unknownText(), nil},
		"a title": {text("Ace"), []expected{{"id", "Invalid Album ID", `"Ace" is not the id of an album`}}},
		"a link": {
			text("https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC"),
			[]expected{{"id", "Invalid Album ID", "The link names album B08DL2H5PV.*album_id_from_url"}},
		},
		"a link to a track": {
			text("https://music.amazon.com/tracks/B08DL2BXQC"),
			[]expected{{"id", "Invalid Album ID", "album_id_from_url reads share links, but the link is that of a track"}},
		},
	} {
		resp, err := p.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: albumType, Config: p.dynamic(schema, map[string]tftypes.Value{"id": test.id}),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { compareDiagnostics(t, resp.Diagnostics, test.want) })
	}
}

// A share link becomes a playlist of the album, in its order.
func TestAccAlbum(t *testing.T) {
	f := startService(t)
	f.AddAlbum(mockapi.Album{ID: "B08DL2H5PV", Title: "Ace", Tracks: []string{"B0ECHOES11", "B0HALO0ONE", mockapi.TrackBare}})
	const address = "data.amazonmusic_album.ace"
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `
data "amazonmusic_album" "ace" {
  id = provider::amazonmusic::album_id_from_url("https://music.amazon.com/albums/B08DL2H5PV/ace?ref=dm")
}
resource "amazonmusic_playlist" "ace" {
  title     = data.amazonmusic_album.ace.title
  track_ids = data.amazonmusic_album.ace.tracks[*].id
}
`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("title"), knownvalue.StringExact("Ace")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact("B08DL2H5PV")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("tracks").AtSliceIndex(0).AtMapKey("title"), knownvalue.StringExact("Échoes")),
				statecheck.ExpectKnownValue("amazonmusic_playlist.ace", tfjsonpath.New("track_ids"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact("B0ECHOES11"), knownvalue.StringExact("B0HALO0ONE"), knownvalue.StringExact(mockapi.TrackBare),
				})),
			},
		}},
	})
}
