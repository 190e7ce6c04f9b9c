package amazonmusic

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

// listingPaths are the places below data.user where the saved tracks may be.
// The API's User page lists the call, but its answer has not been seen at first
// hand: these are guesses, by analogy with the list of playlists.
var listingPaths = [][]string{{"tracks"}, {"library", "tracks"}, {"libraryTracks"}}

// LibraryTracks iterates over the saved tracks, in the service's order,
// pageSize (1 to MaxPageSize) at a time. A track that a changing library
// repeats on a later page is left out there. An error is the last thing
// yielded; without one, the list is whole. Every error is an *[Error].
func (c *Client) LibraryTracks(ctx context.Context, pageSize int) iter.Seq2[[]Track, error] {
	return func(yield func([]Track, error) bool) {
		list := listing{path: libraryPath, pageSize: pageSize}
		found := ""
		list.find = func(data json.RawMessage) (*connection, error) {
			page, path, err := findLibrary(data)
			if err == nil && path != found {
				found = path
				c.log.DebugContext(ctx, "Saved tracks found in the answer", slog.String("at", path))
			}
			return page, err
		}
		for nodes, err := range c.pages(ctx, list) {
			var tracks []Track
			if err == nil {
				if tracks, err = decodeTracks(nodes); err != nil {
					err = call{method: "GET", path: list.path}.unreadable(err)
				}
			}
			if !yield(tracks, err) || err != nil {
				return
			}
		}
	}
}

// findLibrary looks for the connection in every place where it may be, and
// says where it was.
func findLibrary(data json.RawMessage) (*connection, string, error) {
	for _, path := range listingPaths {
		raw := descend(data, append([]string{"user"}, path...))
		var page *connection
		if raw == nil || json.Unmarshal(raw, &page) != nil || page == nil || page.Edges == nil && page.PageInfo == nil {
			continue
		}
		return page, "data.user." + strings.Join(path, "."), nil
	}
	return nil, "", fmt.Errorf("the answer holds no list of saved tracks; what it holds is data{%s}, data.user{%s}",
		keys(data), keys(descend(data, []string{"user"})))
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
	return printable(strings.Join(slices.Sorted(maps.Keys(object)), ", "))
}

func decodeTracks(nodes []json.RawMessage) ([]Track, error) {
	tracks := make([]Track, len(nodes))
	for i, node := range nodes {
		if err := json.Unmarshal(node, &tracks[i]); err != nil {
			return nil, fmt.Errorf("a saved track has another form: %w", err)
		}
	}
	return tracks, nil
}
