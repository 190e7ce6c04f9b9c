package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// describePlaylist turns the errors of the engine of playlists into words.
func describePlaylist(err error, renews bool) (failure, bool) {
	if ambiguous, ok := errors.AsType[*playlist.AmbiguousError](err); ok {
		ids := namePlaylists(shown, ambiguous.Playlists)
		return failure{
			reason: "the answer was lost, and since then there are new playlists that may be the one" + ids,
			advice: fmt.Sprintf("Look at them in Amazon Music. Import the one that this resource is to manage, for example with "+
				"\"terraform import ADDRESS %s\", and delete what nobody needs. Then apply again.", shown(ambiguous.Playlists[0].ID)),
		}, true
	}
	if unknown, ok := errors.AsType[*playlist.UnknownError](err); ok {
		f := describe(unknown.Cause, renews)
		f.reason = "the answer was lost, and the playlists could not be read to see whether it was created: " + f.reason
		f.advice += " The playlist may have been created all the same. Before you apply again, look in Amazon Music: if it is " +
			"there, import it, or delete it."
		return f, true
	}
	if old, ok := errors.AsType[*playlist.NotNewError](err); ok {
		return failure{
			reason: fmt.Sprintf("the service answered with playlist %s, which was there before", shown(old.Playlist.ID)),
			advice: "Nothing was changed in that playlist. Plan again. If the error stays, import it.",
		}, true
	}
	if full, ok := errors.AsType[*playlist.NotEmptyError](err); ok {
		return failure{
			reason: fmt.Sprintf("the answer to the creation was lost, and the playlist that was found holds %s that this run has "+
				"not added: it may be somebody else's", countEntries(len(full.Entries))),
			advice: "Nothing was changed in it, and it is not in the state. Look at it in Amazon Music. If it is the one that this " +
				"resource is to manage, import it with \"terraform import ADDRESS ID\". If not, apply again: that creates another " +
				"one.",
		}, true
	}
	return failure{}, false
}

// reportChange adds what is to be said of a change of the tracks of a playlist.
func (r *reporter) reportChange(
	diags *diag.Diagnostics, name string, wanted int, result playlist.Result, err error,
) {
	if len(result.Renamed) > 0 {
		lines := make([]string, len(result.Renamed))
		for i, id := range result.Renamed {
			lines[i] = fmt.Sprintf("%s is listed as %s", id, result.Names[id])
		}
		diags.AddWarning("Tracks Answered With Another ID", listSome(lines, ", ")+". That is usual for the id of an album, and "+
			"for a track that has moved in the catalog. The provider goes on using the configured ids.")
	}
	if n := len(result.Appeared); n > 0 {
		diags.AddWarning("Playlist Changed Meanwhile", fmt.Sprintf("Somebody added %s to %s during this apply. They stay: the next "+
			"plan shows them.", countEntries(n), name))
	}
	incomplete, ok := errors.AsType[*playlist.IncompleteError](err)
	switch {
	case err == nil:
	case !ok:
		r.addError(diags, "Unable to Change the Tracks of a Playlist", "The tracks of "+name+" could not be changed as planned", err)
	default:
		r.reportIncomplete(diags, name, wanted, incomplete)
	}
}

const stateHoldsPlaylist = "The state holds what is known to be in the playlist, and the next refresh reads it again."

// reportIncomplete adds one error that says what a playlist lacks.
func (r *reporter) reportIncomplete(
	diags *diag.Diagnostics, name string, wanted int, e *playlist.IncompleteError,
) {
	first := slices.IndexFunc(e.Refused, func(refusal playlist.Refusal) bool { return refusal.Err != nil })
	attempt := "The tracks of " + name + " could not be changed as planned"
	summary, advice := "Playlist Not as Configured", "Apply again. If the error stays, report the text above."
	switch {
	case e.Cause != nil:
		summary, advice = "Unable to Change the Tracks of a Playlist", ""
		attempt = r.detail(attempt, e.Cause)
	case e.Full:
		summary = "Some Tracks Could Not Be Added"
		advice = "The playlist takes no more tracks. The service may limit its size: use several playlists, then apply again."
	case first >= 0:
		summary = "Some Tracks Could Not Be Added"
		advice = "The catalog of the account's marketplace may not hold these tracks: ids can differ from one marketplace to the " +
			"next. Remove or correct them, then apply again."
	}
	parts := append([]string{sentence(attempt)}, r.explainIncomplete(name, e)...)
	parts = append(parts, strings.TrimSpace(stateHoldsPlaylist+" "+advice))
	index := -1
	if first >= 0 && e.Refused[first].Index < wanted {
		index = e.Refused[first].Index
	}
	// On the whole list, Terraform would print it in full.
	addElementError(diags, path.Root("track_ids"), index, "", summary, strings.Join(parts, "\n\n"))
}

// explainIncomplete says what is not as configured, a paragraph each.
func (r *reporter) explainIncomplete(name string, e *playlist.IncompleteError) (parts []string) {
	if n := len(e.Refused); n > 0 {
		parts = append(parts, fmt.Sprintf("%s not as configured in %s:\n%s",
			count(n, "track")+isOrAre(n), name, r.explainRefusals(e.Refused)))
	}
	if n := len(e.Surplus); n > 0 {
		parts = append(parts, fmt.Sprintf("%s more than configured: %s.", countEntries(n), r.explainSurplus(e.Surplus)))
	}
	if e.OrderDiffers {
		parts = append(parts, "The tracks are in another order.")
	}
	if e.MayChange {
		parts = append(parts, "An answer was lost, so that the playlist may still change.")
	}
	return parts
}

// explainRefusals lists the tracks that are not where they are wanted, and why. Those
// that were not sent are one line.
func (r *reporter) explainRefusals(refused []playlist.Refusal) string {
	var lines, unsent []string
	for _, refusal := range refused {
		if refusal.Err == nil {
			unsent = append(unsent, string(refusal.ID))
			continue
		}
		line := fmt.Sprintf("- track %s: %s", refusal.ID, excerpt(r.describe(refusal.Err).reason, maxReason))
		if refusal.At >= 0 {
			line += fmt.Sprintf(". It was there before, and stays at position %d", refusal.At+1)
		}
		lines = append(lines, line)
	}
	text := listSome(lines, "\n")
	if len(unsent) > 0 {
		text = strings.TrimPrefix(text+"\n- not sent: "+listSome(unsent, ", "), "\n")
	}
	return text
}

func (r *reporter) explainSurplus(surplus []playlist.Leftover) string {
	lines := make([]string, len(surplus))
	for i, leftover := range surplus {
		lines[i] = itemID(leftover.Item)
		if leftover.Err != nil {
			lines[i] += " (" + excerpt(r.describe(leftover.Err).reason, maxReason) + ")"
		}
	}
	return listSome(lines, ", ")
}

// warnBefore names playlists of this title that were there before the creation.
func (w *playlistWrite) warnBefore(before []amazonmusic.Playlist) {
	if len(before) == 0 {
		return
	}
	w.diags.AddWarning("Playlist of This Title Was There Before", fmt.Sprintf("The account already had %s with this title and "+
		"description%s\n\nA new one was created beside. Nothing is to be done where another block has the older one. If a run that "+
		"was killed, or a lost state, has left it: run \"terraform state rm\" with the resource's address, import the older one "+
		"with \"terraform import ADDRESS %s\", and delete the new one in Amazon Music.",
		count(len(before), "playlist"), namePlaylists(w.access.client.Printable, before), shown(before[0].ID)))
}

func (w *playlistWrite) warnAdopted(p amazonmusic.Playlist) {
	w.diags.AddWarning("Playlist Adopted", fmt.Sprintf("The answer to the creation was lost. Playlist %s has appeared since then, "+
		"had this title and description, and was empty, so it is taken for the new one.", shown(p.ID)))
}

func (w *playlistWrite) warnLate(late []amazonmusic.Playlist) {
	if len(late) == 0 {
		return
	}
	w.diags.AddWarning("Playlist May Exist Twice", fmt.Sprintf("An answer to the creation was lost, and may have acted late. There "+
		"is another new playlist of this title, which may be a second one%s\n\nDelete it in Amazon Music if nobody needs it.",
		namePlaylists(w.access.client.Printable, late)))
}

func countEntries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}
