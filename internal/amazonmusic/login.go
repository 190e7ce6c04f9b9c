package amazonmusic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

// Login is what Login with Amazon needs to hand out access tokens.
type Login struct {
	ClientID, ClientSecret, RefreshToken string
	// TokenURL is the token endpoint, as [ParseEndpoint] returns it.
	TokenURL *url.URL
}

// complete reports whether tokens can be renewed at all.
func (l Login) complete() bool {
	return l.ClientID != "" && l.ClientSecret != "" && l.RefreshToken != "" && l.TokenURL != nil
}

// LoginError is a refused or failed renewal of the access token.
type LoginError struct {
	// Status is the HTTP status of the token endpoint, or 0.
	Status int
	// Code and Description are OAuth's (RFC 6749, 5.2): "invalid_grant" for a
	// refresh token that is revoked or not of this client, "invalid_client" for
	// a wrong client id or secret. Where the answer had another form, Code is
	// empty and Description describes it.
	Code, Description string

	cause     error
	temporary bool
}

// Error names Login with Amazon, so that nobody looks for the fault elsewhere.
func (e *LoginError) Error() string {
	text := "Login with Amazon issued no access token"
	if e.Status != 0 {
		text += fmt.Sprintf(": HTTP %d %s", e.Status, http.StatusText(e.Status))
	}
	if e.Code != "" {
		text += ", code " + e.Code
	}
	if e.Description != "" {
		text += ": " + e.Description
	} else if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns what kept the answer from arriving, if anything did.
func (e *LoginError) Unwrap() error { return e.cause }

// refresh asks Login with Amazon for an access token. The answer may hold
// another refresh token, which then replaces the one that was used.
func (l Login) refresh(ctx context.Context, client *http.Client, timeout time.Duration, secrets *redactor) (*oauth2.Token, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, ErrTimeout)
	defer cancel()
	config := oauth2.Config{
		ClientID:     l.ClientID,
		ClientSecret: l.ClientSecret,
		// The form carries the client's credentials, as on the Login with Amazon page.
		Endpoint: oauth2.Endpoint{TokenURL: l.TokenURL.String(), AuthStyle: oauth2.AuthStyleInParams},
	}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, client)
	token, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: l.RefreshToken}).Token()
	if err != nil {
		return nil, explainLogin(ctx, err, secrets)
	}
	return token, nil
}

// explainLogin turns the library's errors, which repeat whole answers, into
// one that holds only what a person needs.
func explainLogin(ctx context.Context, err error, secrets *redactor) *LoginError {
	if cause := context.Cause(ctx); cause != nil {
		return &LoginError{cause: cause, temporary: errors.Is(cause, ErrTimeout)}
	}
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.Response != nil {
		e := &LoginError{
			Status:      answer.Response.StatusCode,
			Code:        secrets.printable(answer.ErrorCode),
			Description: secrets.printable(answer.ErrorDescription),
			temporary:   retryableStatus(answer.Response.StatusCode),
		}
		if e.Code == "" {
			e.Description = describeBody(answer.Response.Header.Get("Content-Type"), answer.Body, secrets)
		}
		return e
	}
	if transport, ok := errors.AsType[*url.Error](err); ok {
		return &LoginError{cause: secrets.cleanError(transport.Err), temporary: retryableCause(transport.Err)}
	}
	// What is left is an answer of status 200 that is no token. Its text may
	// repeat the answer, and the answer may hold half a token: leave it out.
	return &LoginError{Status: http.StatusOK, cause: ErrUnreadable}
}

// wholeAnswers reads an answer to its end before anybody else does: of one that
// is cut short, the oauth2 library says only that there was no token.
type wholeAnswers struct{ next http.RoundTripper }

// RoundTrip is that of http.RoundTripper.
func (w wholeAnswers) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := readBounded(res.Body)
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}
