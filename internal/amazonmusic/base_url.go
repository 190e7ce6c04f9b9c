package amazonmusic

import (
	"errors"
	"net/url"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// ParseBaseURL is [transport.ParseEndpoint] for the API itself. An address that
// ends in "/v1" is refused, because the client adds the version.
func ParseBaseURL(raw string) (*url.URL, error) {
	u, err := transport.ParseEndpoint(raw)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(u.Path, "/v1") {
		return nil, errors.New(`it must not end in "/v1": the provider adds the version itself`)
	}
	return u, nil
}
