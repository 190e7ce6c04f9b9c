package mockapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const (
	playlistsPath = "/v1/me/playlists"
	tracksPath    = "/v1/me/library/tracks"
	likedPath     = "/v1/me/tracks"
	tokenPath     = "/auth/o2/token"
)

// answer is what a client makes of one exchange.
type answer struct {
	status int
	header http.Header
	body   string
	cut    bool
}

// ask sends one request with good credentials through the handler, without a network. Each change can spoil it.
func ask(t *testing.T, s *mockapi.Service, method, target string, changes ...func(*http.Request)) answer {
	t.Helper()
	return askContext(t.Context(), s, method, target, changes...)
}

func askContext(ctx context.Context, s *mockapi.Service, method, target string, changes ...func(*http.Request)) (a answer) {
	r := httptest.NewRequestWithContext(ctx, method, target, nil)
	r.Header.Set("X-Api-Key", mockapi.DefaultAPIKey)
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAccessToken)
	for _, change := range changes {
		change(r)
	}
	w := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			a.cut = true
		}
		a.status, a.header, a.body = w.Code, w.Header(), w.Body.String()
	}()
	s.ServeHTTP(w, r)
	return a
}

func put(t *testing.T, s *mockapi.Service, id string) answer {
	t.Helper()
	return ask(t, s, http.MethodPut, tracksPath+"/"+id)
}

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// decode reads the body as any JSON.
func (a answer) decode(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("the body %q is not a JSON object: %v", a.body, err)
	}
	return v
}

// code is that of the API's error, or "" where the answer is none.
func (a answer) code() string {
	var v struct {
		Error struct{ Code string }
	}
	_ = json.Unmarshal([]byte(a.body), &v)
	return v.Error.Code
}

// at walks down a JSON object; it returns nil where the way ends.
func at(v any, keys ...string) any {
	for _, key := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

// has reports whether a key is there at all, null or not.
func has(v any, key string) bool {
	m, _ := v.(map[string]any)
	_, ok := m[key]
	return ok
}

func escape(s string) string { return url.QueryEscape(s) }

// wantStatus checks an answer's status and the code of its error, "" for none.
func wantStatus(t *testing.T, a answer, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code || a.cut {
		t.Errorf("status %d, code %q, cut %v; want %d, %q; body %s", a.status, a.code(), a.cut, status, code, a.body)
	}
}

// manyIDs are n well-formed ids in a row.
func manyIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B1%08X", i)
	}
	return ids
}
