package lwa

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// defaultScopes are the scopes that the provider's calls need. The API pages on
// tracks, albums, search and playlists print theirs. That of the saved tracks is
// second-hand, and that of the user's playlists is seen.
const defaultScopes = "music::library music::library:read music::catalog music::profile:read"

// loginUsage has a place for the command.
const loginUsage = `Usage: terraform-provider-amazonmusic login [flags]

Logs in with Amazon in a browser and prints the lines that set the provider's
credentials, a refresh token among them:

  eval "$(%s)"

The security profile must list http://127.0.0.1:9090/cb as an Allowed Return
URL. AMAZONMUSIC_CLIENT_ID and AMAZONMUSIC_CLIENT_SECRET are read from the
environment. On a terminal, login asks for what is missing.

Flags:
`

// loginOptions are the flags of "login", checked.
type loginOptions struct {
	port                int
	noBrowser           bool
	scopes              []string
	authorizeURL, token *url.URL
}

// parseLoginOptions reads the flags. It writes the usage where -h asks for it,
// and then returns [flag.ErrHelp].
func parseLoginOptions(args []string, usage io.Writer) (*loginOptions, error) {
	var o loginOptions
	var scopes, region, authorizeURL, tokenURL string
	flags := flag.NewFlagSet("login", flag.ContinueOnError)
	flags.IntVar(&o.port, "port", 9090, "`port` of 127.0.0.1 that the browser returns to")
	flags.BoolVar(&o.noBrowser, "no-browser", false, "print the address to open, and open no browser")
	flags.StringVar(&scopes, "scopes", defaultScopes, "`scopes` to ask for, separated by spaces")
	flags.StringVar(&region, "region", "na", "`region` of the Amazon account: na, eu or fe")
	flags.StringVar(&authorizeURL, "authorize-url", "", "authorize `URL`, instead of that of the region")
	flags.StringVar(&tokenURL, "token-url", "", "token `URL`, instead of that of the region")
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}

	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(usage, loginUsage, Command())
		flags.SetOutput(usage)
		flags.PrintDefaults()
	}
	if err != nil {
		return nil, err
	}
	o.scopes = strings.FieldsFunc(scopes, func(r rune) bool { return r == ' ' || r == ',' })
	switch {
	case flags.NArg() > 0:
		// Not repeated: it may be a secret.
		return nil, errors.New("unexpected argument: login takes flags only, and reads the client id and secret " +
			"from AMAZONMUSIC_CLIENT_ID and AMAZONMUSIC_CLIENT_SECRET")
	case o.port < 1024 || o.port > 65535:
		return nil, fmt.Errorf("invalid -port: it must be between 1024 and 65535, got %d", o.port)
	case len(o.scopes) == 0:
		return nil, errors.New("invalid -scopes: it names no scope")
	}
	o.authorizeURL, o.token, err = endpoints(region, authorizeURL, tokenURL)
	return &o, err
}
