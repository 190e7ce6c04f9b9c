package amazonmusic

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// The service's limit is not published, and a 429 is its only sign. The numbers
// were chosen by simulating limits of every form; TestPace repeats some of them.
const (
	// growth is by how much the rate grows with an answer, where a refusal costs
	// no more than minCost.
	growth = 0.05
	// cut is what a refusal leaves of the rate.
	cut = 0.7
	// slowest keeps a service that refuses everything from stopping us for good,
	// in requests a second.
	slowest = 1.0
	// minCost and maxCost bound what a refusal is taken to cost.
	minCost = 250 * time.Millisecond
	maxCost = 2 * time.Second
	// patience is how long the service may answer nothing but 429.
	patience = 2 * time.Minute
)

// errGivenUp: the service has answered nothing but 429 for longer than patience.
var errGivenUp = errors.New("not sent, because the service has answered nothing but 429 for two minutes")

// pace holds back all requests of a client: at most so many under way, at most so
// many a second, none while the service asks for a pause. The rate goes up by
// answers and down by refusals.
type pace struct {
	log     *slog.Logger
	ceiling float64
	slots   chan struct{}
	// turn is held by the request that goes next, so that a changed rate or a
	// pause counts for all requests behind it.
	turn chan struct{}

	mu sync.Mutex
	// rate is in requests a second, infinite where no limit is known.
	rate float64
	// next is when the rate lets the next request go, resume when the service does.
	next, resume time.Time
	underWay     int
	// passed says that the service has answered something else than 429 since the
	// last cut: the refusals of one wave count once.
	passed bool
	// cost is how long the last cut made requests wait.
	cost time.Duration
	// refusedSince is when the service began to answer nothing but 429.
	refusedSince time.Time
	givenUp      bool

	// open counts the exchanges that have begun and are not done, since openSince.
	open      int
	openSince time.Time
	// refusals are all answers with 429. answers are the others since the first of
	// them, and busy is for how long there were exchanges since then.
	refusals, answers int
	busy              time.Duration
}

// Slowdown says how a service has limited the rate of a client.
type Slowdown struct {
	// Refusals counts the answers with 429, Answers the others since the first one.
	Refusals, Answers int
	// Sustained is how many of them there were in a second, not counting the time
	// in which nothing was to be sent.
	Sustained float64
}

func newPace(slots int, perSecond float64, log *slog.Logger) *pace {
	if perSecond <= 0 {
		perSecond = math.Inf(1)
	}
	return &pace{
		log: log, ceiling: perSecond, rate: perSecond, passed: true, cost: minCost,
		slots: make(chan struct{}, slots), turn: make(chan struct{}, 1),
	}
}

// whileOpen notes when there are exchanges that are not done.
func (p *pace) whileOpen(next handler) handler {
	return func(ctx context.Context, x *exchange) *Error {
		p.begin()
		defer p.end()
		return next(ctx, x)
	}
}

func (p *pace) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open == 0 {
		p.openSince = time.Now()
	}
	p.open++
}

func (p *pace) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open--; p.open == 0 {
		p.busy += time.Since(p.openSince)
	}
}

// withPace sends a call when the pace lets it go, and learns from its answer.
func withPace(p *pace, next handler) handler {
	return func(ctx context.Context, x *exchange) *Error {
		leave, err := take(ctx, p.slots)
		if err != nil {
			return x.failed(err)
		}
		defer leave()
		sent, err := p.enter(ctx)
		if err != nil {
			return x.failed(err)
		}
		failure := next(ctx, x)
		switch {
		case failure == nil:
			p.answered()
		case failure.Kind == Throttled:
			p.refused(ctx, sent, failure)
		case failure.Status != 0:
			p.answered()
		default:
			p.lost()
		}
		return failure
	}
}

func take(ctx context.Context, places chan struct{}) (giveBack func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, transport.Ended(ctx)
	}
}

// enter returns when the next request may be sent, with the time of that.
func (p *pace) enter(ctx context.Context) (time.Time, error) {
	done, err := take(ctx, p.turn)
	if err != nil {
		return time.Time{}, err
	}
	defer done()
	for due := (time.Time{}); ; {
		if ctx.Err() != nil {
			// Select may have taken the turn all the same.
			return time.Time{}, transport.Ended(ctx)
		}
		delay, reason, err := p.send(&due)
		if err != nil || delay <= 0 {
			return time.Now(), err
		}
		p.log.LogAttrs(ctx, slog.LevelDebug, "Waiting before a request",
			slog.String("reason", reason), slog.Int64("wait_ms", delay.Milliseconds()))
		if err := transport.Wait(ctx, delay); err != nil {
			return time.Time{}, err
		}
	}
}

// send notes that a request goes now, or returns how long it has to wait first
// and why. due is the time that was waited for: a request counts as sent then, or
// every timer that fires late would lower the rate.
func (p *pace) send(due *time.Time) (time.Duration, string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.givenUp {
		return 0, "", errGivenUp
	}
	now := time.Now()
	at, reason := p.next, "requests are paced"
	if p.resume.After(at) {
		at, reason = p.resume, "the service asked for a pause (429)"
	}
	if delay := at.Sub(now); delay > 0 {
		*due = at
		return delay, reason, nil
	}
	if due.IsZero() {
		*due = now
	}
	p.underWay++
	if !math.IsInf(p.rate, 1) {
		p.next = due.Add(seconds(1 / p.rate))
	}
	return 0, "", nil
}

// answered raises the rate: the service has answered something else than 429.
func (p *pace) answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.underWay--
	p.passed = true
	p.refusedSince = time.Time{}
	if p.refusals > 0 {
		p.answers++
	}
	p.rate = min(p.rate*(1+growth*minCost.Seconds()/p.cost.Seconds()), p.ceiling)
}

// lost notes that a request got no answer, which says nothing about the rate.
func (p *pace) lost() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.underWay--
}

// refused lowers the rate after a 429, unless it is one more of the same wave.
func (p *pace) refused(ctx context.Context, sent time.Time, failure *Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.refusals++; p.refusals == 1 {
		// Until now nothing has shown the limit.
		p.busy, p.openSince = 0, now
	}
	if resume := now.Add(failure.retryAfter); resume.After(p.resume) {
		p.resume = resume
	}
	if p.refusedSince.IsZero() {
		p.refusedSince = now
	}
	if now.Sub(p.refusedSince) >= patience && !p.givenUp {
		p.givenUp = true
		failure.cause = errGivenUp
	}
	if p.passed {
		elapsed := max(now.Sub(sent), time.Millisecond)
		p.rate = max(cut*min(p.rate, float64(p.underWay)/elapsed.Seconds()), min(slowest, p.ceiling))
		p.cost = min(max(failure.retryAfter, minCost), maxCost)
		p.passed = false
		p.log.LogAttrs(ctx, slog.LevelDebug, "The service throttles: requests are slowed down",
			slog.Float64("requests_per_second", p.rate))
	}
	p.underWay--
}

func (p *pace) slowdown() Slowdown {
	p.mu.Lock()
	defer p.mu.Unlock()
	busy := p.busy
	if p.open > 0 {
		busy += time.Since(p.openSince)
	}
	s := Slowdown{Refusals: p.refusals, Answers: p.answers}
	if p.answers > 0 && busy > 0 {
		s.Sustained = float64(p.answers) / busy.Seconds()
	}
	return s
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
