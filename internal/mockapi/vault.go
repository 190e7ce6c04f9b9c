package mockapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Credentials are what a Service accepts.
type Credentials struct {
	APIKey       string // the x-api-key header
	AccessToken  string // a token that works without ever having been minted
	ClientID     string
	ClientSecret string
	RefreshToken string
}

// vault keeps the credentials of the application and the tokens of all users.
type vault struct {
	app      Credentials // without its tokens
	given    string      // the default user's access token that was never minted
	access   map[string]*accessGrant
	refresh  map[string]refreshGrant
	lifetime time.Duration
	rotate   bool
	minted   []string // everything that was handed out
}

// accessGrant is what a known access token is good for. A zero expires never comes.
type accessGrant struct {
	user    *User
	scopes  []string
	expires time.Time
	expired bool
}

// refreshGrant is what the access tokens for a refresh token are good for.
type refreshGrant struct {
	user   *User
	scopes []string
}

func newVault(user *User) vault {
	return vault{
		app:      Credentials{APIKey: DefaultAPIKey, ClientID: DefaultClientID, ClientSecret: DefaultClientSecret},
		given:    DefaultAccessToken,
		access:   map[string]*accessGrant{DefaultAccessToken: {user: user, scopes: Scopes}},
		refresh:  map[string]refreshGrant{DefaultRefreshToken: {user, Scopes}},
		lifetime: time.Hour,
	}
}

// SetCredentials replaces what is accepted of the application and the default user. An empty field leaves the current
// value. A replaced value is no longer accepted; minted access tokens stay valid; a given token is as good as new.
func (s *Service) SetCredentials(c Credentials) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &s.vault
	if c.AccessToken != "" {
		delete(v.access, v.given)
		v.given = c.AccessToken
		v.access[v.given] = &accessGrant{user: s.User, scopes: Scopes}
	}
	if c.RefreshToken != "" {
		v.revoke(s.User)
		v.refresh[c.RefreshToken] = refreshGrant{s.User, Scopes}
	}
	replace(&v.app.APIKey, c.APIKey)
	replace(&v.app.ClientID, c.ClientID)
	replace(&v.app.ClientSecret, c.ClientSecret)
}

// revoke forgets a user's refresh tokens.
func (v *vault) revoke(user *User) {
	maps.DeleteFunc(v.refresh, func(_ string, g refreshGrant) bool { return g.user == user })
}

func replace(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// ExpireAccessTokens makes every access token known now answer 401 INVALID_ACCESS_TOKEN.
func (s *Service) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, grant := range s.vault.access {
		grant.expired = true
	}
}

// SetTokenLifetime is how long access tokens minted from now on live, and what their expires_in says, in whole seconds.
func (s *Service) SetTokenLifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.lifetime = d
}

// RevokeRefreshToken makes the token endpoint answer invalid_grant for the user's refresh tokens, as after the user
// removes the application.
func (u *User) RevokeRefreshToken() {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	u.service.vault.revoke(u)
}

// RotateRefreshTokens chooses whether a refresh returns a new refresh token and ends the old one, or returns the same.
// A client has to expect a new one; that the old one ends then is a guess.
func (s *Service) RotateRefreshTokens(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.rotate = on
}

// MintedTokens returns the access and refresh tokens made by the token endpoint so far, in order, to search logs and
// state for. The access token of an answer comes before its refresh token.
func (s *Service) MintedTokens() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.vault.minted)
}

// authorise checks the two headers of every call. The order of the checks is a guess.
func (s *Service) authorise(h http.Header) (*accessGrant, *problem) {
	keys, auths := h.Values("X-Api-Key"), h.Values("Authorization")
	if len(keys) > 1 || len(auths) > 1 {
		return nil, badRequest("A header is given more than once.")
	}
	switch key := h.Get("X-Api-Key"); key {
	case "":
		return nil, &problem{status: http.StatusUnauthorized, code: codeNoAPIKey, message: "The x-api-key header is missing."}
	case s.vault.app.APIKey:
	default:
		return nil, &problem{status: http.StatusForbidden, code: codeInvalidClientID, message: "The security profile is not enabled."}
	}
	token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return nil, &problem{status: http.StatusUnauthorized, code: codeInvalidAuthType, message: "The Authorization header has to be of type Bearer."}
	}
	return s.vault.grantOf(token, time.Now())
}

func (v *vault) grantOf(token string, now time.Time) (*accessGrant, *problem) {
	grant, ok := v.access[token]
	if !ok {
		return nil, &problem{status: http.StatusUnauthorized, code: codeInvalidAuthToken, message: "The access token is not valid."}
	}
	if grant.expired || !grant.expires.IsZero() && !now.Before(grant.expires) {
		return nil, &problem{status: http.StatusUnauthorized, code: codeInvalidAccessToken, message: "The access token has expired."}
	}
	return grant, nil
}

// mintAccess makes an access token for a user, with some scopes.
func (v *vault) mintAccess(user *User, scopes []string, now time.Time) string {
	token := v.mint("Atza|mock-minted")
	v.access[token] = &accessGrant{user: user, scopes: scopes, expires: now.Add(v.lifetime)}
	return token
}

// nextRefresh returns the refresh token to continue with: the given one, or a new one if they rotate.
func (v *vault) nextRefresh(token string) string {
	if !v.rotate {
		return token
	}
	grant := v.refresh[token]
	delete(v.refresh, token)
	token = v.mint("Atzr|mock-rotated")
	v.refresh[token] = grant
	return token
}

// mint makes a token of a kind, numbered from 1 within its kind.
func (v *vault) mint(kind string) string {
	n := 1
	for _, token := range v.minted {
		if strings.HasPrefix(token, kind) {
			n++
		}
	}
	token := mintedToken(kind, n)
	v.minted = append(v.minted, token)
	return token
}

// mintedToken is recognisable by its start and has in its rest what breaks when a form is not escaped.
func mintedToken(kind string, n int) string {
	start := fmt.Sprintf("%s-%04d-", kind, n)
	sum := sha256.Sum256([]byte(start))
	return start + base64.RawStdEncoding.EncodeToString(sum[:15]) + "+/" + base64.StdEncoding.EncodeToString(sum[15:])
}
