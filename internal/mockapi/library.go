package mockapi

import "slices"

// library is a user's saved tracks, by the ids the service answers with.
type library struct {
	saved  []string // in order of saving
	has    map[string]bool
	misses int // DELETEs of what was not saved
}

func newLibrary() library {
	return library{has: map[string]bool{}}
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

// Removal is how a DELETE is answered that removed a track.
type Removal int

// The answers to a DELETE. The track is removed in each case.
const (
	RemovalConfirmed Removal = iota // the track, with saveState "REMOVED" (API page)
	RemovalNull                     // 200 {"data":{"removeTrack":null}} (guess)
	RemovalEmptyData                // 200 {"data":{}} (guess)
	RemovalPending                  // the track, with saveState "PENDING" (guess)
	RemovalNotFound                 // 404 RESOURCE_NOT_FOUND, as where there was nothing to remove (guess)
)

// AnswerRemovals chooses how every later DELETE of a saved track is answered.
func (s *Service) AnswerRemovals(r Removal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removal = r
}

// saveTrack answers a PUT. Repeating one changes nothing, which is HTTP's rule and not on the API page.
func (s *Service) saveTrack(u *User, id string) reply {
	if r := s.catalog.refusal(id); r != RefuseNone {
		return s.refuseTrack(id, r)
	}
	id = s.catalog.canonical(id)
	u.library.save(id)
	return data(object{"saveTrack": object{"track": s.catalog.lookup(id), "saveState": "SAVED"}})
}

// removeTrack answers a DELETE. The answer where there is nothing to remove is not documented, so clients have to
// take either of two, and get them in turn.
func (s *Service) removeTrack(u *User, id string) reply {
	id = s.catalog.canonical(id)
	if u.library.remove(id) {
		return s.removed(id)
	}
	u.library.misses++
	if u.library.misses%2 == 1 {
		return s.trackNotSaved(id)
	}
	return data(object{"removeTrack": nil})
}

// removed answers a DELETE that removed a track.
func (s *Service) removed(id string) reply {
	track := s.catalog.lookup(id)
	switch s.removal {
	case RemovalNull:
		return data(object{"removeTrack": nil})
	case RemovalEmptyData:
		return data(object{})
	case RemovalPending:
		return data(object{"removeTrack": object{"track": track, "saveState": "PENDING"}})
	case RemovalNotFound:
		return s.trackNotSaved(id)
	default:
		return data(object{"removeTrack": object{"track": track, "saveState": "REMOVED"}})
	}
}

func (s *Service) trackNotSaved(id string) reply {
	return s.refuse(notFound("The track " + id + " is not in the library."))
}
