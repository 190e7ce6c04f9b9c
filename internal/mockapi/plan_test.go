package mockapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// statuses sends n GETs of a path and lists the answers.
func statuses(t *testing.T, s *mockapi.Service, n int, path string) string {
	t.Helper()
	var list []string
	for range n {
		list = append(list, fmt.Sprint(ask(t, s, http.MethodGet, path).status))
	}
	return strings.Join(list, " ")
}

func TestFaultPlans(t *testing.T) {
	five, two := mockapi.InternalError(), mockapi.BadGateway()
	one := []mockapi.Fault{five}
	tests := []struct {
		name        string
		plans       []mockapi.FaultPlan
		gets, lists string // statuses of GETs of the playlists and then of the library
	}{
		{"none", nil, "200 200 200 200", "200 200"},
		{"no faults", []mockapi.FaultPlan{{}}, "200 200 200 200", "200 200"},
		{"all", []mockapi.FaultPlan{{Faults: one}}, "500 500 500 500", "500 500"},
		{"next", []mockapi.FaultPlan{{Next: 2, Faults: one}}, "500 500 200 200", "200 200"},
		{"skip", []mockapi.FaultPlan{{Skip: 3, Faults: one}}, "200 200 200 500", "500 500"},
		{"skip, next", []mockapi.FaultPlan{{Skip: 1, Next: 2, Faults: one}}, "200 500 500 200", "200 200"},
		{"in turn", []mockapi.FaultPlan{{Faults: []mockapi.Fault{five, two}}}, "500 502 500 502", "500 502"},
		{"full share", []mockapi.FaultPlan{{Share: 1, Next: 5, Faults: one}}, "500 500 500 500", "500 200"},
		{"path", []mockapi.FaultPlan{{PathPrefix: tracksPath, Faults: one}}, "200 200 200 200", "500 500"},
		{"other method", []mockapi.FaultPlan{{Method: "PUT", Faults: one}}, "200 200 200 200", "200 200"},
		{"method", []mockapi.FaultPlan{{Method: "GET", Next: 1, Faults: one}}, "500 200 200 200", "200 200"},
		{"match", []mockapi.FaultPlan{{Match: func(r mockapi.Request) bool { return r.Path == tracksPath }, Faults: one}}, "200 200 200 200", "500 500"},
		{"first wins", []mockapi.FaultPlan{{Next: 1, Faults: one}, {Next: 1, Faults: []mockapi.Fault{two}}}, "500 502 200 200", "200 200"},
		{"token endpoint only", []mockapi.FaultPlan{{PathPrefix: "/auth", Faults: one}}, "200 200 200 200", "200 200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			for _, p := range tt.plans {
				s.Fail(p)
			}
			if got := statuses(t, s, 4, playlistsPath); got != tt.gets {
				t.Errorf("playlists: %s, want %s", got, tt.gets)
			}
			if got := statuses(t, s, 2, tracksPath); got != tt.lists {
				t.Errorf("library: %s, want %s", got, tt.lists)
			}
		})
	}
}

func TestFailNext(t *testing.T) {
	s := mockapi.New()
	s.FailNext(0, mockapi.InternalError())
	s.FailNext(-1, mockapi.InternalError())
	s.FailNext(2, mockapi.InternalError())
	s.FailNext(1, mockapi.BadGateway())
	if got := statuses(t, s, 4, playlistsPath); got != "500 500 502 200" {
		t.Error(got)
	}
	s.FailNext(5, mockapi.InternalError())
	s.ClearFaults()
	if got := statuses(t, s, 1, playlistsPath); got != "200" {
		t.Error(got)
	}
}

func TestFailShare(t *testing.T) {
	const n = 1000
	run := func(seed uint64, share float64) (string, map[string]int) {
		s := mockapi.New()
		s.FailShare(seed, share, mockapi.InternalError(), mockapi.BadGateway(), mockapi.GatewayTimeout())
		all := statuses(t, s, n, playlistsPath)
		counts := map[string]int{}
		for status := range strings.FieldsSeq(all) {
			counts[status]++
		}
		return all, counts
	}
	first, counts := run(7, 0.3)
	for status, share := range map[string]float64{"200": 0.7, "500": 0.1, "502": 0.1, "504": 0.1} {
		if got := float64(counts[status]) / n; got < share-0.05 || got > share+0.05 {
			t.Errorf("the share of %s is %v, want about %v", status, got, share)
		}
	}
	if again, _ := run(7, 0.3); again != first {
		t.Error("the same seed fails other requests")
	}
	if other, _ := run(8, 0.3); other == first {
		t.Error("another seed fails the same requests")
	}
	if _, counts := run(7, 0); counts["200"] != n {
		t.Errorf("a share of 0: %v", counts)
	}
	if _, counts := run(7, 1); counts["200"] != 0 {
		t.Errorf("a share of 1: %v", counts)
	}
}

func TestTokenEndpointHasItsOwnFaults(t *testing.T) {
	s := mockapi.New()
	s.FailNext(1, mockapi.InternalError())
	s.LimitRate(0.001, 1, "")
	wantStatus(t, refresh(t, s, mockapi.DefaultRefreshToken), 200, "")
	s.Fail(mockapi.FaultPlan{PathPrefix: tokenPath, Next: 1, Faults: []mockapi.Fault{mockapi.UnavailableHTML()}})
	a := refresh(t, s, mockapi.DefaultRefreshToken)
	wantStatus(t, a, 503, "")
	wantStatus(t, refresh(t, s, mockapi.DefaultRefreshToken), 200, "")
	// The fault for the API is still there.
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 500, "INTERNAL")
	var faults []string
	for _, r := range s.TokenRequests() {
		faults = append(faults, r.Fault)
	}
	if got := strings.Join(faults, ","); got != ",503 html," {
		t.Errorf("faults in the log: %q", got)
	}
}

// A plan is the caller's to change once it is handed over.
func TestPlanIsCopied(t *testing.T) {
	s := mockapi.New()
	faults := []mockapi.Fault{mockapi.InternalError()}
	s.Fail(mockapi.FaultPlan{Faults: faults})
	faults[0] = mockapi.BadGateway()
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 500, "INTERNAL")
}
