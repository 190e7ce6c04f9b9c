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
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// Bounds of the error of a change that failed in part, so that it fits a screen.
const (
	maxReasons = 3
	maxReason  = 240
)

// notSent reports whether a change was never sent, because of the end of the run and
// not because of itself. One that was sent and not answered may have been made.
func notSent(err error) bool {
	if isLost(err) || amazonmusic.MayHaveActed(err) {
		return false
	}
	return errors.Is(err, library.ErrGivenUp) || errors.Is(err, context.Canceled)
}

func isLost(err error) bool {
	_, lost := errors.AsType[*library.LostTrackError](err)
	return lost
}

// report adds the one error of all failures and the warnings.
func (c *tracksChange) report(r *reporter, diags *diag.Diagnostics) {
	if len(c.failures) > 0 || c.unsent > 0 {
		// Not on the attribute: Terraform would print a literal map in full.
		diags.AddError("Some Tracks Could Not Be Saved or Removed", c.failureText(r)+c.consequence())
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
	c.shared.warn(diags)
}

// consequence says what the state holds and what to do next.
func (c *tracksChange) consequence() string {
	switch {
	case !c.created:
		return stateIsTrue + " Apply again to do the rest."
	case len(c.tracks) == 0:
		return "No save was confirmed, so the resource was not created."
	}
	return stateIsTrue + " Apply again to do the rest. Terraform marks a resource whose creation failed as tainted, so the " +
		"next plan shows a replacement: it sends the missing tracks and removes none that the configuration has."
}

func (c *tracksChange) failureText(r *reporter) string {
	var text strings.Builder
	if c.interrupted && c.unsent > 0 {
		fmt.Fprintf(&text, "The run was interrupted before all changes were made: %d of %d were not sent.\n\n",
			c.unsent, len(c.changes))
	}
	groups := c.reasons(r)
	if len(c.failures) > 0 {
		fmt.Fprintf(&text, "%d of %s to the library failed.\n\n", len(c.failures),
			count(max(len(c.changes), len(c.failures)), "change"))
	}
	for _, group := range groups[:min(maxReasons, len(groups))] {
		text.WriteString(group.text(r, c.names) + "\n\n")
	}
	if len(groups) > maxReasons {
		var rest []string
		for _, group := range groups[maxReasons:] {
			rest = append(rest, c.names(group.ids)...)
		}
		fmt.Fprintf(&text, "%s for %s more: %s.\n\n", count(len(groups)-maxReasons, "other reason"),
			count(len(rest), "track"), listSome(rest, ", "))
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
	if slices.ContainsFunc(c.failures, func(o library.Outcome) bool { return amazonmusic.KindOf(o.Err).MeetsEveryCall() }) {
		return "they would have failed for the same reason"
	}
	return fmt.Sprintf("%d changes in a row had failed for reasons that are not about their tracks", library.MaxFailuresInARow)
}

// reasonGroup is all failures for one reason.
type reasonGroup struct {
	failure

	what string
	lost bool
	ids  []string
}

// reasons groups the failures, lost tracks first and then the largest group. The words
// of a message about a track are not compared: they often name the track.
func (c *tracksChange) reasons(r *reporter) []reasonGroup {
	slices.SortFunc(c.failures, func(a, b library.Outcome) int { return strings.Compare(a.ID, b.ID) })
	var groups []reasonGroup
	index := map[string]int{}
	for _, o := range c.failures {
		group := reasonGroup{failure: r.describe(o.Err), what: whatFailed(o)}
		key, id := group.what+group.reason, o.ID
		if lost, ok := errors.AsType[*library.LostTrackError](o.Err); ok {
			group.lost, id = true, lost.TrackID
		}
		if call, ok := errors.AsType[*amazonmusic.Error](o.Err); ok {
			key = fmt.Sprint(group.what, call.Kind, call.Code, call.MayHaveActed())
			if call.Kind == amazonmusic.NotConfirmed {
				// What was answered instead is what tells them apart, and names no track.
				key += call.Message
			}
		}
		i, known := index[key]
		if !known {
			i = len(groups)
			index[key] = i
			groups = append(groups, group)
		}
		groups[i].ids = append(groups[i].ids, id)
	}
	slices.SortStableFunc(groups, func(a, b reasonGroup) int {
		if a.lost != b.lost {
			return map[bool]int{true: -1, false: 1}[a.lost]
		}
		return cmp.Compare(len(b.ids), len(a.ids))
	})
	return groups
}

// whatFailed says what is known of the track of a change that failed.
func whatFailed(o library.Outcome) string {
	switch mayBe := amazonmusic.MayHaveActed(o.Err); {
	case isLost(o.Err):
		return "may be lost"
	case o.Remove && mayBe:
		return "may be removed"
	case o.Remove:
		return "not removed"
	case mayBe:
		return "may be saved"
	}
	return "not saved"
}

// text says what is known of the tracks of a group. Somebody has to look each lost one
// up.
func (g reasonGroup) text(r *reporter, name func(ids []string) []string) string {
	// Several removals can hit one track.
	ids := slices.Compact(slices.Sorted(slices.Values(g.ids)))
	n, most := len(ids), maxNamed
	if g.lost {
		most = maxToLookUp
	}
	verb := " "
	if strings.HasPrefix(g.what, "not ") {
		verb = wasOrWere(n) + " "
	}
	first := count(n, "track") + verb + g.what + ": " + listUpTo(most, name(ids), ", ") + "."
	text := first + "\n" + g.inShort()
	if advice := r.adviceOnce(g.failure, first); advice != "" {
		text += "\n" + advice
	}
	return text
}
