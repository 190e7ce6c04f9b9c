package provider

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const trackType = "amazonmusic_library_track"

// query lists resources of a type as "terraform query" does, on any version of it.
func (p *protocol) query(typeName string, limit int64, includeResource bool) []tfprotov6.ListResourceResult {
	p.t.Helper()
	return slices.Collect(p.stream(typeName, limit, includeResource))
}

func (p *protocol) stream(typeName string, limit int64, includeResource bool) iter.Seq[tfprotov6.ListResourceResult] {
	p.t.Helper()
	server, ok := p.server.(tfprotov6.ListResourceServer)
	if !ok {
		p.t.Fatal("the provider lists no resources")
	}
	stream, err := server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: typeName, Limit: limit, IncludeResource: includeResource,
		Config: p.dynamic(p.schemas.ListResourceSchemas[typeName].ValueType(), nil),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return stream.Results
}

// listedID returns the track id in a result's identity.
func (p *protocol) listedID(result tfprotov6.ListResourceResult) string {
	p.t.Helper()
	return p.stringIn(result.Identity.IdentityData, tftypes.Object{AttributeTypes: map[string]tftypes.Type{"track_id": tftypes.String}}, "track_id")
}

func (p *protocol) stringIn(dynamic *tfprotov6.DynamicValue, t tftypes.Type, name string) string {
	p.t.Helper()
	value, err := dynamic.Unmarshal(t)
	if err != nil {
		p.t.Fatal(err)
	}
	attributes, text := map[string]tftypes.Value{}, ""
	if err := value.As(&attributes); err != nil {
		p.t.Fatal(err)
	}
	if err := attributes[name].As(&text); err != nil {
		p.t.Fatal(err)
	}
	return text
}

func TestListTracks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		tracks, limit, results, requests int
	}{
		{0, 1000, 0, 1},
		{1, 1000, 1, 1},
		{100, 1000, 100, 1},
		{101, 1000, 101, 2},
		{2500, 10000, 2500, 25},
		{250, 100, 100, 1},
		{250, 30, 30, 1},
		{250, 101, 101, 2},
		{250, 0, 250, 3},
	} {
		t.Run(fmt.Sprintf("%d to %d", test.tracks, test.limit), func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			ids := f.saveMany(test.tracks)
			slices.Reverse(ids)
			p := newProtocol(t)
			p.configureFor(f)
			results := p.query(trackType, int64(test.limit), false)
			if len(results) != test.results {
				t.Fatalf("%d results", len(results))
			}
			for i, result := range results {
				p.noErrors(result.Diagnostics)
				if got := p.listedID(result); got != ids[i] {
					t.Fatalf("result %d is %s, wanted %s", i, got, ids[i])
				}
				if result.Resource != nil {
					t.Fatal("a resource that nobody asked for")
				}
			}
			if n := len(f.sent()); n != test.requests {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestListTracks_withResources(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.Save(mockapi.TrackBare, mockapi.TrackKaneTrain)
	p := newProtocol(t)
	p.configureFor(f)
	results := p.query(trackType, 10, true)
	if len(results) != 2 {
		t.Fatalf("%d results", len(results))
	}
	if names := []string{results[0].DisplayName, results[1].DisplayName}; !slices.Equal(names, []string{"Kane Train", mockapi.TrackBare}) {
		t.Errorf("display names %v", names)
	}
	for name, want := range map[string]string{"track_id": mockapi.TrackKaneTrain, "title": "Kane Train", "save_state": "SAVED"} {
		if got := p.stringIn(results[0].Resource, p.resourceType(trackType), name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// A consumer that has seen enough gets no further result and costs no further request.
func TestListTracks_consumerStops(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.saveMany(250)
	p := newProtocol(t)
	p.configureFor(f)
	results := 0
	for range p.stream(trackType, 0, false) {
		if results++; results == 150 {
			break
		}
	}
	if n := len(f.sent()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// TestListTracks_errors: an error on page three comes after the tracks of
// two pages, as a result of its own.
func TestListTracks_errors(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.saveMany(250)
	f.Fail(mockapi.FaultPlan{Method: http.MethodGet, Skip: 2, Faults: []mockapi.Fault{
		mockapi.Answer(http.StatusForbidden, "application/json", `{"error":{"code":"DENIED","message":"enough","reference":"ref-1"}}`),
	}})
	p := newProtocol(t)
	p.configureFor(f)
	results := p.query(trackType, 1000, false)
	if len(results) != 201 {
		t.Fatalf("%d results", len(results))
	}
	compareDiagnostics(t, results[200].Diagnostics, []expected{{"", "Unable to List Saved Tracks", "HTTP 403 Forbidden, code DENIED: enough .reference ref-1."}})
}

func TestListTracks_unknownConfiguration(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	p.noErrors(p.configure(complete(map[string]tftypes.Value{"api_key": unknownText()})))
	results := p.query(trackType, 10, false)
	if len(results) != 1 {
		t.Fatalf("%d results", len(results))
	}
	compareDiagnostics(t, results[0].Diagnostics, []expected{{"", "Provider Configuration Not Known Yet", "list the saved tracks.*api_key"}})
}

func TestAccQuery_libraryTrack(t *testing.T) {
	acctest.Require(t, cli.Query)
	f := startService(t)
	f.saveMany(230)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			// The provider is configured by the query file.
			{Config: acctest.RequiredProviders},
			{
				Query: true,
				Config: f.TokenBlock() + `
list "amazonmusic_library_track" "saved" {
  provider = amazonmusic
  limit    = 1000
}
`,
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength("amazonmusic_library_track.saved", 230),
					querycheck.ExpectIdentity("amazonmusic_library_track.saved", map[string]knownvalue.Check{"track_id": knownvalue.StringExact("B000000123")}),
				},
			},
		},
	})
}
