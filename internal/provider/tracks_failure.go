package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Bounds of the error of a change that failed in part, so that it fits a screen.
const (
	maxReasons = 3
	maxReason  = 240
)

// notSent reports whether a change was cut short, or never sent, because of the
// end of the run and not because of itself.
func notSent(err error) bool {
	return errors.Is(err, errGivenUp) || errors.Is(err, context.Canceled)
}

// report adds the one error of all failures and the warnings.
func (c *tracksChange) report(w *writer, diags *diag.Diagnostics) {
	if len(c.failures) > 0 || c.unsent > 0 {
		// Not on the attribute: Terraform would print a literal map in full.
		diags.AddError("Some Tracks Could Not Be Saved or Removed", c.failureText(w)+c.consequence())
	}
	if len(c.renamed) > 0 {
		slices.Sort(c.renamed)
		diags.AddWarning("Tracks Answered With Another ID", listSome(c.renamed, ", ")+". That is usual for the id of an "+
			"album, and for a track that has moved in the catalog. The provider goes on using the configured ids.")
	}
	if len(c.unconfirmed) > 0 {
		slices.Sort(c.unconfirmed)
		warnUnconfirmed(diags, c.unconfirmed)
	}
	if len(c.shared) > 0 {
		slices.Sort(c.shared)
		warnTwoBlocks(diags, c.shared)
	}
	w.warnSlowdown(w.client.Slowdown(), diags)
}

// consequence says what the state holds and what to do next.
func (c *tracksChange) consequence() string {
	switch {
	case !c.created:
		return "The state holds the tracks that are saved. Apply again to do the rest."
	case len(c.tracks) == 0:
		return "No track is saved, so the resource was not created."
	}
	return stateIsTrue + " Terraform has marked the new resource as tainted, and would remove and save all of its " +
		"tracks again. Run \"terraform untaint\" with the resource's address first: the next apply then sends only the " +
		"missing tracks."
}

func (c *tracksChange) failureText(w *writer) string {
	var text strings.Builder
	if c.interrupted {
		fmt.Fprintf(&text, "The run was interrupted before all changes were made: %d of %d were not sent or not "+
			"answered.\n\n",
			c.unsent, len(c.changes))
	}
	groups := c.reasons()
	if len(c.failures) > 0 {
		fmt.Fprintf(&text, "%d of %d changes to the library failed.\n\n", len(c.failures), len(c.changes))
	}
	for _, group := range groups[:min(maxReasons, len(groups))] {
		text.WriteString(group.text(w) + "\n\n")
	}
	if more := len(groups) - maxReasons; more > 0 {
		fmt.Fprintf(&text, "%s more, for the rest.\n\n", count(more, "reason"))
	}
	if c.unsent > 0 && !c.interrupted {
		fmt.Fprintf(&text, "%s not sent: %s.\n\n", count(c.unsent, "more change")+wasOrWere(c.unsent), c.whyUnsent())
	}
	return text.String()
}

func wasOrWere(n int) string {
	if n == 1 {
		return " was"
	}
	return " were"
}

// whyUnsent says why changes were given up.
func (c *tracksChange) whyUnsent() string {
	if slices.ContainsFunc(c.failures, func(o outcome) bool { return amazonmusic.KindOf(o.err).MeetsEveryCall() }) {
		return "they would have failed for the same reason"
	}
	return fmt.Sprintf("%d changes in a row had failed for reasons that are not about their tracks", maxFailuresInARow)
}

// reasonGroup is all failures for one reason.
type reasonGroup struct {
	first    outcome
	trackIDs []string
}

// reasons groups the failures by kind and code, the largest group first. The words
// of a message are not compared: they often name the track.
func (c *tracksChange) reasons() []reasonGroup {
	slices.SortFunc(c.failures, func(a, b outcome) int { return strings.Compare(a.trackID, b.trackID) })
	var groups []reasonGroup
	index := map[string]int{}
	for _, o := range c.failures {
		key := fmt.Sprint(o.remove, " ", o.err)
		if failure, ok := errors.AsType[*amazonmusic.Error](o.err); ok {
			key = fmt.Sprint(o.remove, " ", cause(failure))
		}
		i, known := index[key]
		if !known {
			i = len(groups)
			index[key] = i
			groups = append(groups, reasonGroup{first: o})
		}
		groups[i].trackIDs = append(groups[i].trackIDs, o.trackID)
	}
	slices.SortStableFunc(groups, func(a, b reasonGroup) int { return cmp.Compare(len(b.trackIDs), len(a.trackIDs)) })
	return groups
}

func (g reasonGroup) text(w *writer) string {
	what := " not saved"
	if g.first.remove {
		what = " not removed"
	}
	reason, effort, advice := g.first.err.Error(), "", ""
	if failure, ok := errors.AsType[*amazonmusic.Error](g.first.err); ok {
		reason, advice = failure.Reason(), adviceOn(w, failure)
		if failure.Tries > 1 {
			effort = ", after " + failure.Effort()
		}
	}
	if lost, ok := errors.AsType[*lostTrackError](g.first.err); ok {
		reason = lost.Error()
	}
	n := len(g.trackIDs)
	text := count(n, "track") + wasOrWere(n) + what + ": " + listSome(g.trackIDs, ", ") + ".\n" +
		sentence(transport.Excerpt(reason, maxReason)+effort)
	if advice != "" {
		text += "\n" + advice
	}
	return text
}

// adviceOn is the advice for a failure, once in a run for a cause that is not
// about a track alone.
func adviceOn(w *writer, failure *amazonmusic.Error) string {
	if !failure.Kind.AboutTheCall() && !w.first(cause(failure)) {
		return "An earlier error of this run says what to do."
	}
	return advice(failure, w.renews)
}
