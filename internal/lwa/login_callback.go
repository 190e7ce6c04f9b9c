package lwa

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	callbackPath = "/cb"
	// callbackPage shows nothing of the answer, and loads nothing.
	callbackPage = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>terraform-provider-amazonmusic</title>
<p>You can close this window. The terminal shows the result.</p></html>
`
	// maxCallbackHeader bounds what is read of one request: an answer of Login
	// with Amazon is a few hundred bytes.
	maxCallbackHeader = 16 << 10
	callbackTimeout   = 10 * time.Second
)

// errWrongState: an answer came, and not to this login.
var errWrongState = errors.New("an answer with a wrong state came: it belongs to another login, " +
	"or somebody tried to log you in to another account. Run this command again, and open the new address")

// callback waits on a port of this machine for the browser to return with the
// answer of Login with Amazon. It takes one answer.
type callback struct {
	listener    net.Listener
	host, state string
	answers     chan answer
}

// answer is what the browser brings back.
type answer struct {
	query url.Values
	err   error
}

func listen(ctx context.Context, port int, state string) (*callback, error) {
	host := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp4", host)
	if err != nil {
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err
		}
		return nil, fmt.Errorf("unable to listen on %s: %w. Choose a free port with -port, and add "+
			"http://127.0.0.1:PORT%s to the Allowed Return URLs of the security profile", host, err, callbackPath)
	}
	return &callback{listener: listener, host: host, state: state, answers: make(chan answer, 1)}, nil
}

// address is the return URL that the security profile has to allow.
func (c *callback) address() string { return "http://" + c.host + callbackPath }

// wait serves until an answer has come or ctx ends. When it returns, the port is free.
func (c *callback) wait(ctx context.Context) (url.Values, error) {
	server := &http.Server{
		Handler: c, ReadTimeout: callbackTimeout, WriteTimeout: callbackTimeout, MaxHeaderBytes: maxCallbackHeader,
	}
	server.SetKeepAlivesEnabled(false)
	served := make(chan error, 1)
	go func() { served <- server.Serve(c.listener) }()
	// What closing the server has to report changes nothing for the login.
	defer server.Close() //nolint:errcheck // See above.
	select {
	case a := <-c.answers:
		// The browser gets its page before the port closes.
		flush, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_ = server.Shutdown(flush)
		return a.query, a.err
	case err := <-served:
		return nil, fmt.Errorf("unable to wait for the browser: %w", err)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// ServeHTTP takes the one answer with the right state. Everything else is not
// found, whatever was wrong with it. A Host header with another name comes from a
// page of that name, which had it resolve to this machine (DNS rebinding).
func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	state := query.Get("state")
	if r.Method != http.MethodGet || r.Host != c.host || r.URL.Path != callbackPath || state == "" {
		http.NotFound(w, r)
		return
	}
	a := answer{query: query}
	if subtle.ConstantTimeCompare([]byte(state), []byte(c.state)) != 1 {
		a = answer{err: errWrongState}
	}
	select {
	case c.answers <- a:
	default:
		a.err = errWrongState // Another answer was first.
	}
	if a.err != nil {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	fmt.Fprint(w, callbackPage)
}
