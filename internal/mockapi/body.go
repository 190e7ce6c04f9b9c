package mockapi

import (
	"encoding/json"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// mediaType is the content type of a request without its parameters, or "".
func mediaType(req *Request) string {
	kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// readJSON reads a JSON object with exactly the given fields into the pointers beside their names. It compares names
// with their case, which encoding/json does not.
func readJSON(req *Request, fields map[string]any) *problem {
	if mediaType(req) != typeJSON {
		return unsupportedType(http.StatusUnsupportedMediaType, typeJSON)
	}
	if len(req.Body) >= maxBody {
		return badRequest("The body is too large.")
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal([]byte(req.Body), &given); err != nil || given == nil {
		return badRequest("The body is no JSON object.")
	}
	return readFields(given, fields)
}

func readFields(given map[string]json.RawMessage, fields map[string]any) *problem {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, ok := fields[name]; !ok {
			return badRequest("Unknown field " + name + ".")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, ok := given[name]
		if !ok || string(value) == "null" {
			return badRequest("The field " + name + " is missing.")
		}
		if err := json.Unmarshal(value, fields[name]); err != nil {
			return badRequest("The field " + name + " is of the wrong type.")
		}
	}
	return nil
}

// readFormBody reads a form with exactly the given fields, as readJSON does.
func readFormBody(req *Request, fields map[string]*string) *problem {
	form, err := url.ParseQuery(req.Body)
	if err != nil || len(req.Body) >= maxBody {
		return badRequest("The body is no form, or is too large.")
	}
	for name, values := range form {
		if fields[name] == nil || len(values) != 1 {
			return badRequest("The parameter " + name + " is unknown or given more than once.")
		}
	}
	for name, field := range fields {
		if !form.Has(name) {
			return badRequest("The parameter " + name + " is missing.")
		}
		*field = form.Get(name)
	}
	return nil
}

func unsupportedType(status int, want string) *problem {
	p := badRequest("The content type has to be " + want + ".")
	p.status = status
	return p
}

// checkNoQuery refuses a query string where the call has no parameters.
func checkNoQuery(req *Request) *problem {
	if req.RawQuery == "" {
		return nil
	}
	return badRequest("This call takes no query parameters.")
}

// firstProblem returns the first that is one.
func firstProblem(problems ...*problem) *problem {
	for _, p := range problems {
		if p != nil {
			return p
		}
	}
	return nil
}
