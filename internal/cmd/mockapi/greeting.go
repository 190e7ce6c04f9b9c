package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// installedProgram is where "terraform init" puts the provider, below the directory of a configuration.
const installedProgram = ".terraform/providers/*/musicascode/amazonmusic/*/*/terraform-provider-amazonmusic_v*"

// greeting says where the service is, and what to paste into a shell. What is to be pasted is indented, and each block
// works as it is: comments would not, as an interactive zsh knows none.
func (o options) greeting(server *mockapi.Server) string {
	var b strings.Builder
	export := func(name, value string) {
		fmt.Fprintf(&b, "  export AMAZONMUSIC_%s=%s\n", name, shellQuote(value))
	}
	fmt.Fprintf(&b, "See and change what the stand-in holds: %s/\nPaste into the shell that runs Terraform:\n\n", server.URL())
	export("ENDPOINT", server.URL())
	export("API_KEY", mockapi.DefaultAPIKey)
	export("ACCESS_TOKEN", mockapi.DefaultAccessToken)
	fmt.Fprint(&b, "\nInstead of the access token, a login, with which the provider renews its tokens itself:\n\n")
	fmt.Fprint(&b, "  unset AMAZONMUSIC_ACCESS_TOKEN\n")
	export("CLIENT_ID", mockapi.DefaultClientID)
	export("CLIENT_SECRET", mockapi.DefaultClientSecret)
	export("REFRESH_TOKEN", mockapi.DefaultRefreshToken)
	export("TOKEN_URL", server.TokenURL())
	fmt.Fprint(&b, "\nInstead of that refresh token, one from a login in the browser, in a directory after \"terraform init\":\n\n")
	fmt.Fprintf(&b, "  eval \"$(%s login%s -authorize-url %s -token-url %s)\"\n", installedProgram, o.portFlag(),
		shellQuote(server.AuthorizeURL()), shellQuote(server.TokenURL()))
	fmt.Fprintf(&b, "\nAs account 2, whose refresh token is %s:\n\n", secondRefreshToken)
	export("ACCESS_TOKEN", secondAccessToken)
	fmt.Fprint(&b, "\nCtrl-C ends the stand-in.\n")
	return b.String()
}

// portFlag has login return to the port that the authorize page allows.
func (o options) portFlag() string {
	if u, err := url.Parse(o.redirectURI); err == nil && u.Port() != "" && u.Port() != "9090" {
		return " -port " + u.Port()
	}
	return ""
}

// shellQuote quotes for a POSIX shell. Tokens contain '|', which would start a pipe.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
