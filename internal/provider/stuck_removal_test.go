package provider

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestAccStuckRemoval_holdsUpNobody: the service refuses three removals for as long as
// saves of the same run are missing, of the same resource and of another one. If the
// saves waited for them, the removals would be given up first, and the apply would fail.
func TestAccStuckRemoval_holdsUpNobody(t *testing.T) {
	f := startService(t)
	stuck, first, second := numbered(0, 3), numbered(100, 140), numbered(200, 240)
	s := &stuckRemovals{removals: int64(len(stuck)), saves: int64(len(first) + len(second)), refused: make(chan struct{})}
	// All requests can be under way at once, so that no save keeps a removal waiting.
	block := f.block("max_concurrent_requests = 100")
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: block + tracksConfig(stuck)},
			{
				PreConfig: func() {
					f.ResetRequests()
					s.watch(f)
				},
				Config: block + tracksConfig(first) + strings.ReplaceAll(tracksConfig(second), `"many"`, `"other"`),
				Check:  func(*terraform.State) error { return s.check(f.Requests()) },
			},
		},
		CheckDestroy: f.checkEmpty,
	})
}

// stuckRemovals has a service refuse removals until all saves are made, and make no
// save before each removal was refused once.
type stuckRemovals struct {
	removals, saves int64
	tried, saved    atomic.Int64
	refused         chan struct{}
}

func (s *stuckRemovals) watch(f *fixture) {
	f.OnRequest(func(r mockapi.Request) {
		if r.Method == http.MethodPut {
			<-s.refused
		}
	})
	f.OnAnswer(func(r mockapi.Request) {
		switch {
		case r.Method == http.MethodPut && r.Status < 300:
			s.saved.Add(1)
		case r.Method == http.MethodDelete && s.tried.Add(1) == s.removals:
			close(s.refused)
		}
	})
	f.Fail(mockapi.FaultPlan{
		Method: http.MethodDelete,
		Match:  func(mockapi.Request) bool { return s.saved.Load() < s.saves },
		Faults: []mockapi.Fault{mockapi.InternalError()},
	})
}

// check checks that every track was saved once, and after that every stuck one removed.
func (s *stuckRemovals) check(log []mockapi.Request) error {
	var saved, removed int64
	for _, r := range log {
		switch {
		case r.Method == http.MethodPut:
			saved++
		case r.Method == http.MethodDelete && r.Status < 300:
			if removed++; saved < s.saves {
				return fmt.Errorf("%s after %d of %d saves", r.Path, saved, s.saves)
			}
		}
	}
	if removed != s.removals || saved != s.saves || s.tried.Load() < 2*s.removals {
		return fmt.Errorf("%d tracks were removed in %d tries, and %d saved", removed, s.tried.Load(), saved)
	}
	return nil
}
