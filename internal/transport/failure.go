package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// Causes of a request that got no usable answer.
var (
	// ErrTimeout: one try took longer than the request timeout.
	ErrTimeout = errors.New("no complete answer in time")
	// ErrTooLarge: the answer is larger than any answer of this API.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrRedirected: the answer pointed to where credentials are not sent.
	ErrRedirected = errors.New("redirected")
)

// Temporary reports whether a request that failed on the network may succeed
// when it is sent again. A caller who has gone, a redirect, an oversized answer,
// an unknown host, a certificate that does not fit, a server that does not speak
// TLS and a port of this machine where nothing listens stay as they are.
func Temporary(err error) bool {
	if Interrupted(err) {
		return false
	}
	for _, permanent := range []error{ErrTooLarge, ErrRedirected, http.ErrSchemeMismatch} {
		if errors.Is(err, permanent) {
			return false
		}
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return false
	}
	return !refusedOnLoopback(err)
}

// Interrupted reports whether a request failed because its caller has gone. A
// connection that took too long to make is a context.DeadlineExceeded too, for
// package net's own reasons.
func Interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !NotSent(err)
}

// refusedOnLoopback reports whether nothing listens on a port of this machine:
// the service there was not started, and waiting does not start it.
func refusedOnLoopback(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "dial" || !errors.Is(err, syscall.ECONNREFUSED) {
		return false
	}
	address, ok := op.Addr.(*net.TCPAddr)
	return ok && address.IP.IsLoopback()
}

// NotSent reports whether a failed request never reached the service: no
// connection was made.
func NotSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// TemporaryStatus reports whether an HTTP status blames the moment and not the
// request.
func TemporaryStatus(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// Ended returns the cause of a context that has ended, or nil. The caller's own
// cause can be told from a failure of the network by errors.Is with
// context.Canceled.
func Ended(ctx context.Context) error {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(cause, ctx.Err()) || errors.Is(cause, ErrTimeout) {
		return cause
	}
	return fmt.Errorf("%w (%w)", cause, ctx.Err())
}

// Cause returns the error of a failed try without the address, which the caller
// names itself. The end of the try's context comes first: it tells a timeout from
// a caller who has gone.
func Cause(ctx context.Context, err error) error {
	if ended := Ended(ctx); ended != nil {
		return ended
	}
	if urlError, ok := errors.AsType[*url.Error](err); ok {
		return urlError.Err
	}
	return err
}
