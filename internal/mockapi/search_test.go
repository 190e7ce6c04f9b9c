package mockapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const searchPath = "/v1/search/tracks"

func search(t *testing.T, s *mockapi.Service, isrc string, limit int) []any {
	t.Helper()
	body := fmt.Sprintf(`{"searchFilters":[{"field":"isrc","query":%q}],"limit":%d}`, isrc, limit)
	a := sendJSON(t, s, http.MethodPost, searchPath, body)
	wantStatus(t, a, 200, "")
	var nodes []any
	for _, edge := range edgesOf(at(a.decode(t), "data", "searchTracks")) {
		nodes = append(nodes, at(edge, "node"))
	}
	return nodes
}

func TestSearchTracks(t *testing.T) {
	ids := manyIDs(3)
	tests := []struct {
		name, isrc    string
		decoys, limit int
		want          []string // ids after the decoys
	}{
		{"first hit is another recording", "GBABC2600001", 1, 20, ids},
		{"only what was asked for", "GBABC2600001", 0, 20, ids},
		{"lower case", "gbabc2600001", 1, 20, ids},
		{"limit", "GBABC2600001", 2, 3, ids[:1]},
		{"API page", "GBCFB2000356", 1, 20, []string{mockapi.TrackKaneTrain}},
		{"hyphens", "GB-ABC-26-00001", 1, 20, nil},
		{"no hit but another recording", "GBABC2600002", 1, 20, nil},
		{"no hit", "GBABC2600002", 0, 20, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.SetISRC("GBABC2600001", ids...)
			s.SetISRC("GBABC2600001", "B0LACKING1")
			s.Lack("B0LACKING1")
			s.SetSearchDecoys(tt.decoys)
			hits := search(t, s, tt.isrc, tt.limit)
			for _, hit := range hits[:tt.decoys] {
				if isrc, _ := at(hit, "isrc").(string); strings.EqualFold(isrc, tt.isrc) {
					t.Errorf("a decoy matches: %v", hit)
				}
			}
			if got := nodeIDs(hits[tt.decoys:]); !slices.Equal(got, tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
			for _, hit := range hits[tt.decoys:] {
				if isrc, _ := at(hit, "isrc").(string); !strings.EqualFold(isrc, tt.isrc) {
					t.Errorf("the hit %v does not match", hit)
				}
			}
		})
	}
}

func TestSearchTracks_completeCatalog(t *testing.T) {
	s := mockapi.New()
	s.SetSearchDecoys(0)
	s.CompleteCatalog(true)
	first := nodeIDs(search(t, s, "DEABC2600003", 20))
	if again := nodeIDs(search(t, s, "deabc2600003", 20)); len(first) != 1 || !slices.Equal(first, again) {
		t.Errorf("found %q and then %q", first, again)
	}
	if other := nodeIDs(search(t, s, "DEABC2600004", 20)); len(other) != 1 || other[0] == first[0] {
		t.Errorf("another ISRC finds %q", other)
	}
	if hits := search(t, s, "DE-ABC-26-00003", 20); len(hits) != 0 {
		t.Errorf("no ISRC finds %v", hits)
	}
	s.SetISRC("DEABC2600005", "B000000001")
	if got := nodeIDs(search(t, s, "DEABC2600005", 20)); !slices.Equal(got, []string{"B000000001"}) {
		t.Errorf("found %q", got)
	}
}

func TestSearchTracks_caseVaries(t *testing.T) {
	s := mockapi.New()
	s.SetSearchDecoys(0)
	ids := manyIDs(20)
	s.SetISRC("GBABC2600001", ids...)
	lower := 0
	for _, hit := range search(t, s, "GBABC2600001", 20) {
		if at(hit, "isrc") == "gbabc2600001" {
			lower++
		}
	}
	if lower == 0 || lower == 20 {
		t.Errorf("%d of 20 hits have a lower-case ISRC", lower)
	}
	for _, id := range ids {
		if got := at(put(t, s, id).decode(t), "data", "saveTrack", "track", "isrc"); got != "GBABC2600001" {
			t.Errorf("saved with isrc %v", got)
		}
	}
	s.SetISRC("GBABC2600002", ids[0])
	if got := len(search(t, s, "GBABC2600001", 20)); got != 19 {
		t.Errorf("%d hits after one track got another ISRC", got)
	}
}

func TestSearchTracks_strict(t *testing.T) {
	for _, body := range []string{
		`{"searchFilters":[{"field":"isrc","query":"GBABC2600001"}],"limit":0}`,
		`{"searchFilters":[{"field":"isrc","query":"GBABC2600001"}],"limit":21}`,
		`{"searchFilters":[{"field":"isrc","query":"GBABC2600001"}],"limit":"20"}`,
		`{"searchFilters":[{"field":"isrc","query":"GBABC2600001"}]}`,
		`{"searchFilters":[{"field":"title","query":"x"}],"limit":20}`,
		`{"searchFilters":[{"field":"isrc","query":""}],"limit":20}`,
		`{"searchFilters":[{"field":"isrc"}],"limit":20}`,
		`{"searchFilters":[{"field":"isrc","query":"x","x":1}],"limit":20}`,
		`{"searchFilters":[],"limit":20}`,
		`{"searchFilters":[{"field":"isrc","query":"x"},{"field":"isrc","query":"y"}],"limit":20}`,
		`{"searchFilters":[{"field":"isrc","query":"x"},{"field":"name","query":"y"}],"limit":20}`,
		`{"searchFilters":[{"field":"artistName","query":"x"}],"limit":20}`,
		`{"searchFilters":[{"field":"name","query":" "}],"limit":20}`,
		`{"searchFilters":[{"field":"name","query":"x"}],"limit":20,"token":null}`,
		`{"searchFilters":[{"field":"name","query":"x"}],"limit":20,"token":"x"}`,
		`{"searchFilters":[{"field":"isrc","query":"x"}],"limit":20,"cursor":"x"}`,
		`{"limit":20}`,
		`x`,
	} {
		wantStatus(t, sendJSON(t, mockapi.New(), http.MethodPost, searchPath, body), 400, "BAD_REQUEST")
	}
	plain := typedBody("text/plain", `{"searchFilters":[{"field":"isrc","query":"x"}],"limit":20}`)
	wantStatus(t, ask(t, mockapi.New(), http.MethodPost, searchPath, plain), 415, "BAD_REQUEST")
}
