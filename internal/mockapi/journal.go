package mockapi

import (
	"net"
	"net/http"
	"time"
)

// Request is one request as the service saw it.
type Request struct {
	Method   string
	Path     string // as sent, still escaped
	RawQuery string // as sent
	Header   http.Header
	Body     string // up to 64 KiB of it
	Status   int    // of the answer; 0 when the connection was cut, or when there is no answer yet
	Fault    string // the injected fault, or "rate limit"; "" when there was none
	At       time.Time
}

// Stats are counters since New or ResetRequests. Requests and PeakInFlight leave Login with Amazon out;
// connections count for both.
type Stats struct {
	Requests          int // API requests that arrived
	PeakInFlight      int // most API requests in flight at once; one that its client gave up counts until the server notices
	ConnectionsOpened int // connections accepted by the servers of Listen
	ConnectionsPeak   int // most of those open at once
	TokensMinted      int // access tokens handed out
}

// journal keeps the log and the counters. The Service's lock guards it.
type journal struct {
	api, token []*Request
	stats      Stats
	inFlight   int
	open       map[net.Conn]bool
}

func (j *journal) arrived(c *call) {
	switch {
	case c.isAuthorize():
		return
	case c.isAuth:
		j.token = append(j.token, c.entry)
		return
	}
	j.api = append(j.api, c.entry)
	j.stats.Requests++
	j.inFlight++
	j.stats.PeakInFlight = max(j.stats.PeakInFlight, j.inFlight)
}

// answered is called before the answer is written: afterwards would be too late, as the client can send its next
// request on another connection first, and would seem to have one more in flight than it had.
func (j *journal) answered(c *call, status int) {
	c.entry.Status = status
	if c.isAuth {
		return
	}
	j.inFlight--
}

func (j *journal) connection(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		j.open[conn] = true
		j.stats.ConnectionsOpened++
		j.stats.ConnectionsPeak = max(j.stats.ConnectionsPeak, len(j.open))
	case http.StateClosed, http.StateHijacked:
		delete(j.open, conn)
	}
}

func (j *journal) reset() {
	j.api, j.token = nil, nil
	j.stats = Stats{PeakInFlight: j.inFlight, ConnectionsPeak: len(j.open)}
}

// Requests returns the API requests in order of arrival, without those to Login with Amazon.
func (s *Service) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyLog(s.journal.api)
}

// TokenRequests returns the requests to the token endpoint in order of arrival. Their bodies hold credentials.
func (s *Service) TokenRequests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyLog(s.journal.token)
}

func copyLog(entries []*Request) []Request {
	requests := make([]Request, len(entries))
	for i, entry := range entries {
		requests[i] = *entry
	}
	return requests
}

// ResetRequests empties all logs and resets the counters, the peaks to what is in flight and open now.
func (s *Service) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal.reset()
}

// Stats returns the counters.
func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal.stats
}

// OnRequest has f called with each API request after it is logged and before it is handled, outside of any lock: f may
// change the library, as another of the user's devices would between two pages of a listing. nil ends it.
func (s *Service) OnRequest(f func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onRequest = f
}

// OnAnswer has f called with each request, to the API or to Login with Amazon, once its status is known and before the
// answer is written, outside of any lock. nil ends it.
func (s *Service) OnAnswer(f func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onAnswer = f
}
