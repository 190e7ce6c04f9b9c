package provider

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// reporter adds the errors of failed actions. It knows which causes a run has
// reported in full, so that one cause gives one full error however many objects it
// meets.
type reporter struct {
	// renews says that the provider can get access tokens itself.
	renews bool

	mu sync.Mutex
	// first holds the beginning of the full error of each cause.
	first map[string]string
}

func newReporter(renews bool) *reporter { return &reporter{renews: renews, first: map[string]string{}} }

// firstError returns the beginning of the error that has explained a cause, and
// remembers this one where there is none.
func (r *reporter) firstError(cause, beginning string) (first string, explained bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first, explained = r.first[cause]
	if !explained {
		r.first[cause] = beginning
	}
	return first, explained
}

// describe says what there is to say of an error.
func (r *reporter) describe(err error) failure { return describe(err, r.renews) }

// addError adds the error of a failed action. Attempt is a clause without a full stop.
func (r *reporter) addError(diags *diag.Diagnostics, summary, attempt string, err error) {
	diags.AddError(summary, r.detail(attempt, err))
}

// detail says of a failed action what was attempted, what the service said and what
// to do now. A cause that meets other objects too is explained once in a run.
func (r *reporter) detail(attempt string, err error) string {
	f := r.describe(err)
	if f.cause != "" {
		if first, explained := r.firstError(f.cause, attempt); explained {
			return attempt + ". " + sameReasonAs(first)
		}
	}
	return attempt + ".\n\n" + f.text()
}

// addOnce adds an error in full the first time, and its short form after that.
func (r *reporter) addOnce(diags *diag.Diagnostics, cause, summary, short, full string) {
	if first, explained := r.firstError(cause, short); explained {
		diags.AddError(summary, short+" "+sameReasonAs(first))
		return
	}
	diags.AddError(summary, short+" "+full)
}

// maxBeginning bounds what is repeated of the error that has explained a cause, in
// bytes.
const maxBeginning = 80

// sameReasonAs points to the error that explains the cause.
func sameReasonAs(beginning string) string {
	return "The reason is in the error that begins: " + sentence(excerpt(beginning, maxBeginning))
}

// adviceOnce is the advice on a failure, once in a run for a cause that is not about
// its object alone.
func (r *reporter) adviceOnce(f failure, beginning string) string {
	if f.cause != "" {
		if first, explained := r.firstError(f.cause, beginning); explained {
			return sameReasonAs(first)
		}
	}
	return f.advice
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
	if few || slow.Sustained == 0 {
		return
	}
	if _, explained := r.firstError("slowdown", ""); explained {
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
