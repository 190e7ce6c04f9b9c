package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// mismatch is the error of a playlist that is another one than the service has
// confirmed.
func (c *playlistChange) mismatch() error {
	held := map[string]int{}
	for _, entry := range c.held {
		held[entry.trackID]++
	}
	var missing, surplus []string
	for _, id := range c.listed(c.accepted()) {
		if held[id]--; held[id] < 0 {
			missing = append(missing, id)
		}
	}
	for _, entry := range c.held {
		if held[entry.trackID] > 0 {
			held[entry.trackID]--
			surplus = append(surplus, entry.trackID)
		}
	}
	text := "the service confirmed every change, but the playlist is not as configured"
	if len(missing) > 0 {
		text += "; it lacks " + listSome(missing, ", ")
	}
	if len(surplus) > 0 {
		text += "; it also holds " + listSome(surplus, ", ")
	}
	if len(missing) == 0 && len(surplus) == 0 {
		text += "; the order differs"
	}
	return errors.New(text)
}

// report adds the error of a change that failed, whole or in part.
func (c *playlistChange) report(r *reporter, diags *diag.Diagnostics, name string, err error) {
	if len(c.refused) > 0 {
		// On the whole list, Terraform would print it in full.
		first := slices.IndexFunc(c.wanted, func(id string) bool { return c.refused[id] != nil })
		addElementError(diags, path.Root("track_ids"), first, "", "Some Tracks Could Not Be Added",
			fmt.Sprintf("The service did not take %s for %s.\n\n%s\n\nThe other tracks are in the playlist and in the "+
				"state. The catalog of the account's marketplace may not hold these: ids can differ from one marketplace to "+
				"the next. Remove or correct them, then apply again.",
				count(len(c.refused), "track"), name, c.explainRefused()))
	}
	if len(c.renamed) > 0 {
		slices.Sort(c.renamed)
		diags.AddWarning("Tracks Answered With Another ID", listSome(c.renamed, ", ")+". That is usual for the "+
			"id of an album, and for a track that has moved in the catalog. The provider goes on using the configured ids.")
	}
	if err != nil {
		r.addError(diags, "Unable to Change the Tracks of a Playlist",
			"The state holds the tracks that are known to be in "+name+", and the next refresh reads them again. Its tracks "+
				"could not be changed as planned", err)
	}
}

// explainRefused lists the tracks that the service did not take.
func (c *playlistChange) explainRefused() string {
	var lines []string
	for _, id := range c.wanted {
		line := fmt.Sprintf("- track %s: ", id)
		if err := c.refused[id]; err != nil &&
			!slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, line) }) {
			lines = append(lines, line+reasonOf(err))
		}
	}
	return listSome(lines, "\n")
}
