package amazonmusic

import (
	"errors"
	"net/http"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Kind is what kind of failure an [Error] is. It is set once, where the answer
// is understood; whether to try again, whether other calls will fail too and what
// to advise all follow from it.
type Kind string

// The kinds of failure. The first group is about one call, the second about the
// account or the login and so about all calls, the third about the moment, the
// fourth about what was reached.
const (
	// Refused: the service decided against this call.
	Refused Kind = "refused"
	// NotFound: the service does not have what the call names.
	NotFound Kind = "not found"
	// NotConfirmed: a write was answered without its confirmation.
	NotConfirmed Kind = "not confirmed"
	// Interrupted: the caller's context ended.
	Interrupted Kind = "interrupted"

	// Unauthorized: the access token is not accepted.
	Unauthorized Kind = "unauthorized"
	// Forbidden: the account or the security profile may not do this.
	Forbidden Kind = "forbidden"
	// NoAccount: the Amazon account has no Amazon Music account.
	NoAccount Kind = "no account"
	// LoginRefused: Login with Amazon will not issue an access token.
	LoginRefused Kind = "login refused"

	// Throttled: the service answered 429.
	Throttled Kind = "throttled"
	// GivenUp: not sent, after two minutes of nothing but 429.
	GivenUp Kind = "given up"
	// Unavailable: the service, or a gateway, answered that it has a fault.
	Unavailable Kind = "unavailable"
	// LoginUnavailable: Login with Amazon could not be reached or has a fault.
	LoginUnavailable Kind = "login unavailable"
	// Disconnected: the connection ended before the answer was complete.
	Disconnected Kind = "disconnected"
	// TimedOut: one try took longer than the request timeout.
	TimedOut Kind = "timed out"

	// Unreachable: no connection can be made, and trying again will not help.
	Unreachable Kind = "unreachable"
	// Redirected: the answer pointed to where credentials are not sent.
	Redirected Kind = "redirected"
	// UnknownCall: 404 for the call itself.
	UnknownCall Kind = "unknown call"
	// Unreadable: the answer is not what the API pages describe.
	Unreadable Kind = "unreadable"
	// BrokenList: the pages of a list do not end, or repeat themselves.
	BrokenList Kind = "broken list"
)

// Temporary reports whether the same call may succeed when it is sent again.
func (k Kind) Temporary() bool {
	switch k {
	case Throttled, Unavailable, LoginUnavailable, Disconnected, TimedOut:
		return true
	}
	return false
}

// MeetsEveryCall reports whether other calls will fail for the same reason.
func (k Kind) MeetsEveryCall() bool {
	switch k {
	case Unauthorized, NoAccount, LoginRefused, GivenUp, Unreachable, Redirected, UnknownCall:
		return true
	}
	return false
}

// AboutTheCall reports whether the service answered, and decided on this call
// alone.
func (k Kind) AboutTheCall() bool { return k == Refused || k == NotFound || k == NotConfirmed }

// KindOf returns the kind of an error of this package, "" for any other error.
func KindOf(err error) Kind {
	if failure, ok := errors.AsType[*Error](err); ok {
		return failure.Kind
	}
	return ""
}

// kindOfStatus classifies an answer that is not a success, by its HTTP status and
// the code of the API's error page.
func kindOfStatus(status int, code string) Kind {
	switch {
	case status == http.StatusTooManyRequests:
		return Throttled
	case transport.TemporaryStatus(status):
		return Unavailable
	case status == http.StatusUnauthorized:
		return Unauthorized
	case status == http.StatusForbidden && code == "AUTH_NO_MUSIC_ACCOUNT_FOUND":
		return NoAccount
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusNotFound && code == "RESOURCE_NOT_FOUND":
		return NotFound
	case status == http.StatusNotFound:
		return UnknownCall
	}
	return Refused
}
