package amazonmusic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// sender is the last handler of the chain: it sends one request and reads one
// answer.
type sender struct {
	endpoint  *url.URL
	apiKey    string
	userAgent string
	timeout   time.Duration
	http      *http.Client
	secrets   *transport.Redactor
}

func (s *sender) send(ctx context.Context, x *exchange) *Error {
	ctx, cancel := s.tryContext(ctx, x.call)
	defer cancel()
	req, err := s.newRequest(ctx, x)
	if err != nil {
		return x.failed(err)
	}
	res, err := s.http.Do(req)
	x.sent = !transport.NotSent(err)
	if err != nil {
		return x.failed(s.explain(ctx, err))
	}
	defer res.Body.Close()
	failure := s.read(ctx, res, x)
	if failure == nil {
		return nil
	}
	failure.Status = res.StatusCode
	failure.retryAfter = parseRetryAfter(res.Header.Get("Retry-After"), time.Now())
	return failure.about(x.call)
}

// read reads an answer and hands the data of a good one to the decoder.
func (s *sender) read(ctx context.Context, res *http.Response, x *exchange) *Error {
	body, err := transport.ReadBody(res.Body)
	if err != nil {
		failure := x.failed(s.explain(ctx, err))
		if failure.Kind.Temporary() && transport.TemporaryStatus(res.StatusCode) {
			// The status has said enough: a 429 that is cut short is a 429.
			failure.Kind = kindOfStatus(res.StatusCode, "")
		}
		return failure
	}
	data, failure := decodeAnswer(res.StatusCode, res.Header.Get("Content-Type"), body, x.mayBeEmpty, s.secrets)
	if failure != nil {
		return failure
	}
	err = x.decode(data)
	if err == nil {
		return nil
	}
	if failure, ok := errors.AsType[*Error](err); ok {
		failure.Message = s.secrets.Text(failure.Message, transport.MaxMessage)
		return failure
	}
	return unreadable("%s", s.secrets.Text(err.Error(), transport.MaxMessage))
}

func (s *sender) newRequest(ctx context.Context, x *exchange) (*http.Request, error) {
	address := *s.endpoint
	address.RawPath = address.EscapedPath() + x.path
	path, err := url.PathUnescape(address.RawPath)
	if err != nil {
		return nil, err
	}
	address.Path = path
	address.RawQuery = x.query.Encode()
	var body io.Reader = http.NoBody
	if x.body != nil {
		body = bytes.NewReader(x.body)
	}
	req, err := http.NewRequestWithContext(ctx, x.method, address.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+x.token)
	req.Header.Set("User-Agent", s.userAgent)
	req.Header.Set("X-Api-Key", s.apiKey)
	if x.contentType != "" {
		req.Header.Set("Content-Type", x.contentType)
	}
	return req, nil
}

// explain returns the cause of a try that failed, without the address and without
// secrets.
func (s *sender) explain(ctx context.Context, err error) error {
	cause := transport.Cause(ctx, err)
	if errors.Is(cause, transport.ErrTimeout) {
		return fmt.Errorf("%w: %s", cause, s.timeout)
	}
	return s.secrets.Error(cause)
}

// writeGrace is how long a write that is under way may go on once its caller has
// been interrupted.
const writeGrace = 5 * time.Second

// tryContext returns the context of one try. A read ends with its caller. A write
// that has been sent gets a moment to be answered: cut off, it may have saved a
// track that nobody knows of.
func (s *sender) tryContext(ctx context.Context, request call) (context.Context, context.CancelFunc) {
	if request.op.reads() {
		return context.WithTimeoutCause(ctx, s.timeout, transport.ErrTimeout)
	}
	lasting, stop := transport.Outlive(ctx, writeGrace)
	try, cancel := context.WithTimeoutCause(lasting, s.timeout, transport.ErrTimeout)
	return try, func() {
		cancel()
		stop()
	}
}

// decodeJSON decodes JSON without repeating it in its error.
func decodeJSON(data json.RawMessage, value any, what string) error {
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("unexpected JSON in %s: %w", what, err)
	}
	return nil
}
