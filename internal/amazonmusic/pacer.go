package amazonmusic

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How the pace follows a limit that nobody has published. The numbers were
// chosen by simulation against token buckets of 5 to 200 requests a second,
// bursts of 1 to 50 and latencies of 1 to 200 ms: see TestPaceFollowsLimit.
const (
	// paceHeadroom is how far below the measured rate the pace is set.
	paceHeadroom = 0.95
	// paceBackoff bounds how far one refusal lowers a pace that was measured.
	paceBackoff = 0.7
	// paceGrowth is how much faster the pace gets after each quiet second.
	paceGrowth = 1.05
	// paceRamp takes its place until the service has refused a paced request.
	paceRamp = 1.5
	// minPause is how long everybody waits after a refusal without Retry-After.
	minPause = 250 * time.Millisecond
	// minPace keeps a service that refuses everything from stopping us for good.
	minPace = rate.Limit(0.5)
)

// pacer holds back all requests of a client: at most so many under way, at
// most so many a second, none while the service asks for a pause. A 429 is the
// only sign of a limit that the service gives. Between two refusals the bucket
// of requests that it keeps for us is empty at both ends, so that what it
// answered in between is the rate that it allows.
type pacer struct {
	clock   Clock
	log     *slog.Logger
	slots   chan struct{}
	ceiling rate.Limit

	mu      sync.Mutex
	limiter *rate.Limiter
	resume  time.Time     // nobody sends before this
	pause   time.Duration // the last pause, doubled while nothing gets through
	// changed is when the pace last changed: a refusal of a request that was
	// sent before that is about the old pace.
	changed time.Time
	// refusedAt is when the last refusal arrived, and answers how many requests
	// were answered since.
	refusedAt time.Time
	answers   int
	ramping   bool
}

func newPacer(slots int, perSecond float64, clock Clock, log *slog.Logger) *pacer {
	ceiling := rate.Inf
	if perSecond > 0 {
		ceiling = rate.Limit(perSecond)
	}
	return &pacer{
		clock: clock, log: log, slots: make(chan struct{}, slots), ceiling: ceiling, limiter: rate.NewLimiter(ceiling, 1),
	}
}

// acquire returns when a request may be sent. Release must be called when it
// has been answered.
func (p *pacer) acquire(ctx context.Context) (release func(), err error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	release = func() { <-p.slots }
	for first := true; ; first = false {
		delay, reason := p.next(first)
		if delay <= 0 {
			return release, nil
		}
		p.log.LogAttrs(ctx, slog.LevelDebug, "Waiting before a request",
			slog.String("reason", reason), slog.Int64("wait_ms", delay.Milliseconds()))
		if err := wait(ctx, p.clock, delay); err != nil {
			release()
			return nil, err
		}
	}
}

// next says how long to wait, and for what. A place in the queue is reserved
// once; a pause that begins during the wait for it lengthens the wait.
func (p *pacer) next(reserve bool) (time.Duration, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	delay, reason := p.resume.Sub(now), "the service asked for a pause (429)"
	if reserve {
		// The reservation is made as of the end of the pause, or all who wait
		// for that end would be let go at once.
		from := now
		if delay > 0 {
			from = p.resume
		}
		if paced := from.Sub(now) + p.limiter.ReserveN(from, 1).DelayFrom(from); paced > delay {
			delay, reason = paced, "requests are paced"
		}
	}
	return delay, reason
}

// answered counts an answer that was no refusal, and lets the pace grow while
// the service is content with it.
func (p *pacer) answered(sent time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers++
	if sent.Before(p.changed) {
		return
	}
	p.pause = 0
	now, limit := p.clock.Now(), p.limiter.Limit()
	if limit >= p.ceiling || now.Sub(p.changed) < time.Second {
		return
	}
	growth := rate.Limit(paceGrowth)
	if p.ramping {
		growth = paceRamp
	}
	p.setLimit(now, min(limit*growth, p.ceiling))
}

// throttled slows everybody down after a 429 to a request sent at that time.
func (p *pacer) throttled(ctx context.Context, sent time.Time, retryAfter time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	news := !sent.Before(p.changed)
	if news {
		p.slowDown(ctx, now)
		p.pause = min(max(2*p.pause, minPause), maxBackoff)
	}
	if resume := now.Add(max(p.pause, retryAfter)); resume.After(p.resume) && (news || retryAfter > 0) {
		p.resume = resume
	}
	p.refusedAt, p.answers = now, 0
}

func (p *pacer) slowDown(ctx context.Context, now time.Time) {
	limit := p.limiter.Limit()
	if p.refusedAt.IsZero() || p.answers == 0 {
		// The first refusal says that there is a limit, not where.
		p.changed = now
		return
	}
	measured := rate.Limit(float64(p.answers) / now.Sub(p.refusedAt).Seconds() * paceHeadroom)
	p.ramping = limit >= p.ceiling
	if !p.ramping {
		measured = max(measured, limit*paceBackoff)
	}
	p.setLimit(now, min(max(measured, minPace), limit))
	p.log.LogAttrs(ctx, slog.LevelDebug, "The service throttles: requests are paced",
		slog.Float64("requests_per_second", float64(p.limiter.Limit())))
}

func (p *pacer) setLimit(now time.Time, limit rate.Limit) {
	p.limiter.SetLimitAt(now, limit)
	p.changed = now
}
