package mockapi

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// FaultPlan says which requests meet a fault. The zero values of all but Faults mean every API request, for ever.
type FaultPlan struct {
	Method     string             // "" is any
	PathPrefix string             // of the path as sent; "" is any path of the API, "/auth" is for the token endpoint, "/ap" for the authorize page
	Match      func(Request) bool // further condition, which must not call the Service; nil is none
	Skip       int                // so many matching requests pass first
	Next       int                // so many faults are then given; 0 is no limit
	Share      float64            // the chance of a fault from then on, above 0 to 1; 0 means every request, as 1 does
	Seed       uint64             // for the chance, and for the choice of fault
	Faults     []Fault            // one is given: each in turn without a Share, any one with it
}

// plan is a FaultPlan at work.
type plan struct {
	FaultPlan
	random      *rand.Rand
	seen, given int
}

// Fail adds a plan. The first plan that has a fault for a request wins; the others then do not count that request.
func (s *Service) Fail(p FaultPlan) {
	if len(p.Faults) == 0 {
		return
	}
	p.Faults = slices.Clone(p.Faults)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &plan{FaultPlan: p, random: rand.New(rand.NewPCG(p.Seed, 0))})
}

// FailNext gives the next n API requests the fault f.
func (s *Service) FailNext(n int, f Fault) {
	if n > 0 {
		s.Fail(FaultPlan{Next: n, Faults: []Fault{f}})
	}
}

// FailShare gives a share of the API requests, from 0, none, to 1, all, one of the faults. The seed decides which
// requests, by their order of arrival.
func (s *Service) FailShare(seed uint64, share float64, faults ...Fault) {
	if share > 0 {
		s.Fail(FaultPlan{Share: share, Seed: seed, Faults: faults})
	}
}

// ClearFaults ends all plans. Requests that already hang or wait go on doing so.
func (s *Service) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// nextFault asks the plans in turn.
func (s *Service) nextFault(c *call) Fault {
	for _, p := range s.faults {
		if f, ok := p.next(c); ok {
			return f
		}
	}
	return Fault{}
}

func (p *plan) matches(c *call) bool {
	return isAuth(p.PathPrefix+"/") == c.isAuth &&
		(p.Method == "" || p.Method == c.entry.Method) &&
		strings.HasPrefix(c.entry.Path, p.PathPrefix) &&
		(p.Match == nil || p.Match(*c.entry))
}

func (p *plan) next(c *call) (Fault, bool) {
	if !p.matches(c) || p.Next > 0 && p.given >= p.Next {
		return Fault{}, false
	}
	p.seen++
	if p.seen <= p.Skip || p.Share > 0 && p.random.Float64() >= p.Share {
		return Fault{}, false
	}
	choice := p.given % len(p.Faults)
	if p.Share > 0 {
		choice = p.random.IntN(len(p.Faults))
	}
	p.given++
	return p.Faults[choice], true
}
