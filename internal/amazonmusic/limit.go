package amazonmusic

import (
	"math"
	"time"
)

// The limit of the service is not published, and a 429 is the only sign of it.
// It is taken to be a bucket that fills at some rate and that every request takes
// one piece from: neither its size nor its rate is known. The numbers were
// chosen by simulating thousands of such services with rates of 1 to 500 a second,
// buckets of 1 to 300, latencies of 1 to 300 ms, 1 to 100 requests at once, with
// and without Retry-After. TestPaceFollowsLimit repeats a grid of them.
const (
	// headroom is how far below the estimated rate the pace is set.
	headroom = 0.96
	// firstHorizon stands for how long the bucket took to fill before the first
	// refusal: what it held then is what flows in during so many seconds.
	firstHorizon = 1.0
	// fastestLimit is above any limit to be expected, in requests a second.
	fastestLimit = 1000.0
	// slowestPace keeps a service that refuses everything from stopping us for
	// good, in requests a second.
	slowestPace = 0.5
	// searchGrowth is how fast the pace grows until it has been refused once,
	// e-fold in a second.
	searchGrowth = 3.3
	// closing is how fast, after that, the pace comes closer to the one that was
	// refused, e-fold in a second where they are e-fold apart.
	closing = 0.5
	// patience is how fast the growth itself grows with the time since the last
	// refusal, in the end even beyond the pace that was refused: the service may
	// allow more than it did.
	patience = 0.002
	// maxStep bounds what one answer adds to the pace, in seconds of growth.
	maxStep = 0.15
	// maxLead is how far the pace may be ahead of what is really sent. Further,
	// no answer would say anything about it.
	maxLead = 4.0
	// idleAfter is how long a gap between two answers is before it counts as
	// time in which nothing was asked for.
	idleAfter = 2 * time.Second
)

// limit finds the pace that the service allows, in requests a second. The time
// from one refusal to the next is a round: a pause, and then requests at some
// pace until the bucket is empty again.
type limit struct {
	// pace is what to keep to now. It never exceeds the ceiling.
	pace, ceiling float64
	// known says that there is a limit. Before, there is no pace to keep but
	// the ceiling.
	known bool
	// searching says that the pace grows quickly, as none was refused so far.
	searching bool
	// tooFast is the pace that was refused last.
	tooFast float64
	// spare is how many requests the bucket lets through beyond its rate, as far
	// as the rounds so far tell: the fewest that one of them got through.
	spare float64
	// cost is how long the last refusal made everybody pause.
	cost      time.Duration
	refusedAt time.Time

	// What follows is about the present round. Began is the end of its pause.
	round          int
	began, grown   time.Time
	asked, answers float64
	lastGoodPace   float64
}

func (l *limit) sent(now time.Time) {
	if l.began.IsZero() {
		l.began = now
	}
	l.asked++
}

// resumes tells when the pause of this round ends.
func (l *limit) resumes(at time.Time) { l.began, l.grown = at, at }

// answered lets the pace grow: quickly as long as there is nothing to compare
// it with, then the slower the nearer it comes to what was refused, and the
// slower the more a refusal costs.
func (l *limit) answered(t ticket, now time.Time) {
	l.answers++
	l.lastGoodPace = t.pace
	if !l.known {
		return
	}
	gap := now.Sub(l.grown)
	if gap > idleAfter {
		l.began = l.began.Add(gap)
	}
	l.grown = now
	running := now.Sub(l.began).Seconds()
	if l.pace > maxLead*l.answers/running {
		return
	}
	growth := searchGrowth
	if !l.searching {
		room := math.Log(max(l.tooFast/l.pace, 1))
		growth = (closing*room*room + patience*running) * minPause.Seconds() / l.cost.Seconds()
	}
	l.pace = min(l.pace*math.Exp(growth*min(max(gap.Seconds(), 0), maxStep)), l.ceiling)
}

// refused ends the round. It reports whether the pace is another one now.
func (l *limit) refused(t ticket, now time.Time, pause time.Duration) bool {
	changed := true
	switch {
	case !l.known:
		l.begin(t, now)
	case l.answers > 0:
		l.adjust(t)
	default:
		// The service lets nothing through at all. That says nothing about its
		// rate, only that the pause was too short.
		changed = false
	}
	if changed {
		l.refusedAt, l.cost = now, pause
	}
	l.round++
	l.asked, l.answers = 0, 0
	return changed
}

// begin chooses the first pace. All that is known is what went through before:
// its true rate is anywhere between the one that would have filled the bucket
// within the horizon and the one that was tried.
func (l *limit) begin(t ticket, now time.Time) {
	through := max(l.answers, 1)
	tried := min(l.asked/now.Sub(l.began).Seconds(), fastestLimit, l.ceiling)
	slow := through / (max(t.sent.Sub(l.began).Seconds(), 0) + firstHorizon)
	l.known, l.searching, l.spare, l.tooFast = true, true, through, math.Inf(1)
	l.setPace(math.Sqrt(slow * max(tried, slow)))
}

// adjust sets the pace after a round at a known one. The bucket was empty at
// the start of its pause and is empty now, so what went through since then came
// in at its rate, unless it ran over during the pause: the rate is at least that.
// And it is less than the pace, or no request would have been refused.
func (l *limit) adjust(t ticket) {
	l.searching, l.tooFast = false, t.pace
	atLeast := min(l.answers/t.sent.Sub(l.refusedAt).Seconds(), t.pace)
	// Of what went through, the bucket held a part in store. The rest is the
	// rate's share of the pace, which was somewhere between the last one that
	// went through and the one that did not.
	pace := math.Sqrt(t.pace * min(t.pace, l.lastGoodPace))
	rate := pace * (1 - l.spare/l.answers)
	l.spare = min(l.spare, l.answers)
	l.setPace(max(rate, atLeast) * headroom)
}

func (l *limit) setPace(pace float64) { l.pace = min(max(pace, slowestPace), l.ceiling) }
