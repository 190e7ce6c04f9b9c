package amazonmusic

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
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

// Whether a write may have been done, by what became of its tries.
func TestMayHaveActed(t *testing.T) {
	const code = `{"error":{"code":%q,"message":"m"}}`
	lost, fault := scriptedAnswer{lost: true}, scriptedAnswer{status: http.StatusServiceUnavailable}
	bad := scriptedAnswer{status: http.StatusBadRequest, body: badAnswer}
	gone := scriptedAnswer{status: http.StatusNotFound, body: notFoundAnswer}
	saving := func(ctx context.Context, c *Client) error { _, err := c.SaveTrack(ctx, someTrack); return err }
	removing := func(ctx context.Context, c *Client) error { _, err := c.RemoveTrack(ctx, someTrack); return err }
	updating := func(ctx context.Context, c *Client) error { return c.UpdatePlaylist(ctx, "p1", someFields) }
	adding := func(ctx context.Context, c *Client) error { return c.AppendTracks(ctx, "p1", []string{someTrack}) }
	dropping := func(ctx context.Context, c *Client) error { return c.RemoveEntries(ctx, "p1", []string{"e1"}) }
	for name, test := range map[string]struct {
		call    func(context.Context, *Client) error
		answers []scriptedAnswer
		want    bool
	}{
		"lost for good":               {saving, []scriptedAnswer{lost}, true},
		"a fault for good":            {saving, []scriptedAnswer{fault}, true},
		"a fault of a gateway":        {saving, []scriptedAnswer{{status: 524}}, true},
		"refused":                     {saving, []scriptedAnswer{bad}, false},
		"lost, then refused":          {saving, []scriptedAnswer{lost, bad}, true},
		"a fault, then unauthorized":  {saving, []scriptedAnswer{fault, {status: http.StatusUnauthorized}}, true},
		"not there to be saved":       {saving, []scriptedAnswer{gone}, false},
		"not confirmed":               {saving, []scriptedAnswer{{body: `{"data":{"saveTrack":null}}`}}, true},
		"something else":              {saving, []scriptedAnswer{{body: `<html>`}}, true},
		"not there to be removed":     {removing, []scriptedAnswer{gone}, true},
		"a removal refused":           {removing, []scriptedAnswer{bad}, false},
		"no entry to remove":          {dropping, []scriptedAnswer{gone}, true},
		"lost, then no such entry":    {dropping, []scriptedAnswer{lost, bad}, true},
		"no such entry":               {dropping, []scriptedAnswer{bad}, false},
		"no playlist to add to":       {adding, []scriptedAnswer{gone}, false},
		"added in part":               {adding, []scriptedAnswer{{body: `{"data":{"x":{"id":"p1"}},"errors":[{"message":"m"}]}`}}, true},
		"an error and no result":      {adding, []scriptedAnswer{{body: `{"data":{"x":null},"errors":[{"message":"m"}]}`}}, false},
		"an error beside a result":    {adding, []scriptedAnswer{{body: `{"data":{"x":1},` + fmt.Sprintf(code, "C")[1:]}}, true},
		"an error and a result, 400":  {adding, []scriptedAnswer{{status: 400, body: `{"data":{"x":1},` + fmt.Sprintf(code, "C")[1:]}}, false},
		"refused as JSON and as form": {updating, []scriptedAnswer{bad}, false},
		"lost as JSON, then refused":  {updating, []scriptedAnswer{lost, bad}, true},
		"lost as form, then refused":  {updating, []scriptedAnswer{bad, lost, bad}, true},
		"an album": {
			func(ctx context.Context, c *Client) error { _, err := c.Album(ctx, "B08DL2H5PV"); return err }, []scriptedAnswer{lost}, false,
		},
		"a list": {func(ctx context.Context, c *Client) error { _, err := c.UserID(ctx); return err }, []scriptedAnswer{lost}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _ := scriptedClient(t, test.answers...)
				if err := test.call(t.Context(), c); err == nil || MayHaveActed(err) != test.want {
					t.Errorf("%t: %v", MayHaveActed(err), err)
				}
			})
		})
	}
	if MayHaveActed(nil) || MayHaveActed(io.EOF) {
		t.Error("an error of something else has acted")
	}
}

// A write that never reached the service has not acted, whatever kept it.
func TestMayHaveActed_notSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, cancel := context.WithCancel(t.Context())
		dial := transportFunc(func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
		})
		c, err := New(testConfig(t, dial))
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SaveTrack(ended, someTrack)
		if e := failure(t, err); e.Kind != Disconnected || e.MayHaveActed() {
			t.Errorf("without a connection: %v", e)
		}
		cancel()
		_, err = c.SaveTrack(ended, someTrack)
		if e := failure(t, err); e.Kind != Interrupted || e.MayHaveActed() {
			t.Errorf("interrupted before: %v", e)
		}
		// The first try is lost, and the second one is waited for in vain.
		ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
		defer stop()
		lost, _ := scriptedClient(t, scriptedAnswer{lost: true})
		_, err = lost.SaveTrack(ctx, someTrack)
		if e := failure(t, err); e.Kind != Interrupted || !e.MayHaveActed() {
			t.Errorf("interrupted between two tries: %v", e)
		}
	})
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
