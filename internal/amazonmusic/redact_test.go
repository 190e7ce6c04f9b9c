package amazonmusic

import (
	"errors"
	"html"
	"io"
	"net/url"
	"strings"
	"testing"
)

func TestRedactor(t *testing.T) {
	const secret = `Atzr|a/b+c="d"<é>` + "\\"
	r := newRedactor("", "abc", "long", "longer secret", secret)
	r.add("longer secret and more")
	for text, want := range map[string]string{
		"":                                  "",
		"nothing":                           "nothing",
		"abc is too short to be a secret":   "abc is too short to be a secret",
		"one long one":                      "one [redacted] one",
		"the longer secret.":                "the [redacted].",
		"the longer secret and more.":       "the [redacted].",
		"long longer secret long":           "[redacted] [redacted] [redacted]",
		"=" + secret + "=":                  "=[redacted]=",
		`"Atzr|a\/b+c=\"d\"<é>\\"`:          `"[redacted]"`,
		"a=" + url.QueryEscape(secret):      "a=[redacted]",
		"/" + url.PathEscape(secret) + "/x": "/[redacted]/x",
		"<p>" + html.EscapeString(secret):   "<p>[redacted]",
		"Atza|never-seen/before+1 and":      "[redacted] and",
		"Atza| and Patza|x":                 "Atza| and Patza|x",
	} {
		got := r.clean(text)
		if strings.HasPrefix(text, `"Atzr`) {
			// Of a secret that is escaped in two ways at once, at least the most is gone.
			if strings.Contains(got, "a/b") || strings.Contains(got, `a\/b`) {
				t.Errorf("%q becomes %q", text, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestCleanErrorKeepsItsCause(t *testing.T) {
	r := newRedactor("secret")
	if err := r.cleanError(io.EOF); err != io.EOF { //nolint:errorlint // The very same.
		t.Errorf("a clean error becomes %v", err)
	}
	dirty := errors.Join(io.EOF, errors.New("a secret\nin \x1b two lines"))
	err := r.cleanError(dirty)
	if !errors.Is(err, io.EOF) || err.Error() != "EOF a [redacted] in  two lines" {
		t.Errorf("it becomes %v", err)
	}
}
