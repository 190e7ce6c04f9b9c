package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// buffer is a bytes.Buffer that may be read while the command still writes.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestFlags(t *testing.T) {
	tests := []struct {
		args string
		code int
		part string // of stdout where the code is 0, of stderr elsewhere
	}{
		{"-h", 0, "Usage: go run ./internal/cmd/mockapi [flags]"},
		{"-h", 0, "ZZMCK2600000 to ZZMCK2600009"},
		{"-help", 0, mockapi.TrackGraphError},
		{"-quiet -h", 0, "-token-lifetime"},
		{"-nonsense", 2, "-nonsense"},
		{"-tracks -1", 2, "-tracks -1"},
		{"-playlists x", 2, "playlists"},
		{"-playlists -1", 2, "-playlists -1"},
		{"-cursor page", 2, "edge, token"},
		{"-library-shape round", 2, "library.tracks, libraryTracks"},
		{"-fail 1.5", 2, "from 0 to 1"},
		{"-fail -0.1", 2, "from 0 to 1"},
		{"-fail NaN", 2, "from 0 to 1"},
		{"-rate -1", 2, "-rate"},
		{"-rate NaN", 2, "-rate"},
		{"-rate Inf", 2, "-rate"},
		{"-latency -1s", 2, "-latency"},
		{"-latency 5", 2, "a time such as 50ms"},
		{"-token-lifetime x", 2, "a time such as 50ms"},
		{"-token-lifetime 0", 2, "-token-lifetime"},
		{"-scopes music::catlog", 2, "music::catalog"},
		{"serve", 2, `unexpected argument "serve"`},
		{"-addr 0.0.0.0:0", 1, "loopback"},
		{"-addr :8080", 1, "loopback"},
		{"-addr nowhere", 1, "nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // should it listen after all, it ends at once
			var stdout, stderr buffer
			if code := run(ctx, strings.Fields(tt.args), &stdout, &stderr); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			said, silent := stderr.String(), stdout.String()
			if tt.code == 0 {
				said, silent = silent, said
			}
			if !strings.Contains(said, tt.part) || silent != "" {
				t.Errorf("said %q, want %q in it; and on the other side %q, want nothing", said, tt.part, silent)
			}
		})
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	text := usage()
	for _, name := range []string{
		"addr", "tracks", "playlists", "cursor", "latency", "rate", "fail", "seed", "token-lifetime", "library-shape", "agree",
		"redirect-uri", "scopes", "quiet",
	} {
		if !strings.Contains(text, "\n  -"+name) {
			t.Errorf("-h says nothing about -%s", name)
		}
	}
}

// start runs the command and returns the exported variables and a function that ends it and returns the exit code.
func start(t *testing.T, stderr io.Writer, args ...string) (vars map[string]string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, args, in, stderr)
		_ = in.Close()
	}()
	// All of the exports come in one write.
	text := make([]byte, 4096)
	n, err := out.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	vars = map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^  export (\w+)='(.*)'$`).FindAllStringSubmatch(string(text[:n]), -1) {
		if _, given := vars[match[1]]; given {
			match[1] = "SECOND_" + match[1]
		}
		vars[match[1]] = match[2]
	}
	return vars, func() int {
		cancel()
		return <-code
	}
}

func send(t *testing.T, vars map[string]string, method, path string) (int, string) {
	t.Helper()
	return sendBody(t, vars, method, path, "")
}

func sendBody(t *testing.T, vars map[string]string, method, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, vars["AMAZONMUSIC_ENDPOINT"]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("x-api-key", vars["AMAZONMUSIC_API_KEY"])
	r.Header.Set("Authorization", "Bearer "+vars["AMAZONMUSIC_ACCESS_TOKEN"])
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

func TestStartServeStop(t *testing.T) {
	var stderr buffer
	vars, stop := start(t, &stderr, "-addr", "127.0.0.1:0")
	want := map[string]string{
		"AMAZONMUSIC_ENDPOINT":      vars["AMAZONMUSIC_ENDPOINT"],
		"AMAZONMUSIC_API_KEY":       mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN":  mockapi.DefaultAccessToken,
		"AMAZONMUSIC_CLIENT_ID":     mockapi.DefaultClientID,
		"AMAZONMUSIC_CLIENT_SECRET": mockapi.DefaultClientSecret,
		"AMAZONMUSIC_REFRESH_TOKEN": mockapi.DefaultRefreshToken,
		"AMAZONMUSIC_TOKEN_URL":     vars["AMAZONMUSIC_ENDPOINT"] + "/auth/o2/token",
	}
	for name, value := range want {
		if vars[name] != value || value == "" {
			t.Errorf("%s is %q, want %q", name, vars[name], value)
		}
	}
	if status, body := send(t, vars, http.MethodPut, "/v1/me/library/tracks/"+mockapi.TrackKaneTrain); status != 200 {
		t.Errorf("PUT: %d %s", status, body)
	}
	if _, body := send(t, vars, http.MethodGet, "/v1/me/playlists?limit=5"); strings.Count(body, `"node"`) != 3 {
		t.Errorf("want three playlists: %s", body)
	}
	if code := stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	log := stderr.String()
	for _, part := range []string{"200 PUT /v1/me/library/tracks/B08DL2BXQC\n", "200 GET /v1/me/playlists?limit=5\n", "Saved tracks in the library: 1\n"} {
		if !strings.Contains(log, part) {
			t.Errorf("no %q in the log:\n%s", part, log)
		}
	}
	if strings.Contains(log, "Atza|") {
		t.Error("the log holds a token")
	}
}

func TestFlagsReachTheService(t *testing.T) {
	var stderr buffer
	vars, stop := start(t, &stderr, "-addr", "127.0.0.1:0", "-quiet", "-playlists", "7", "-cursor", "edge", "-library-shape", "libraryTracks")
	if _, body := send(t, vars, http.MethodGet, "/v1/me/playlists?limit=5"); strings.Count(body, `"node"`) != 5 || strings.Contains(body, `"token"`) {
		t.Errorf("playlists: %s", body)
	}
	if _, body := send(t, vars, http.MethodGet, "/v1/me/library/tracks"); !strings.Contains(body, `"libraryTracks"`) {
		t.Errorf("library: %s", body)
	}
	if status, body := send(t, vars, http.MethodGet, "/nowhere"); status != 404 {
		t.Errorf("%d %s", status, body)
	}
	stop()
	if log := stderr.String(); strings.Contains(log, "GET") || !strings.Contains(log, "Saved tracks in the library: 0") {
		t.Errorf("log: %s", log)
	}
}

func TestScopesReachTheService(t *testing.T) {
	vars, stop := start(t, io.Discard, "-addr", "127.0.0.1:0", "-quiet", "-scopes", mockapi.ScopeLibraryRead)
	if status, body := send(t, vars, http.MethodGet, "/v1/me/playlists"); status != 200 {
		t.Errorf("playlists: %d %s", status, body)
	}
	if status, body := send(t, vars, http.MethodGet, "/v1/tracks?ids="+mockapi.TrackKaneTrain); status != 403 {
		t.Errorf("tracks: %d %s", status, body)
	}
	stop()
}

func TestAccounts(t *testing.T) {
	vars, stop := start(t, io.Discard, "-addr", "127.0.0.1:0", "-quiet", "-tracks", "3")
	if _, body := send(t, vars, http.MethodGet, "/v1/me/library/tracks"); strings.Count(body, `"node"`) != 3 {
		t.Errorf("want three tracks: %s", body)
	}
	vars["AMAZONMUSIC_ACCESS_TOKEN"] = vars["SECOND_AMAZONMUSIC_ACCESS_TOKEN"]
	status, body := send(t, vars, http.MethodGet, "/v1/me/library/tracks")
	if status != 200 || strings.Contains(body, `"node"`) || !strings.Contains(body, secondUserID) {
		t.Errorf("want the empty library of the second account: %d %s", status, body)
	}
	stop()
}

func TestISRCs(t *testing.T) {
	vars, stop := start(t, io.Discard, "-addr", "127.0.0.1:0", "-quiet")
	for isrc, hits := range map[string]int{"ZZMCK2600000": 1, "ZZMCK2600009": 1, "ZZMCK2600010": 2} {
		search := `{"searchFilters":[{"field":"isrc","query":"` + isrc + `"}],"limit":20}`
		// One hit is a recording that was not asked for.
		if status, body := sendBody(t, vars, http.MethodPost, "/v1/search/tracks", search); status != 200 || strings.Count(body, `"node"`) != hits {
			t.Errorf("%s: %d %s", isrc, status, body)
		}
	}
	stop()
}

func TestRateAndFailReachTheService(t *testing.T) {
	var stderr buffer
	vars, stop := start(t, &stderr, "-addr", "127.0.0.1:0", "-rate", "0.001")
	send(t, vars, http.MethodGet, "/v1/me/playlists")
	if status, body := send(t, vars, http.MethodGet, "/v1/me/playlists"); status != 429 {
		t.Errorf("%d %s", status, body)
	}
	stop()
	if log := stderr.String(); !strings.Contains(log, "429 GET /v1/me/playlists (rate limit)") {
		t.Errorf("log: %s", log)
	}
	opts, err := parse([]string{"-fail", "1", "-latency", "1ms", "-token-lifetime", "2m", "-seed", "9"})
	if err != nil || opts.fail != 1 || opts.seed != 9 || opts.latency != time.Millisecond || opts.tokenLifetime != 2*time.Minute {
		t.Errorf("%+v, %v", opts, err)
	}
}

func TestShellQuote(t *testing.T) {
	for in, want := range map[string]string{"": "''", "Atza|x": "'Atza|x'", "it's": `'it'\''s'`, "$a `b`": "'$a `b`'"} {
		if got := shellQuote(in); got != want {
			t.Errorf("%q becomes %s, want %s", in, got, want)
		}
	}
}

func TestRequestLine(t *testing.T) {
	tests := []struct {
		request mockapi.Request
		want    string
	}{
		{mockapi.Request{Method: "GET", Path: "/v1/x", RawQuery: "limit=1", Status: 200}, "200 GET /v1/x?limit=1"},
		{mockapi.Request{Method: "PUT", Path: "/v1/x", Fault: "cut after"}, "cut PUT /v1/x (cut after)"},
	}
	for _, tt := range tests {
		if got := requestLine(tt.request); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
