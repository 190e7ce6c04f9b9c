package mockapi_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// listen serves a new Service until the test ends.
func listen(t *testing.T) (*mockapi.Service, *mockapi.Server) {
	t.Helper()
	s := mockapi.New()
	server, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, server
}

func apiRequest(t *testing.T, method, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("x-api-key", mockapi.DefaultAPIKey)
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAccessToken)
	return r
}

func TestListenAddresses(t *testing.T) {
	tests := []struct {
		addr string
		ok   bool
	}{
		{"127.0.0.1:0", true},
		{"localhost:0", true},
		{":0", false},
		{"0.0.0.0:0", false},
		{"[::]:0", false},
		{"192.0.2.1:0", false},
		{"api.example:0", false},
		{"localhost.example:0", false},
		{"127.0.0.1", false},
		{"", false},
		{"127.1:0", false},
		{"127.0.0.1:x", false},
		{"127.0.0.1:99999", false},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			server, err := mockapi.New().Listen(tt.addr)
			if (err == nil) != tt.ok {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				if !strings.Contains(err.Error(), "listen") {
					t.Errorf("the error does not say what failed: %v", err)
				}
				return
			}
			if !regexp.MustCompile(`^http://127\.0\.0\.1:[1-9][0-9]*$`).MatchString(server.URL()) {
				t.Errorf("URL %q", server.URL())
			}
			if server.TokenURL() != server.URL()+tokenPath {
				t.Errorf("token URL %q", server.TokenURL())
			}
			for range 2 {
				if err := server.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
			}
		})
	}
}

func TestListenOnATakenPort(t *testing.T) {
	s, server := listen(t)
	if second, err := s.Listen(strings.TrimPrefix(server.URL(), "http://")); err == nil {
		defer func() { _ = second.Close() }()
		t.Error("the port was given twice")
	}
}

func TestServe(t *testing.T) {
	s, server := listen(t)
	client := &http.Client{Transport: &http.Transport{}}
	for range 3 {
		resp, err := client.Do(apiRequest(t, http.MethodPut, server.URL()+tracksPath+"/"+mockapi.TrackAliased))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || resp.ContentLength != int64(len(body)) {
			t.Errorf("status %d, Content-Length %d, error %v", resp.StatusCode, resp.ContentLength, err)
		}
		if !strings.Contains(string(body), mockapi.TrackCanonical) {
			t.Errorf("body %s", body)
		}
	}
	if got := s.Stats(); got.ConnectionsOpened != 1 || got.ConnectionsPeak != 1 || got.Requests != 3 {
		t.Errorf("stats %+v", got)
	}
	s.ResetRequests()
	if got := s.Stats(); got.ConnectionsOpened != 0 || got.ConnectionsPeak != 1 {
		t.Errorf("stats after a reset, with a connection open: %+v", got)
	}
}

// Connections are counted as they are made, with nothing left out for those that are not kept.
func TestConnectionsAreCounted(t *testing.T) {
	s, server := listen(t)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for range 4 {
		resp, err := client.Do(apiRequest(t, http.MethodGet, server.URL()+playlistsPath))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if got := s.Stats().ConnectionsOpened; got != 4 {
		t.Errorf("%d connections opened", got)
	}
}

// net/http notices by itself that a connection has gone only once the request's body is read, and a body longer than
// what is logged never is.
func TestCloseEndsAHang(t *testing.T) {
	for _, size := range []int{0, 1 << 20} {
		t.Run(fmt.Sprintf("body of %d", size), func(t *testing.T) {
			s, server := listen(t)
			s.FailNext(1, mockapi.Hang())
			arrived, ended := make(chan bool), make(chan mockapi.Request, 1)
			s.OnRequest(func(mockapi.Request) { close(arrived) })
			s.OnAnswer(func(r mockapi.Request) { ended <- r })
			failed := make(chan error)
			r := apiRequest(t, http.MethodPut, server.URL()+tracksPath+"/"+faultTrack)
			r.Close = true
			r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", size)))
			go func() {
				resp, err := http.DefaultClient.Do(r)
				if err == nil {
					resp.Body.Close()
				}
				failed <- err
			}()
			<-arrived
			if err := server.Close(); err != nil {
				t.Error(err)
			}
			if err := <-failed; err == nil {
				t.Error("a hanging request was answered")
			}
			if r := <-ended; r.Status != 0 || r.Fault != "hang" || s.IsSaved(faultTrack) {
				t.Errorf("logged status %d, fault %q", r.Status, r.Fault)
			}
		})
	}
}

func TestTwoServersShareALibrary(t *testing.T) {
	s, first := listen(t)
	second, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Close() }()
	for i, server := range []*mockapi.Server{first, second} {
		resp, err := http.DefaultClient.Do(apiRequest(t, http.MethodPut, server.URL()+tracksPath+"/"+manyIDs(2)[i]))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if got := len(s.SavedIDs()); got != 2 {
		t.Errorf("%d saved", got)
	}
}
