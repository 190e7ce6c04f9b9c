package mockapi

import (
	"math/rand/v2"
	"time"

	"golang.org/x/time/rate"
)

// SetLatency makes every API answer take d. What the request asks for is done at its start, so a client that gives up
// waiting has nevertheless changed the library.
func (s *Service) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// LimitRate answers API requests above perSecond with 429 THROTTLED and the given Retry-After ("" sends none), after a
// burst of at least one. A perSecond of 0 turns the limit off. What is refused here meets no fault.
func (s *Service) LimitRate(perSecond float64, burst int, retryAfter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limiter, s.retryAfter = nil, retryAfter
	if perSecond > 0 {
		s.limiter = rate.NewLimiter(rate.Limit(perSecond), max(burst, 1))
	}
}

// jitter draws random delays. Without a source it is off.
type jitter struct {
	most   time.Duration
	source *rand.Rand
}

// SetJitter delays every API request by up to most before it is carried out, and again by up to most before it is
// answered, so that requests overtake each other in both. The seed decides the delays, by the requests' order of
// arrival. A most of 0 turns it off.
func (s *Service) SetJitter(seed uint64, most time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jitter = jitter{most: most, source: rand.New(rand.NewPCG(seed, 0))}
}

func (s *Service) nextJitter(c *call) (before, after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.isAuth || s.jitter.most <= 0 {
		return 0, 0
	}
	draw := func() time.Duration { return time.Duration(s.jitter.source.Int64N(int64(s.jitter.most) + 1)) }
	return draw(), draw()
}
