package lwa

import (
	"fmt"
	"net/url"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// hosts are the addresses of Login with Amazon in one region.
type hosts struct{ authorize, token string }

// regions are the values of -region. The token endpoints and the first authorize
// address are documented (API page); the other two are seen in clients.
var regions = map[string]hosts{
	"na": {"https://www.amazon.com/ap/oa", DefaultTokenURL},
	"eu": {"https://eu.account.amazon.com/ap/oa", "https://api.amazon.co.uk/auth/o2/token"},
	"fe": {"https://apac.account.amazon.com/ap/oa", "https://api.amazon.co.jp/auth/o2/token"},
}

// endpoints returns the addresses to log in at: those of the region, except where
// the user gives others.
func endpoints(region, authorizeURL, tokenURL string) (authorize, token *url.URL, err error) {
	of, known := regions[region]
	if !known {
		return nil, nil, fmt.Errorf("unknown region %q: -region must be na, eu or fe", region)
	}
	if authorizeURL == "" {
		authorizeURL = of.authorize
	}
	if tokenURL == "" {
		tokenURL = of.token
	}
	if authorize, err = transport.ParseEndpoint(authorizeURL); err != nil {
		return nil, nil, fmt.Errorf("invalid -authorize-url: %w", err)
	}
	if token, err = transport.ParseEndpoint(tokenURL); err != nil {
		return nil, nil, fmt.Errorf("invalid -token-url: %w", err)
	}
	return authorize, token, nil
}
