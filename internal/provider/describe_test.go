package provider

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// constants returns the values of the constants of a type of the client.
func constants(t *testing.T, file, typeName string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "../amazonmusic/"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(parsed, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typeName {
			return true
		}
		for _, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
		}
		return true
	})
	if len(values) < 10 {
		t.Fatalf("only %d constants of type %s in %s", len(values), typeName, file)
	}
	return values
}

// Every kind of failure of every operation has advice that fits it.
func TestDescribe_advice(t *testing.T) {
	t.Parallel()
	for _, kind := range constants(t, "kind.go", "Kind") {
		for _, op := range constants(t, "errors.go", "Op") {
			call := &amazonmusic.Error{Kind: amazonmusic.Kind(kind), Op: amazonmusic.Op(op), Message: "no"}
			for _, renews := range []bool{false, true} {
				text := describe(call, renews).advice
				if text == "" {
					t.Errorf("no advice on %q for %q", kind, op)
				}
				if strings.Contains(text, "documented") && !call.Op.Documented() {
					t.Errorf("%q is not documented: %s", op, text)
				}
				if names := strings.Contains(text, "needs the scope "+call.Op.Scope()+"."); names != (call.Kind == amazonmusic.Forbidden) {
					t.Errorf("%q for %q: %s", kind, op, text)
				}
				if about := strings.Contains(text, "know this call"); about != (call.Kind == amazonmusic.UnknownCall) {
					t.Errorf("%q for %q: %s", kind, op, text)
				}
				playlist := strings.Contains(op, "playlist")
				if !playlist && strings.Contains(text, "playlist") || playlist && strings.Contains(text, "The track ") {
					t.Errorf("%q for %q is about something else: %s", kind, op, text)
				}
			}
		}
	}
}

// Failures that other objects meet too have one cause; two answers that cannot be
// understood are two, and a failure about its object alone has none.
func TestDescribe_cause(t *testing.T) {
	t.Parallel()
	call := func(op amazonmusic.Op, kind amazonmusic.Kind, message string) error {
		return &amazonmusic.Error{Op: op, Kind: kind, Message: message}
	}
	cause := func(err error) string { return describe(err, false).cause }
	const read, save = amazonmusic.OpReadPlaylist, amazonmusic.OpSaveTrack
	for name, test := range map[string]struct {
		a, b error
		same bool
	}{
		"login":      {call(read, amazonmusic.Unauthorized, "a"), call(save, amazonmusic.Unauthorized, "b"), true},
		"fault":      {call(read, amazonmusic.Unavailable, "a"), call(save, amazonmusic.Unavailable, "b"), true},
		"one scope":  {call(read, amazonmusic.Forbidden, "a"), call(save, amazonmusic.Forbidden, "a"), true},
		"two scopes": {call(amazonmusic.OpReadAlbum, amazonmusic.Forbidden, "a"), call(save, amazonmusic.Forbidden, "a"), false},
		"two answers that cannot be understood": {
			call(read, amazonmusic.Unreadable, "a"), call(read, amazonmusic.Unreadable, "b"), false,
		},
		"one answer that cannot be understood": {
			call(read, amazonmusic.Unreadable, "a"), call(read, amazonmusic.Unreadable, "a"), true,
		},
		"one listing": {
			call(amazonmusic.OpListTracks, amazonmusic.Unreadable, "a"), call(amazonmusic.OpListTracks, amazonmusic.Unreadable, "b"), true,
		},
	} {
		if same := cause(test.a) == cause(test.b) && cause(test.a) != ""; same != test.same {
			t.Errorf("%s: one cause is %v", name, same)
		}
	}
	for _, err := range []error{
		call(save, amazonmusic.NotFound, "a"), call(save, amazonmusic.Refused, "a"), errors.New("a"),
		&library.LostTrackError{TrackID: "B000000001", Cause: call(save, amazonmusic.Unauthorized, "a")},
	} {
		if text := cause(err); text != "" {
			t.Errorf("%v: the cause is %q", err, text)
		}
	}
}

// What may have been done is not called undone, and says how to find out.
func TestDescribe_text(t *testing.T) {
	t.Parallel()
	lost := &library.LostTrackError{TrackID: "B000000001", Cause: &amazonmusic.Error{
		Op: amazonmusic.OpSaveTrack, Kind: amazonmusic.Forbidden, Method: "PUT", Path: "/v1/me/library/tracks/B000000001",
		Status: 403, Code: "DENIED_SUBSCRIPTION_TIER", Message: "no",
	}}
	for name, test := range map[string]struct {
		err  error
		want []string
	}{
		"a save without an answer": {
			&amazonmusic.Error{Op: amazonmusic.OpSaveTrack, Kind: amazonmusic.Disconnected, Method: "PUT", Path: "/v1/x", Message: "cut"},
			[]string{"PUT /v1/x failed: cut.", "may be saved all the same", "Apply again"},
		},
		"a lost track": {lost, []string{
			"(?s)A removal by another of its ids may have hit it.*HTTP 403.*DENIED_SUBSCRIPTION_TIER", "Check in Amazon Music.*-replace",
		}},
		"a creation whose answer is no JSON": {
			&amazonmusic.Error{Op: amazonmusic.OpCreatePlaylist, Kind: amazonmusic.Unreadable, Method: "POST", Path: "/v1/playlists", Message: "HTML"},
			[]string{"POST /v1/playlists failed: HTML.", "preview", "may have been created all the same", "import it"},
		},
		"a creation that could not be looked up": {
			&playlist.UnknownError{Title: "Road Trip", Cause: &amazonmusic.Error{
				Op: amazonmusic.OpListPlaylists, Kind: amazonmusic.Unavailable, Method: "GET", Path: "/v1/me/playlists", Status: 500,
			}},
			[]string{"GET /v1/me/playlists failed: the answer was lost", "HTTP 500", "may have been created all the same", "import it"},
		},
		"interrupted": {context.Canceled, []string{"The run was interrupted"}},
	} {
		text := describe(test.err, false).text()
		if want := matchText(test.want...); !want.MatchString(text) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
