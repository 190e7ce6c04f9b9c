package lwa

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// errUnreadable: the answer of status 200 is not a token. Its text may hold half
// a token, so it is not shown.
var errUnreadable = errors.New("the answer could not be read")

// client returns the context that makes the oauth2 library use an HTTP client
// with this transport.
func withClient(ctx context.Context, next http.RoundTripper) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, transport.NewClient(wholeAnswers{next}))
}

// explain turns the oauth2 library's errors, which repeat whole answers, into an
// *Error with only what a person needs.
func explain(ctx context.Context, err error, secrets *transport.Redactor) *Error {
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.Response != nil {
		e := &Error{
			Status:      answer.Response.StatusCode,
			Code:        secrets.Text(answer.ErrorCode, transport.MaxMessage),
			Description: secrets.Text(answer.ErrorDescription, transport.MaxMessage),
			Temporary:   transport.TemporaryStatus(answer.Response.StatusCode),
		}
		if e.Code == "" {
			e.Description = secrets.Describe(answer.Response.Header.Get("Content-Type"), answer.Body)
		}
		return e
	}
	if _, ok := errors.AsType[*url.Error](err); ok || ctx.Err() != nil {
		cause := transport.Cause(ctx, err)
		return &Error{cause: secrets.Error(cause), Temporary: transport.Temporary(cause)}
	}
	return &Error{Status: http.StatusOK, cause: errUnreadable}
}

// wholeAnswers reads each answer to its end: of an answer that is cut short, the
// oauth2 library would say only that it holds no token.
type wholeAnswers struct{ next http.RoundTripper }

// RoundTrip is that of http.RoundTripper.
func (w wholeAnswers) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := transport.ReadBody(res.Body)
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}
