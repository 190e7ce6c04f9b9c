package mockapi

import (
	"net/http"
	"slices"
)

// Refusal is how a PUT of one track goes wrong. None of them saves the track.
type Refusal int

// The ways a PUT goes wrong.
const (
	RefuseNone          Refusal = iota // does not refuse: takes an earlier refusal back
	RefuseNotFound                     // 404 RESOURCE_NOT_FOUND
	RefuseNull                         // 200 {"data":{"saveTrack":null}} (guess: the marketplace's catalog lacks the id)
	RefuseGraphErrors                  // 200 with saveTrack null and a list of GraphQL "errors" (seen)
	RefuseError200                     // 200 with a top-level "error" object (guess)
	RefuseUnsaved                      // 200 with the track and saveState "PENDING" (guess)
	RefuseNoState                      // 200 with the track and no saveState (guess)
	RefuseEmpty                        // 200 with an empty body (guess)
	RefuseForbidden                    // 403 DENIED_SUBSCRIPTION_TIER (seen)
	RefuseNoAccount                    // 403 AUTH_NO_MUSIC_ACCOUNT_FOUND (API page)
	RefuseUnprocessable                // 422 (second-hand; its code is a guess)
)

// library is the user's saved tracks, by the ids the service answers with.
type library struct {
	saved    []string // in order of saving
	has      map[string]bool
	refusals map[string]Refusal
	misses   int // DELETEs of what was not saved
}

func newLibrary() library {
	return library{
		has: map[string]bool{},
		refusals: map[string]Refusal{
			TrackNotFound:   RefuseNotFound,
			TrackNullSave:   RefuseNull,
			TrackGraphError: RefuseGraphErrors,
			TrackErrorIn200: RefuseError200,
			TrackUnsaved:    RefuseUnsaved,
		},
	}
}

func (l *library) save(id string) {
	if !l.has[id] {
		l.has[id] = true
		l.saved = append(l.saved, id)
	}
}

// remove reports whether there was something to remove.
func (l *library) remove(id string) bool {
	if !l.has[id] {
		return false
	}
	delete(l.has, id)
	i := slices.Index(l.saved, id)
	l.saved = slices.Delete(l.saved, i, i+1)
	return true
}

// refusal is that of the id asked for, or else of the one it stands for.
func (l *library) refusal(id string) Refusal {
	if r, ok := l.refusals[id]; ok {
		return r
	}
	return l.refusals[canonical(id)]
}

// SavedIDs returns the ids of the saved tracks, as the service answers with them, in order of saving.
func (s *Service) SavedIDs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.library.saved)
}

// IsSaved reports whether a track is saved, by the id it was asked for with or the one the service answers with.
func (s *Service) IsSaved(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.library.has[canonical(id)]
}

// Save saves tracks behind the client's back, whether or not a PUT of them would be refused.
func (s *Service) Save(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.library.save(canonical(id))
	}
}

// Remove removes tracks behind the client's back.
func (s *Service) Remove(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.library.remove(canonical(id))
	}
}

// Refuse has every later PUT of id go wrong in the given way. One that is saved already stays saved.
func (s *Service) Refuse(id string, r Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.library.refusals[id] = r
}

// saveTrack answers a PUT. Repeating one changes nothing, which is HTTP's rule and not on the API page.
func (s *Service) saveTrack(id string) reply {
	if r := s.library.refusal(id); r != RefuseNone {
		return s.refuseTrack(id, r)
	}
	id = canonical(id)
	s.library.save(id)
	return data(object{"saveTrack": object{"track": lookup(id), "saveState": "SAVED"}})
}

// removeTrack answers a DELETE. What it says when there is nothing to remove is not documented, so clients have to
// take either of two answers, and get them in turn.
func (s *Service) removeTrack(id string) reply {
	id = canonical(id)
	if s.library.remove(id) {
		return data(object{"removeTrack": object{"track": lookup(id), "saveState": "REMOVED"}})
	}
	s.library.misses++
	if s.library.misses%2 == 1 {
		return s.refuse(notFound("The track " + id + " is not in the library."))
	}
	return data(object{"removeTrack": nil})
}

func (s *Service) refuseTrack(id string, r Refusal) reply {
	track := lookup(canonical(id))
	switch r {
	case RefuseNull:
		return data(object{"saveTrack": nil})
	case RefuseGraphErrors:
		trouble := object{"message": "The track cannot be saved in this marketplace.", "path": []string{"saveTrack"}}
		return jsonReply(http.StatusOK, object{"data": object{"saveTrack": nil}, "errors": []object{trouble}})
	case RefuseError200:
		r := s.refuse(notFound("The track " + id + " was not found."))
		r.status = http.StatusOK
		return r
	case RefuseUnsaved:
		return data(object{"saveTrack": object{"track": track, "saveState": "PENDING"}})
	case RefuseNoState:
		return data(object{"saveTrack": object{"track": track}})
	case RefuseEmpty:
		return reply{status: http.StatusOK, contentType: "application/json"}
	case RefuseForbidden:
		return s.refuse(&problem{status: http.StatusForbidden, code: codeDeniedTier, message: "The subscription does not include this."})
	case RefuseNoAccount:
		return s.refuse(&problem{status: http.StatusForbidden, code: codeNoMusicAccount, message: "The customer has no Amazon Music account."})
	case RefuseUnprocessable:
		return s.refuse(&problem{status: http.StatusUnprocessableEntity, code: codeUnprocessable, message: "The track " + id + " cannot be saved."})
	default:
		return s.refuse(notFound("The track " + id + " was not found."))
	}
}
