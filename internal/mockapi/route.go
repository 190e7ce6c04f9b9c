package mockapi

import (
	"net/http"
	"slices"
	"strings"
)

// route finds the call by the path as it was sent, still escaped: unescaped, an id with a slash would be another path,
// and a client that forgets to escape would pass.
func (s *Service) route(req *Request, u *User) reply {
	switch req.Path {
	case pathMe:
		return s.me(req, u)
	case pathTracks:
		return s.catalogTracks(req)
	case pathSearchTracks:
		return s.searchTracks(req)
	case pathAnyPlaylists:
		return s.createPlaylist(req, u)
	case pathPlaylists:
		return s.listing(req, u, s.playlistsPage)
	case pathLibraryTracks:
		return s.listing(req, u, s.libraryPage)
	case pathLikedTracks:
		return s.listing(req, u, s.likedPage)
	}
	if id, ok := idBetween(req.Path, pathLibraryTracks+"/", ""); ok {
		return s.track(req, u, id)
	}
	if id, ok := idBetween(req.Path, pathAlbums+"/", ""); ok {
		return s.album(req, id)
	}
	if id, ok := idBetween(req.Path, pathAnyPlaylists+"/", "/tracks"); ok {
		return s.playlistTracks(req, u, id)
	}
	if id, ok := idBetween(req.Path, pathAnyPlaylists+"/", ""); ok {
		return s.onePlaylist(req, u, id)
	}
	return s.refuse(notFound("There is no such resource: " + req.Path))
}

// idBetween cuts an id, one element of the path, out of it.
func idBetween(path, prefix, suffix string) (id string, ok bool) {
	id, hasPrefix := strings.CutPrefix(path, prefix)
	id, hasSuffix := strings.CutSuffix(id, suffix)
	return id, hasPrefix && hasSuffix && id != "" && !strings.Contains(id, "/")
}

// listing checks a request for a list and calls page for the list it asks for.
func (s *Service) listing(req *Request, u *User, page func(*User, listQuery) reply) reply {
	if p := firstProblem(checkMethod(req, http.MethodGet), checkNoBody(req)); p != nil {
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
	p := firstProblem(checkMethod(req, http.MethodPut, http.MethodDelete), checkNoBody(req), checkNoQuery(req))
	if p != nil {
		return s.refuse(p)
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

// checkNoBody refuses a body where the call has none. The live service may ignore one (guess); sending it is a mistake.
func checkNoBody(req *Request) *problem {
	if req.Body == "" {
		return nil
	}
	return badRequest("This call takes no request body.")
}
