package provider

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

var songType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"title": tftypes.String, "artist": tftypes.String, "album": tftypes.String, "isrc": tftypes.String,
}}

// song is an element of songs, of title, artist, album and isrc. What is missing is null.
func song(fields ...any) tftypes.Value {
	values := map[string]tftypes.Value{}
	for i, name := range []string{"title", "artist", "album", "isrc"} {
		values[name] = tftypes.NewValue(tftypes.String, nil)
		if i < len(fields) {
			values[name] = tftypes.NewValue(tftypes.String, fields[i])
		}
	}
	return tftypes.NewValue(songType, values)
}

func songs(elements ...tftypes.Value) map[string]tftypes.Value {
	return map[string]tftypes.Value{"songs": tftypes.NewValue(tftypes.List{ElementType: songType}, elements)}
}

// matched returns each of matches as "match track_id candidates".
func matched(t *testing.T, data map[string]tftypes.Value) []string {
	t.Helper()
	var elements []tftypes.Value
	if err := data["matches"].As(&elements); err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(elements))
	for i, element := range elements {
		fields := map[string]tftypes.Value{}
		if err := element.As(&fields); err != nil {
			t.Fatal(err)
		}
		var kind string
		var id *string
		if err := fields["match"].As(&kind); err != nil {
			t.Fatal(err)
		}
		if err := fields["track_id"].As(&id); err != nil {
			t.Fatal(err)
		}
		parts := append([]string{kind, valueOr(id, "")}, textsOf(t, fields["candidates"], "id")...)
		lines[i] = strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
		if fields["track"].IsNull() != (id == nil) {
			t.Errorf("%s: the track is %s", lines[i], fields["track"])
		}
	}
	return lines
}

func TestSongs(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetSearchDecoys(3)
	f.AddSongs(
		mockapi.Song{ID: "B0NOARTIST", Title: "Nobody's Song"},
		mockapi.Song{ID: "B0UNCODED1", Title: "Uncoded", Artists: []string{"The Wires"}, ISRC: "USAAA2000099"},
	)
	f.Describe("B0UNCODED1", map[string]any{"id": "B0UNCODED1", "title": "Uncoded"})
	f.Describe("B0NOARTIST", map[string]any{"id": "B0NOARTIST", "title": "Nobody's Song"})
	p := newProtocol(t)
	p.configureFor(f)
	for name, test := range map[string]struct {
		song     tftypes.Value
		want     string
		requests int
	}{
		"exact":                       {song("echoes", "Cafe Noir"), "exact B0ECHOES11", 1},
		"other writing":               {song("Don’t Stop, Now!", "ac/dc tribute"), "exact B0DONTSTOP", 1},
		"close":                       {song("Échoes - 2011 Remaster", "Café Noir"), "close B0ECHOES11", 1},
		"one recording on two albums": {song("Halo", "The Wires"), "exact B0HALO0ONE", 1},
		"the live version":            {song("Halo (Live)", "The Wires"), "exact B0HALOLIVE", 1},
		"by ISRC, whatever the title": {song("x", "y", nil, "us-aaa-20-00004"), "isrc B0ECHOES11", 1},
		"an ISRC that is lacking":     {song("Halo", "The Wires", nil, "USAAA2000098"), "none", 1},
		"empty fields of a CSV file":  {song(" Halo ", "The Wires", "", ""), "exact B0HALO0ONE", 1},
		"explicit and clean":          {song("Twice (feat. Somebody)", "Pair"), "ambiguous B0TWICE0EX B0TWICE0CL", 1},
		"the album decides":           {song("Twice (feat. Somebody)", "Pair", "Radio Edits"), "close B0TWICE0CL", 1},
		"artists in one field":        {song("Twice (feat. Somebody)", "Pair; Somebody", "A"), "exact B0TWICE0EX", 1},
		"Chinese":                     {song("夜", "某人"), "exact B0NIGHTCN0", 1},
		"Cyrillic":                    {song("ночь", "Группа"), "exact B0NIGHTRU0", 1},
		"by another artist":           {song("Halo", "Nobody"), "none", 1},
		"without the artist's guest":  {song("Échoes", "Café Noir feat. Someone"), "close B0ECHOES11", 2},
		"lacking, with a second try":  {song("Lacking", "Café Noir feat. Someone"), "none", 2},
	} {
		f.ResetRequests()
		data, errs := p.readData("amazonmusic_tracks", songs(test.song))
		if errs != nil {
			t.Errorf("%s: %s", name, errs)
			continue
		}
		if got := matched(t, data); len(got) != 1 || got[0] != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		if n := len(f.Requests()); n != test.requests {
			t.Errorf("%s: %d requests, want %d", name, n, test.requests)
		}
	}

	f.SetSearchDecoys(0)
	for name, test := range map[string]struct {
		song tftypes.Value
		want string
	}{
		"the artist is not known": {song("Ночь", ""), "ambiguous B0NIGHTRU0"},
		"a hit without an artist": {song("Nobody's Song", ""), "ambiguous B0NOARTIST"},
		"hits without an ISRC":    {song("Uncoded", "The Wires", nil, "USAAA2000099"), "ambiguous B0UNCODED1"},
	} {
		data, errs := p.readData("amazonmusic_tracks", songs(test.song))
		if got := matched(t, data); errs != nil || len(got) != 1 || got[0] != test.want {
			t.Errorf("%s: %q, %q, want %q", name, got, errs, test.want)
		}
	}
}

// Matches are one for one, and equal songs are searched for once.
func TestSongs_order(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	halo, echoes := song("Halo", "The Wires"), song("Échoes", "Café Noir")
	lacking, twice := song("Lacking", "Nobody"), song("Twice (feat. Somebody)", "Pair")
	data, errs := p.readData("amazonmusic_tracks", songs(echoes, lacking, halo, twice, echoes, song("", "", nil, "USAAA2000097")))
	if errs != nil {
		t.Fatal(errs)
	}
	want := []string{
		"exact B0ECHOES11", "none", "exact B0HALO0ONE", "ambiguous B0TWICE0EX B0TWICE0CL", "exact B0ECHOES11", "none",
	}
	if got := matched(t, data); !slices.Equal(got, want) {
		t.Errorf("matches %q", got)
	}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, []string{"B0ECHOES11", "B0HALO0ONE", "B0ECHOES11"}) {
		t.Errorf("tracks %q", got)
	}
	if got := textsOf(t, data["not_found"], ""); !slices.Equal(got, []string{"Nobody - Lacking", "USAAA2000097"}) {
		t.Errorf("not found %q", got)
	}
	if n := len(f.Requests()); n != 5 {
		t.Errorf("%d requests", n)
	}
	if data, errs := p.readData("amazonmusic_tracks", songs()); errs != nil || len(matched(t, data)) != 0 || len(f.Requests()) != 5 {
		t.Errorf("no songs: %q, %d requests", errs, len(f.Requests()))
	}
}

// Further pages of a search are read while no hit matches, up to a hundred hits.
func TestSongs_pages(t *testing.T) {
	t.Parallel()
	for decoys, want := range map[int]struct {
		match    string
		requests int
	}{19: {"exact B0ECHOES11", 1}, 20: {"exact B0ECHOES11", 2}, 99: {"exact B0ECHOES11", 5}, 100: {"none", 5}} {
		f := startService(t)
		f.SetSearchDecoys(decoys)
		p := newProtocol(t)
		p.configureFor(f)
		data, errs := p.readData("amazonmusic_tracks", songs(song("Échoes", "Café Noir")))
		if errs != nil {
			t.Fatal(errs)
		}
		if got := matched(t, data); got[0] != want.match || len(f.Requests()) != want.requests {
			t.Errorf("after %d others: %q, %d requests", decoys, got, len(f.Requests()))
		}
	}
}

// 300 songs are found through faults, as many at once as the client allows.
func TestSongs_many(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.CompleteCatalog(true)
	f.SetLatency(2 * time.Millisecond)
	f.FailShare(1, 0.2, mockapi.Throttled(""), mockapi.InternalError(), mockapi.CutBefore(), mockapi.CutBody())
	var asked []tftypes.Value
	for i := range 300 {
		asked = append(asked, song(fmt.Sprintf("Title%d", i), fmt.Sprintf("Artist%d", i)))
	}
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", songs(asked...))
	if errs != nil {
		t.Fatal(errs)
	}
	for i, title := range textsOf(t, data["tracks"], "title") {
		if title != fmt.Sprintf("Title%d", i) {
			t.Fatalf("track %d is %s", i, title)
		}
	}
	if n := len(textsOf(t, data["tracks"], "id")); n != 300 {
		t.Errorf("%d tracks", n)
	}
	if peak := f.Stats().PeakInFlight; peak < 2 || peak > 10 {
		t.Errorf("%d requests at once", peak)
	}
}

func TestSongs_failureNamesTheSong(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Fail(mockapi.FaultPlan{Skip: 1, Faults: []mockapi.Fault{mockapi.APIError(http.StatusUnprocessableEntity, "ODD", "no")}})
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
		"max_concurrent_requests": number(1),
	}))
	_, errs := p.readData("amazonmusic_tracks", songs(song("Échoes", "Café Noir"), song("Halo", `The "Wires"`), song("Twice", "Pair")))
	want := regexp.MustCompile(`^Unable to Look Up Tracks: songs\[1\] \("Halo" by "The \\"Wires\\""\) could not be looked up in ` +
		`the catalog.\n\nPOST /v1/search/tracks failed: HTTP 422 .*ODD`)
	if len(errs) != 1 || !want.MatchString(errs[0]) {
		t.Errorf("errors %q", errs)
	}
	f.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.APIError(http.StatusUnprocessableEntity, "ODD", "no")}})
	_, errs = p.readData("amazonmusic_tracks", map[string]tftypes.Value{"isrcs": texts("gb-cfb-20-00356")})
	if len(errs) != 1 || !strings.Contains(errs[0], `: isrcs[0] ("gb-cfb-20-00356") could not be looked up`) {
		t.Errorf("errors %q", errs)
	}
}

// A search under way ends with the run.
func TestSongs_interrupted(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetLatency(time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	f.OnRequest(func(mockapi.Request) { cancel() })
	p := newProtocol(t)
	p.configureFor(f)
	schema := p.schemas.DataSourceSchemas["amazonmusic_tracks"].ValueType()
	start := time.Now()
	resp, err := p.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: "amazonmusic_tracks", Config: p.dynamic(schema, songs(song("Halo", "The Wires"))),
	})
	if err != nil {
		t.Fatal(err)
	}
	errs := errorsIn(resp.Diagnostics)
	if took := time.Since(start); len(errs) != 1 || !strings.Contains(errs[0], "The run was interrupted") || took > 30*time.Second {
		t.Errorf("after %v: %q", took, errs)
	}
}

func TestSongs_validation(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	schema := p.schemas.DataSourceSchemas["amazonmusic_tracks"].ValueType()
	many := slices.Repeat([]tftypes.Value{song("T", "A")}, 10_001)
	for name, test := range map[string]struct {
		songs []tftypes.Value
		want  []expected
	}{
		"none": {nil, nil},
		"good": {
			[]tftypes.Value{song("T", "A"), song("T", ""), song(nil, nil, nil, "gb-cfb-20-00356"), song("T", "A", "", "")}, nil,
		},
		"unknown fields": {[]tftypes.Value{song(tftypes.UnknownValue, "A"), song("", "A", nil, tftypes.UnknownValue)}, nil},
		"unknown":        {[]tftypes.Value{tftypes.NewValue(songType, tftypes.UnknownValue)}, nil},
		"more":           {many, []expected{{"", "Too Many Elements", `"songs" holds 10001 elements.*at most 10000`}}},
		"null":           {[]tftypes.Value{song("T", "A"), tftypes.NewValue(songType, nil)}, []expected{{"", "Invalid Song", `songs\[1\]: it is null`}}},
		"no title": {
			[]tftypes.Value{song("T", "A"), song(" ", "Alice"), song(nil, "Bob")},
			[]expected{{"", "Invalid Song", `Invalid songs \(2 of 3\):\n  songs\[1\]: " " by "Alice" has no title\n` +
				`  songs\[2\]: "" by "Bob" has no title`}},
		},
		"no artist": {[]tftypes.Value{song("T")}, []expected{{"", "Invalid Song", `\("" if it is not known\).*songs\[0\]: "T" has no artist`}}},
		"a wrong ISRC": {
			[]tftypes.Value{song("T", "A"), song("Halo", "The Wires", nil, "USAAA200001")},
			[]expected{{"", "Invalid Song", `songs\[1\]: "Halo" by "The Wires" has the isrc "USAAA200001", which is not an ISRC`}},
		},
		"many wrong ones": {
			slices.Repeat([]tftypes.Value{song("", "A")}, 300),
			[]expected{{"", "Invalid Song", `Invalid songs \(300 of 300\).*songs\[9\]: .*\nand 290 more`}},
		},
	} {
		resp, err := p.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "amazonmusic_tracks", Config: p.dynamic(schema, songs(test.songs...)),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { compareDiagnostics(t, resp.Diagnostics, test.want) })
	}
}

// A CSV file of songs, with columns of its own, becomes a playlist in its order.
func TestAccSongs(t *testing.T) {
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: f.block() + `
data "amazonmusic_tracks" "wanted" {
  songs = csvdecode(<<-CSV
    title,artist,isrc,rating
    Ночь,Группа,,5
    Halo,The Wires,,4
    Lacking,Nobody,,4
    Twice (feat. Somebody),Pair,,3
    x,y,USAAA2000004,3
  CSV
  )
}
resource "amazonmusic_playlist" "wanted" {
  title     = "Wanted"
  track_ids = [for m in data.amazonmusic_tracks.wanted.matches : m.track_id if m.track_id != null]
}
output "open" {
  value = {
    for m in data.amazonmusic_tracks.wanted.matches : m.song.title => [for c in m.candidates : c.album_title] if m.track_id == null
  }
}
`,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("amazonmusic_playlist.wanted", tfjsonpath.New("track_ids"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact("B0NIGHTRU0"), knownvalue.StringExact("B0HALO0ONE"), knownvalue.StringExact("B0ECHOES11"),
				})),
				statecheck.ExpectKnownOutputValue("open", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"Lacking": knownvalue.TupleExact(nil),
					"Twice (feat. Somebody)": knownvalue.TupleExact([]knownvalue.Check{
						knownvalue.StringExact("A"), knownvalue.StringExact("Radio Edits"),
					}),
				})),
			},
			Check: f.checkSearches(5),
		}},
	})
}

// checkSearches wants every read to have sent so many searches.
func (f *fixture) checkSearches(each int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		n := 0
		for _, r := range f.Requests() {
			if r.Path == "/v1/search/tracks" {
				n++
			}
		}
		if n == 0 || n%each != 0 {
			return fmt.Errorf("%d searches, want a multiple of %d", n, each)
		}
		return nil
	}
}
