package mockapi

import (
	"net/url"
	"strconv"
)

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
	name   string
	size   int
	node   func(i int) object
	cursor func(i int) string // the second part of an edge's cursor; nil is the node's id
	itemID func(i int) string // an edge's itemId; nil is none
}

// userPage answers with a page of src under a key of data.user.
func (s *Service) userPage(u *User, src source, q listQuery, key string) reply {
	connection, p := s.pager.page(src, q)
	if p != nil {
		return s.refuse(p)
	}
	user := s.userObject(u)
	user[key] = connection
	return data(object{"user": user})
}

func (s *Service) playlistsPage(u *User, q listQuery) reply {
	src := source{
		name: "playlists of " + u.id,
		size: len(u.playlists),
		node: func(i int) object { return u.playlists[i].fields },
	}
	return s.userPage(u, src, q, "playlists")
}

// likedPage is the liked tracks: another collection than the library (second-hand), always empty here.
func (s *Service) likedPage(u *User, q listQuery) reply {
	return s.userPage(u, source{name: "liked by " + u.id}, q, "likedTracks")
}
