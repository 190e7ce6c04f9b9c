package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// sharedTracks are tracks of one block that other blocks have too.
type sharedTracks struct {
	// both are the tracks that this block and another one have or will have.
	both []string
	// stays are the tracks that this block no longer has, or that another one no
	// longer has, and that stay saved.
	stays []string
	// goes are the tracks that this block takes out, so that they are removed for
	// another block too.
	goes []string
	// others name the other blocks.
	others []string
}

// add notes a track, by the name that a message has for it, and the other owners
// that the ledger has found.
func (s *sharedTracks) add(to *[]string, name string, owners ...string) {
	*to = append(*to, name)
	for _, owner := range owners {
		if block := blockOf(owner); !slices.Contains(s.others, block) {
			s.others = append(s.others, block)
		}
	}
}

// blockOf names the block of an owner. The provider is not told its address.
func blockOf(owner string) string {
	switch {
	case strings.HasPrefix(owner, tracksOwner):
		return fmt.Sprintf("the amazonmusic_library_tracks block with the id %q", owner)
	case owner == "":
		return "a new block"
	}
	return "an amazonmusic_library_track block"
}

func ownersOf(others []library.Other) []string {
	owners := make([]string, len(others))
	for i, other := range others {
		owners[i] = other.Owner
	}
	return owners
}

// warn says which tracks are in more than one block, and what happens to them.
func (s *sharedTracks) warn(diags *diag.Diagnostics) {
	for _, group := range []struct {
		tracks []string
		text   string
	}{
		{s.both, "This block and %[2]s have the same tracks: %[1]s. The library holds a track once. Destroying one of the " +
			"blocks keeps it saved for the other; taking it out of the \"tracks\" of one removes it for both, and no later plan " +
			"without detect_drift shows that. Keep each track in one block."},
		{s.stays, "Saved tracks leave one block and stay in another one (this block and %[2]s): %[1]s. They stay saved."},
		{s.goes, "This plan removes tracks that %[2]s still has: %[1]s. The library holds a track once, so they are removed " +
			"for that block too, and no later plan without detect_drift shows that. To keep them, leave them in this block, or " +
			"first take them out of the other one."},
	} {
		if len(group.tracks) == 0 {
			continue
		}
		slices.Sort(group.tracks)
		slices.Sort(s.others)
		diags.AddWarning("Track in More Than One Block",
			fmt.Sprintf(group.text, listSome(group.tracks, ", "), strings.Join(s.others, " and ")))
	}
}
