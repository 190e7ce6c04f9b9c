package mockapi

import (
	"net/http"
	"unicode/utf8"
)

// WriteAnswer is how a call that changes or deletes a playlist answers: no client has been seen to read it.
type WriteAnswer int

// The answers. POST /v1/playlists always has data.createPlaylist: whole in the first case, only its id in the others.
const (
	AnswerFull        WriteAnswer = iota // 200 with the playlist under data (the key is a guess)
	AnswerEmptyObject                    // 200 {}
	AnswerNoContent                      // 204 without a body
)

// BodyKind is the form of a request's body.
type BodyKind int

// The kinds.
const (
	BodyJSON BodyKind = iota
	BodyForm
)

// Limits of a playlist (guess).
const (
	maxTitle       = 255
	maxDescription = 1000
)

// playlistRules are the choices that the documentation leaves open.
type playlistRules struct {
	answer        WriteAnswer
	updateBody    BodyKind
	updateRefusal int
	foreign       int
	batch         int
	missing       MissingTracks
	itemIDs       bool
}

func newPlaylistRules() playlistRules {
	return playlistRules{updateRefusal: http.StatusUnsupportedMediaType, foreign: http.StatusNotFound, batch: maxLimit}
}

// SetPlaylistAnswers chooses how calls that change or delete a playlist answer.
func (s *Service) SetPlaylistAnswers(a WriteAnswer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.answer = a
}

// SetPlaylistUpdates chooses which body PUT /v1/playlists/{id} takes, and the status of the refusal of the other kind:
// 400 or 415. At first it takes JSON and answers 415.
func (s *Service) SetPlaylistUpdates(body BodyKind, refusal int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.updateBody, s.rules.updateRefusal = body, refusal
}

// SetForeignPlaylists chooses the status of calls for another user's playlist: 404, as at first, or 403.
func (s *Service) SetForeignPlaylists(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.foreign = status
}

// createPlaylist answers POST /v1/playlists (second-hand, seen).
func (s *Service) createPlaylist(req *Request, u *User) reply {
	if p := firstProblem(checkMethod(req, http.MethodPost), checkNoQuery(req)); p != nil {
		return s.refuse(p)
	}
	var view Playlist
	if p := firstProblem(readJSON(req, view.jsonFields()), view.check()); p != nil {
		return s.refuse(p)
	}
	p := u.newPlaylist(view)
	if s.rules.answer != AnswerFull {
		return data(object{"createPlaylist": object{"id": p.id}})
	}
	return data(object{"createPlaylist": p.fields})
}

// onePlaylist answers the calls for /v1/playlists/{id}. Reading is seen, changing is weak, deleting is second-hand.
func (s *Service) onePlaylist(req *Request, u *User, id string) reply {
	p := firstProblem(checkMethod(req, http.MethodGet, http.MethodPut, http.MethodDelete), checkNoQuery(req))
	if p != nil {
		return s.refuse(p)
	}
	if req.Method == http.MethodPut {
		return s.updatePlaylist(req, u, id)
	}
	if p := checkNoBody(req); p != nil {
		return s.refuse(p)
	}
	known, p := s.ownPlaylist(u, id)
	if p != nil {
		return s.refuse(p)
	}
	if req.Method == http.MethodGet {
		return data(object{"playlist": known.fields})
	}
	u.drop(known)
	return s.written("deletePlaylist", object{"id": id})
}

func (s *Service) updatePlaylist(req *Request, u *User, id string) reply {
	var view Playlist
	p := firstProblem(s.readUpdate(req, &view), view.check())
	if p != nil {
		return s.refuse(p)
	}
	known, p := s.ownPlaylist(u, id)
	if p != nil {
		return s.refuse(p)
	}
	known.rename(view.Title, view.Description, view.Visibility)
	return s.written("updatePlaylist", known.fields)
}

// readUpdate takes one kind of body. One public client sends a form, others send JSON elsewhere (seen).
func (s *Service) readUpdate(req *Request, view *Playlist) *problem {
	want := typeJSON
	if s.rules.updateBody == BodyForm {
		want = typeForm
	}
	if mediaType(req) != want {
		return unsupportedType(s.rules.updateRefusal, want)
	}
	if s.rules.updateBody == BodyForm {
		return readFormBody(req, map[string]*string{
			"title": &view.Title, "description": &view.Description, "visibility": &view.Visibility,
		})
	}
	return readJSON(req, view.jsonFields())
}

// jsonFields are the three fields of a playlist, all of which are required (second-hand).
func (p *Playlist) jsonFields() map[string]any {
	return map[string]any{"title": &p.Title, "description": &p.Description, "visibility": &p.Visibility}
}

func (p *Playlist) check() *problem {
	switch {
	case p.Title == "":
		return badRequest("The title must not be empty.")
	case utf8.RuneCountInString(p.Title) > maxTitle:
		return badRequest("The title is too long.")
	case utf8.RuneCountInString(p.Description) > maxDescription:
		return badRequest("The description is too long.")
	case p.Visibility != "PRIVATE" && p.Visibility != "PUBLIC":
		return badRequest("The visibility has to be PRIVATE or PUBLIC.")
	}
	return nil
}

// ownPlaylist finds a playlist of the user.
func (s *Service) ownPlaylist(u *User, id string) (*playlist, *problem) {
	if p := u.find(id); p != nil {
		return p, nil
	}
	for _, other := range s.users {
		if other.find(id) != nil && s.rules.foreign == http.StatusForbidden {
			return nil, &problem{status: http.StatusForbidden, code: codeForbidden, message: "The playlist belongs to another user."}
		}
	}
	return nil, notFound("The playlist was not found.")
}

// written answers a call that changed something.
func (s *Service) written(key string, value object) reply {
	switch s.rules.answer {
	case AnswerEmptyObject:
		return jsonReply(http.StatusOK, object{})
	case AnswerNoContent:
		return reply{status: http.StatusNoContent}
	default:
		return data(object{key: value})
	}
}
