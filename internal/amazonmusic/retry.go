package amazonmusic

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/avast/retry-go/v5"
)

// Bounds of the exponential back-off between two tries.
const (
	minBackoff = 250 * time.Millisecond
	maxBackoff = 30 * time.Second
)

// retry runs try until it succeeds, fails for good, or has been run once more
// than MaxRetries. Every method is tried again, PUT and DELETE too: each names
// one track, and RFC 9110 (9.2.2) makes both idempotent, so a second one after
// an answer that was lost changes nothing.
func (c *Client) retry(ctx context.Context, request call, try func(n int) error) error {
	start, tries := c.clock.Now(), 0
	var last *Error
	err := retry.New(
		retry.Context(ctx),
		retry.Attempts(uint(c.maxRetries)+1),
		retry.Delay(minBackoff),
		retry.DelayType(func(n uint, err error, config retry.DelayContext) time.Duration {
			delay := backoff(retry.BackOffDelay(n, err, config), last.retryAfter)
			c.log.LogAttrs(ctx, slog.LevelDebug, "Waiting before another try", slog.String("method", request.method),
				slog.String("path", request.path), slog.Int64("wait_ms", delay.Milliseconds()), slog.Int("try", tries),
				slog.String("reason", last.Reason()))
			return delay
		}),
		retry.LastErrorOnly(true),
		retry.RetryIf(retryable),
		retry.WithTimer(c.clock),
	).Do(func() error {
		tries++
		if err := try(tries); err != nil {
			last = request.failed(err)
			return last
		}
		return nil
	})
	if err == nil {
		return nil
	}
	if failure := request.failed(err); failure != last {
		if last != nil {
			failure.Message = "interrupted (" + err.Error() + ") while waiting to try again after: " + last.Reason()
		}
		last = failure
	}
	if last.Status == http.StatusTooManyRequests {
		c.pace.exhausted()
	}
	last.Tries, last.Elapsed = tries, c.clock.Now().Sub(start)
	return last
}

// backoff adds up to a half of jitter to the exponential delay, so that
// requests that failed together do not come back together, and never comes back
// before the service asked for.
func backoff(exponential, retryAfter time.Duration) time.Duration {
	// At two thirds of the longest delay, there is still room for the jitter.
	delay := min(exponential, maxBackoff*2/3)
	delay += rand.N(delay/2 + 1) //nolint:gosec // Jitter guards nothing.
	return max(delay, retryAfter)
}

// retryable reports whether the same request may be answered otherwise later.
func retryable(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	if login, ok := errors.AsType[*LoginError](failure.cause); ok {
		return login.temporary
	}
	if failure.cause == nil || errors.Is(failure.cause, ErrUnreadable) {
		return retryableStatus(failure.Status)
	}
	return retryableCause(failure.cause)
}

// retryableStatus lists the answers that blame the moment, not the request.
func retryableStatus(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryableCause tells what breaks for a moment from what stays broken: a
// caller who has gone, a redirect, a flood, a host that does not exist, a
// certificate that does not fit, a server that does not speak TLS.
func retryableCause(cause error) bool {
	if errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return false
	}
	for _, permanent := range []error{ErrNotConfirmed, ErrTooLarge, ErrRedirected, ErrThrottled, ErrBrokenList, http.ErrSchemeMismatch} {
		if errors.Is(cause, permanent) {
			return false
		}
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](cause); ok {
		return false
	}
	dns, ok := errors.AsType[*net.DNSError](cause)
	return !ok || !dns.IsNotFound
}

// parseRetryAfter reads the header's two forms, seconds and a date (RFC 9110,
// 10.2.3), up to a minute. The API's pages do not mention the header.
func parseRetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	var d time.Duration
	if n, err := strconv.ParseUint(value, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		// Out of range, n is the largest number there is.
		d = time.Duration(min(n, 60)) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}

// maxRetryAfter bounds how long the service can make us wait.
const maxRetryAfter = time.Minute
