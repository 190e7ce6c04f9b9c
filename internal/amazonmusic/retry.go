package amazonmusic

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Bounds of the exponential back-off between two tries. After a 429 it is
// shorter, because the pace holds requests back too.
const (
	minBackoff          = 250 * time.Millisecond
	maxBackoff          = 30 * time.Second
	maxThrottledBackoff = 4 * time.Second
)

// maxRetryAfter bounds how long the service can make us wait.
const maxRetryAfter = time.Minute

// retry sends a call until it is answered for good or has failed once more than
// maxRetries. PUT and DELETE are sent again too: RFC 9110 (9.2.2) makes both
// idempotent. A 429 is not counted; the pace ends a run that meets nothing else.
func retry(maxRetries int, log *slog.Logger, next handler) handler {
	return func(ctx context.Context, x *exchange) *Error {
		start := time.Now()
		failures, refusals, mayHaveActed := 0, 0, false
		for x.try = 1; ; x.try++ {
			x.sent = false
			failure := next(ctx, x)
			if failure == nil {
				return nil
			}
			failure.Tries, failure.Elapsed, failure.unsent = x.try, time.Since(start), !x.sent
			failure.mayHaveActed = failure.mayHaveActed || mayHaveActed
			mayHaveActed = failure.MayHaveActed()
			if !mayRepeat(x.call, failure) || maxRetries == 0 {
				return failure
			}
			var delay time.Duration
			if failure.Kind == Throttled {
				refusals++
				delay = min(backoff(refusals), maxThrottledBackoff)
			} else {
				failures++
				delay = max(backoff(failures), failure.retryAfter)
			}
			if failures > maxRetries {
				return failure
			}
			if x.lost != nil && mayHaveActed {
				*x.lost = true
			}
			log.LogAttrs(ctx, slog.LevelDebug, "Waiting before another try", slog.String("method", x.method),
				slog.String("path", x.path), slog.Int64("wait_ms", delay.Milliseconds()), slog.Int("try", x.try),
				slog.String("reason", failure.Reason()))
			if err := transport.Wait(ctx, delay); err != nil {
				return interrupted(x.call, err, failure)
			}
		}
	}
}

// mayRepeat reports whether a failed call may be sent again. One that must be
// sent once only may be where the service has certainly not acted on it.
func mayRepeat(request call, failure *Error) bool {
	if !failure.Kind.Temporary() || errors.Is(failure.cause, errGivenUp) {
		return false
	}
	return !request.once || !failure.MayHaveActed()
}

// interrupted is the error of a call whose caller went away between two tries.
func interrupted(request call, cause error, last *Error) *Error {
	failure := request.failed(cause)
	failure.Message = "interrupted (" + cause.Error() + ") while waiting to try again after: " + last.Reason()
	failure.Tries, failure.Elapsed = last.Tries, last.Elapsed
	failure.unsent, failure.mayHaveActed = true, last.MayHaveActed()
	return failure
}

// backoff is the delay after so many failures. It adds up to a half of jitter, so
// that requests that failed together do not come back together.
func backoff(failures int) time.Duration {
	// At two thirds of the longest delay, there is room for the jitter.
	delay := min(minBackoff<<min(failures-1, 16), maxBackoff*2/3)
	return delay + rand.N(delay/2+1) //nolint:gosec // Jitter guards nothing.
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
