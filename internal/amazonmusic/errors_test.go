package amazonmusic

import (
	"errors"
	"io"
	"testing"
	"time"
)

func TestErrorText(t *testing.T) {
	base := Error{Method: "PUT", Path: "/v1/x", Tries: 1}
	tests := []struct {
		name string
		e    Error
		want string
	}{
		{
			"all of it",
			Error{Status: 404, Code: "C", Message: "m.", Reference: "r", Tries: 3, Elapsed: 1234 * time.Millisecond},
			"PUT /v1/x: HTTP 404 Not Found, code C: m. (reference r) (3 tries over 1.2s)",
		},
		{"no code", Error{Status: 500, Message: "m"}, "PUT /v1/x: HTTP 500 Internal Server Error: m"},
		{"an unknown status", Error{Status: 599, Code: "C"}, "PUT /v1/x: HTTP 599, code C"},
		{"no answer", Error{cause: io.ErrUnexpectedEOF, Tries: 2, Elapsed: 999600 * time.Microsecond}, "PUT /v1/x: unexpected EOF (2 tries over 1s)"},
		{"the message says more than the cause", Error{Message: "m", cause: io.EOF}, "PUT /v1/x: m"},
		{"minutes", Error{cause: io.EOF, Tries: 9, Elapsed: 125678 * time.Millisecond}, "PUT /v1/x: EOF (9 tries over 2m5.7s)"},
	}
	for _, tt := range tests {
		e := tt.e
		e.Method, e.Path, e.Tries = base.Method, base.Path, max(e.Tries, 1)
		if got := e.Error(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := base.Effort(); got != "1 try" {
		t.Errorf("the effort is %q", got)
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		e    Error
		want bool
	}{
		{Error{Status: 403, Code: "C"}, true},
		{Error{Status: 404}, true},
		{Error{Status: 200, Message: "m"}, true},
		{Error{Status: 200, cause: ErrNotConfirmed}, true},
		{Error{Status: 200, cause: ErrUnreadable}, false},
		{Error{Status: 404, cause: ErrUnreadable}, false},
		{Error{Status: 403, cause: io.ErrUnexpectedEOF}, false},
		{Error{Status: 200, cause: ErrTooLarge}, false},
		{Error{Status: 429, Code: "C"}, false},
		{Error{Status: 503}, false},
		{Error{cause: ErrTimeout}, false},
		{Error{}, false},
	}
	for _, tt := range tests {
		if tt.e.Refused() != tt.want {
			t.Errorf("%+v: %v", tt.e, !tt.want)
		}
	}
}

func TestRedirectErrorIs(t *testing.T) {
	err := error(&redirectError{to: "x"})
	if !errors.Is(err, ErrRedirected) || errors.Is(err, ErrTimeout) {
		t.Error(err)
	}
}
