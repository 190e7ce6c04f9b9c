package amazonmusic

import (
	"cmp"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// redacted stands where a secret was.
const redacted = "[redacted]"

// redactor takes secrets out of texts that others wrote. Our own texts hold
// none, but a service may repeat a header or a form in its error message.
type redactor struct {
	mu      sync.RWMutex
	secrets []string
}

// tokenPattern is the form of Login with Amazon's tokens, access (Atza|) and
// refresh (Atzr|). It catches those that this process has never held.
var tokenPattern = regexp.MustCompile(`\bAtz[a-z]\|[A-Za-z0-9+/=_.~-]+`)

// minSecretLength keeps a one-letter "secret" of a test configuration from
// shredding every message.
const minSecretLength = 4

func newRedactor(secrets ...string) *redactor {
	r := &redactor{}
	for _, s := range secrets {
		r.add(s)
	}
	return r
}

// add makes a secret known that was not there at the start, such as a token
// that has just been issued. Who repeats it may escape it: in JSON, as in a
// form, as in a page.
func (r *redactor) add(secret string) {
	if len(secret) < minSecretLength {
		return
	}
	quoted, _ := json.Marshal(secret) // A string always can be.
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, form := range []string{
		secret, string(quoted[1 : len(quoted)-1]), strings.ReplaceAll(secret, "/", `\/`),
		url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
	} {
		if !slices.Contains(r.secrets, form) {
			r.secrets = append(r.secrets, form)
		}
	}
	// The longest first: one that holds another is not to leave its rest behind.
	slices.SortFunc(r.secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
}

func (r *redactor) clean(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, s := range r.secrets {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return tokenPattern.ReplaceAllString(text, redacted)
}

// cleanError is for errors of others, whose words may repeat a secret.
func (r *redactor) cleanError(err error) error {
	text := r.printable(err.Error())
	if text == err.Error() {
		return err
	}
	return &cleanedError{text: text, cause: err}
}

type cleanedError struct {
	text  string
	cause error
}

func (e *cleanedError) Error() string { return e.text }

func (e *cleanedError) Unwrap() error { return e.cause }
