package mockapi

import "net/http"

// LibraryShape is how GET /v1/me/library/tracks answers. That the call exists is second-hand. Where in the answer the
// list is, is a guess.
type LibraryShape int

// The shapes of the library listing.
const (
	ShapeUserTracks            LibraryShape = iota // under data.user.tracks
	ShapeUserLibraryTracks                         // under data.user.library.tracks
	ShapeUserFlatLibraryTracks                     // under data.user.libraryTracks
	ShapeForbidden                                 // 403
	ShapeNotFound                                  // 404
	ShapeNonsense                                  // 200, JSON without a list
	ShapeNull                                      // 200, data.user.tracks is null
	ShapeNotJSON                                   // 200, an HTML page
	ShapeElsewhere                                 // under data.customer.collection.items, and nowhere else
	ShapeTwoLists                                  // one under data.user.savedTracks and one under data.user.recentTracks
	ShapeLiked                                     // under data.user.tracks, each edge with likeState, as the liked tracks (seen)
)

// SetLibraryShape chooses how the library listing answers.
func (s *Service) SetLibraryShape(shape LibraryShape) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shape = shape
}

// libraryPage lists the newest track first, by offset: a track saved or removed between two pages shifts the rest, and
// a client sees a track twice or not at all. Whether the service protects against that is unknown.
func (s *Service) libraryPage(u *User, q listQuery) reply {
	switch s.shape {
	case ShapeForbidden:
		return s.refuse(&problem{status: http.StatusForbidden, code: codeDeniedTier, message: "The library cannot be listed."})
	case ShapeNotFound:
		return s.refuse(notFound("There is no such resource: " + pathLibraryTracks))
	case ShapeNotJSON:
		return htmlReply(http.StatusOK, "Sign in")
	}
	user := s.userObject(u)
	switch s.shape {
	case ShapeNonsense:
		user["library"] = object{"albums": []object{}}
		return data(object{"user": user})
	case ShapeNull:
		user["tracks"] = nil
		return data(object{"user": user})
	}
	saved := u.library.saved
	connection, p := s.pager.page(source{
		name: "library of " + u.id,
		size: len(saved),
		node: func(i int) object { return s.catalog.lookup(saved[len(saved)-1-i]) },
	}, q)
	if p != nil {
		return s.refuse(p)
	}
	return s.shape.place(user, connection)
}

// place puts the list where the shape has it.
func (shape LibraryShape) place(user, connection object) reply {
	answer := object{"user": user}
	switch shape {
	case ShapeUserLibraryTracks:
		user["library"] = object{"tracks": connection}
	case ShapeUserFlatLibraryTracks:
		user["libraryTracks"] = connection
	case ShapeTwoLists:
		user["savedTracks"], user["recentTracks"] = connection, connection
	case ShapeLiked:
		user["tracks"] = liked(connection)
	case ShapeElsewhere:
		answer["customer"] = object{"collection": object{"items": connection}}
	default:
		user["tracks"] = connection
	}
	return data(answer)
}

// liked adds to each edge what the edges of the liked tracks have beside the node (seen).
func liked(connection object) object {
	edges, _ := connection["edges"].([]object)
	for _, edge := range edges {
		edge["likeState"] = "LIKED"
	}
	return connection
}
