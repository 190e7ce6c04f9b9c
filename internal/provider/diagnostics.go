package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// failure writes the detail of a failed call: what was attempted, what the
// service said, what to do now.
func (s *session) failure(attempt string, err error) string {
	var call *amazonmusic.Error
	if !errors.As(err, &call) {
		return attempt + ": " + err.Error()
	}
	answer := fmt.Sprintf("%s %s failed: %s", call.Method, call.Path, call.Reason())
	if call.Tries > 1 {
		answer += fmt.Sprintf("; given up after %s", call.Effort())
	}
	return attempt + ".\n\n" + strings.TrimSuffix(answer, ".") + ".\n\n" + s.advice(call)
}

// The methods of calls, as an error keeps them.
const (
	methodList   = "GET"
	methodRemove = "DELETE"
)

// advice says what to do about a failure. It goes by what the error is, never
// by the words of a message.
func (s *session) advice(err *amazonmusic.Error) string {
	var login *amazonmusic.LoginError
	switch {
	case errors.As(err, &login):
		return adviceOnLogin(login)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "The run was interrupted. Apply again to finish it: what was confirmed is in the state."
	case errors.Is(err, amazonmusic.ErrNotConfirmed) && err.Method == methodRemove:
		return "The track stays in the state. Apply again; if it stays so, report it with the text above."
	case errors.Is(err, amazonmusic.ErrNotConfirmed):
		return "The track is not recorded in the state. Check that the id is that of a track, and that the track is offered in the marketplace of the account: " +
			"ids can differ from one marketplace to the next."
	case errors.Is(err, amazonmusic.ErrRedirected):
		return `Check "endpoint" and "token_url": credentials are sent to the address that is configured, and to no other.`
	case errors.Is(err, amazonmusic.ErrThrottled):
		return adviceOnThrottling
	case errors.Is(err, amazonmusic.ErrTimeout):
		return `The service, or the way to it, is slow. Apply again, or allow more time with "request_timeout".`
	case errors.Is(err, amazonmusic.ErrBrokenList):
		return "A list that cannot be read to its end is not used at all, since a part of it would look like the whole. Try again; if it stays, report it with the text above."
	case err.Status == 429 || err.Status >= 500 || err.Status == 401 && err.Code == "":
		return s.adviceByStatus(err)
	case errors.Is(err, amazonmusic.ErrUnreadable), errors.Is(err, amazonmusic.ErrTooLarge):
		return `This is not an answer of the Amazon Music Web API as it is documented. Check "endpoint" and any proxy on the way; if they are right, report it with the text above.`
	}
	if err.Status == 404 && err.Method == methodList {
		return `The service does not know this call. Check "endpoint": it is the base URL without "/v1".`
	}
	if text, ok := adviceByCode[err.Code]; ok {
		return text
	}
	return s.adviceByStatus(err)
}

const adviceOnThrottling = `The service limits how fast it is called. Apply again later, or set "requests_per_second" to stay under the limit.`

func adviceOnLogin(err *amazonmusic.LoginError) string {
	switch err.Code {
	case "invalid_grant":
		return `The refresh token is no longer valid: it was revoked, belongs to another client, or was cut short at its "|". Get a new one (the authentication guide shows how) and set "refresh_token".`
	case "invalid_client", "unauthorized_client":
		return `Login with Amazon does not know this client. Check "client_id" and "client_secret" against the security profile in the Amazon Developer Console, and "token_url" against the region of the account.`
	}
	return `Check "token_url", which differs by region (see the authentication guide), and the way to it; then apply again.`
}

// adviceByCode knows the codes of the API's error page, and those that public
// client code has seen.
var adviceByCode = map[string]string{
	"INVALID_AUTH_TYPE": `The service did not see a bearer token. Check that "access_token" holds the token alone, and that no proxy changes the Authorization header.`,
	"NO_X_API_KEY":      `Check "api_key": it is the ID of the security profile, and a proxy on the way must not drop the x-api-key header.`,
	"INVALID_CLIENT_ID": `The security profile is not enabled for the Amazon Music Web API. Check "api_key", and that the beta was opened for this profile.`,
	"AUTH_NO_MUSIC_ACCOUNT_FOUND": "The Amazon account that the token belongs to has no Amazon Music account. Open Amazon Music once with that account, " +
		"or log in with another one.",
	"DENIED_SUBSCRIPTION_TIER": "The Amazon Music subscription of this account does not allow it.",
	"RESOURCE_NOT_FOUND": "The catalog of the account's marketplace does not hold it. Check the id: a track's page on Amazon Music shows it after trackAsin=, " +
		"and ids can differ from one marketplace to the next.",
}

func (s *session) adviceByStatus(err *amazonmusic.Error) string {
	status, answered := err.Status, err.Unwrap() == nil
	switch {
	case status == 429:
		return adviceOnThrottling
	case status >= 200 && status < 300 && answered:
		return "The service understood the request and refused it. Its message says why; if it is about the track, check the id."
	case status == 401 && s.renews:
		return "The service refuses an access token that has just been issued. Check that the refresh token was granted the scopes that the authentication guide names."
	case status == 401:
		return `Access tokens live one hour, and one that is cut short at its "|" is refused too. Set a new "access_token", or set "client_id", "client_secret" and "refresh_token", from which the provider gets and renews access tokens itself.`
	case status == 403:
		return "The account, or the security profile, is not allowed to do this. Check the scopes that were granted (see the authentication guide)."
	case status >= 400 && status < 500:
		return "The service does not accept the request. Check the id; if it is right, report this with the text above."
	}
	if status == 0 {
		return `The service did not answer. Check "endpoint" and the network, and for a service on this machine, that it is running. Then apply again: ` +
			"what was confirmed is in the state."
	}
	return "This is a fault of the service or of the way to it. Apply again: what was confirmed is in the state."
}
