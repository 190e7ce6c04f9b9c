package provider

import (
	"cmp"
)

// listed are tracks by the ids that the playlist lists them by.
func (c *playlistChange) listed(ids []string) []string {
	if len(c.answered) == 0 {
		return ids
	}
	listed := make([]string, len(ids))
	for i, id := range ids {
		listed[i] = cmp.Or(c.answered[id], id)
	}
	return listed
}

// learn finds tracks that the playlist lists by other ids than they were added by:
// after a change that was confirmed they are in the same places, and neither id is
// anywhere else.
func (c *playlistChange) learn() {
	wanted, held := c.accepted(), map[string]bool{}
	if len(wanted) != len(c.held) {
		return
	}
	for _, entry := range c.held {
		held[entry.trackID] = true
	}
	listed, expected := c.listed(wanted), map[string]bool{}
	for _, id := range listed {
		expected[id] = true
	}
	found := map[string]string{}
	for i, id := range wanted {
		is := c.held[i].trackID
		switch {
		case is == listed[i]:
		case expected[is], held[listed[i]], found[id] != "" && found[id] != is:
			return
		default:
			found[id] = is
		}
	}
	for id, is := range found {
		c.answered[id] = is
		c.renamed = append(c.renamed, id+" is listed as "+is)
	}
}

// asConfigured replaces the ids that a playlist lists by the configured ones where
// these stand for the same tracks in the same places.
func asConfigured(listed, configured []string, answered map[string]string) []string {
	for i, id := range configured[:min(len(configured), len(listed))] {
		if answered[id] == listed[i] {
			listed[i] = id
		}
	}
	return listed
}
