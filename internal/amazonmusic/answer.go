package amazonmusic

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

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

// decodeAnswer returns the data of a good answer, or the error of a bad one with
// kind, code, message and reference.
func decodeAnswer(status int, contentType string, body []byte, mayBeEmpty bool, secrets *transport.Redactor,
) (json.RawMessage, *Error) {
	success := status >= 200 && status <= 299
	if success && mayBeEmpty && len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	var env envelope
	if err := json.Unmarshal(body, &env); err != nil {
		switch {
		case cutShort(body) && !transport.TemporaryStatus(status):
			return nil, &Error{Kind: Disconnected, Message: "the answer was cut short"}
		case !success:
			return nil, &Error{Kind: kindOfStatus(status, ""), Message: secrets.Describe(contentType, body)}
		}
		return nil, &Error{Kind: Unreadable, Message: secrets.Describe(contentType, body)}
	}
	e := &Error{}
	switch {
	case env.Error != nil:
		e.Code, e.Message = env.Error.Code, env.Error.Message
		e.Reference = secrets.Text(env.Error.Reference, transport.MaxMessage)
	case len(env.Errors) > 0:
		messages := make([]string, len(env.Errors))
		for i, item := range env.Errors {
			messages[i] = item.Message
		}
		e.Code, e.Message = env.Errors[0].Extensions.Code, strings.Join(messages, "; ")
	case !success:
		return nil, &Error{Kind: kindOfStatus(status, ""), Message: secrets.Describe(contentType, body)}
	case !bytes.HasPrefix(bytes.TrimSpace(env.Data), []byte("{")) && !mayBeEmpty:
		return nil, unreadable("the answer holds no data: %s", secrets.Describe(contentType, body))
	default:
		return env.Data, nil
	}
	e.Code = secrets.Text(e.Code, 100)
	e.Message = secrets.Text(e.Message, transport.MaxMessage)
	if e.Message == "" {
		e.Message = "the service gave no message"
	}
	e.Kind = kindOfStatus(status, e.Code)
	e.mayHaveActed = success && holdsResult(env.Data)
	return nil, e
}

// holdsResult reports whether there is data beside an error: a service like that
// answers with what it has done, and with errors for the rest (guess).
func holdsResult(data json.RawMessage) bool {
	var fields map[string]any
	if json.Unmarshal(data, &fields) != nil {
		return false
	}
	for _, value := range fields {
		if value != nil {
			return true
		}
	}
	return false
}

// cutShort reports whether JSON ends too early. Without a Content-Length, that is
// the only sign of a connection that was cut.
func cutShort(body []byte) bool {
	var value json.RawMessage
	return errors.Is(json.NewDecoder(bytes.NewReader(body)).Decode(&value), io.ErrUnexpectedEOF)
}
