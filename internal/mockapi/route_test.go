package mockapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestRoutes(t *testing.T) {
	tests := []struct {
		method, target string
		status         int
		code, allow    string
	}{
		{"GET", playlistsPath, 200, "", ""},
		{"GET", tracksPath, 200, "", ""},
		{"GET", likedPath, 200, "", ""},
		{"PUT", tracksPath + "/B08DL2BXQC", 200, "", ""},

		{"POST", playlistsPath, 405, "BAD_REQUEST", "GET"},
		{"DELETE", tracksPath, 405, "BAD_REQUEST", "GET"},
		{"PUT", likedPath, 405, "BAD_REQUEST", "GET"},
		{"HEAD", tracksPath, 405, "BAD_REQUEST", "GET"},
		{"GET", tracksPath + "/B08DL2BXQC", 405, "BAD_REQUEST", "PUT, DELETE"},
		{"POST", tracksPath + "/B08DL2BXQC", 405, "BAD_REQUEST", "PUT, DELETE"},

		{"GET", "/v1/me", 200, "", ""},
		{"GET", "/v1/tracks?ids=B08DL2BXQC", 200, "", ""},

		{"POST", "/v1/me", 405, "BAD_REQUEST", "GET"},
		{"GET", "/v1/me?x=1", 400, "BAD_REQUEST", ""},
		{"POST", "/v1/tracks?ids=B08DL2BXQC", 405, "BAD_REQUEST", "GET"},
		{"GET", "/v1/search/tracks", 405, "BAD_REQUEST", "POST"},
		{"POST", "/v1/search/tracks", 415, "BAD_REQUEST", ""},
		{"POST", "/v1/search/tracks?x=1", 400, "BAD_REQUEST", ""},
		{"GET", "/v1/playlists", 405, "BAD_REQUEST", "POST"},
		{"POST", "/v1/playlists", 415, "BAD_REQUEST", ""},
		{"POST", "/v1/playlists?x=1", 400, "BAD_REQUEST", ""},
		{"POST", "/v1/playlists/x", 405, "BAD_REQUEST", "GET, PUT, DELETE"},
		{"GET", "/v1/playlists/x", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/playlists/x?limit=1", 400, "BAD_REQUEST", ""},
		{"DELETE", "/v1/playlists/x", 404, "RESOURCE_NOT_FOUND", ""},
		{"DELETE", "/v1/playlists/x?y", 400, "BAD_REQUEST", ""},
		{"PUT", "/v1/playlists/x", 415, "BAD_REQUEST", ""},
		{"POST", "/v1/playlists/x/tracks", 405, "BAD_REQUEST", "GET, PUT, DELETE"},
		{"GET", "/v1/playlists/x/tracks", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/playlists/x/tracks?limit=0", 400, "BAD_REQUEST", ""},
		{"PUT", "/v1/playlists/x/tracks", 415, "BAD_REQUEST", ""},
		{"PUT", "/v1/playlists/x/tracks?y", 400, "BAD_REQUEST", ""},
		{"DELETE", "/v1/playlists/x/tracks", 415, "BAD_REQUEST", ""},
		{"DELETE", "/v1/playlists/x/tracks?y", 400, "BAD_REQUEST", ""},
		{"GET", "/v1/playlists/", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/playlists//tracks", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/playlists/x/", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/playlists/x/y/tracks", 404, "RESOURCE_NOT_FOUND", ""},

		{"GET", "/", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v2/me/playlists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/me/playlists/", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "//v1/me/playlists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1//me/playlists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/me/../me/playlists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/v1/me%2Fplaylists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/V1/me/playlists", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", tracksPath + "/", 404, "RESOURCE_NOT_FOUND", ""},
		{"PUT", tracksPath + "/", 404, "RESOURCE_NOT_FOUND", ""},
		{"PUT", tracksPath + "/B08DL2BXQC/", 404, "RESOURCE_NOT_FOUND", ""},
		{"PUT", tracksPath + "/B08DL/BXQC", 404, "RESOURCE_NOT_FOUND", ""},
		{"PUT", likedPath + "/B08DL2BXQC", 404, "RESOURCE_NOT_FOUND", ""},
		{"GET", "/authority", 404, "RESOURCE_NOT_FOUND", ""},

		{"PUT", tracksPath + "/B08DL%2FBXQC", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/B08DL%2fBXQ", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/%42" + "08DL2BXQC", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/B08DL2BXQ", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/B08DL2BXQCC", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/b08dl2bxqc", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/B08DL2BXQ%0A", 400, "BAD_REQUEST", ""},
		{"DELETE", tracksPath + "/B08DL2BX-C", 400, "BAD_REQUEST", ""},
		{"PUT", tracksPath + "/B08DL2BXQC?limit=1", 400, "BAD_REQUEST", ""},
		{"DELETE", tracksPath + "/B08DL2BXQC?x", 400, "BAD_REQUEST", ""},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			a := ask(t, mockapi.New(), tt.method, tt.target)
			wantStatus(t, a, tt.status, tt.code)
			if got := a.header.Get("Allow"); got != tt.allow {
				t.Errorf("Allow is %q, want %q", got, tt.allow)
			}
			if got := a.header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type is %q", got)
			}
		})
	}
}

func TestBodiesAreRefused(t *testing.T) {
	for _, target := range []string{"PUT " + tracksPath + "/B08DL2BXQC", "DELETE " + tracksPath + "/B08DL2BXQC", "GET " + playlistsPath} {
		t.Run(target, func(t *testing.T) {
			s := mockapi.New()
			method, path, _ := strings.Cut(target, " ")
			a := ask(t, s, method, path, func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("{}")) })
			wantStatus(t, a, 400, "BAD_REQUEST")
			if len(s.SavedIDs()) != 0 {
				t.Error("it was acted on")
			}
			if body := s.Requests()[0].Body; body != "{}" {
				t.Errorf("logged body %q", body)
			}
		})
	}
}

func TestNilBody(t *testing.T) {
	a := ask(t, mockapi.New(), http.MethodGet, playlistsPath, func(r *http.Request) { r.Body = nil })
	wantStatus(t, a, 200, "")
}

func TestErrorBody(t *testing.T) {
	s := mockapi.New()
	seen := map[string]bool{}
	payloads := 0
	for range 9 {
		a := ask(t, s, http.MethodGet, "/nowhere")
		e := at(a.decode(t), "error")
		if at(e, "status") != "404" || at(e, "code") != "RESOURCE_NOT_FOUND" {
			t.Errorf("error is %v", e)
		}
		for _, key := range []string{"message", "url", "reference"} {
			if text, _ := at(e, key).(string); text == "" {
				t.Errorf("no %s in %v", key, e)
			}
		}
		seen[fmt.Sprint(at(e, "reference"))] = true
		if has(e, "payload") {
			payloads++
		}
	}
	if len(seen) != 9 || !seen["mock-000001"] {
		t.Errorf("references: %v", seen)
	}
	if payloads == 0 || payloads == 9 {
		t.Errorf("%d of 9 have a payload, want some", payloads)
	}
	s.FailNext(1, mockapi.InternalError())
	if status := at(ask(t, s, http.MethodGet, playlistsPath).decode(t), "error", "status"); status != float64(500) {
		t.Errorf("status of a server error is %#v, want a number", status)
	}
}
