package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
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

// Track is a track of the catalog. What the service leaves out is nil.
type Track struct {
	// ID is the id that the service answers with. It can differ from the one
	// that was asked for: the API page itself shows such a case.
	ID    string  `json:"id"`
	Title *string `json:"title"`
	ISRC  *string `json:"isrc"`
	URL   *string `json:"url"`
}

// change is the answer to a save or a removal.
type change struct {
	Track     *Track `json:"track"`
	SaveState string `json:"saveState"`
}

// KeepTrack saves a track for an owner, as [Client.SaveTrack] does, and keeps
// other owners' [Client.ReleaseTrack] from removing it again.
func (c *Client) KeepTrack(ctx context.Context, owner, trackID string) (Track, error) {
	unlock, err := c.ledger.acquire(ctx, trackID)
	if err != nil {
		return Track{}, trackCall(http.MethodPut, trackID).failed(err)
	}
	defer unlock()
	track, err := c.SaveTrack(ctx, trackID)
	if err == nil {
		c.ledger.keep(owner, trackID, track.ID)
	}
	return track, err
}

// ReleaseTrack removes a track that its owner no longer wants, as
// [Client.RemoveTrack] does, unless this client has saved it for another one. The
// other ids are those that the track is known by too.
func (c *Client) ReleaseTrack(ctx context.Context, owner, trackID string, otherIDs ...string) error {
	unlock, err := c.ledger.acquire(ctx, trackID)
	if err != nil {
		return trackCall(http.MethodDelete, trackID).failed(err)
	}
	defer unlock()
	if c.ledger.release(owner, append(otherIDs, trackID)...) {
		c.log.DebugContext(ctx, "Track not removed, as it was saved for another owner in this run", slog.String("track_id", trackID))
		return nil
	}
	return c.RemoveTrack(ctx, trackID)
}

// SaveTrack saves a track to the user's library (API page, "Add Track to
// Current User's Library"). Saving a saved track changes nothing. It succeeds
// only if the service confirms it; every error is an *[Error].
func (c *Client) SaveTrack(ctx context.Context, trackID string) (Track, error) {
	request := trackCall(http.MethodPut, trackID)
	data, err := c.change(ctx, request, trackID)
	if err != nil {
		return Track{}, err
	}
	saved, err := decodeChange(data, "saveTrack")
	if err != nil {
		return Track{}, request.unreadable(err)
	}
	if saved == nil {
		return Track{}, request.notConfirmed("the service answered without saving anything; " +
			"usually the catalog of the account's marketplace does not hold the track")
	}
	if saved.SaveState != StateSaved {
		return Track{}, request.notConfirmed(fmt.Sprintf("the service answered with the save state %q instead of %q",
			c.secrets.printable(saved.SaveState), StateSaved))
	}
	track := Track{ID: trackID}
	if saved.Track != nil {
		track = *saved.Track
	}
	if track.ID == "" {
		// The save is confirmed, and the id it was asked for by works.
		track.ID = trackID
	}
	return track, nil
}

// RemoveTrack removes a track from the user's library (API page, "Delete Track
// From Current User's Library"). Removing what is not there succeeds; every
// error is an *[Error].
func (c *Client) RemoveTrack(ctx context.Context, trackID string) error {
	request := trackCall(http.MethodDelete, trackID)
	data, err := c.change(ctx, request, trackID)
	if failure, ok := errors.AsType[*Error](err); ok && failure.notFound() {
		return nil
	}
	if err != nil {
		return err
	}
	removed, err := decodeChange(data, "removeTrack")
	if err != nil {
		return request.unreadable(err)
	}
	if removed != nil && removed.SaveState != StateRemoved {
		return request.notConfirmed(fmt.Sprintf("the service answered with the save state %q instead of %q",
			c.secrets.printable(removed.SaveState), StateRemoved))
	}
	return nil
}

func trackCall(method, trackID string) call {
	return call{method: method, path: libraryPath + "/" + url.PathEscape(trackID)}
}

// change sends the call, unless its path would be that of the whole library, or
// of what is above it.
func (c *Client) change(ctx context.Context, request call, trackID string) (json.RawMessage, error) {
	if strings.Trim(trackID, ".") == "" {
		return nil, request.failed(fmt.Errorf("%q is not the id of a track", trackID))
	}
	return c.do(ctx, request)
}

// decodeChange returns nil where the service found nothing to change.
func decodeChange(data json.RawMessage, field string) (*change, error) {
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("the answer has another form: %w", err)
	}
	if answer[field] == nil && len(answer) > 0 {
		return nil, fmt.Errorf("the answer is about something else: it holds no %q", field)
	}
	if answer[field] == nil {
		return nil, nil
	}
	var outcome *change
	if err := json.Unmarshal(answer[field], &outcome); err != nil {
		return nil, fmt.Errorf("%q has another form: %w", field, err)
	}
	return outcome, nil
}

func (r call) notConfirmed(message string) *Error {
	return &Error{Method: r.method, Path: r.path, Status: http.StatusOK, Message: message, Tries: 1, cause: ErrNotConfirmed}
}

// notFound reports whether the service itself said that something is not
// there. A page of a proxy with the same status says nothing of the kind.
func (e *Error) notFound() bool {
	return e.Status == http.StatusNotFound && e.cause == nil
}
