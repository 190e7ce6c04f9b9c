package amazonmusic

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Op is what a call attempts.
type Op string

// The operations of this client.
const (
	OpCheckAccount  Op = "check the account"
	OpSaveTrack     Op = "save a track"
	OpRemoveTrack   Op = "remove a track"
	OpListTracks    Op = "list the saved tracks"
	OpListPlaylists Op = "list the playlists"

	OpFindTracks         Op = "look up tracks"
	OpSearchTrack        Op = "search for a track"
	OpReadAlbum          Op = "read an album"
	OpReadPlaylist       Op = "read a playlist"
	OpCreatePlaylist     Op = "create a playlist"
	OpUpdatePlaylist     Op = "update a playlist"
	OpDeletePlaylist     Op = "delete a playlist"
	OpListPlaylistTracks Op = "list the tracks of a playlist"
	OpAppendTracks       Op = "add tracks to a playlist"
	OpRemoveTracks       Op = "remove tracks from a playlist"
)

// Documented reports whether the response format is on the API's Library page.
func (o Op) Documented() bool {
	switch o {
	case OpCheckAccount, OpSaveTrack, OpRemoveTrack, OpListPlaylists:
		return true
	}
	return false
}

// reads reports whether the operation changes nothing.
func (o Op) reads() bool {
	switch o {
	case OpCheckAccount, OpListTracks, OpListPlaylists, OpFindTracks, OpSearchTrack, OpReadAlbum, OpReadPlaylist,
		OpListPlaylistTracks:
		return true
	}
	return false
}

// removes reports whether nothing is left to do where the object is not there.
func (o Op) removes() bool { return o == OpRemoveTrack || o == OpRemoveTracks || o == OpDeletePlaylist }

// Error says what became of one call. It keeps what the service said, whether or
// not that had the documented form.
type Error struct {
	Op   Op
	Kind Kind
	// Method and Path of the request; the path is escaped, without the host.
	Method, Path string
	// Status is the HTTP status, or 0 where no answer arrived.
	Status int
	// Code, Message and Reference are the service's own, as on the API's error
	// page. Where the body had another form, Code is empty and Message
	// describes what was there.
	Code, Message, Reference string
	// Tries and Elapsed say how often and for how long the call was tried.
	Tries   int
	Elapsed time.Duration

	cause      error
	retryAfter time.Duration
	// unsent says that the last try did not reach the service.
	unsent bool
	// mayHaveActed says that an earlier try may have acted, or that the answer tells
	// of a part that was done.
	mayHaveActed bool
}

// Error puts all of it in one line.
func (e *Error) Error() string {
	text := e.Method + " " + e.Path + ": " + e.Reason()
	if e.Tries > 1 {
		text += " (" + e.Effort() + ")"
	}
	return text
}

// Reason is what the service said, without the request that it was about.
func (e *Error) Reason() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status))))
	}
	if e.Code != "" {
		parts = append(parts, "code "+e.Code)
	}
	text := strings.Join(parts, ", ")
	message := e.Message
	if message == "" && e.cause != nil {
		message = e.cause.Error()
	}
	if text != "" && message != "" {
		text += ": "
	}
	text += message
	if e.Reference != "" {
		text += " (reference " + e.Reference + ")"
	}
	return text
}

// Effort says how often the call was tried and over how long.
func (e *Error) Effort() string {
	if e.Tries == 1 {
		return "1 try"
	}
	elapsed := e.Elapsed.Round(time.Millisecond)
	if elapsed >= time.Second {
		elapsed = elapsed.Round(100 * time.Millisecond)
	}
	return fmt.Sprintf("%d tries over %s", e.Tries, elapsed)
}

// MayHaveActed reports whether the service may have done what a failed write asked
// for, in whole or in part: one of its tries was sent, and not answered, or not with
// a clear refusal. A removal that finds nothing has the result that it was sent for.
// A call that changes nothing has not acted.
func (e *Error) MayHaveActed() bool {
	switch {
	case e.Op.reads():
		return false
	case e.mayHaveActed:
		return true
	case e.unsent:
		return false
	case e.Kind == NotFound:
		return e.Op.removes()
	case e.Status >= http.StatusInternalServerError:
		// A gateway has statuses of its own for an answer that did not reach it.
		return true
	}
	switch e.Kind {
	case Unavailable, Disconnected, TimedOut, Interrupted, Unreadable, NotConfirmed, Redirected:
		return true
	}
	return false
}

// MayHaveActed reports whether err holds an [Error] of a write that the service may
// have done.
func MayHaveActed(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.MayHaveActed()
}

// Unwrap returns what kept an answer from arriving, if anything did.
func (e *Error) Unwrap() error { return e.cause }

// unreadable is the error of a decoder for an answer that is not what the API
// pages describe.
func unreadable(format string, values ...any) *Error {
	return &Error{Kind: Unreadable, Message: fmt.Sprintf(format, values...)}
}

// notConfirmed is the error of a decoder for the answer to a write that does not
// hold the confirmation of the API page.
func notConfirmed(format string, values ...any) *Error {
	return &Error{Kind: NotConfirmed, Message: fmt.Sprintf(format, values...)}
}

// quote puts a service's text between quotes for an error, as it is: the error is
// cleaned as a whole, and an escaped character would hide a secret from that.
func quote(text string) string { return `"` + text + `"` }

// about says which call an error is about.
func (e *Error) about(request call) *Error {
	e.Op, e.Method, e.Path = request.op, request.method, request.path
	return e
}

// kindOfCause classifies what kept an answer from arriving.
func kindOfCause(cause error) Kind {
	if login, ok := errors.AsType[*lwa.Error](cause); ok {
		if login.Temporary {
			return LoginUnavailable
		}
		return LoginRefused
	}
	switch {
	case errors.Is(cause, errGivenUp):
		return GivenUp
	case transport.Interrupted(cause):
		return Interrupted
	case errors.Is(cause, transport.ErrTimeout):
		return TimedOut
	case errors.Is(cause, transport.ErrRedirected):
		return Redirected
	case errors.Is(cause, transport.ErrTooLarge):
		return Unreadable
	case transport.Temporary(cause):
		return Disconnected
	}
	return Unreachable
}
