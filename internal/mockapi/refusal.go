package mockapi

import "net/http"

// Refusal is how a PUT of one track fails. None of them saves the track.
type Refusal int

// The ways a PUT fails.
const (
	RefuseNone          Refusal = iota // saves the track: takes an earlier refusal back
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

// Refuse makes every later PUT of id fail in the given way. One that is saved already stays saved.
func (s *Service) Refuse(id string, r Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalog.refusals[id] = r
}

// refusal is that of the requested id, or else of the one the service answers with.
func (c *catalog) refusal(id string) Refusal {
	if r, ok := c.refusals[id]; ok {
		return r
	}
	if r, ok := c.refusals[c.canonical(id)]; ok {
		return r
	}
	if c.lacks(id) {
		return RefuseNull
	}
	return RefuseNone
}

func (s *Service) refuseTrack(id string, r Refusal) reply {
	track := s.catalog.lookup(s.catalog.canonical(id))
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
