package amazonmusic

import (
	"context"
	"log/slog"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pacer holds back all requests of a client: at most so many under way, at
// most so many a second, none while the service asks for a pause. It decides when
// the next request may go; how fast that is, is for [limit] to find out.
type pacer struct {
	clock Clock
	log   *slog.Logger
	slots chan struct{}
	// turn is held by the request that goes next. The others queue for it, so
	// that whatever changes meanwhile, a pause or the pace, counts for them all.
	turn chan struct{}

	mu    sync.Mutex
	limit limit
	// limiter keeps to the pace of the limit: it lets one request go at a time.
	limiter *rate.Limiter
	// resume is when a pause is over.
	resume time.Time
	// pause is the length of the last pause, doubled while nothing gets through.
	pause time.Duration
	// through is when a request last got through, or the first one was sent, and
	// closed says that no more are sent.
	through time.Time
	closed  bool
}

// patienceWithoutAnswer is how long a service may answer nothing but 429. Each
// request waits for the pause that all others caused, so that without an end a
// thousand of them would take days to fail one by one.
const patienceWithoutAnswer = time.Minute

// minPause is how long everybody waits after a refusal without Retry-After.
const minPause = 350 * time.Millisecond

// ticket is what the pacer has to know of a request when it is answered.
type ticket struct {
	sent time.Time
	// pace and round are those at the time when it was sent.
	pace  float64
	round int
}

func newPacer(slots int, perSecond float64, clock Clock, log *slog.Logger) *pacer {
	if perSecond <= 0 {
		perSecond = math.Inf(1)
	}
	return &pacer{
		clock: clock, log: log, slots: make(chan struct{}, slots), turn: make(chan struct{}, 1),
		limit: limit{ceiling: perSecond, pace: perSecond}, limiter: rate.NewLimiter(rate.Limit(perSecond), 1),
	}
}

// enter waits for one of the places of the requests under way. Leave gives it
// back.
func (p *pacer) enter(ctx context.Context) (leave func(), err error) {
	return take(ctx, p.slots)
}

// queue waits for the turn of a request. Done ends it.
func (p *pacer) queue(ctx context.Context) (done func(), err error) {
	done, err = take(ctx, p.turn)
	if err == nil && p.isClosed() {
		done()
		return nil, ErrThrottled
	}
	return done, err
}

// exhausted tells that a call has used up its tries and was refused with a 429
// to the end.
func (p *pacer) exhausted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = p.closed || p.clock.Now().Sub(p.through) >= patienceWithoutAnswer
}

func (p *pacer) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

func take(ctx context.Context, places chan struct{}) (giveBack func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// wait returns when the request whose turn it is may be sent.
func (p *pacer) wait(ctx context.Context) (ticket, error) {
	for waited := (time.Time{}); ; {
		due, reason := p.due()
		delay := due.Sub(p.clock.Now())
		// A clock that does not move, as in a test, must not be waited for twice.
		if delay <= 0 || !due.After(waited) {
			return p.send(waited), nil
		}
		p.log.LogAttrs(ctx, slog.LevelDebug, "Waiting before a request",
			slog.String("reason", reason), slog.Int64("wait_ms", delay.Milliseconds()))
		if err := wait(ctx, p.clock, delay); err != nil {
			return ticket{}, err
		}
		waited = due
	}
}

// due says when the next request may be sent, and what it waits for until then.
func (p *pacer) due() (time.Time, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	due := p.clock.Now()
	if !math.IsInf(p.limit.pace, 1) {
		p.limiter.SetLimitAt(due, rate.Limit(p.limit.pace))
		if missing := 1 - p.limiter.TokensAt(due); missing > 0 {
			due = due.Add(seconds(missing / p.limit.pace))
		}
	}
	if p.resume.After(due) {
		return p.resume, "the service asked for a pause (429)"
	}
	return due, "requests are paced"
}

// send notes that a request goes now. One that was waited for counts as sent
// when it was due, or every timer that fires late would lower the pace.
func (p *pacer) send(due time.Time) ticket {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	if due.IsZero() {
		due = now
	}
	if !math.IsInf(p.limit.pace, 1) {
		p.limiter.SetLimitAt(due, rate.Limit(p.limit.pace))
		p.limiter.ReserveN(due, 1)
	}
	if p.through.IsZero() {
		p.through = now
	}
	p.limit.sent(now)
	return ticket{sent: now, pace: p.limit.pace, round: p.limit.round}
}

// answered tells that the service has let a request through.
func (p *pacer) answered(t ticket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.through = p.clock.Now()
	if t.round == p.limit.round {
		p.pause = 0
		p.limit.answered(t, p.clock.Now())
	}
}

// throttled makes everybody pause after a 429, and go on at a slower pace. Of
// the many refusals that one limit causes, the first tells all there is to
// know; a later one can ask for a longer pause.
func (p *pacer) throttled(ctx context.Context, t ticket, retryAfter time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, pause := p.clock.Now(), retryAfter
	if t.round == p.limit.round {
		p.pause = min(max(2*p.pause, minPause), maxBackoff)
		pause = max(p.pause, retryAfter)
		if p.limit.refused(t, now, pause) {
			p.log.LogAttrs(ctx, slog.LevelDebug, "The service throttles: requests are paced",
				slog.Float64("requests_per_second", p.limit.pace))
		}
	}
	if resume := now.Add(pause); resume.After(p.resume) {
		p.resume = resume
		p.limit.resumes(resume)
	}
}

// seconds is the duration of a number of seconds.
func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
