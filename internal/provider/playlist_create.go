package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// playlistMaker is what creating a playlist needs of the client.
type playlistMaker interface {
	CreatePlaylist(ctx context.Context, fields amazonmusic.PlaylistFields) (amazonmusic.Playlist, error)
	// OwnPlaylists reads all playlists of the user.
	OwnPlaylists(ctx context.Context) ([]amazonmusic.Playlist, error)
}

// creations lets one playlist of a title be created at a time, so that a playlist
// whose answer was lost is not taken for that of another resource.
type creations struct {
	mu     sync.Mutex
	titles map[string]*semaphore.Weighted
}

func newCreations() *creations { return &creations{titles: map[string]*semaphore.Weighted{}} }

// ofTitle is the lock of all creations with a title.
func (c *creations) ofTitle(title string) *semaphore.Weighted {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.titles[title] == nil {
		c.titles[title] = semaphore.NewWeighted(1)
	}
	return c.titles[title]
}

// create creates a playlist, and no second one. Where the answer is lost, it looks
// among the user's playlists for one that was not there before: one is adopted, none
// means that the service has not acted, several cannot be told from each other. It
// sends the creation again up to retries times.
func (c *creations) create(ctx context.Context, maker playlistMaker, fields amazonmusic.PlaylistFields, retries int,
) (playlist amazonmusic.Playlist, adopted bool, err error) {
	turn := c.ofTitle(fields.Title)
	if turn.Acquire(ctx, 1) != nil {
		return playlist, false, context.Cause(ctx)
	}
	defer turn.Release(1)
	before, err := maker.OwnPlaylists(ctx)
	if err != nil {
		return playlist, false, err
	}
	for failures := 1; ; failures++ {
		playlist, err = maker.CreatePlaylist(ctx, fields)
		if err == nil || !amazonmusic.MayHaveActed(err) {
			return playlist, false, err
		}
		if !pause(ctx, failures) {
			return playlist, false, err
		}
		now, lost := maker.OwnPlaylists(ctx)
		if lost != nil {
			return playlist, false, &unsureError{fields.Title, lost}
		}
		switch found := newPlaylists(fields, before, now); {
		case len(found) == 1:
			return found[0], true, nil
		case len(found) > 1:
			return playlist, false, &severalError{found}
		case failures > retries || !amazonmusic.KindOf(err).Temporary():
			return playlist, false, err
		}
	}
}

// newPlaylists are the playlists with these fields that were not there before. A
// description that the list leaves out speaks against nothing.
func newPlaylists(fields amazonmusic.PlaylistFields, before, now []amazonmusic.Playlist) []amazonmusic.Playlist {
	known := make(map[string]bool, len(before))
	for _, playlist := range before {
		known[playlist.ID] = true
	}
	var found []amazonmusic.Playlist
	for _, playlist := range now {
		sameTitle := playlist.Title != nil && sameText(fields.Title, *playlist.Title)
		sameDescription := playlist.Description == nil || sameText(fields.Description, *playlist.Description)
		if !known[playlist.ID] && sameTitle && sameDescription {
			found = append(found, playlist)
		}
	}
	return found
}

// sameText reports whether the service has answered with a text that was sent. The
// client takes answered texts as one line.
func sameText(sent, answered string) bool {
	return sent == answered || transport.OneLine(sent) == transport.OneLine(answered)
}

// unsureError says that a playlist may have been created.
type unsureError struct {
	title string
	cause error
}

func (e *unsureError) Error() string {
	return fmt.Sprintf("the answer was lost, and the playlists could not be read to see whether %q was created: %s",
		e.title, e.cause)
}

func (e *unsureError) Unwrap() error { return e.cause }

// severalError says which new playlists there are after an answer was lost.
type severalError struct {
	playlists []amazonmusic.Playlist
}

func (e *severalError) Error() string {
	ids := make([]string, len(e.playlists))
	for i, playlist := range e.playlists {
		ids[i] = playlist.ID
	}
	return fmt.Sprintf("the answer was lost, and since then %d new playlists have this title and description: %s. Import "+
		"the one that this resource is to manage, for example with \"terraform import ADDRESS %s\", and delete the others in "+
		"Amazon Music", len(ids), strings.Join(ids, ", "), ids[0])
}

// adviceOnCreation is for a playlist that may have been created although its
// answer was lost.
func adviceOnCreation(err error) string {
	_, unsure := errors.AsType[*unsureError](err)
	if unsure || amazonmusic.MayHaveActed(err) {
		return " It may have been created all the same. Before you apply again, look in Amazon Music: if it is there, " +
			"import it, or delete it"
	}
	return ""
}
