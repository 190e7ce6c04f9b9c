package lwa

import (
	"context"
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestParseLoginOptions(t *testing.T) {
	type want struct {
		authorize, token string
		port             int
		scopes           string
	}
	const (
		na      = "https://www.amazon.com/ap/oa"
		eu      = "https://eu.account.amazon.com/ap/oa"
		fe      = "https://apac.account.amazon.com/ap/oa"
		tokenEU = "https://api.amazon.co.uk/auth/o2/token"
		tokenFE = "https://api.amazon.co.jp/auth/o2/token"
	)
	for _, tt := range []struct {
		args string
		want want
	}{
		{"", want{na, DefaultTokenURL, 9090, defaultScopes}},
		{"-region eu -port 1024", want{eu, tokenEU, 1024, defaultScopes}},
		{"--region=fe", want{fe, tokenFE, 9090, defaultScopes}},
		{"-region eu -authorize-url https://a.example/x", want{"https://a.example/x", tokenEU, 9090, defaultScopes}},
		{"-token-url http://localhost:1/t/ -scopes a,b", want{na, "http://localhost:1/t", 9090, "a b"}},
	} {
		o, err := parseLoginOptions(strings.Fields(tt.args), io.Discard)
		if err != nil {
			t.Errorf("%q: %v", tt.args, err)
			continue
		}
		got := want{o.authorizeURL.String(), o.token.String(), o.port, strings.Join(o.scopes, " ")}
		if got != tt.want {
			t.Errorf("%q means %v, not %v", tt.args, got, tt.want)
		}
	}
}

func TestParseLoginOptions_refused(t *testing.T) {
	for args, want := range map[string]string{
		"-region us":                         `unknown region "us"`,
		"-port 0":                            "between 1024 and 65535, got 0",
		"-port 80":                           "got 80",
		"-port 65536":                        "got 65536",
		"-port x":                            "-port",
		"-scopes=":                           "names no scope",
		"-authorize-url http://a.example/oa": "invalid -authorize-url",
		"-token-url ftp://a.example":         "invalid -token-url",
		"hunter2":                            "unexpected argument",
		"-client-secret=hunter2":             "not defined: -client-secret",
		"-client-secret hunter2":             "not defined: -client-secret",
	} {
		_, err := parseLoginOptions(strings.Fields(args), io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", args, err)
		} else if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q repeats a secret, or takes more than a line: %v", args, err)
		}
	}
}

func TestParseLoginOptions_help(t *testing.T) {
	var usage strings.Builder
	_, err := parseLoginOptions([]string{"-h"}, &usage)
	if !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, want := range []string{
		`eval "$(` + Command() + `)"`, "/cb", "-port", "-no-browser", "-scopes", "-region", "-authorize-url", "-token-url", clientIDVariable,
	} {
		if !strings.Contains(usage.String(), want) {
			t.Errorf("%q is not in the usage:\n%s", want, usage.String())
		}
	}
}

func TestCredentials_asked(t *testing.T) {
	var asked []string
	ask := func(_ context.Context, label string, hidden bool) (string, error) {
		if hidden != (label == "Client secret") {
			t.Errorf("%s: hidden is %t", label, hidden)
		}
		asked = append(asked, label)
		return " typed " + label[:6] + "\n", nil
	}
	ask = withoutSpaces(ask)
	for _, tt := range []struct {
		env   map[string]string
		asked []string
	}{
		{map[string]string{}, []string{"Client ID", "Client secret"}},
		{map[string]string{clientIDVariable: "id"}, []string{"Client secret"}},
		{map[string]string{clientSecretVariable: "s"}, []string{"Client ID"}},
		{map[string]string{clientIDVariable: "id\n", clientSecretVariable: "s"}, nil},
	} {
		asked = nil
		id, secret, err := credentials(t.Context(), func(name string) string { return tt.env[name] }, ask)
		if err != nil || !slices.Equal(asked, tt.asked) || id == "" || secret == "" || strings.ContainsAny(id+secret, " \n") {
			t.Errorf("with %v it asks for %q, and returns %q, %q, %v", tt.env, asked, id, secret, err)
		}
	}
	empty := func(context.Context, string, bool) (string, error) { return "\n", nil }
	if _, _, err := credentials(t.Context(), func(string) string { return "" }, empty); err == nil {
		t.Error("an empty answer is accepted")
	}
}

// withoutSpaces removes the spaces inside of an answer.
func withoutSpaces(ask prompt) prompt {
	return func(ctx context.Context, label string, hidden bool) (string, error) {
		text, err := ask(ctx, label, hidden)
		return " " + strings.ReplaceAll(text, " ", "") + " ", err
	}
}
