package mockapi

import (
	"fmt"
	"slices"
)

// Playlist is what tests see and change of a playlist.
type Playlist struct {
	ID          string
	Title       string
	Description string
	Visibility  string   // "" is PRIVATE where one is added
	TrackIDs    []string // in order; a track can be there more than once
}

// playlist is one that the service keeps.
type playlist struct {
	id      string
	owner   *User
	fields  object // as answers have them
	entries []entry
}

// entry is a track's place in a playlist. Its id stays the same while the place lasts, and no other entry has it.
type entry struct{ id, track string }

// AddPlaylist adds a playlist without a request and returns its id. An empty ID makes one.
func (u *User) AddPlaylist(p Playlist) string {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	if p.Visibility == "" {
		p.Visibility = "PRIVATE"
	}
	return u.newPlaylist(p).id
}

// Playlists returns the user's playlists in the service's order.
func (u *User) Playlists() []Playlist {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	list := make([]Playlist, len(u.playlists))
	for i, p := range u.playlists {
		list[i] = p.view()
	}
	return list
}

// Playlist returns one of the user's playlists, and whether it exists.
func (u *User) Playlist(id string) (Playlist, bool) {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	if p := u.find(id); p != nil {
		return p.view(), true
	}
	return Playlist{}, false
}

// SetPlaylist replaces title, description, visibility and tracks of the playlist with p's ID without a request, and
// reports whether it exists. Tracks that stay keep their entry ids, also where they move.
func (u *User) SetPlaylist(p Playlist) bool {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	known := u.find(p.ID)
	if known == nil {
		return false
	}
	known.rename(p.Title, p.Description, p.Visibility)
	u.service.setEntries(known, u.service.arrange(known.entries, p.TrackIDs))
	return true
}

// DeletePlaylist deletes a playlist without a request and reports whether it existed.
func (u *User) DeletePlaylist(id string) bool {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	p := u.find(id)
	u.drop(p)
	return p != nil
}

func (u *User) find(id string) *playlist {
	i := slices.IndexFunc(u.playlists, func(p *playlist) bool { return p.id == id })
	if i < 0 {
		return nil
	}
	return u.playlists[i]
}

func (u *User) drop(p *playlist) {
	u.playlists = slices.DeleteFunc(u.playlists, func(other *playlist) bool { return other == p })
}

// newPlaylist adds one at the end. Where the service puts it in its list is not documented.
func (u *User) newPlaylist(view Playlist) *playlist {
	s := u.service
	if view.ID == "" {
		s.created++
		view.ID = uuid(fmt.Sprint("created playlist ", s.created), s.created)
	}
	p := &playlist{id: view.ID, owner: u, fields: object{
		"id":      view.ID,
		"url":     fmt.Sprintf("https://music.amazon.com/my/playlists/%08x", fingerprint(view.ID)>>24),
		"curator": object{"id": u.id},
		"images":  []object{},
	}}
	p.rename(view.Title, view.Description, view.Visibility)
	s.setEntries(p, s.arrange(nil, view.TrackIDs))
	u.playlists = append(u.playlists, p)
	return p
}

func (p *playlist) rename(title, description, visibility string) {
	p.fields["title"], p.fields["description"], p.fields["visibility"] = title, description, visibility
}

// view turns fields that are missing or null into "".
func (p *playlist) view() Playlist {
	text := func(key string) string {
		value, _ := p.fields[key].(string)
		return value
	}
	view := Playlist{ID: p.id, Title: text("title"), Description: text("description"), Visibility: text("visibility")}
	for _, e := range p.entries {
		view.TrackIDs = append(view.TrackIDs, e.track)
	}
	return view
}

// setEntries keeps what a playlist says of its tracks in line with them.
func (s *Service) setEntries(p *playlist, entries []entry) {
	seconds := 0
	for _, e := range entries {
		seconds += duration(e.track)
	}
	p.entries = entries
	p.fields["trackCount"], p.fields["duration"] = len(entries), seconds
}

// arrange makes the entries of tracks, from those that are there already as far as they go.
func (s *Service) arrange(old []entry, tracks []string) []entry {
	free := map[string][]entry{}
	for _, e := range old {
		free[e.track] = append(free[e.track], e)
	}
	entries := make([]entry, len(tracks))
	for i, track := range tracks {
		track = s.catalog.canonical(track)
		if same := free[track]; len(same) > 0 {
			entries[i], free[track] = same[0], same[1:]
			continue
		}
		entries[i] = s.newEntry(track)
	}
	return entries
}

func (s *Service) newEntry(track string) entry {
	s.entered++
	return entry{id: uuid(fmt.Sprint("entry ", s.entered), s.entered), track: track}
}

// uuid looks like a UUID, as on the API page. Its last part is i, so that it cannot repeat for one kind of seed.
func uuid(seed string, i int) string {
	n := fingerprint(seed)
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(n), uint16(n>>32), n>>40&0xfff, 0x8000|n>>42&0x3fff, i)
}
