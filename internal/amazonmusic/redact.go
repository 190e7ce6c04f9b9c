package amazonmusic

import (
	"regexp"
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
// that has just been issued.
func (r *redactor) add(secret string) {
	if len(secret) < minSecretLength {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.secrets {
		if s == secret {
			return
		}
	}
	r.secrets = append(r.secrets, secret)
}

func (r *redactor) clean(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, s := range r.secrets {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return tokenPattern.ReplaceAllString(text, redacted)
}
