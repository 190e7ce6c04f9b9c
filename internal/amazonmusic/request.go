package amazonmusic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
)

// call is one request to the API, however often it is tried.
type call struct {
	method string
	// path is escaped and begins with the version: "/v1/me/playlists".
	path  string
	query url.Values
}

// do sends a call until it is answered for good, and returns the data of the
// answer. Every error is an *Error.
func (c *Client) do(ctx context.Context, request call) (json.RawMessage, error) {
	var data json.RawMessage
	err := c.retry(ctx, request, func(try int) error {
		leave, err := c.pace.enter(ctx)
		if err != nil {
			return request.failed(err)
		}
		defer leave()
		data, err = c.tryWithLogin(ctx, request, try)
		return err
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}

// tryWithLogin sends a call once, and again with a renewed token where the
// service says that the token was dead. Other requests may use a renewed token
// up before this one has been sent with it, hence more than one round.
func (c *Client) tryWithLogin(ctx context.Context, request call, try int) (json.RawMessage, error) {
	const rounds = 3
	for round := 1; ; round++ {
		token, sent, err := c.takeTurn(ctx)
		if err != nil {
			return nil, request.failed(err)
		}
		data, failure := c.exchange(ctx, request, token, sent, try)
		if failure == nil {
			return data, nil
		}
		if !failure.tokenIsDead() || round == rounds || !c.tokens.refused(token) {
			return nil, failure
		}
		c.log.DebugContext(ctx, "Access token refused, another is used", slog.String("code", failure.Code))
	}
}

// takeTurn returns when a request may be sent, with the token to send. The token
// is got by the request whose turn it is: any earlier, it could be used up when
// the turn comes; any later, a renewal would hold back requests that then go all
// at once.
func (c *Client) takeTurn(ctx context.Context) (string, ticket, error) {
	since := c.tokens.renewals.Load()
	done, err := c.pace.queue(ctx)
	if err != nil {
		return "", ticket{}, err
	}
	defer done()
	token, err := c.tokens.get(ctx, since)
	if err != nil {
		return "", ticket{}, err
	}
	sent, err := c.pace.wait(ctx)
	return token, sent, err
}

// exchange sends one request and reads one answer.
func (c *Client) exchange(ctx context.Context, request call, token string, sent ticket, try int) (json.RawMessage, *Error) {
	start := c.clock.Now()
	data, status, failure := c.roundTrip(ctx, request, token)
	attrs := []slog.Attr{
		slog.String("method", request.method),
		slog.String("path", request.path),
		slog.Int64("duration_ms", c.clock.Now().Sub(start).Milliseconds()),
		slog.Int("try", try),
		slog.Int("status", status),
	}
	if failure != nil {
		attrs = append(attrs, slog.String("code", failure.Code), slog.String("reference", failure.Reference),
			slog.String("reason", failure.Reason()))
	}
	if failure == nil || failure.notFound() {
		c.tokens.accepted(token)
	}
	switch status {
	case 0: // Nobody knows whether it got through.
	case http.StatusTooManyRequests:
		c.pace.throttled(ctx, sent, failure.retryAfter)
	default:
		c.pace.answered(sent)
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "Amazon Music request", attrs...)
	return data, failure
}

// roundTrip returns the data of a good answer, and the status of any.
func (c *Client) roundTrip(ctx context.Context, request call, token string) (json.RawMessage, int, *Error) {
	tryCtx, cancel := c.tryContext(ctx, request.method)
	defer cancel()
	req, err := c.newRequest(tryCtx, request, token)
	if err != nil {
		return nil, 0, request.failed(err)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, 0, request.failed(c.explain(tryCtx, err))
	}
	defer res.Body.Close()

	var data json.RawMessage
	var failure *Error
	if body, err := readBounded(res.Body); err != nil {
		failure = request.failed(c.explain(tryCtx, err))
	} else {
		data, failure = decodeAnswer(res.StatusCode, res.Header.Get("Content-Type"), body, c.secrets)
	}
	if failure != nil {
		failure.Method, failure.Path, failure.Status = request.method, request.path, res.StatusCode
		failure.retryAfter = parseRetryAfter(res.Header.Get("Retry-After"), c.clock.Now())
	}
	return data, res.StatusCode, failure
}

func (c *Client) newRequest(ctx context.Context, request call, token string) (*http.Request, error) {
	address := *c.endpoint
	address.RawPath = address.EscapedPath() + request.path
	path, err := url.PathUnescape(address.RawPath)
	if err != nil {
		return nil, err
	}
	address.Path = path
	address.RawQuery = request.query.Encode()
	req, err := http.NewRequestWithContext(ctx, request.method, address.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("X-Api-Key", c.apiKey)
	return req, nil
}

// explain takes the address out of a transport's error, which the Error names
// already, and tells a try that took too long from a caller who went away.
func (c *Client) explain(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrTimeout) {
		return fmt.Errorf("%w: %s", ErrTimeout, c.requestTimeout)
	} else if cause != nil {
		return cause
	}
	if urlError, ok := errors.AsType[*url.Error](err); ok {
		err = urlError.Err
	}
	return c.secrets.cleanError(err)
}

// failed returns the error of a call that got no complete answer.
func (r call) failed(cause error) *Error {
	if known, ok := errors.AsType[*Error](cause); ok {
		return known
	}
	return &Error{Method: r.method, Path: r.path, cause: cause}
}

// readBounded reads an answer to its end, or to the point where it is clear
// that it is none of this API.
func readBounded(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("the answer was cut short: %w", err)
	}
	if len(data) > maxAnswer {
		return nil, fmt.Errorf("%w: over %d MiB", ErrTooLarge, maxAnswer>>20)
	}
	return data, nil
}

// tokenIsDead reports whether another access token may help. The codes are
// those of the API's error page: the first says that the token has expired.
func (e *Error) tokenIsDead() bool {
	return e.Status == http.StatusUnauthorized &&
		(e.Code == "INVALID_ACCESS_TOKEN" || e.Code == "INVALID_AUTH_TOKEN")
}
