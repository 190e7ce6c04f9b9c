package mockapi

import (
	"net/http"
	"net/url"
	"strconv"
)

// LibraryShape is how GET /v1/me/library/tracks answers. That the call exists is second-hand; where in the answer the
// list is, is a guess, so clients have to find it in any of three places.
type LibraryShape int

// The shapes of the library listing.
const (
	ShapeUserTracks            LibraryShape = iota // under data.user.tracks
	ShapeUserLibraryTracks                         // under data.user.library.tracks
	ShapeUserFlatLibraryTracks                     // under data.user.libraryTracks
	ShapeForbidden                                 // 403
	ShapeNotFound                                  // 404
	ShapeNonsense                                  // 200, JSON with none of the three
	ShapeNull                                      // 200, data.user.tracks is null
	ShapeNotJSON                                   // 200, an HTML page
)

// SetLibraryShape chooses how the library listing answers.
func (s *Service) SetLibraryShape(shape LibraryShape) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shape = shape
}

// maxLimit is the largest page and the default one (API page).
const maxLimit = 100

// listQuery is what a listing is asked for. Without hasCursor it is the first page: an empty cursor is a wrong one.
type listQuery struct {
	limit     int
	cursor    string
	hasCursor bool
}

// parseListQuery is strict, so that a client's misspelt or doubled parameter shows.
func parseListQuery(raw string) (listQuery, *problem) {
	q := listQuery{limit: maxLimit}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return q, badRequest("The query string cannot be read.")
	}
	for name, given := range values {
		if len(given) != 1 {
			return q, badRequest("The parameter " + name + " is given more than once.")
		}
		switch name {
		case "limit":
			n, err := strconv.Atoi(given[0])
			if err != nil || n < 1 || n > maxLimit || strconv.Itoa(n) != given[0] {
				return q, badRequest("The limit has to be a number from 1 to 100.")
			}
			q.limit = n
		case "cursor":
			q.cursor, q.hasCursor = given[0], true
		default:
			return q, badRequest("Unknown parameter " + name + ".")
		}
	}
	return q, nil
}

// source is a list to take pages from. Its name keeps its cursors apart from those of other listings.
type source struct {
	name string
	size int
	node func(i int) object
}

// userPage answers with a page of src, where place puts it under data.user.
func (s *Service) userPage(src source, q listQuery, place func(user, connection object)) reply {
	connection, p := s.pager.page(src, q)
	if p != nil {
		return s.refuse(p)
	}
	user := object{"id": userID}
	place(user, connection)
	return data(object{"user": user})
}

// under places a connection under one key of the user.
func under(key string) func(user, connection object) {
	return func(user, connection object) { user[key] = connection }
}

func (s *Service) playlistsPage(q listQuery) reply {
	src := source{"playlists", len(s.playlists), func(i int) object { return s.playlists[i] }}
	return s.userPage(src, q, under("playlists"))
}

// likedPage is the liked tracks: another collection than the library (second-hand), empty here for ever. A client that
// takes it for the library believes that everything is gone.
func (s *Service) likedPage(q listQuery) reply {
	return s.userPage(source{name: "liked"}, q, under("likedTracks"))
}

// libraryPage lists the newest track first, by offset: what is saved or removed between two pages moves the rest, and
// a client sees a track twice or not at all. Whether the service protects against that is unknown.
func (s *Service) libraryPage(q listQuery) reply {
	saved := s.library.saved
	src := source{"library", len(saved), func(i int) object { return lookup(saved[len(saved)-1-i]) }}
	switch s.shape {
	case ShapeForbidden:
		return s.refuse(&problem{status: http.StatusForbidden, code: codeDeniedTier, message: "The library cannot be listed."})
	case ShapeNotFound:
		return s.refuse(notFound("There is no such resource: " + pathLibraryTracks))
	case ShapeNonsense:
		return data(object{"user": object{"id": userID, "library": object{"albums": []object{}}}})
	case ShapeNull:
		return data(object{"user": object{"id": userID, "tracks": nil}})
	case ShapeNotJSON:
		return htmlReply(http.StatusOK, "Sign in")
	case ShapeUserLibraryTracks:
		return s.userPage(src, q, func(user, connection object) { user["library"] = object{"tracks": connection} })
	case ShapeUserFlatLibraryTracks:
		return s.userPage(src, q, under("libraryTracks"))
	default:
		return s.userPage(src, q, under("tracks"))
	}
}
