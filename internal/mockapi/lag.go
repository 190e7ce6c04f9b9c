package mockapi

import (
	"maps"
	"slices"
	"time"
)

// memory is what a user had until a time.
type memory struct {
	until time.Time
	user  *User
}

// SetReadLag lets every read show what was there that long before. How soon the service shows a write is not documented.
func (s *Service) SetReadLag(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readLag = d
}

// remember keeps what the user has before a change, if reads lag.
func (u *User) remember() {
	if u.service.readLag == 0 {
		return
	}
	now := time.Now()
	u.history = slices.DeleteFunc(u.history, func(m memory) bool { return now.Sub(m.until) > u.service.readLag })
	old := &User{service: u.service, id: u.id, library: newLibrary()}
	for _, id := range u.library.saved {
		old.library.save(id)
	}
	for _, p := range u.playlists {
		old.playlists = append(old.playlists, &playlist{
			id: p.id, owner: old, fields: maps.Clone(p.fields), entries: slices.Clone(p.entries),
		})
	}
	u.history = append(u.history, memory{now, old})
}

// past returns the user as at a time.
func (u *User) past(at time.Time) *User {
	for _, m := range u.history {
		if m.until.After(at) {
			return m.user
		}
	}
	return u
}
