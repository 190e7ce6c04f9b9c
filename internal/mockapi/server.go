package mockapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Server is a Service on a port of this machine.
type Server struct {
	http     *http.Server
	listener net.Listener
	cancel   context.CancelFunc
	done     chan struct{}
}

// Listen serves on addr, an address and port such as "127.0.0.1:0"; port 0 picks a free one. Only loopback addresses
// and the name localhost are taken, as what is listened to here is credentials in the clear.
func (s *Service) Listen(addr string) (*Server, error) {
	addr, err := loopback(addr)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	server := &Server{
		http: &http.Server{
			Handler:           s.withPage(),
			ReadHeaderTimeout: time.Minute,
			BaseContext:       func(net.Listener) context.Context { return ctx },
			ConnState:         s.connState,
			ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
				return context.WithValue(ctx, connKey{}, conn)
			},
			// Connections are broken on purpose here.
			ErrorLog: log.New(io.Discard, "", 0),
		},
		listener: listener,
		cancel:   cancel,
		done:     make(chan struct{}),
	}
	go server.serve()
	return server, nil
}

func (s *Service) connState(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal.connection(conn, state)
}

// connKey is where the context of a request holds its connection.
type connKey struct{}

// cut ends the connection of a request. It counts as closed from now on: net/http tells so only when its client may
// have opened another one already.
func (s *Service) cut(r *http.Request) {
	if conn, ok := r.Context().Value(connKey{}).(net.Conn); ok {
		s.connState(conn, http.StateClosed)
	}
	panic(http.ErrAbortHandler)
}

// loopback refuses an address that others can reach. Names other than localhost are not looked up: what they stand for
// can change.
func loopback(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("listening on %q: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return "", fmt.Errorf("listening on %q: only loopback addresses such as 127.0.0.1 are allowed", addr)
	}
	return net.JoinHostPort(host, port), nil
}

func (s *Server) serve() {
	defer close(s.done)
	// It ends when Close is called; should it end otherwise, clients notice at once.
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		s.cancel()
	}
}

// URL is the API's base address, without a slash at its end and without /v1.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// TokenURL is the address of the token endpoint.
func (s *Server) TokenURL() string { return s.URL() + pathToken }

// AuthorizeURL is the address of the authorize page.
func (s *Server) AuthorizeURL() string { return s.URL() + pathAuthorize }

// Close ends requests that hang or wait, and cuts all connections. It may be called more than once.
func (s *Server) Close() error {
	s.cancel()
	err := s.http.Close()
	<-s.done
	return err
}
