package amazonmusic

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// listen starts the service on a port, and returns a configuration for it with
// a transport of its own.
func listen(t *testing.T, s *mockapi.Service) (*mockapi.Server, Config) {
	t.Helper()
	server, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	cfg := testConfig(t, nil)
	cfg.Endpoint = mustParse(t, server.URL())
	return server, cfg
}

func mustNew(t *testing.T, cfg Config) *Client {
	t.Helper()
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNew(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("a client without an endpoint")
	}
	for _, secret := range []string{"hunter2\n", "hunter2\r\nX-Other: 1", "hunter2\x00"} {
		for _, change := range []func(*Config){
			func(cfg *Config) { cfg.APIKey = secret },
			func(cfg *Config) { cfg.AccessToken = secret },
		} {
			cfg := testConfig(t, nil)
			change(&cfg)
			if _, err := New(cfg); err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q: the error is %v", secret, err)
			}
		}
	}
	cfg := testConfig(t, wire{mockapi.New()})
	cfg.MaxRetries, cfg.MaxConcurrentRequests, cfg.RequestTimeout, cfg.RequestsPerSecond = -1, -1, -1, -1
	c := mustNew(t, cfg)
	if cap(c.pace.slots) != DefaultMaxConcurrentRequests {
		t.Errorf("%d requests at once", cap(c.pace.slots))
	}
	if _, err := c.SaveTrack(t.Context(), someTrack); err != nil {
		t.Error(err)
	}
}

func TestRedirect_otherHost(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, caller := range callers {
			other := mockapi.New()
			otherServer, _ := listen(t, other)
			s := mockapi.New()
			_, cfg := listen(t, s)
			cfg.MaxRetries = 2
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, otherServer.URL()+r.URL.Path, status)
			})
			redirecting := httptest.NewServer(handler)
			t.Cleanup(redirecting.Close)
			cfg.Endpoint = mustParse(t, redirecting.URL)
			err := caller.call(t, mustNew(t, cfg))
			if e := failure(t, err); !errors.Is(e, transport.ErrRedirected) || e.Tries != 1 ||
				e.Reason() != "redirected to "+otherServer.URL()+", where credentials are not sent" || e.Kind != Redirected {
				t.Errorf("%d %s: %v", status, caller.method, e)
			}
			if stats := other.Stats(); stats.Requests != 0 || stats.ConnectionsOpened != 0 {
				t.Errorf("%d %s: the other host saw %+v", status, caller.method, stats)
			}
		}
	}
}

func TestRedirect_login(t *testing.T) {
	other := mockapi.New()
	otherServer, _ := listen(t, other)
	s := mockapi.New()
	server, cfg := listen(t, s)
	s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Faults: []mockapi.Fault{mockapi.Redirect(otherServer.TokenURL())}})
	cfg.AccessToken, cfg.Login, cfg.MaxRetries = "", testLogin(t), 2
	cfg.Login.TokenURL = mustParse(t, server.TokenURL())
	_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
	if !errors.Is(err, transport.ErrRedirected) {
		t.Errorf("the error is %v", err)
	}
	if len(s.TokenRequests()) != 1 || len(s.Requests()) != 0 || len(other.TokenRequests()) != 0 ||
		other.Stats().ConnectionsOpened != 0 {
		t.Errorf("%d token requests, and %d at the other host", len(s.TokenRequests()), len(other.TokenRequests()))
	}
}

func TestRedirect_sameHost(t *testing.T) {
	for _, caller := range callers {
		s := mockapi.New()
		s.Save(someTrack)
		server, cfg := listen(t, s)
		path := "/v1/me/library/tracks/" + someTrack
		if caller.method == http.MethodGet {
			path = "/v1/me/playlists?limit=2"
		}
		s.FailNext(1, mockapi.Redirect(server.URL()+path))
		s.FailNext(1, mockapi.Redirect(path))
		if err := caller.call(t, mustNew(t, cfg)); err != nil {
			t.Errorf("%s: %v", caller.method, err)
		}
		one := caller.method + " " + path
		wantSent(t, s, one, one, one)
		if last := s.Requests()[2]; last.Header.Get("X-Api-Key") == "" || last.Header.Get("Authorization") == "" {
			t.Errorf("%s: the headers are %v", caller.method, last.Header)
		}
	}
}

// A PUT must not turn into a GET, and a circle must end.
func TestRedirect_refused(t *testing.T) {
	for status, reason := range map[int]string{
		303: "redirected in a way that would turn PUT into GET", 307: "redirected more than 5 times",
	} {
		var requests atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			http.Redirect(w, r, "/v1/x", status)
		}))
		t.Cleanup(server.Close)
		cfg := testConfig(t, nil)
		cfg.Endpoint, cfg.MaxRetries = mustParse(t, server.URL), 3
		_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
		if e := failure(t, err); e.Kind != Redirected || !errors.Is(e, transport.ErrRedirected) || e.Reason() != reason {
			t.Errorf("%d: %v", status, err)
		}
		if n := requests.Load(); n > 6 || status == 303 && n > 1 {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}

// Nothing listens on a port of this machine: the service was not started.
func TestUnreachable_loopback(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	for name, change := range map[string]func(*Config){
		"the API": func(cfg *Config) { cfg.Endpoint = mustParse(t, server.URL) },
		"the login": func(cfg *Config) {
			cfg.AccessToken, cfg.Login = "", testLogin(t)
			cfg.Login.TokenURL = mustParse(t, server.URL)
		},
	} {
		cfg := testConfig(t, nil)
		cfg.MaxRetries = 20
		change(&cfg)
		_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
		e := failure(t, err)
		if e.Tries != 1 || !e.Kind.MeetsEveryCall() || !strings.Contains(e.Reason(), "connection refused") {
			t.Errorf("%s: %q: %v", name, e.Kind, e)
		}
	}
}

func TestTLS_unknownCertificate(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	server.Config.ErrorLog = discardLog()
	server.StartTLS()
	t.Cleanup(server.Close)
	cfg := testConfig(t, nil)
	cfg.Endpoint, cfg.MaxRetries = mustParse(t, server.URL), 3
	_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
	e := failure(t, err)
	if e.Tries != 1 || e.Kind != Unreachable || requests.Load() != 0 || !strings.Contains(e.Reason(), "certificate") {
		t.Errorf("%d requests arrived: %v", requests.Load(), e)
	}
}

func TestTLS_version(t *testing.T) {
	for version, want := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		s := mockapi.New()
		server := httptest.NewUnstartedServer(s)
		server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: version}
		server.Config.ErrorLog = discardLog()
		server.StartTLS()
		t.Cleanup(server.Close)
		cfg := testConfig(t, nil)
		cfg.Endpoint = mustParse(t, server.URL)
		pool := transport.NewPool(1)
		trusting, ok := server.Client().Transport.(*http.Transport)
		if !ok {
			t.Fatal("the test server's client has another transport")
		}
		pool.TLSClientConfig.RootCAs = trusting.TLSClientConfig.RootCAs
		cfg.Transport = pool
		_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
		if (err == nil) != want || (len(s.Requests()) == 1) != want {
			t.Errorf("TLS %s: %d requests, error %v", tls.VersionName(version), len(s.Requests()), err)
		}
	}
}

// countingBody counts what is read of an answer.
type countingBody struct {
	io.ReadCloser

	read *atomic.Int64
}

func (b countingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.read.Add(int64(n))
	return n, err
}

func TestSend_hugeAnswer(t *testing.T) {
	s := mockapi.New()
	s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Huge(200 << 20)}})
	_, cfg := listen(t, s)
	var read atomic.Int64
	pool := transport.NewPool(1)
	cfg.Transport = transportFunc(func(req *http.Request) (*http.Response, error) {
		res, err := pool.RoundTrip(req)
		if err == nil {
			res.Body = countingBody{res.Body, &read}
		}
		return res, err
	})
	cfg.MaxRetries = 2
	start := time.Now()
	_, err := mustNew(t, cfg).SaveTrack(t.Context(), someTrack)
	e := failure(t, err)
	if !errors.Is(e, transport.ErrTooLarge) || e.Tries != 1 || e.Status != 200 || e.Kind != Unreadable {
		t.Errorf("after %v: %v", time.Since(start), e)
	}
	if n := read.Load(); n < 4<<20 || n > 4<<20+64<<10 {
		t.Errorf("%d bytes were read", n)
	}
}

func TestPool_connectionsAreKept(t *testing.T) {
	s := mockapi.New()
	_, cfg := listen(t, s)
	c := mustNew(t, cfg)
	if errs := saveAll(c, 10, trackIDs(1000)); len(errs) > 0 {
		t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
	}
	if stats := s.Stats(); stats.Requests != 1000 || stats.ConnectionsOpened > 12 || len(s.SavedIDs()) != 1000 {
		t.Errorf("%+v, %d tracks are saved", stats, len(s.SavedIDs()))
	}
}

func TestPool_faults(t *testing.T) {
	s := mockapi.New()
	s.FailShare(7, 0.1, mockapi.Throttled(""), mockapi.InternalError(), mockapi.UnavailableHTML(),
		mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody())
	_, cfg := listen(t, s)
	cfg.MaxRetries = 20
	c := mustNew(t, cfg)
	if errs := saveAll(c, 10, trackIDs(200)); len(errs) > 0 {
		t.Errorf("%d tracks failed, the first with: %v", len(errs), errs[0])
	}
	stats := s.Stats()
	if len(s.SavedIDs()) != 200 || stats.Requests < 210 || stats.ConnectionsPeak > 12 || stats.PeakInFlight > 12 {
		t.Errorf("%+v, %d tracks are saved", stats, len(s.SavedIDs()))
	}
}
