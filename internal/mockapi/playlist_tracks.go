package mockapi

import (
	"fmt"
	"net/http"
	"slices"
)

// MissingTracks is what an append does with ids that the catalog lacks, which is not documented.
type MissingTracks int

// The choices.
const (
	MissingNotFound   MissingTracks = iota // 404 that names the first such id; nothing is appended
	MissingBadRequest                      // 400 that names the first such id; nothing is appended
	MissingLeftOut                         // the others are appended, and the answer does not tell
	MissingPartial                         // the others are appended, and "errors" beside the data names each such id
)

// SetMissingTracks chooses what an append does with ids that the catalog lacks.
func (s *Service) SetMissingTracks(m MissingTracks) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.missing = m
}

// SetPlaylistBatch is the most tracks that one request appends or removes, 100 at first. The limit is not documented;
// public clients send 1, 50 and 100 (seen).
func (s *Service) SetPlaylistBatch(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.batch = n
}

// SetItemIDs puts the ids of entries into itemId (seen) instead of the cursors.
func (s *Service) SetItemIDs(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.itemIDs = on
}

// playlistTracks answers the calls for /v1/playlists/{id}/tracks (second-hand, seen).
func (s *Service) playlistTracks(req *Request, u *User, id string) reply {
	if p := checkMethod(req, http.MethodGet, http.MethodPut, http.MethodDelete); p != nil {
		return s.refuse(p)
	}
	switch req.Method {
	case http.MethodPut:
		return s.appendTracks(req, u, id)
	case http.MethodDelete:
		return s.removeEntries(req, u, id)
	}
	return s.listing(req, u, func(u *User, q listQuery) reply { return s.playlistTracksPage(u, id, q) })
}

func (s *Service) playlistTracksPage(u *User, id string, q listQuery) reply {
	known, p := s.ownPlaylist(u, id)
	if p != nil {
		return s.refuse(p)
	}
	src := source{
		name:   "tracks of " + id,
		size:   len(known.entries),
		node:   func(i int) object { return s.catalog.details(known.entries[i].track) },
		cursor: func(i int) string { return known.entries[i].id },
	}
	if s.rules.itemIDs {
		src.itemID, src.cursor = src.cursor, func(i int) string { return fmt.Sprint("row-", i) }
	}
	connection, p := s.pager.page(src, q)
	if p != nil {
		return s.refuse(p)
	}
	return data(object{"playlist": object{"id": id, "tracks": connection}})
}

// appendTracks adds tracks at the end, in the order given.
func (s *Service) appendTracks(req *Request, u *User, id string) reply {
	var ids []string
	var duplicates bool
	problem := firstProblem(checkNoQuery(req), readJSON(req, map[string]any{"trackIds": &ids, "addDuplicateTracks": &duplicates}))
	if problem == nil {
		problem = s.checkBatch("trackIds", ids)
	}
	if problem != nil {
		return s.refuse(problem)
	}
	known, problem := s.ownPlaylist(u, id)
	if problem != nil {
		return s.refuse(problem)
	}
	lacking := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !s.catalog.lacks(id) })
	if p := s.refuseMissing(lacking); p != nil {
		return s.refuse(p)
	}
	s.setEntries(known, s.extended(known.entries, ids, duplicates))
	if len(lacking) > 0 && s.rules.missing == MissingPartial {
		return partial(known, lacking)
	}
	return s.written("addPlaylistTracks", known.fields)
}

// extended appends those tracks that the catalog has, without duplicates if they are not wanted.
func (s *Service) extended(entries []entry, ids []string, duplicates bool) []entry {
	for _, id := range ids {
		if s.catalog.lacks(id) {
			continue
		}
		track := s.catalog.canonical(id)
		if duplicates || !slices.ContainsFunc(entries, func(e entry) bool { return e.track == track }) {
			entries = append(entries, s.newEntry(track))
		}
	}
	return entries
}

func (s *Service) refuseMissing(lacking []string) *problem {
	if len(lacking) == 0 {
		return nil
	}
	switch s.rules.missing {
	case MissingNotFound:
		return notFound("The track " + lacking[0] + " was not found.")
	case MissingBadRequest:
		return badRequest("The track " + lacking[0] + " was not found.")
	default:
		return nil
	}
}

// partial is a GraphQL answer with data and errors (guess).
func partial(p *playlist, lacking []string) reply {
	errs := make([]object, len(lacking))
	for i, id := range lacking {
		errs[i] = object{"message": "The track " + id + " was not found.", "path": []string{"addPlaylistTracks"}}
	}
	return jsonReply(http.StatusOK, object{"data": object{"addPlaylistTracks": p.fields}, "errors": errs})
}

// removeEntries removes tracks by their entry ids. Removing nothing of it where one is unknown is a guess.
func (s *Service) removeEntries(req *Request, u *User, id string) reply {
	var ids []string
	problem := firstProblem(checkNoQuery(req), readJSON(req, map[string]any{"entryIds": &ids}))
	if problem == nil {
		problem = s.checkBatch("entryIds", ids)
	}
	if problem != nil {
		return s.refuse(problem)
	}
	known, problem := s.ownPlaylist(u, id)
	if problem != nil {
		return s.refuse(problem)
	}
	left := slices.DeleteFunc(slices.Clone(known.entries), func(e entry) bool { return slices.Contains(ids, e.id) })
	if len(known.entries)-len(left) != len(ids) {
		return s.refuse(notFound("An entry was not found, or is given more than once."))
	}
	s.setEntries(known, left)
	return s.written("removePlaylistTracks", known.fields)
}

// checkBatch checks the size, and the form of track ids. Entry ids are opaque.
func (s *Service) checkBatch(name string, ids []string) *problem {
	if len(ids) == 0 || len(ids) > s.rules.batch {
		return badRequest(fmt.Sprintf("The field %s has to list 1 to %d ids.", name, s.rules.batch))
	}
	if name != "trackIds" {
		return nil
	}
	if i := slices.IndexFunc(ids, func(id string) bool { return !wellFormed(id) }); i >= 0 {
		return badRequest("Not a catalog id: " + ids[i])
	}
	return nil
}
