package amazonmusic

import (
	"fmt"
	"io"
	"testing"
	"time"
)

func TestError_text(t *testing.T) {
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

// What follows from a kind, for each of them.
func TestKind(t *testing.T) {
	const temporary, everyCall, theCall, neither = "temporary", "every call", "the call", ""
	for kind, want := range map[Kind]string{
		Refused: theCall, NotFound: theCall, NotConfirmed: theCall, Interrupted: neither,
		Unauthorized: everyCall, Forbidden: neither, NoAccount: everyCall, LoginRefused: everyCall,
		Throttled: temporary, Unavailable: temporary, LoginUnavailable: temporary, Disconnected: temporary,
		TimedOut: temporary,
		GivenUp:  everyCall, Unreachable: everyCall, Redirected: everyCall, UnknownCall: everyCall,
		Unreadable: neither, BrokenList: neither,
	} {
		got := fmt.Sprint(kind.Temporary(), kind.MeetsEveryCall(), kind.AboutTheCall())
		if want := fmt.Sprint(want == temporary, want == everyCall, want == theCall); got != want {
			t.Errorf("%s is temporary, meets every call, is about the call: %s, not %s", kind, got, want)
		}
	}
}

func TestParseBaseURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.example": "https://api.example", "https://api.example/v1x/": "https://api.example/v1x", "https://api.example/v1/a": "https://api.example/v1/a",
		"https://api.example/v1": "", "https://api.example/v1/": "", "https://api.example/base/v1": "", "http://api.example": "",
	} {
		u, err := ParseBaseURL(raw)
		if (err == nil) != (want != "") || err == nil && u.String() != want {
			t.Errorf("%s becomes %v, %v", raw, u, err)
		}
	}
}
