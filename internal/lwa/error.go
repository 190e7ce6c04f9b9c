package lwa

import (
	"fmt"
	"net/http"
)

// Error is a refused or failed request for a token.
type Error struct {
	// Status is the HTTP status of the token endpoint, or 0.
	Status int
	// Code and Description are OAuth's (RFC 6749, 5.2): "invalid_grant" for a
	// refresh token that is revoked or belongs to another client,
	// "invalid_client" for a wrong client id or secret. Where the answer had
	// another form, Code is empty and Description describes it.
	Code, Description string
	// Temporary says that the same request may succeed later.
	Temporary bool

	cause error
}

// Error names Login with Amazon, so that nobody looks for the fault elsewhere.
func (e *Error) Error() string {
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
func (e *Error) Unwrap() error { return e.cause }
