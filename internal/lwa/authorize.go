package lwa

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// exchangeTimeout bounds the one request to the token endpoint.
const exchangeTimeout = 30 * time.Second

// authorization is one authorization code grant, with a state and a PKCE
// challenge of its own.
type authorization struct {
	config          oauth2.Config
	state, verifier string
	secrets         *transport.Redactor
}

func newAuthorization(o *loginOptions, id, secret string) *authorization {
	a := &authorization{
		config: oauth2.Config{
			ClientID: id, ClientSecret: secret, Scopes: o.scopes,
			// The form carries the client's credentials, as on the Login with Amazon page.
			Endpoint: oauth2.Endpoint{
				AuthURL: o.authorizeURL.String(), TokenURL: o.token.String(), AuthStyle: oauth2.AuthStyleInParams,
			},
		},
		state:    rand.Text(),
		verifier: oauth2.GenerateVerifier(),
	}
	a.secrets = transport.NewRedactor(secret, a.verifier)
	a.secrets.AddProxy(o.token)
	return a
}

// address is where the browser has to go.
func (a *authorization) address() string {
	return a.config.AuthCodeURL(a.state, oauth2.S256ChallengeOption(a.verifier))
}

// code returns the authorization code of an answer, or what Login with Amazon
// says in its place.
func (a *authorization) code(query url.Values) (string, error) {
	if code := query.Get("code"); code != "" {
		a.secrets.Add(code)
		return code, nil
	}
	refusal := a.secrets.Text(query.Get("error"), transport.MaxMessage)
	if refusal == "" {
		return "", errors.New("the answer of Login with Amazon holds neither a code nor an error")
	}
	text := "Login with Amazon granted no access, code " + refusal
	if description := a.secrets.Text(query.Get("error_description"), transport.MaxMessage); description != "" {
		text += ": " + description
	}
	return "", withAdvice(text, authorizeAdvice(refusal))
}

// exchange turns a code into a refresh token.
func (a *authorization) exchange(ctx context.Context, code string, next http.RoundTripper) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, exchangeTimeout, transport.ErrTimeout)
	defer cancel()
	token, err := a.config.Exchange(withClient(ctx, next), code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		failure := explain(ctx, err, a.secrets)
		return "", withAdvice(failure.Error(), a.exchangeAdvice(failure))
	}
	if token.RefreshToken == "" {
		return "", errors.New("the answer of Login with Amazon holds no refresh token: " +
			"the client secret is missing at the token endpoint, or a scope was refused. Compare the client secret " +
			"with the security profile, check that the profile has access to the beta, and run this command again")
	}
	return token.RefreshToken, nil
}

func authorizeAdvice(code string) string {
	switch code {
	case "access_denied":
		return "Run this command again, and agree in the browser"
	case "invalid_scope":
		return "The security profile is not enabled for one of the scopes: " +
			"check its access to the beta, or ask for fewer scopes with -scopes"
	case "unauthorized_client", "invalid_client":
		return "Compare the client id with the security profile, and check -region"
	case "temporarily_unavailable", "server_error":
		return "Run this command again later"
	}
	return "Check the security profile, -scopes and -region, and run this command again"
}

func (a *authorization) exchangeAdvice(failure *Error) string {
	switch failure.Code {
	case "invalid_grant":
		return "The code was used before, is too old, or was issued for another return URL than " +
			a.config.RedirectURL + ": run this command again"
	case "invalid_client", "unauthorized_client":
		return "The client id and secret do not belong together, or to this region: " +
			"compare both with the security profile, check -region, and run this command again"
	case "invalid_scope":
		return authorizeAdvice(failure.Code)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](failure); ok {
		return "Check the clock of this machine and your proxy, and run this command again"
	}
	if failure.Code == "" {
		return "Check " + a.config.Endpoint.TokenURL + ", and your network or proxy, and run this command again"
	}
	return "Check -region and -token-url, and run this command again"
}

// withAdvice joins what happened and what to do to one line.
func withAdvice(text, advice string) error {
	return fmt.Errorf("%s. %s", strings.TrimRight(text, ". "), advice)
}
