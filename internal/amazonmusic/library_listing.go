package amazonmusic

import (
	"context"
	"encoding/json"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

// listingPaths are the places below data.user where the saved tracks may be. The
// API's User page lists the call, but its response format is not documented and
// has not been verified: these are guesses, by analogy with the playlists.
var listingPaths = [][]string{{"user", "tracks"}, {"user", "library", "tracks"}, {"user", "libraryTracks"}}

// LibraryTracks iterates over the saved tracks, in the service's order, pageSize
// (1 to MaxPageSize) at a time. One that is not [Track.Known] stands for an entry of
// unknown content. A track that a changing library repeats on a later page is left
// out there. An error is the last thing yielded; without one, the list is whole.
// Every error is an *[Error].
func (c *Client) LibraryTracks(ctx context.Context, pageSize int) iter.Seq2[[]Track, error] {
	found := ""
	return pages(ctx, c, listing[Track]{
		op: OpListTracks, path: libraryPath, pageSize: pageSize,
		find: func(data json.RawMessage) (*connection, error) {
			page, place, err := findLibrary(data)
			if err == nil && place != found {
				found = place
				c.log.DebugContext(ctx, "Saved tracks found in the answer", slog.String("at", c.Printable(place)))
			}
			return page, err
		},
		decode: func(e edge) (Track, string, error) {
			track, err := decodeTrack(e.Node)
			return track.Track, track.ID, err
		},
	})
}

// findLibrary looks for the connection in every place where it may be: the named
// places first, then a single one anywhere in the data. It says where it was.
func findLibrary(data json.RawMessage) (*connection, string, error) {
	for _, path := range listingPaths {
		if page := asConnection(descend(data, path), false); page != nil {
			return checkLibrary(page, strings.Join(path, "."))
		}
	}
	var found []foundList
	findConnections(data, "", maxDepth, &found)
	switch len(found) {
	case 1:
		return checkLibrary(found[0].page, found[0].place)
	case 0:
		return nil, "", unreadable("the answer holds no list of saved tracks; it holds data{%s}, data.user{%s}",
			keys(data), keys(descend(data, []string{"user"})))
	}
	return nil, "", unreadable("the answer holds more than one list: %s and %s", found[0].place, found[1].place)
}

// foundList is a list and its place in the data.
type foundList struct {
	place string
	page  *connection
}

// maxDepth is how deep below data a list is looked for.
const maxDepth = 6

// checkLibrary refuses the user's liked tracks, which are another collection than
// the saved ones. Their edges carry a likeState (seen).
func checkLibrary(page *connection, place string) (*connection, string, error) {
	if page.Edges != nil && slices.ContainsFunc(*page.Edges, func(e edge) bool { return e.LikeState != nil }) {
		return nil, "", unreadable(`the list at data.%s holds the tracks that the user likes ("likeState"), `+
			"which are another collection than the saved tracks", place)
	}
	return page, place, nil
}

// asConnection returns a page of a list, or nil for JSON that is none. One in a
// named place may lack a part, so that the error can name it.
func asConnection(raw json.RawMessage, whole bool) *connection {
	var page *connection
	if raw == nil || json.Unmarshal(raw, &page) != nil || page == nil {
		return nil
	}
	has := 0
	if page.Edges != nil {
		has++
	}
	if page.PageInfo != nil {
		has++
	}
	if has == 0 || whole && has < 2 {
		return nil
	}
	return page
}

// findConnections collects the lists below a value, without those inside a list.
func findConnections(raw json.RawMessage, place string, depth int, found *[]foundList) {
	if page := asConnection(raw, true); page != nil {
		*found = append(*found, foundList{place, page})
		return
	}
	var object map[string]json.RawMessage
	if depth == 0 || json.Unmarshal(raw, &object) != nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		findConnections(object[key], strings.TrimPrefix(place+"."+key, "."), depth-1, found)
	}
}

// descend returns what is at a path of keys, or nil.
func descend(data json.RawMessage, path []string) json.RawMessage {
	for _, key := range path {
		var object map[string]json.RawMessage
		if json.Unmarshal(data, &object) != nil {
			return nil
		}
		data = object[key]
	}
	return data
}

// keys names the keys of an object, for an error message.
func keys(data json.RawMessage) string {
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return ""
	}
	return strings.Join(slices.Sorted(maps.Keys(object)), ", ")
}
