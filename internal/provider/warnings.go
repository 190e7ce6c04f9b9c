package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// maxNamed is how many tracks a message names; the rest it counts.
const maxNamed = 10

// maxUnconfirmed is how many unconfirmed removals a warning names: somebody has to
// look each of them up.
const maxUnconfirmed = 200

// listSome joins the first few of a list and counts the rest.
func listSome(all []string, separator string) string { return listUpTo(maxNamed, all, separator) }

func listUpTo(most int, all []string, separator string) string {
	if more := len(all) - most; more > 0 {
		return strings.Join(all[:most], separator) + fmt.Sprintf("%sand %d more", separator, more)
	}
	return strings.Join(all, separator)
}

// count returns "1 track" or "3 tracks".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func warnTwoBlocks(diags *diag.Diagnostics, trackIDs []string) {
	diags.AddWarning("Track in More Than One Block", fmt.Sprintf(
		"More than one resource block has this track: %s. The library holds a track once, so destroying one block, or "+
			"removing the track from it, removes the track for the other block too, and no later plan shows that. Keep each "+
			"track in one block. To stop managing a track in one block and keep it saved, use a removed block with lifecycle "+
			"{ destroy = false }.",
		listSome(trackIDs, ", ")))
}

func warnUnconfirmed(diags *diag.Diagnostics, trackIDs []string) {
	diags.AddWarning("Removal Not Confirmed", fmt.Sprintf(
		"The service answered twice without confirming that it removed %s. Usually a track that was not saved is "+
			"answered like "+
			"that. It is no longer in the state. Check in Amazon Music that it is gone.", listUpTo(maxUnconfirmed, trackIDs, ", ")))
}
