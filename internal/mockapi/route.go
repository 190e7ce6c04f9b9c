package mockapi

import (
	"net/http"
	"slices"
	"strings"
)

// route finds the call by the path as it was sent: unescaped first, an id with an escaped slash would turn into
// another path, and a client that forgets to escape would never be found out.
func (s *Service) route(req *Request, u *User) reply {
	switch req.Path {
	case pathPlaylists:
		return s.listing(req, u, s.playlistsPage)
	case pathLibraryTracks:
		return s.listing(req, u, s.libraryPage)
	case pathLikedTracks:
		return s.listing(req, u, s.likedPage)
	}
	id, isTrack := strings.CutPrefix(req.Path, pathLibraryTracks+"/")
	if !isTrack || id == "" || strings.Contains(id, "/") {
		return s.refuse(notFound("There is no such resource: " + req.Path))
	}
	return s.track(req, u, id)
}

// listing checks what all listings have in common and hands over to the one that was asked for.
func (s *Service) listing(req *Request, u *User, page func(*User, listQuery) reply) reply {
	if p := checkMethod(req, http.MethodGet); p != nil {
		return s.refuse(p)
	}
	if p := checkNoBody(req); p != nil {
		return s.refuse(p)
	}
	query, p := parseListQuery(req.RawQuery)
	if p != nil {
		return s.refuse(p)
	}
	return page(u, query)
}

// track saves or removes one track.
func (s *Service) track(req *Request, u *User, id string) reply {
	if p := checkMethod(req, http.MethodPut, http.MethodDelete); p != nil {
		return s.refuse(p)
	}
	if p := checkNoBody(req); p != nil {
		return s.refuse(p)
	}
	if req.RawQuery != "" {
		return s.refuse(badRequest("This call takes no query parameters."))
	}
	if !wellFormed(id) {
		return s.refuse(badRequest("Not a catalog id: " + id))
	}
	if req.Method == http.MethodPut {
		return s.saveTrack(u, id)
	}
	return s.removeTrack(u, id)
}

func checkMethod(req *Request, allowed ...string) *problem {
	if slices.Contains(allowed, req.Method) {
		return nil
	}
	p := badRequest("This resource does not take " + req.Method + ".")
	p.status = http.StatusMethodNotAllowed
	p.allow = strings.Join(allowed, ", ")
	return p
}

// checkNoBody refuses what no call has. The live service may well ignore a body (guess); sending one is a mistake.
func checkNoBody(req *Request) *problem {
	if req.Body == "" {
		return nil
	}
	return badRequest("This call takes no request body.")
}
