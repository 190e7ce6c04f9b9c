package amazonmusic

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// maxLookup is how many tracks one lookup may ask for (second-hand).
const maxLookup = 100

// CatalogTrack is a track with what the catalog says of it beside (the fields
// are those of the API page on tracks). What the service leaves out is nil.
type CatalogTrack struct {
	Track

	Duration         *int64            `json:"duration"`    // seconds
	ReleaseDate      *string           `json:"releaseDate"` // ISO 8601
	Album            *AlbumRef         `json:"album"`
	Artists          []Artist          `json:"artists"`
	ParentalSettings *ParentalSettings `json:"parentalSettings"`
}

// Explicit reports whether the lyrics are explicit, or nil where the service does
// not say so.
func (t *CatalogTrack) Explicit() *bool {
	if t.ParentalSettings == nil {
		return nil
	}
	return t.ParentalSettings.HasExplicitLanguage
}

// AlbumRef is the album that a track is on.
type AlbumRef struct {
	ID    *string `json:"id"`
	Title *string `json:"title"`
}

// Artist is one of the artists of a track or an album.
type Artist struct {
	ID   *string `json:"id"`
	Name *string `json:"name"`
}

// ParentalSettings say whom a track is for (API page on albums; on tracks: seen).
type ParentalSettings struct {
	HasExplicitLanguage *bool `json:"hasExplicitLanguage"`
}

// TracksByID looks tracks up in the catalog, a hundred to a request. The result
// lacks the ids that the catalog lacks. The keys are the ids as they were given; a
// track can be answered with another id (API page). Every error is an *[Error].
func (c *Client) TracksByID(ctx context.Context, ids []string) (map[string]CatalogTrack, error) {
	batches := slices.Collect(slices.Chunk(unique(ids), maxLookup))
	answers := make([]map[string]CatalogTrack, len(batches))
	err := c.AtOnce(ctx, len(batches), func(ctx context.Context, i int) error {
		var err error
		answers[i], err = c.lookUp(ctx, batches[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	found := make(map[string]CatalogTrack, len(ids))
	for _, answer := range answers {
		maps.Copy(found, answer)
	}
	return found, nil
}

// lookUp looks up to a hundred tracks up. Where a track is answered with another
// id, what it was asked for by is found by asking for the missing ones one by one.
func (c *Client) lookUp(ctx context.Context, ids []string) (map[string]CatalogTrack, error) {
	tracks, err := c.askForTracks(ctx, ids)
	if err != nil {
		return nil, err
	}
	asked := make(map[string]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	found := make(map[string]CatalogTrack, len(ids))
	for _, track := range tracks {
		if asked[track.ID] {
			found[track.ID] = track
		}
	}
	if len(found) == len(tracks) {
		return found, nil
	}
	for _, id := range ids {
		if _, ok := found[id]; ok {
			continue
		}
		if len(ids) > 1 {
			if tracks, err = c.askForTracks(ctx, []string{id}); err != nil {
				return nil, err
			}
		}
		if len(tracks) > 0 {
			found[id] = tracks[0]
		}
	}
	return found, nil
}

// askForTracks sends one request.
//
// GET /v1/tracks?ids= is second-hand, seen twice; its answer is data.tracks.
// Neither the order nor what stands for an unknown id is documented: null is taken
// for "not there".
func (c *Client) askForTracks(ctx context.Context, ids []string) ([]CatalogTrack, error) {
	request := call{op: OpFindTracks, method: http.MethodGet, path: "/v1/tracks", query: url.Values{}}
	request.query.Set("ids", strings.Join(ids, ","))
	var tracks []CatalogTrack
	err := c.do(ctx, request, func(data json.RawMessage) error {
		var answer struct {
			Tracks *[]*CatalogTrack `json:"tracks"`
		}
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		if answer.Tracks == nil {
			return unreadable(`the answer has no "data.tracks"`)
		}
		tracks = make([]CatalogTrack, 0, len(*answer.Tracks))
		for i, track := range *answer.Tracks {
			if track == nil {
				continue
			}
			if err := track.check(); err != nil {
				return unreadable("track %d of the answer: %s", i+1, err)
			}
			tracks = append(tracks, *track)
		}
		if len(tracks) > len(ids) {
			return unreadable("the answer holds %d tracks, and %d were asked for", len(tracks), len(ids))
		}
		return nil
	})
	return tracks, err
}

// AtOnce calls f for 0 to n-1, as many at once as the client may have requests
// under way. The first error ends the others.
func (c *Client) AtOnce(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cap(c.pace.slots))
	for i := range n {
		group.Go(func() error { return f(ctx, i) })
	}
	return group.Wait()
}

// unique returns the values without repetitions, in order.
func unique(values []string) []string {
	seen := make(map[string]bool, len(values))
	kept := make([]string, 0, len(values))
	for _, value := range values {
		if !seen[value] {
			seen[value] = true
			kept = append(kept, value)
		}
	}
	return kept
}
