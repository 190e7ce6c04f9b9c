package provider

// playlistEntry is one track in a playlist, as the order of a playlist is planned.
type playlistEntry struct {
	id      string
	trackID string
}

// orderChange makes one list of tracks from another: entries to remove, then
// tracks to add at the end, in this order.
type orderChange struct {
	remove []string
	add    []string
}

func (c orderChange) empty() bool { return len(c.remove) == 0 && len(c.add) == 0 }

func (c orderChange) size() int { return len(c.remove) + len(c.add) }

// planOrder plans the way from the entries of a playlist to the wanted tracks with
// all that the service offers: removing entries and adding tracks at the end. What
// stays is the longest beginning of the wanted tracks that is there in this order
// already: what stays must be a beginning, because tracks are added at the end only,
// so no other plan sends less.
func planOrder(wanted []string, entries []playlistEntry) orderChange {
	var change orderChange
	kept := 0
	for _, entry := range entries {
		if kept < len(wanted) && entry.trackID == wanted[kept] {
			kept++
			continue
		}
		change.remove = append(change.remove, entry.id)
	}
	change.add = wanted[kept:]
	return change
}
