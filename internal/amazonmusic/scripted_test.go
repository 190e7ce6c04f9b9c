package amazonmusic

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// scripted answers requests from a list, one after the other, and records them.
// The last answer is that of all further requests.
type scripted struct {
	mu      sync.Mutex
	answers []scriptedAnswer
	sent    []string
}

// scriptedAnswer is one answer, of status 200 unless it says otherwise. A lost one
// is a connection that ends before the answer.
type scriptedAnswer struct {
	status int
	body   string
	lost   bool
}

func (s *scripted) RoundTrip(req *http.Request) (*http.Response, error) {
	body := ""
	if req.Body != nil {
		text, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	line := req.Method + " " + req.URL.RequestURI()
	if body != "" {
		line += " " + strings.TrimPrefix(req.Header.Get("Content-Type"), "application/") + " " + body
	}
	s.sent = append(s.sent, line)
	answer := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	if answer.lost {
		return nil, io.ErrUnexpectedEOF
	}
	if answer.status == 0 {
		answer.status = http.StatusOK
	}
	return &http.Response{
		StatusCode: answer.status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(answer.body)), Request: req,
	}, nil
}

// wantLines compares the requests with "METHOD path format body".
func (s *scripted) wantLines(t *testing.T, want ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got, all := strings.Join(s.sent, "\n"), strings.Join(want, "\n"); got != all {
		t.Errorf("sent\n%s\nwant\n%s", got, all)
	}
}

// scriptedClient returns a client that makes up to 8 further tries.
func scriptedClient(t *testing.T, answers ...scriptedAnswer) (*Client, *scripted) {
	t.Helper()
	s := &scripted{answers: answers}
	c, err := New(Config{
		Endpoint: &url.URL{Scheme: "https", Host: "api.example"}, APIKey: "key", AccessToken: "Atza|token",
		MaxRetries: 8, Transport: s,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

// scriptedFailure is the *Error that every error of the client is.
func scriptedFailure(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("the error is %v (%T), not an *Error", err, err)
	}
	return e
}
