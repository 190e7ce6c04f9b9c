package amazonmusic

import (
	"context"
	"encoding/json"
	"net/url"
)

// call is one request to the API, however often it is sent.
type call struct {
	op     Op
	method string
	// path is escaped and begins with the version: "/v1/me/playlists".
	path  string
	query url.Values
	// body and contentType are empty where a call has no body.
	body        []byte
	contentType string
	// once says that the call must not be sent again unless the service has
	// certainly not acted on it.
	once bool
	// mayBeEmpty says that a 2xx without a body is a good answer.
	mayBeEmpty bool
	// lost is set where a try got no answer and another one is sent: the first may
	// act yet. It may be nil.
	lost *bool
}

// failed returns the error of a call that got no complete answer.
func (r call) failed(cause error) *Error {
	return (&Error{Kind: kindOfCause(cause), cause: cause}).about(r)
}

// setJSON gives the call a body of JSON.
func (r *call) setJSON(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return (&Error{Kind: Refused, cause: err}).about(*r)
	}
	r.body, r.contentType = body, "application/json"
	return nil
}

// exchange is a call under way through the chain of handlers.
type exchange struct {
	call

	// try counts from 1.
	try int
	// token is the access token to send.
	token string
	// sent says that the present try reached a connection to the service.
	sent bool
	// decode takes the data of a good answer. Its error becomes the error of
	// the exchange: an *Error is completed, any other means [Unreadable].
	decode func(data json.RawMessage) error
}

// handler does its part of an exchange and leaves the rest to the next handler.
type handler func(ctx context.Context, x *exchange) *Error

// do sends a call until it is answered for good, and decodes the answer. Every
// error is an *[Error].
func (c *Client) do(ctx context.Context, request call, decode func(data json.RawMessage) error) error {
	if err := c.handle(ctx, &exchange{call: request, decode: decode}); err != nil {
		return err
	}
	return nil
}
