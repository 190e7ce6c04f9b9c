package amazonmusic

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Causes that an [Error] can be asked for with [errors.Is].
var (
	// ErrNotConfirmed: a write was answered without the confirmation that the
	// API page shows ("SAVED", "REMOVED").
	ErrNotConfirmed = errors.New("the answer does not confirm it")
	// ErrUnreadable: the answer is not what the API pages describe.
	ErrUnreadable = errors.New("the answer could not be read")
	// ErrTooLarge: the answer is larger than any answer of this API.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrTimeout: one try took longer than the request timeout.
	ErrTimeout = errors.New("no complete answer in time")
	// ErrRedirected: the answer pointed to another service.
	ErrRedirected = errors.New("redirected")
	// ErrThrottled: the service has answered 429 to everything for so long that
	// nothing more is sent.
	ErrThrottled = errors.New("not sent, as the service has answered nothing but 429 for over a minute")
	// ErrBrokenList: a list of pages could not be read to its end.
	ErrBrokenList = errors.New("the list has no readable end")
)

// Error says what became of one call. It keeps what the service said, whether
// or not that had the documented form.
type Error struct {
	// Method and Path of the request; the path is escaped, without the host.
	Method, Path string
	// Status is the HTTP status, or 0 where no complete answer arrived.
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
	if e.Message != "" {
		text = joinNonEmpty(text, e.Message)
	} else if e.cause != nil {
		text = joinNonEmpty(text, e.cause.Error())
	}
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
	return fmt.Sprintf("%d tries over %s", e.Tries, roundDuration(e.Elapsed))
}

// Unwrap returns what kept an answer from being understood, if anything did.
func (e *Error) Unwrap() error { return e.cause }

// Refused reports whether the service answered, and decided against the call.
func (e *Error) Refused() bool {
	return e.Status != 0 && !retryableStatus(e.Status) && (e.cause == nil || errors.Is(e, ErrNotConfirmed))
}

func joinNonEmpty(a, b string) string {
	if a == "" {
		return b
	}
	return a + ": " + b
}

// roundDuration keeps two or three significant digits, enough for a person.
func roundDuration(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

// redirectError is what a refused redirect leaves behind.
type redirectError struct{ to string }

func (e *redirectError) Error() string {
	return "the service redirects to " + e.to + ", where credentials are not sent"
}

func (e *redirectError) Is(target error) bool { return target == ErrRedirected }
