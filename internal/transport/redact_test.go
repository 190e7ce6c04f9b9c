package transport

import (
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/url"
	"strings"
	"testing"
)

func TestRedactor_Clean(t *testing.T) {
	const secret = `Atzr|a/b+c="d"<é>` + "\\"
	r := NewRedactor("", "abc", "long", "longer secret", secret)
	r.Add("longer secret and more")
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"":                                       "",
		"nothing":                                "nothing",
		"abc is too short to be a secret":        "abc is too short to be a secret",
		"one long one":                           "one [redacted] one",
		"the longer secret.":                     "the [redacted].",
		"the longer+secret.":                     "the [redacted].",
		"the longer%20secret.":                   "the [redacted].",
		"the longer secret and more.":            "the [redacted].",
		"long longer secret long":                "[redacted] [redacted] [redacted]",
		"=" + secret + "=":                       "=[redacted]=",
		string(quoted):                           `"[redacted]"`,
		`Atzr\u007ca\/b+c=\"d\"<é>\\`:            "[redacted]",
		"a=" + url.QueryEscape(secret):           "a=[redacted]",
		strings.ToLower(url.QueryEscape(secret)): "[redacted]",
		url.QueryEscape(url.QueryEscape(secret)): "[redacted]",
		"/" + url.PathEscape(secret) + "/x":      "/[redacted]/x",
		"<p>" + html.EscapeString(secret):        "<p>[redacted]",
		"Atzr&#124;a&#x2F;b&#x2b;c&#61;&quot;d&#34;&lt;é&gt;&#92;": "[redacted]",
		"Atza|never-seen/before+1 and":                             "[redacted] and",
		"Atza%7cnever-seen%2Fbefore and":                           "[redacted] and",
		"Atza| and Patza|x":                                        "Atza| and Patza|x",
	} {
		if got := r.Clean(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestRedactor_Error(t *testing.T) {
	r := NewRedactor("secret")
	if err := r.Error(io.EOF); err != io.EOF { //nolint:errorlint // The very same.
		t.Errorf("a clean error becomes %v", err)
	}
	dirty := errors.Join(io.EOF, errors.New("a secret\nin \x1b two lines"))
	err := r.Error(dirty)
	if !errors.Is(err, io.EOF) || err.Error() != "EOF a [redacted] in  two lines" {
		t.Errorf("it becomes %v", err)
	}
}

func TestRedactor_AddProxy(t *testing.T) {
	// ProxyFromEnvironment reads the environment once a process, so the pattern
	// is tested here and the environment in the end-to-end tests.
	r := NewRedactor()
	r.AddProxy(&url.URL{Scheme: "http", Host: "127.0.0.1:1"})
	if got := r.Clean("proxy"); got != "proxy" {
		t.Errorf("a loopback address has no proxy, and %q is redacted", got)
	}
}

func FuzzRedactor(f *testing.F) {
	for _, seed := range []string{"mock-client-secret", "Atza|mock+/=", "ab c%d", "<&>'\"", "日本語の秘密"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, secret string) {
		if len(secret) < minSecretLength || strings.ToValidUTF8(secret, "") != secret || strings.Contains(redacted, secret) {
			return
		}
		r := NewRedactor(secret)
		for _, text := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)} {
			if got := r.Clean("x " + text + " y"); strings.Contains(got, text) {
				t.Errorf("%q stays in %q", secret, got)
			}
		}
	})
}
