package transport

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
)

// maxAnswer bounds what is read of one answer, in bytes. A page of a hundred
// playlists is about a hundred KiB.
const maxAnswer = 4 << 20

// maxRedirects is more than a service needs for redirects to itself.
const maxRedirects = 5

// NewPool returns a transport over TLS 1.2 or later that keeps a connection for
// each request that may be under way, and respects HTTPS_PROXY and NO_PROXY. The
// default keeps two connections a host, and opens and closes the rest again for
// every request.
func NewPool(connections int) *http.Transport {
	pool := &http.Transport{Proxy: http.ProxyFromEnvironment}
	if standard, ok := http.DefaultTransport.(*http.Transport); ok {
		pool = standard.Clone()
	}
	pool.MaxConnsPerHost = connections
	pool.MaxIdleConnsPerHost = connections
	pool.MaxIdleConns = 0
	pool.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return pool
}

// NewClient returns an HTTP client that sends credentials only to the host they
// are meant for.
func NewClient(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, CheckRedirect: checkRedirect}
}

// checkRedirect refuses redirects to another host: Go drops the Authorization
// header there, but neither x-api-key nor the form of a token request. It refuses
// a redirect that turns a PUT into a GET too: its answer is not about the PUT.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host:
		return fmt.Errorf("%w to %s://%s, where credentials are not sent", ErrRedirected, req.URL.Scheme, req.URL.Host)
	case req.Method != first.Method:
		return fmt.Errorf("%w in a way that would turn %s into %s", ErrRedirected, first.Method, req.Method)
	case len(via) > maxRedirects:
		return fmt.Errorf("%w more than %d times", ErrRedirected, maxRedirects)
	}
	return nil
}

// ReadBody reads an answer to its end, or until it is clear that it is not one
// of this API.
func ReadBody(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("the answer was cut short: %w", err)
	}
	if len(data) > maxAnswer {
		return nil, fmt.Errorf("%w: over %d MiB", ErrTooLarge, maxAnswer>>20)
	}
	return data, nil
}
