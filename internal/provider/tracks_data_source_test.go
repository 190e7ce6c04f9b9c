package provider

import (
	"fmt"
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

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// readData reads a data source. The attributes are empty where that fails.
func (p *protocol) readData(name string, config map[string]tftypes.Value) (map[string]tftypes.Value, []string) {
	p.t.Helper()
	schema := p.schemas.DataSourceSchemas[name].ValueType()
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: p.dynamic(schema, config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	attributes := map[string]tftypes.Value{}
	if found := errorsIn(resp.Diagnostics); len(found) > 0 {
		return attributes, found
	}
	value, err := resp.State.Unmarshal(schema)
	if err == nil {
		err = value.As(&attributes)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return attributes, nil
}

// textsOf returns the strings of a list, or one attribute of each of its objects.
func textsOf(t *testing.T, list tftypes.Value, attribute string) []string {
	t.Helper()
	var elements []tftypes.Value
	if err := list.As(&elements); err != nil {
		t.Fatal(err)
	}
	found := make([]string, len(elements))
	for i, element := range elements {
		if attribute != "" {
			object := map[string]tftypes.Value{}
			if err := element.As(&object); err != nil {
				t.Fatal(err)
			}
			element = object[attribute]
		}
		if err := element.As(&found[i]); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestTracks_byID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	ids := trackIDList(0, 250)
	f.Lack(ids[3], ids[200])
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{"ids": texts(ids...)})
	if errs != nil {
		t.Fatal(errs)
	}
	want := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == ids[3] || id == ids[200] })
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, want) {
		t.Errorf("%d tracks: %v", len(got), got)
	}
	if got := textsOf(t, data["not_found"], ""); !slices.Equal(got, []string{ids[3], ids[200]}) {
		t.Errorf("not found: %v", got)
	}
	if n := len(f.Requests()); n != 3 {
		t.Errorf("%d requests for 250 ids", n)
	}
}

// An id that is answered with another one is found all the same.
func TestTracks_anotherID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{
		"ids": texts(mockapi.TrackKaneTrain, mockapi.TrackAliased, mockapi.TrackNotFound),
	})
	if errs != nil {
		t.Fatal(errs)
	}
	want := []string{mockapi.TrackKaneTrain, mockapi.TrackCanonical}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, want) {
		t.Errorf("tracks: %v", got)
	}
	if got := textsOf(t, data["not_found"], ""); !slices.Equal(got, []string{mockapi.TrackNotFound}) {
		t.Errorf("not found: %v", got)
	}
}

func TestTracks_byISRC(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetSearchDecoys(3)
	f.SetISRC("USRC17607839", "B000000001", "B000000002")
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{
		"isrcs": texts("us-rc1-76-07839", "GBCFB2000356", "GBCFB2000357", "USRC17607839"),
	})
	if errs != nil {
		t.Fatal(errs)
	}
	want := []string{"B000000001", mockapi.TrackKaneTrain, "B000000001"}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, want) {
		t.Errorf("tracks: %v", got)
	}
	want = []string{"USRC17607839", "GBCFB2000356", "USRC17607839"}
	if got := textsOf(t, data["tracks"], "isrc"); !slices.Equal(got, want) {
		t.Errorf("ISRCs: %v", got)
	}
	if got := textsOf(t, data["not_found"], ""); !slices.Equal(got, []string{"GBCFB2000357"}) {
		t.Errorf("not found: %v", got)
	}
	// The same code is searched for once.
	if n := len(f.Requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// 230 searches through 30 % faults find everything.
func TestTracks_manyFaults(t *testing.T) {
	t.Parallel()
	f := startService(t)
	var codes, want []string
	for i := range 230 {
		code, id := fmt.Sprintf("USRC1%07d", i), trackIDList(i, i+1)[0]
		f.SetISRC(code, id)
		codes, want = append(codes, code), append(want, id)
	}
	f.FailShare(acctest.Seed(t), 0.3, mockapi.Throttled(""), mockapi.InternalError(), mockapi.CutBefore(), mockapi.CutBody())
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{"isrcs": texts(codes...)})
	if errs != nil {
		t.Fatal(errs)
	}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, want) {
		t.Errorf("%d tracks: %v", len(got), got)
	}
}

func TestTracks_fail(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockapi.Fault{
		"HTTP 403 Forbidden, code FORBIDDEN: no": mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no"),
		"does not know this call":                mockapi.Answer(http.StatusNotFound, "application/json", `{"message":"Not Found"}`),
		"unexpected JSON":                        mockapi.Answer(http.StatusOK, "application/json", `{"data":{"tracks":1,"searchTracks":1}}`),
		"text/html":                              mockapi.Answer(http.StatusOK, "text/html", "<html>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.FailNext(1000, fault)
			p := newProtocol(t)
			p.configureFor(f)
			for _, config := range []map[string]tftypes.Value{
				{"ids": texts("B000000001")}, {"isrcs": texts("GBCFB2000356", "GBCFB2000357", "GBCFB2000358")},
			} {
				_, errs := p.readData("amazonmusic_tracks", config)
				if found := strings.Join(errs, "\n"); !strings.HasPrefix(found, "Unable to Look Up Tracks: ") {
					t.Errorf("the errors are %s", found)
				}
			}
		})
	}
}

func TestAccTracks(t *testing.T) {
	f := startService(t)
	train := knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"id":       knownvalue.StringExact(mockapi.TrackKaneTrain),
		"isrc":     knownvalue.StringExact("GBCFB2000356"),
		"title":    knownvalue.StringExact("Kane Train"),
		"url":      knownvalue.NotNull(),
		"duration": knownvalue.NotNull(),
	})
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + fmt.Sprintf(`
data "amazonmusic_tracks" "train" {
  isrcs = ["gb-cfb-20-00356"]
}
data "amazonmusic_tracks" "by_id" {
  ids = [%q]
}
resource "amazonmusic_library_track" "train" {
  track_id = data.amazonmusic_tracks.train.tracks[0].id
}
`, mockapi.TrackBare),
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.amazonmusic_tracks.train", tfjsonpath.New("tracks"),
					knownvalue.ListExact([]knownvalue.Check{train})),
				statecheck.ExpectKnownValue("data.amazonmusic_tracks.by_id",
					tfjsonpath.New("tracks").AtSliceIndex(0).AtMapKey("title"), knownvalue.Null()),
				statecheck.ExpectKnownValue("amazonmusic_library_track.train", tfjsonpath.New("track_id"),
					knownvalue.StringExact(mockapi.TrackKaneTrain)),
			},
		}},
	})
}
