package mockapi

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is one way for a request to fail whatever it asks for. Make one with the functions below; the zero Fault is
// none.
type Fault struct {
	name   string
	ending ending
	acts   bool // the request is carried out, with or without an answer
	delay  time.Duration
	late   time.Duration // when the request is carried out that got no answer; 0 is never
	size   int64         // of a huge answer

	// The answer, where the request's own is replaced. With a code it is the API's error, and body is its message.
	status               int
	code                 string
	contentType, body    string
	retryAfter, location string
}

// ending is how an answer ends.
type ending int

const (
	endAnswer    ending = iota // the whole answer
	endCut                     // no answer
	endCutBody                 // half an answer, and less than was announced
	endShortBody               // half an answer, whose length was not announced
	endHang                    // no answer and no end
	endHuge                    // a very long answer
)

// String names the fault, as in the log. The zero Fault's name is empty.
func (f Fault) String() string { return f.name }

// replaces reports whether the fault takes the place of what the request asks for.
func (f Fault) replaces() bool { return f.name != "" && !f.acts }

// Throttled is 429 THROTTLED (second-hand) with a Retry-After header, which is not documented (seen). An empty
// retryAfter sends none.
func Throttled(retryAfter string) Fault {
	name := "429 throttled"
	if retryAfter != "" {
		name += ", Retry-After " + retryAfter
	}
	return Fault{
		name: name, status: http.StatusTooManyRequests, code: codeThrottled,
		body: "Too many requests.", retryAfter: retryAfter,
	}
}

// APIError is the API's error with any status and code, such as 403 AUTH_NO_MUSIC_ACCOUNT_FOUND.
func APIError(status int, code, message string) Fault {
	return Fault{name: fmt.Sprintf("%d %s", status, code), status: status, code: code, body: message}
}

// InternalError is 500 INTERNAL, with the status as a number.
func InternalError() Fault {
	return Fault{name: "500 internal", status: http.StatusInternalServerError, code: codeInternal, body: "Something went wrong."}
}

// BadGateway is 502 with an empty body and no content type.
func BadGateway() Fault {
	return Fault{name: "502 bad gateway", status: http.StatusBadGateway}
}

// UnavailableHTML is 503 with an HTML page.
func UnavailableHTML() Fault {
	page := htmlReply(http.StatusServiceUnavailable, "503 Service Unavailable")
	return Fault{name: "503 html", status: page.status, contentType: page.contentType, body: string(page.body)}
}

// GatewayTimeout is 504, with JSON of a gateway's own making instead of the API's error object (guess).
func GatewayTimeout() Fault {
	return Fault{
		name: "504 gateway timeout", status: http.StatusGatewayTimeout,
		contentType: "application/json", body: `{"message":"Endpoint request timed out"}`,
	}
}

// CutBefore cuts the connection without having done anything.
func CutBefore() Fault {
	return Fault{name: "cut before", ending: endCut}
}

// CutAfter does what the request asks for and cuts the connection without an answer.
func CutAfter() Fault {
	return Fault{name: "cut after", ending: endCut, acts: true}
}

// CutLate cuts the connection, and does what the request asks for after d.
func CutLate(d time.Duration) Fault {
	return Fault{name: "cut, acts after " + d.String(), ending: endCut, late: d}
}

// CutBody does what the request asks for, and cuts the connection after half the body it announced.
func CutBody() Fault {
	return Fault{name: "cut body", ending: endCutBody, acts: true}
}

// ShortBody does what the request asks for, and ends the answer after half its body, without a Content-Length: to the
// client the half looks complete.
func ShortBody() Fault {
	return Fault{name: "short body", ending: endShortBody, acts: true}
}

// Slow does what the request asks for at once, and answers after d.
func Slow(d time.Duration) Fault {
	return Fault{name: "slow " + d.String(), acts: true, delay: d}
}

// Hang does nothing and never answers, until the client goes away or the Server closes.
func Hang() Fault {
	return Fault{name: "hang", ending: endHang}
}

// Redirect is 307 to another address: the client is to repeat the request there, with its headers and body.
func Redirect(url string) Fault {
	return Fault{name: "307 redirect", status: http.StatusTemporaryRedirect, location: url}
}

// Huge is 200 with one JSON string of that many bytes, quotes included, streamed without a Content-Length.
func Huge(bytes int64) Fault {
	return Fault{
		name: fmt.Sprintf("huge %d", bytes), ending: endHuge, size: bytes,
		status: http.StatusOK, contentType: "application/json",
	}
}

// Answer is exactly this answer. An empty contentType sends none.
func Answer(status int, contentType, body string) Fault {
	return Fault{name: fmt.Sprintf("answer %d", status), status: status, contentType: contentType, body: body}
}

// faultReply is the answer of a fault that replaces the request's own.
func (s *Service) faultReply(f Fault) reply {
	r := reply{status: f.status, contentType: f.contentType, body: []byte(f.body)}
	if f.code != "" {
		r = s.refuse(&problem{status: f.status, code: f.code, message: f.body})
	}
	if f.retryAfter != "" {
		r.header = http.Header{"Retry-After": {f.retryAfter}}
	}
	if f.location != "" {
		r.header = http.Header{"Location": {f.location}}
	}
	return r
}
