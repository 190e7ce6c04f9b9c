package amazonmusic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const (
	testUserAgent = "terraform-provider-amazonmusic/test"
	testTokenURL  = "https://lwa.example/auth/o2/token"
	// redacted is what transport puts in the place of a secret.
	redacted = "[redacted]"
	// someTrack is a track of the stand-in without a special behaviour.
	someTrack = "B000000001"
)

// testSecrets are all that a configuration of these tests holds.
var testSecrets = []string{
	mockapi.DefaultAPIKey, mockapi.DefaultAccessToken, mockapi.DefaultClientID, mockapi.DefaultClientSecret,
	mockapi.DefaultRefreshToken,
}

// wire is a transport without a network, so that it works with the time of a
// synctest bubble. The handler runs in a goroutine of its own, as a server's
// does; a panic of it with http.ErrAbortHandler cuts the connection.
type wire struct{ handler http.Handler }

func (w wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	ctx, hangUp := context.WithCancel(req.Context())
	reader, writer := io.Pipe()
	stop := context.AfterFunc(ctx, func() { writer.CloseWithError(context.Canceled) })
	body := &wireBody{PipeReader: reader, hangUp: func() { stop(); hangUp() }}
	answer := &wireAnswer{header: http.Header{}, body: writer, response: make(chan *http.Response, 1)}
	served := req.Clone(ctx)
	go func() {
		cut := errors.New("not finished")
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // A panic, not an error.
				panic(p)
			}
			writer.CloseWithError(cut)
			close(answer.response)
		}()
		cut = io.ErrUnexpectedEOF
		w.handler.ServeHTTP(answer, served)
		answer.WriteHeader(http.StatusOK)
		cut = nil
	}()
	select {
	case res, ok := <-answer.response:
		if !ok {
			body.hangUp()
			return nil, io.ErrUnexpectedEOF
		}
		res.Request, res.Body = req, body
		return res, nil
	case <-ctx.Done():
		body.hangUp()
		return nil, ctx.Err()
	}
}

type wireBody struct {
	*io.PipeReader

	hangUp func()
}

func (b *wireBody) Close() error {
	defer b.hangUp()
	return b.PipeReader.Close()
}

// wireAnswer is the http.ResponseWriter of one request.
type wireAnswer struct {
	header   http.Header
	body     *io.PipeWriter
	response chan *http.Response
	once     sync.Once
}

func (a *wireAnswer) Header() http.Header { return a.header }

func (a *wireAnswer) WriteHeader(status int) {
	a.once.Do(func() {
		a.response <- &http.Response{
			StatusCode: status, Status: fmt.Sprint(status, " ", http.StatusText(status)),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: a.header.Clone(), ContentLength: -1,
		}
	})
}

func (a *wireAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

func (a *wireAnswer) Flush() {}

// transportFunc answers requests without a server.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func mustParse(tb testing.TB, address string) *url.URL {
	tb.Helper()
	u, err := ParseBaseURL(address)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// testConfig is complete but for retries: one try, so that a test sees what it
// asked for.
func testConfig(t *testing.T, transport http.RoundTripper) Config {
	t.Helper()
	return Config{
		Endpoint:    mustParse(t, "https://api.example"),
		APIKey:      mockapi.DefaultAPIKey,
		AccessToken: mockapi.DefaultAccessToken,
		UserAgent:   testUserAgent,
		Transport:   transport,
	}
}

func testLogin(t *testing.T) lwa.Login {
	t.Helper()
	return lwa.Login{
		ClientID: mockapi.DefaultClientID, ClientSecret: mockapi.DefaultClientSecret,
		RefreshToken: mockapi.DefaultRefreshToken, TokenURL: mustParse(t, testTokenURL),
	}
}

// newTestClient returns a client whose requests go to handler.
func newTestClient(t *testing.T, handler http.Handler, changes ...func(*Config)) *Client {
	t.Helper()
	cfg := testConfig(t, wire{handler})
	for _, change := range changes {
		change(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func withRetries(n int) func(*Config) { return func(cfg *Config) { cfg.MaxRetries = n } }

// loginOnly gives the client all it needs to renew tokens, and no token.
func loginOnly(t *testing.T) func(*Config) {
	t.Helper()
	login := testLogin(t)
	return func(cfg *Config) { cfg.AccessToken, cfg.Login = "", login }
}

// failure is the *Error that every error of the client is.
func failure(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("the error is %v (%T), not an *Error", err, err)
	}
	return e
}

// wantSent compares what was sent, as "METHOD path?query", with what should be.
func wantSent(t *testing.T, s *mockapi.Service, want ...string) {
	t.Helper()
	var got []string
	for _, r := range s.Requests() {
		line := r.Method + " " + r.Path
		if r.RawQuery != "" {
			line += "?" + r.RawQuery
		}
		got = append(got, line)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// wantNoSecret fails when a text holds one of the secrets.
func wantNoSecret(t *testing.T, text string, more ...string) {
	t.Helper()
	for _, secret := range append(testSecrets, more...) {
		if strings.Contains(text, secret) {
			t.Errorf("the secret %q is in %q", secret, text)
		}
	}
}

// answers is a service that answers every request alike.
func answers(status int, contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// trackIDs are n ids of tracks.
func trackIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B1%08X", i)
	}
	return ids
}

// saveAll saves tracks with so many workers, and returns the errors.
func saveAll(c *Client, workers int, ids []string) []error {
	return saveAllWith(context.Background(), c, workers, ids)
}

func saveAllWith(ctx context.Context, c *Client, workers int, ids []string) []error {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		errs   []error
		queued = make(chan string)
	)
	for range workers {
		wg.Go(func() {
			for id := range queued {
				if _, err := c.SaveTrack(ctx, id); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
				}
			}
		})
	}
	for _, id := range ids {
		queued <- id
	}
	close(queued)
	wg.Wait()
	return errs
}

// discardLog is for servers whose trouble is the test.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }

// logRecorder keeps log lines as text.
type logRecorder struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *logRecorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *logRecorder) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(r, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// lines returns the lines with a message.
func (r *logRecorder) lines(message string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for line := range strings.Lines(r.buf.String()) {
		if strings.Contains(line, "msg="+fmt.Sprintf("%q", message)) {
			lines = append(lines, line)
		}
	}
	return lines
}

func (r *logRecorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

func mustSave(t *testing.T, c *Client, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if _, err := c.SaveTrack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

// errorJSON is the documented form of an error.
func errorJSON(code, message, reference string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"reference":%q}}`, code, message, reference)
}
