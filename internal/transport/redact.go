package transport

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// redacted replaces a secret.
const redacted = "[redacted]"

// minSecretLength keeps a one-letter "secret" of a test configuration from
// redacting every message.
const minSecretLength = 4

// tokenPattern matches Login with Amazon's tokens, access (Atza|) and refresh
// (Atzr|), so that tokens this process has never held are redacted too.
const tokenPattern = `\bAtz[a-z]` + verticalBar + `[A-Za-z0-9+/=_.~%\\-]+`

// verticalBar matches '|' as it is and as anyEncoding writes it.
const verticalBar = `(?:\||%(?:25)*7c|\\u007c|&#124;|&#x7c;)`

// Redactor removes secrets from texts that others wrote. Our own texts hold
// none, but a service may repeat a header or a form in its error message.
type Redactor struct {
	mu      sync.RWMutex
	secrets []string
	pattern *regexp.Regexp
}

// NewRedactor returns a redactor that knows these secrets. Empty ones are
// ignored.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{}
	r.Add(secrets...)
	return r
}

// Add makes secrets known that were not there at the start, such as a token
// that has just been issued.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		if len(secret) >= minSecretLength && !slices.Contains(r.secrets, secret) {
			r.secrets = append(r.secrets, secret)
		}
	}
	// The longest first: a secret that holds another one must not leave its rest behind.
	slices.SortFunc(r.secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	patterns := make([]string, 0, len(r.secrets)+1)
	for _, secret := range r.secrets {
		patterns = append(patterns, anyEncoding(secret))
	}
	r.pattern = regexp.MustCompile("(?i)" + strings.Join(append(patterns, tokenPattern), "|"))
}

// AddProxy makes the credentials of the proxy known that requests to an address
// go through, if there is one: a proxy may repeat them in its answer.
func (r *Redactor) AddProxy(address *url.URL) {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: address})
	if err != nil || proxy == nil || proxy.User == nil {
		return
	}
	password, _ := proxy.User.Password()
	basic := base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))
	r.Add(password, basic, proxy.User.String())
}

// anyEncoding returns a pattern for a secret as a server may echo it: as it is,
// or escaped for JSON, for a URL, or for HTML, each character on its own.
func anyEncoding(secret string) string {
	var pattern strings.Builder
	for _, c := range secret {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_' {
			pattern.WriteRune(c)
			continue
		}
		forms := []string{
			regexp.QuoteMeta(string(c)),
			regexp.QuoteMeta(`\` + string(c)),
			// %25 is '%' itself: a URL inside a URL is escaped twice.
			strings.ReplaceAll(regexp.QuoteMeta(url.PathEscape(string(c))), "%", "%(?:25)*"),
			strings.ReplaceAll(regexp.QuoteMeta(percentEncode(c)), "%", "%(?:25)*"),
			regexp.QuoteMeta(html.EscapeString(string(c))),
			fmt.Sprintf(`\\u%04x`, c),
			fmt.Sprintf(`&#0*%d;`, c),
			fmt.Sprintf(`&#x0*%x;`, c),
		}
		switch c {
		case ' ':
			forms = append(forms, `\+`)
		case '"':
			forms = append(forms, "&quot;")
		case '\'':
			forms = append(forms, "&apos;")
		}
		// The first form that matches is taken, so the longest goes first.
		slices.SortFunc(forms, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
		pattern.WriteString("(?:" + strings.Join(slices.Compact(forms), "|") + ")")
	}
	return pattern.String()
}

// percentEncode escapes every byte of a character, also where no URL needs it.
func percentEncode(c rune) string {
	var encoded strings.Builder
	for _, b := range []byte(string(c)) {
		fmt.Fprintf(&encoded, "%%%02x", b)
	}
	return encoded.String()
}

// Clean returns the text without secrets.
func (r *Redactor) Clean(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.pattern.ReplaceAllString(text, redacted)
}

// Text returns a service's words safe to show: one line, without control
// characters and secrets, and at most limit bytes long. Control characters are
// removed first, because they may hide a secret, and secrets are removed before
// the text is cut, because half of one would stay.
func (r *Redactor) Text(words string, limit int) string {
	return Excerpt(r.Clean(OneLine(words)), limit)
}

// Error returns an error of others with the text that [Redactor.Text] makes of it.
func (r *Redactor) Error(err error) error {
	text := r.Text(err.Error(), MaxMessage)
	if text == err.Error() {
		return err
	}
	return &redactedError{text: text, cause: err}
}

type redactedError struct {
	text  string
	cause error
}

func (e *redactedError) Error() string { return e.text }

func (e *redactedError) Unwrap() error { return e.cause }
