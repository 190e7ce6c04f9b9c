// Package playlist makes one playlist hold a list of tracks, and creates a playlist
// and no second one.
//
// The service can act late, show a list as it was before a change, refuse tracks or
// leave them out, and people edit playlists meanwhile. [Change] and [Creations]
// return what is known in the end as results and typed errors. The package knows
// neither Terraform nor HTTP.
package playlist

import (
	"cmp"
	"context"
)

// TrackID is the id of a track as it is configured. Requests carry this id.
type TrackID string

// ListedID is the id that a playlist lists a track by. It can differ from the
// configured one: the id of an album lists as a track, and ids change in catalogs.
type ListedID string

// Entry is one place in a playlist, as the service lists it.
type Entry struct {
	// ID is the entry id, which removing needs. A list can repeat one.
	ID string
	// Track is "" where the content is not known: a withdrawn track, an upload.
	Track ListedID
}

// Names holds the listed ids of the configured tracks that are listed by another id.
type Names map[TrackID]ListedID

// listed returns the id that a track is expected to be listed by.
func (n Names) listed(id TrackID) ListedID { return cmp.Or(n[id], ListedID(id)) }

// Tracks is what [Change] needs of one playlist. Errors of the service are
// [amazonmusic.Error].
type Tracks interface {
	// Entries reads the whole list, in order.
	Entries(ctx context.Context) ([]Entry, error)
	// Add appends up to [amazonmusic.MaxPlaylistChange] tracks at the end.
	Add(ctx context.Context, ids []TrackID) error
	// Remove removes up to [amazonmusic.MaxPlaylistChange] entries.
	Remove(ctx context.Context, entryIDs []string) error
}

// Item is an entry as a configuration knows it.
type Item struct {
	Entry Entry
	// ID is the configured id of the track, "" where no configured track is listed
	// like this entry.
	ID TrackID
}

// Match finds the configured tracks among the entries of a playlist. Tracks that
// list alike are taken in the configured order.
func Match(entries []Entry, configured []TrackID, names Names) []Item {
	ids := map[ListedID][]TrackID{}
	for _, id := range configured {
		ids[names.listed(id)] = append(ids[names.listed(id)], id)
	}
	items := make([]Item, len(entries))
	for i, entry := range entries {
		items[i].Entry = entry
		if known := ids[entry.Track]; len(known) > 0 {
			items[i].ID, ids[entry.Track] = known[0], known[1:]
		}
	}
	return items
}
