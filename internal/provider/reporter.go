package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// reporter writes the errors of failed calls. It knows which causes a run has
// reported in full, so that one cause gives one full error however many resources
// it meets.
type reporter struct {
	// renews says that the provider can get access tokens itself.
	renews bool

	mu     sync.Mutex
	causes map[string]bool
}

func newReporter(renews bool) *reporter { return &reporter{renews: renews, causes: map[string]bool{}} }

// first reports whether a cause has not been reported yet.
func (r *reporter) first(cause string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.causes[cause]
	r.causes[cause] = true
	return first
}

// addError adds the error of a failed call. Attempt is a clause without a full stop.
func (r *reporter) addError(diags *diag.Diagnostics, summary, attempt string, err error) {
	diags.AddError(summary, r.detail(attempt, err))
}

// detail says of a failed call what was attempted, what the service said and what to
// do now. A cause that is not about this call alone is explained once in a run.
func (r *reporter) detail(attempt string, err error) string {
	if failure, ok := errors.AsType[*amazonmusic.Error](err); ok && shared(failure) && !r.first(cause(failure)) {
		return attempt + ". The reason is that of an earlier error of this run: " + string(failure.Kind) + "."
	}
	return attempt + ".\n\n" + r.explain(err)
}

// addOnce adds an error in full the first time, and its short form after that.
func (r *reporter) addOnce(diags *diag.Diagnostics, cause, summary, short, full string) {
	if r.first(cause) {
		diags.AddError(summary, short+" "+full)
		return
	}
	diags.AddError(summary, short+" The reason is that of an earlier error of this run.")
}

// shared reports whether other resources fail for the same reason. The saved tracks
// are listed once for all of them, and the account is checked once.
func shared(failure *amazonmusic.Error) bool {
	once := failure.Op == amazonmusic.OpListTracks || failure.Op == amazonmusic.OpCheckAccount
	return once || !failure.Kind.AboutTheCall()
}

// cause names what all calls that fail for one reason have in common.
func cause(failure *amazonmusic.Error) string { return string(failure.Kind) + " " + failure.Code }

// explain says what became of a call and what to do.
func (r *reporter) explain(err error) string {
	failure, ok := errors.AsType[*amazonmusic.Error](err)
	if !ok {
		if errors.Is(err, context.Canceled) {
			return adviceOnInterrupt
		}
		return sentence(capitalize(err.Error()))
	}
	text := fmt.Sprintf("%s %s failed: %s", failure.Method, failure.Path, failure.Reason())
	if lost, ok := errors.AsType[*lostTrackError](err); ok {
		text = capitalize(lost.Error())
	}
	if failure.Tries > 1 {
		text += fmt.Sprintf("; given up after %s", failure.Effort())
	}
	return sentence(text) + "\n\n" + advice(failure, r.renews)
}

// capitalize begins a text with a capital letter.
func capitalize(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// sentence ends a text with a full stop.
func sentence(text string) string {
	switch {
	case text == "":
		return ""
	case text[len(text)-1] == '.' || text[len(text)-1] == '!' || text[len(text)-1] == '?':
		return text
	}
	return text + "."
}

// A run says that it was slowed down from so many refusals on, if they are such a
// share of all answers. In simulations of a thousand requests, limits of most forms
// refuse more than that. Fewer are stray ones, which no setting avoids.
const (
	refusalsToMention = 20
	shareToMention    = 0.02
)

// warnSlowdown says once in a run that the service's rate limit has slowed it down,
// and how to avoid that.
func (r *reporter) warnSlowdown(slow amazonmusic.Slowdown, diags *diag.Diagnostics) {
	few := slow.Refusals < refusalsToMention ||
		float64(slow.Refusals) < shareToMention*float64(slow.Refusals+slow.Answers)
	if few || slow.Sustained == 0 || !r.first("slowdown") {
		return
	}
	rate := fmt.Sprintf("%.2g", slow.Sustained)
	if slow.Sustained >= 10 {
		rate = fmt.Sprintf("%.0f", slow.Sustained)
	}
	diags.AddWarning("Slowed Down by the Service", fmt.Sprintf("The service limits how fast it is called. It refused %d "+
		"requests (429), which were sent again, so nothing is lost. Since the first of them it has answered about %s "+
		"requests a second. Set \"requests_per_second\" in the provider block (or %s) to that rate to avoid the refusals.",
		slow.Refusals, rate, variableFor("requests_per_second")))
}
