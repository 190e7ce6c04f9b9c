package mockapi

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Service is the stand-in. It is an http.Handler and safe for concurrent use; make one with New.
type Service struct {
	*User // the default user

	// mu guards everything below, and the users. It is never held while waiting, writing an answer or calling a hook.
	mu         sync.Mutex
	users      []*User
	hideUserID bool
	catalog    catalog
	removal    Removal
	rules      playlistRules
	decoys     int  // of a search
	complete   bool // the catalog, for searches
	created    int  // playlists
	entered    int  // entries of playlists
	shape      LibraryShape
	pager      pager
	vault      vault
	login      login
	faults     []*plan
	limiter    *rate.Limiter
	retryAfter string
	readLag    time.Duration // how old what a read shows is
	latency    time.Duration
	jitter     jitter
	journal    journal
	references int
	onRequest  func(Request)
	onAnswer   func(Request)
}

// New returns a Service with the default credentials and one user, who has an empty library and no playlists.
func New() *Service {
	s := &Service{
		catalog: newCatalog(), rules: newPlaylistRules(), decoys: 1, pager: newPager(),
		journal: journal{open: map[net.Conn]bool{}},
	}
	s.User = s.addUser(DefaultUserID)
	s.vault, s.login = newVault(s.User), newLogin(s.User)
	return s
}

// ServeHTTP answers one request. To cut a connection it panics with http.ErrAbortHandler, as net/http's servers expect;
// an in-memory transport has to turn that into an error.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, hook := s.arrive(r)
	if hook != nil {
		hook(*c.entry)
	}
	before, after := s.nextJitter(c)
	if wait(r.Context(), before) != nil {
		s.finish(c, 0)
		s.cut(r)
	}
	o := s.decide(c)
	o.delay += after
	s.deliver(w, r, c, o)
}

// call is one request in flight. The fields of its log entry that came with the request do not change any more, so
// they are read without the lock.
type call struct {
	entry  *Request
	isAuth bool // for Login with Amazon, not the API
}

// isAuthorize reports whether the call is for the authorize page rather than the token endpoint.
func (c *call) isAuthorize() bool { return strings.HasPrefix(c.entry.Path, "/ap/") }

// arrive logs a request and returns the hook to call for it, if any.
func (s *Service) arrive(r *http.Request) (*call, func(Request)) {
	entry := &Request{
		Method:   r.Method,
		Path:     r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     readBody(r.Body),
	}
	c := &call{entry: entry, isAuth: isAuth(entry.Path)}
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.At = time.Now()
	s.journal.arrived(c)
	if c.isAuth {
		return c, nil
	}
	return c, s.onRequest
}

// maxBody is how much of a request's body is read and logged. No call needs near as much.
const maxBody = 64 << 10

// readBody takes what can be read: a body that breaks off is logged as far as it came.
func readBody(body io.Reader) string {
	if body == nil {
		return ""
	}
	b, _ := io.ReadAll(io.LimitReader(body, maxBody))
	return string(b)
}

// outcome is what a request gets: an answer, or part of one, or none.
type outcome struct {
	reply reply
	delay time.Duration
	fault Fault
}

// decide does what the request asks for, unless the rate limit or a fault prevents it.
func (s *Service) decide(c *call) outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	var o outcome
	if !c.isAuth {
		o.delay = s.latency
		if s.limiter != nil && !s.limiter.AllowN(time.Now(), 1) {
			c.entry.Fault = "rate limit"
			o.reply = s.faultReply(Throttled(s.retryAfter))
			return o
		}
	}
	o.fault = s.nextFault(c)
	c.entry.Fault = o.fault.String()
	o.delay += o.fault.delay
	if o.fault.replaces() {
		if o.fault.late > 0 {
			time.AfterFunc(o.fault.late, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.act(c)
			})
		}
		o.reply = s.faultReply(o.fault)
	} else {
		o.reply = s.act(c)
	}
	return o
}

// act carries a request out. The lock is held, here and in all that it calls.
func (s *Service) act(c *call) reply {
	switch {
	case c.isAuthorize():
		return s.serveAuthorize(c.entry)
	case c.isAuth:
		return s.serveToken(c.entry)
	}
	grant, p := s.authorise(c.entry.Header)
	if p == nil {
		p = grant.checkScope(c.entry)
	}
	if p != nil {
		return s.refuse(p)
	}
	if c.entry.Method == http.MethodGet {
		return s.route(c.entry, grant.user.past(time.Now().Add(-s.readLag)))
	}
	grant.user.remember()
	return s.route(c.entry, grant.user)
}
