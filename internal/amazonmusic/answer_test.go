package amazonmusic

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

func TestError_serviceText(t *testing.T) {
	tests := []struct {
		name, contentType, body string
		want                    string
	}{
		{
			"control characters", "",
			`{"error":{"code":"A\u0000B","message":"one\u001b[31m\ntwo\tthree\r\u0007","reference":"r\u200be\u202ef"}}`,
			"HTTP 400 Bad Request, code AB: one[31m two three (reference ref)",
		},
		{
			"a long message", "", errorJSON("C", strings.Repeat("long ", 1000), ""),
			"HTTP 400 Bad Request, code C: " + strings.Repeat("long ", 120)[:597] + "…",
		},
		{
			"a long word of long letters", "", errorJSON("", strings.Repeat("é", 1000), ""),
			"HTTP 400 Bad Request: " + strings.Repeat("é", 298) + "…",
		},
		{"no message", "", `{"error":{}}`, "HTTP 400 Bad Request: the service gave no message"},
		{"HTML", "text/html; charset=utf-8", "<html>\n<h1>Sign in", `HTTP 400 Bad Request: an answer of type text/html; charset=utf-8 that begins: <html> <h1>Sign in`},
		{"no type", "", "nothing\x00 to \xff read", `HTTP 400 Bad Request: an answer that begins: nothing to  read`},
		{"blank", "", " \n", "HTTP 400 Bad Request: an empty answer"},
		{"a long page", "", strings.Repeat("x", 500), `HTTP 400 Bad Request: an answer that begins: ` + strings.Repeat("x", 117) + `…`},
		{"a list of errors", "", `{"errors":[{"message":"one"},{"message":"t\u0000wo"}]}`, "HTTP 400 Bad Request: one; two"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newTestClient(t, answers(400, tt.contentType, tt.body)).SaveTrack(t.Context(), someTrack)
			if got := failure(t, err).Reason(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A service, or a proxy, may repeat in its answer what it was sent.
func TestError_echoedSecrets(t *testing.T) {
	bodies := map[string]func(secret string) (contentType, body string){
		"code":       func(s string) (string, string) { return "", errorJSON(s, "m", "r") },
		"message":    func(s string) (string, string) { return "", errorJSON("c", "It was "+s+".", "r") },
		"reference":  func(s string) (string, string) { return "", errorJSON("c", "m", s) },
		"errors":     func(s string) (string, string) { return "", fmt.Sprintf(`{"errors":[{"message":%q}]}`, s) },
		"other JSON": func(s string) (string, string) { return "", fmt.Sprintf(`{"message":%q}`, s) },
		"escaped slashes": func(s string) (string, string) {
			return "", `{"message":"` + strings.ReplaceAll(s, "/", `\/`) + `"}`
		},
		"HTML":         func(s string) (string, string) { return "text/html", "<pre>" + s + "</pre>" },
		"content type": func(s string) (string, string) { return "text/" + s, "x" },
		"form":         func(s string) (string, string) { return "", "token=" + url.QueryEscape(s) },
		"cut by the longest message": func(s string) (string, string) {
			return "", errorJSON("c", strings.Repeat("x", transport.MaxMessage-len(s)/2)+s, "r")
		},
		"cut by the longest excerpt": func(s string) (string, string) { return "", strings.Repeat("x", 120-len(s)/2) + s },
		"hidden by a control character": func(s string) (string, string) {
			return "", `{"error":{"message":"` + s[:5] + `\u0001` + s[5:] + `"}}`
		},
		"save state": func(s string) (string, string) { return "", fmt.Sprintf(`{"data":{"saveTrack":{"saveState":%q}}}`, s) },
	}
	for name, body := range bodies {
		for _, secret := range append([]string{"Atza|mock-access-token/and+more="}, testSecrets...) {
			for _, status := range []int{200, 403} {
				t.Run(fmt.Sprint(name, " ", status, " ", secret), func(t *testing.T) {
					contentType, text := body(secret)
					c := newTestClient(t, answers(status, contentType, text), func(cfg *Config) {
						cfg.Login = testLogin(t)
						// One that begins with another one.
						cfg.AccessToken = "Atza|mock-access-token/and+more="
					})
					c.secrets.Add(mockapi.DefaultAccessToken)
					_, err := c.SaveTrack(t.Context(), someTrack)
					got := failure(t, err).Error()
					wantNoSecret(t, got, "mock-", "and+more", "and%2Bmore", `and\/more`, secret[:len(secret)/2])
					if status == 200 && name == "save state" || strings.HasPrefix(name, "mess") {
						if !strings.Contains(got, redacted) {
							t.Errorf("nothing is redacted in %q", got)
						}
					}
				})
			}
		}
	}
}

// The decoder repeats a number that it cannot use.
func TestPlaylist_longNumber(t *testing.T) {
	body := `{"data":{"playlist":{"id":"a","duration":` + strings.Repeat("1", 100_000) + `}}}`
	_, err := newTestClient(t, answers(200, "", body)).Playlist(t.Context(), "a")
	wantBoundedText(t, failure(t, err).Error())
}

func FuzzDecodeAnswer(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `{}`, `{"data":{"saveTrack":{"track":{"id":"B000000001"},"saveState":"SAVED"}}}`,
		errorJSON("C", "m", "r"),
		`{"errors":[{"message":"m","extensions":{"code":"C"}}],"data":null}`, `{"error":{"status":404}}`, `<html>`,
		"\xff\x00",
		`{"error":{"message":"\u001b[2J\ud800"}}`, `{"data":{}}{"data":{}}`, `{"data":{"saveTr`,
	} {
		f.Add(200, "application/json", []byte(seed), true)
		f.Add(503, "text/html\x00", []byte(seed), false)
	}
	secrets := transport.NewRedactor(testSecrets...)
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte, mayBeEmpty bool) {
		data, err := decodeAnswer(status, contentType, body, mayBeEmpty, secrets)
		if err == nil {
			if status < 200 || status > 299 || data == nil && !mayBeEmpty {
				t.Errorf("status %d has the data %q", status, data)
			}
			return
		}
		wantBoundedText(t, err.Reason())
		if data != nil || err.Kind == "" || err.Message == "" || err.cause != nil {
			t.Errorf("data %q and %+v", data, err)
		}
	})
}

// harmful reports whether a terminal acts on a character, or does not show it.
func harmful(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\u200c' && r != '\u200d'
}

// wantPrintable fails when a text can do harm in a terminal, or holds a secret.
func wantPrintable(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsFunc(text, harmful) {
		t.Errorf("not printable: %.1000q", text)
	}
	wantNoSecret(t, text)
}

// wantBoundedText fails when an error's text is not printable, or too long.
func wantBoundedText(t *testing.T, text string) {
	t.Helper()
	wantPrintable(t, text)
	// Code, message and reference.
	if len(text) > 4*transport.MaxMessage {
		t.Errorf("%d bytes of text", len(text))
	}
}
