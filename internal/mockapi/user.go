package mockapi

import (
	"net/http"
	"slices"
)

// User is a customer with a library and playlists of their own. A Service has one from the start and embeds it, so the
// default user's methods are also the Service's.
type User struct {
	service   *Service
	id        string
	library   library
	playlists []*playlist
	// history is what the user had before each change, while reads lag.
	history []memory
}

// AddUser adds a customer to whom the given tokens belong. The application, and so the API key, the client id and the
// client secret, is the same for all users. An empty token adds none. They have all scopes.
func (s *Service) AddUser(id, accessToken, refreshToken string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.addUser(id)
	if accessToken != "" {
		s.vault.access[accessToken] = &accessGrant{user: u, scopes: Scopes}
	}
	if refreshToken != "" {
		s.vault.refresh[refreshToken] = refreshGrant{u, Scopes}
	}
	return u
}

func (s *Service) addUser(id string) *User {
	u := &User{service: s, id: id, library: newLibrary()}
	s.users = append(s.users, u)
	return u
}

// HideUserID leaves data.user.id out of every answer. Whether it is always there is not documented.
func (s *Service) HideUserID(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hideUserID = on
}

// userObject is data.user before a call adds what it was asked for.
func (s *Service) userObject(u *User) object {
	if s.hideUserID {
		return object{}
	}
	return object{"id": u.id}
}

// me answers GET /v1/me (API page).
func (s *Service) me(req *Request, u *User) reply {
	if p := firstProblem(checkMethod(req, http.MethodGet), checkNoBody(req), checkNoQuery(req)); p != nil {
		return s.refuse(p)
	}
	user := s.userObject(u)
	user["name"] = "Mock User"
	user["url"] = "https://music.amazon.com/profiles/mock"
	user["images"] = []object{{"url": "https://m.media-amazon.com/images/I/user.png"}}
	return data(object{"user": user})
}

// UserID returns the user's id, which answers have at data.user.id.
func (u *User) UserID() string { return u.id }

// SavedIDs returns the ids of the saved tracks, as the service answers with them, in order of saving.
func (u *User) SavedIDs() []string {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	return slices.Clone(u.library.saved)
}

// IsSaved reports whether a track is saved, by the requested id or by the id the service answers with.
func (u *User) IsSaved(id string) bool {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	return u.library.has[u.service.catalog.canonical(id)]
}

// Save saves tracks without a request, whether or not a PUT of them would be refused.
func (u *User) Save(ids ...string) {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	for _, id := range ids {
		u.library.save(u.service.catalog.canonical(id))
	}
}

// Remove removes tracks without a request.
func (u *User) Remove(ids ...string) {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	for _, id := range ids {
		u.library.remove(u.service.catalog.canonical(id))
	}
}
