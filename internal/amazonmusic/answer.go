package amazonmusic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAnswer bounds what is read of one answer. A page of a hundred playlists
// is about a hundred KiB.
const maxAnswer = 4 << 20

// maxMessage bounds what is repeated of a service's words, in bytes.
const maxMessage = 600

// envelope is the outer form of every answer (API pages on responses and
// errors). Errors is the list that GraphQL services put beside, or instead of,
// data; public client code has seen it.
type envelope struct {
	Data   json.RawMessage `json:"data"`
	Error  *errorBody      `json:"error"`
	Errors []struct {
		Message    string `json:"message"`
		Extensions struct {
			Code string `json:"code"`
		} `json:"extensions"`
	} `json:"errors"`
}

// errorBody is the documented error. Its status is a string in the example of
// the API page, and is not needed: the HTTP status says the same.
type errorBody struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Reference string `json:"reference"`
}

// decodeAnswer returns the data of a good answer, or the error that a bad one
// amounts to, with status, code, message, reference and cause filled in. What
// the service says is cleaned of secrets before it is shortened, or a half of
// one could stay.
func decodeAnswer(status int, contentType string, body []byte, secrets *redactor) (json.RawMessage, *Error) {
	var env envelope
	if err := json.Unmarshal(body, &env); err != nil {
		return nil, &Error{Status: status, Message: describeBody(contentType, body, secrets), cause: ErrUnreadable}
	}
	e := &Error{Status: status}
	switch {
	case env.Error != nil:
		e.Code = secrets.printable(env.Error.Code)
		e.Message = secrets.printable(env.Error.Message)
		e.Reference = secrets.printable(env.Error.Reference)
	case len(env.Errors) > 0:
		var messages []string
		for _, item := range env.Errors {
			messages = append(messages, item.Message)
		}
		e.Code = secrets.printable(env.Errors[0].Extensions.Code)
		e.Message = secrets.printable(strings.Join(messages, "; "))
	case status < 200 || status > 299:
		e.Message = describeBody(contentType, body, secrets)
		e.cause = ErrUnreadable
	case !isObject(env.Data):
		e.Message = "the answer holds no data: " + describeBody(contentType, body, secrets)
		e.cause = ErrUnreadable
	default:
		return env.Data, nil
	}
	if e.Message == "" && e.cause == nil {
		e.Message = "the service gave no message"
	}
	return nil, e
}

func isObject(data json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
}

// describeBody says what a body of another form was, with its beginning.
func describeBody(contentType string, body []byte, secrets *redactor) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return "an empty answer"
	}
	kind := "an answer"
	if contentType != "" {
		kind = "an answer of type " + secrets.printable(contentType)
	}
	return fmt.Sprintf("%s that begins %q", kind, excerpt(secrets.clean(string(body)), 120))
}

// printable is printable for words that may repeat a secret. It looks for it
// where nothing is hidden in it any more, and before a half of it is cut off.
func (r *redactor) printable(s string) string { return excerpt(r.clean(oneLine(s)), maxMessage) }

// printable makes a service's words safe to show in a terminal: one line, no
// control characters, not without end.
func printable(s string) string { return excerpt(oneLine(s), maxMessage) }

func oneLine(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(clean)
}

// excerpt returns at most limit bytes of s, cut between runes.
func excerpt(s string, limit int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) <= limit {
		return s
	}
	cut := limit
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
