package mockapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
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

// vault keeps the credentials and all tokens.
type vault struct {
	current  Credentials
	tokens   map[string]*accessToken
	lifetime time.Duration
	useLimit int
	rotate   bool
	revoked  bool
	minted   []string // all that was handed out, of both kinds
	accesses int
	rotated  int
}

// accessToken is one that is known. A zero expiry is none: the given token lives until it is expired by hand.
type accessToken struct {
	expires time.Time
	expired bool
	uses    int
}

func newVault() vault {
	return vault{
		current: Credentials{
			APIKey:       DefaultAPIKey,
			AccessToken:  DefaultAccessToken,
			ClientID:     DefaultClientID,
			ClientSecret: DefaultClientSecret,
			RefreshToken: DefaultRefreshToken,
		},
		tokens:   map[string]*accessToken{DefaultAccessToken: {}},
		lifetime: time.Hour,
	}
}

// SetCredentials replaces what is accepted; an empty field keeps what there is. What is replaced is unknown from now
// on, minted access tokens stay good, a given access token is fresh and a given refresh token is not revoked.
func (s *Service) SetCredentials(c Credentials) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &s.vault
	if c.AccessToken != "" {
		delete(v.tokens, v.current.AccessToken)
		v.tokens[c.AccessToken] = &accessToken{}
	}
	if c.RefreshToken != "" {
		v.revoked = false
	}
	replace(&v.current.APIKey, c.APIKey)
	replace(&v.current.AccessToken, c.AccessToken)
	replace(&v.current.ClientID, c.ClientID)
	replace(&v.current.ClientSecret, c.ClientSecret)
	replace(&v.current.RefreshToken, c.RefreshToken)
}

func replace(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// ExpireAccessTokens has every access token known now answer 401 INVALID_ACCESS_TOKEN.
func (s *Service) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, token := range s.vault.tokens {
		token.expired = true
	}
}

// LimitTokenUse lets every access token, minted or given, work for n API requests, counted from now; then it is
// expired. 0 turns the limit off, which revives the tokens it stopped.
func (s *Service) LimitTokenUse(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.useLimit = n
	for _, token := range s.vault.tokens {
		token.uses = 0
	}
}

// SetTokenLifetime is how long access tokens minted from now on live, and what their expires_in says, in whole seconds.
func (s *Service) SetTokenLifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.lifetime = d
}

// RevokeRefreshToken has the token endpoint answer invalid_grant, as after the user removes the app.
func (s *Service) RevokeRefreshToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.revoked = true
}

// RotateRefreshTokens chooses whether a refresh hands back a new refresh token, and ends the old one, or the same.
// A client has to expect a new one; that the old one ends then is a guess, and the worse case.
func (s *Service) RotateRefreshTokens(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.rotate = on
}

// MintedTokens returns the access tokens and rotated refresh tokens handed out so far: none of them may turn up where
// it does not belong.
func (s *Service) MintedTokens() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.vault.minted)
}

// authorise checks the two headers of every call. The order of the checks is a guess.
func (s *Service) authorise(h http.Header) *problem {
	keys, auths := h.Values("X-Api-Key"), h.Values("Authorization")
	if len(keys) > 1 || len(auths) > 1 {
		return badRequest("A header is given more than once.")
	}
	switch key := h.Get("X-Api-Key"); key {
	case "":
		return &problem{status: http.StatusUnauthorized, code: codeNoAPIKey, message: "The x-api-key header is missing."}
	case s.vault.current.APIKey:
	default:
		return &problem{status: http.StatusForbidden, code: codeInvalidClientID, message: "The security profile is not enabled."}
	}
	token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return &problem{status: http.StatusUnauthorized, code: codeInvalidAuthType, message: "The Authorization header has to be of type Bearer."}
	}
	return s.vault.use(token, s.now())
}

func (v *vault) use(token string, now time.Time) *problem {
	known, ok := v.tokens[token]
	if !ok {
		return &problem{status: http.StatusUnauthorized, code: codeInvalidAuthToken, message: "The access token is not valid."}
	}
	late := !known.expires.IsZero() && !now.Before(known.expires)
	spent := v.useLimit > 0 && known.uses >= v.useLimit
	if known.expired || late || spent {
		return &problem{status: http.StatusUnauthorized, code: codeInvalidAccessToken, message: "The access token has expired."}
	}
	known.uses++
	return nil
}

// mint makes an access token, and a refresh token if they rotate, and returns it with the refresh token to go on with.
func (v *vault) mint(now time.Time) (access, refresh string) {
	v.accesses++
	access = mintedToken("Atza|mock-minted", v.accesses)
	v.tokens[access] = &accessToken{expires: now.Add(v.lifetime)}
	v.minted = append(v.minted, access)
	if v.rotate {
		v.rotated++
		v.current.RefreshToken = mintedToken("Atzr|mock-rotated", v.rotated)
		v.minted = append(v.minted, v.current.RefreshToken)
	}
	return access, v.current.RefreshToken
}

// mintedToken is recognisable by its start and has in its rest what breaks when a form is not escaped.
func mintedToken(kind string, n int) string {
	start := fmt.Sprintf("%s-%04d-", kind, n)
	sum := sha256.Sum256([]byte(start))
	return start + base64.RawStdEncoding.EncodeToString(sum[:15]) + "+/" + base64.StdEncoding.EncodeToString(sum[15:])
}
