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

// cause names what all calls that fail for one reason have in common. A call that
// is forbidden may lack a scope that another one does not need.
func cause(failure *amazonmusic.Error) string {
	name := string(failure.Kind) + " " + failure.Code
	if failure.Kind == amazonmusic.Forbidden {
		name += " " + failure.Op.Scope()
	}
	return name
}

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

// slowdownToMention is how long a run has to be slowed down by the service before
// it says so, in seconds.
const slowdownToMention = 10

// warnSlowdown says once in a run for how long the service's rate limit has
// stopped it, and how to avoid that.
func (r *reporter) warnSlowdown(slow amazonmusic.Slowdown, diags *diag.Diagnostics) {
	if slow.Waited.Seconds() < slowdownToMention || !r.first("slowdown") {
		return
	}
	diags.AddWarning("Slowed Down by the Service", fmt.Sprintf("The service refused %d requests because they came too "+
		"fast (429), and this run has waited %.0f s because of that so far. It goes on at %.3g requests a second. Nothing "+
		"is lost. \"requests_per_second\" in the provider block (or %s) set to about that rate avoids the refusals.",
		slow.Refusals, slow.Waited.Seconds(), slow.Rate, variableFor("requests_per_second")))
}
