package mockapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// grantFields are the parameters of each grant. OAuth says to ignore any other; here it is refused, since it can only
// be a mistake.
var grantFields = map[string][]string{
	"refresh_token":      {"grant_type", "client_id", "client_secret", "refresh_token", "scope"},
	"authorization_code": {"grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier"},
}

// grant checks a token request, by the steps of RFC 6749 in the order in which a server can take them, and makes the
// tokens: an access token, and a refresh token or "".
func (s *Service) grant(h http.Header, form url.Values) (access, refresh string, p *oauthProblem) {
	kind := form.Get("grant_type")
	fields, ok := grantFields[kind]
	switch {
	case kind == "":
		return "", "", missing("grant_type")
	case !ok:
		return "", "", &oauthProblem{http.StatusBadRequest, "unsupported_grant_type", "The grant type is not supported."}
	}
	for name := range form {
		if !slices.Contains(fields, name) {
			return "", "", invalidRequest("Unknown parameter " + name + ".")
		}
	}
	if kind == "refresh_token" {
		return s.grantRefresh(h, form)
	}
	return s.grantCode(h, form)
}

func (s *Service) grantRefresh(h http.Header, form url.Values) (access, refresh string, p *oauthProblem) {
	if p := s.vault.checkClient(h, form); p != nil {
		return "", "", p
	}
	token := form.Get("refresh_token")
	if token == "" {
		return "", "", missing("refresh_token")
	}
	grant, ok := s.vault.refresh[token]
	if !ok {
		return "", "", invalidGrant("The refresh token is not valid.")
	}
	scopes := grant.scopes
	if form.Has("scope") {
		if scopes = strings.Fields(form.Get("scope")); !within(scopes, grant.scopes) {
			return "", "", invalidScope()
		}
	}
	access = s.vault.mintAccess(grant.user, scopes, time.Now())
	return access, s.vault.nextRefresh(token), nil
}

// within reports whether scopes are some of all.
func within(scopes, all []string) bool {
	return len(scopes) > 0 && !slices.ContainsFunc(scopes, func(scope string) bool { return !slices.Contains(all, scope) })
}

// grantCode exchanges an authorization code. A code that is known works once, whatever else is wrong with the request.
// A client that gives no secret gets no refresh token (API page).
func (s *Service) grantCode(h http.Header, form url.Values) (access, refresh string, p *oauthProblem) {
	public := form.Get("client_secret") == "" && len(h.Values("Authorization")) == 0
	if public && form.Get("client_id") != s.vault.app.ClientID {
		return "", "", invalidClient()
	}
	if !public {
		if p := s.vault.checkClient(h, form); p != nil {
			return "", "", p
		}
	}
	for _, name := range []string{"code", "redirect_uri", "code_verifier"} {
		if form.Get(name) == "" {
			return "", "", missing(name)
		}
	}
	a, ok := s.login.codes[form.Get("code")]
	delete(s.login.codes, form.Get("code"))
	switch {
	case !ok || !time.Now().Before(a.expires):
		return "", "", invalidGrant("The code is not valid, was used before, or has expired.")
	case form.Get("redirect_uri") != a.redirectURI:
		return "", "", invalidGrant("The redirect_uri is not the one of the authorization.")
	case !a.proves(form.Get("code_verifier")):
		return "", "", invalidGrant("The code_verifier does not fit the code_challenge.")
	}
	access = s.vault.mintAccess(a.user, a.scopes, time.Now())
	if public {
		return access, "", nil
	}
	refresh = s.vault.mint("Atzr|mock-login")
	s.vault.refresh[refresh] = refreshGrant{a.user, a.scopes}
	return access, refresh, nil
}

// proves checks PKCE by S256 (RFC 7636).
func (a authorization) proves(verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(challenge), []byte(a.challenge)) == 1
}

// checkClient takes the client's id and secret from the form or from HTTP Basic, where RFC 6749 has them escaped like
// a form's, but never from both.
func (v *vault) checkClient(h http.Header, form url.Values) *oauthProblem {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if len(h.Values("Authorization")) > 0 {
		if form.Has("client_id") || form.Has("client_secret") {
			return invalidRequest("The client authenticates in two ways.")
		}
		id, secret = basicAuth(h)
	}
	if id != v.app.ClientID || secret != v.app.ClientSecret {
		return invalidClient()
	}
	return nil
}

// basicAuth returns empty strings, which are no client's, for a header that cannot be read.
func basicAuth(h http.Header) (id, secret string) {
	if len(h.Values("Authorization")) != 1 {
		return "", ""
	}
	id, secret, _ = (&http.Request{Header: h}).BasicAuth()
	id, idErr := url.QueryUnescape(id)
	secret, secretErr := url.QueryUnescape(secret)
	if idErr != nil || secretErr != nil {
		return "", ""
	}
	return id, secret
}
