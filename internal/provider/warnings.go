package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// maxNamed is how many tracks a message names; the rest it counts.
const maxNamed = 10

// maxToLookUp is how many tracks a message names that somebody has to look up.
const maxToLookUp = 200

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

// warnRemovedElsewhere says in words what the diff of a plan shows as an attribute.
func warnRemovedElsewhere(diags *diag.Diagnostics, tracks []string) {
	if len(tracks) == 0 {
		return
	}
	them := "them"
	if len(tracks) == 1 {
		them = "it"
	}
	diags.AddWarning("Tracks Removed Outside Terraform", fmt.Sprintf("%s no longer in the library, removed outside Terraform: "+
		"%s. This plan saves %s again.", count(len(tracks), "track")+isOrAre(len(tracks)), listSome(tracks, ", "), them))
}

func isOrAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

func warnUnconfirmed(diags *diag.Diagnostics, trackIDs []string) {
	diags.AddWarning("Removal Not Confirmed", fmt.Sprintf(
		"The service answered twice without confirming that it removed %s. Usually a track that was not saved is "+
			"answered like "+
			"that. It is no longer in the state. Check in Amazon Music that it is gone.", listUpTo(maxToLookUp, trackIDs, ", ")))
}

// excerpt is the beginning of a text, for a message.
func excerpt(text string, limit int) string { return transport.Excerpt(transport.OneLine(text), limit) }

// maxShownText bounds an answered text in a message, in bytes.
const maxShownText = 120

// shown is an answered text in a message, or a label.
func shown(text string) string { return excerpt(text, maxShownText) }

// named is a track in a message: its label, if there is one, and its id.
func named(id, label string) string {
	if label = shown(label); label == "" {
		return id
	}
	return label + " (" + id + ")"
}

// valueOr is an answered text, or what stands for one that was left out.
func valueOr(text *string, fallback string) string {
	if text == nil {
		return fallback
	}
	return *text
}
