package amazonmusic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Save states of the API page.
const (
	StateSaved   = "SAVED"
	StateRemoved = "REMOVED"
)

// libraryPath is the collection of saved tracks.
const libraryPath = "/v1/me/library/tracks"

// trackChange is the answer to a save or a removal.
type trackChange struct {
	Track     *Track `json:"track"`
	SaveState string `json:"saveState"`
}

// SaveTrack saves a track to the user's library (API page, "Add Track to Current
// User's Library"). Saving a saved track changes nothing. It succeeds only if the
// service confirms it; every error is an *[Error].
func (c *Client) SaveTrack(ctx context.Context, trackID string) (Track, error) {
	track := Track{ID: trackID}
	_, err := c.changeTrack(ctx, OpSaveTrack, http.MethodPut, trackID, "saveTrack", func(saved *trackChange) error {
		switch {
		case saved == nil:
			return notConfirmed("the service answered without saving anything; " +
				"usually the catalog of the account's marketplace does not hold the track")
		case saved.SaveState != StateSaved:
			return notConfirmed("the service answered with the save state %s instead of %q",
				quote(saved.SaveState), StateSaved)
		case saved.Track != nil && saved.Track.ID != "":
			track = *saved.Track
			return track.check()
		case saved.Track != nil:
			// The save is confirmed, and the id it was asked for by works.
			track = *saved.Track
			track.ID = trackID
		}
		return nil
	})
	return track, err
}

// Removal is what the service said of a removed track.
type Removal struct {
	// AnsweredID is the id of the track that was removed, "" where the answer
	// does not name it. It can differ from the one that was asked for.
	AnsweredID string
	// Confirmed is false where the answer says neither that the track was removed
	// nor that there was none.
	Confirmed bool
	// MayActLate says that a try before the last one got no answer: it may act yet.
	MayActLate bool
}

// RemoveTrack removes a track from the user's library (API page, "Delete Track
// From Current User's Library"). A track that is not there is an error of kind
// [NotFound], or a removal that is not confirmed. Every error is an *[Error].
func (c *Client) RemoveTrack(ctx context.Context, trackID string) (Removal, error) {
	var removal Removal
	lost, err := c.changeTrack(ctx, OpRemoveTrack, http.MethodDelete, trackID, "removeTrack", func(removed *trackChange) error {
		removal = Removal{}
		switch {
		case removed == nil:
			return nil
		case removed.SaveState != StateRemoved:
			return notConfirmed("the service answered with the save state %s instead of %q",
				quote(removed.SaveState), StateRemoved)
		}
		removal.Confirmed = true
		if removed.Track != nil && removed.Track.ID != "" {
			removal.AnsweredID = removed.Track.ID
			return removed.Track.check()
		}
		return nil
	})
	removal.MayActLate = lost
	return removal, err
}

// changeTrack sends a save or a removal. The decoder gets nil where the service
// found nothing to change. It reports whether a try before the last one got no answer.
func (c *Client) changeTrack(
	ctx context.Context, op Op, method, trackID, field string, decode func(*trackChange) error,
) (lost bool, err error) {
	request := call{op: op, method: method, path: libraryPath + "/" + url.PathEscape(trackID)}
	if strings.Trim(trackID, ".") == "" {
		// The path would be that of the whole library, or of what is above it.
		return false, (&Error{Kind: Refused, Message: fmt.Sprintf("%q is not the id of a track", trackID)}).about(request)
	}
	request.lost = &lost
	err = c.do(ctx, request, func(data json.RawMessage) error {
		var answer map[string]json.RawMessage
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		if answer[field] == nil && len(answer) > 0 {
			return unreadable("the answer is about something else: it holds no %q", field)
		}
		var change *trackChange
		if answer[field] != nil {
			if err := decodeJSON(answer[field], &change, fmt.Sprintf("%q", field)); err != nil {
				return err
			}
		}
		return decode(change)
	})
	return lost, err
}
