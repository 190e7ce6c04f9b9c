package live

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"
)

// maxRecorded bounds what is kept of an answer.
const maxRecorded = 1 << 20

// answer is what the service said to one request.
type answer struct {
	method, path string
	status       int
	body         []byte
}

// value returns the text at a path of keys in the answer, or "".
func (a answer) value(path ...string) string {
	var data any
	if json.Unmarshal(a.body, &data) != nil {
		return ""
	}
	for _, key := range path {
		object, _ := data.(map[string]any)
		data = object[key]
	}
	text, _ := data.(string)
	return text
}

// recorder passes requests on and keeps the last answer of the API. Requests to
// the token endpoint pass unrecorded: their answers are secrets.
type recorder struct {
	next http.RoundTripper

	mu     sync.Mutex
	latest answer
}

func newRecorder() *recorder { return &recorder{next: http.DefaultTransport} }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := r.next.RoundTrip(req)
	if err != nil || req.Header.Get("X-Api-Key") == "" {
		return res, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRecorded))
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.latest = answer{method: req.Method, path: req.URL.Path, status: res.StatusCode, body: body}
	r.mu.Unlock()
	// What was read is put before what is left.
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), res.Body), res.Body}
	return res, nil
}

func (r *recorder) last() answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.latest
}
