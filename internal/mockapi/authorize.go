package mockapi

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Consent is what the authorize page does with a request that is in order.
type Consent int

// The ways of the authorize page.
const (
	ConsentAsk   Consent = iota // shows a page with the buttons Agree and Cancel
	ConsentAgree                // agrees at once, without a page
)

// defaultRedirectURI can be registered as an Allowed Return URL of a security profile (seen).
const defaultRedirectURI = "http://127.0.0.1:9090/cb"

// codeLifetime is how long an authorization code is good for (API page).
const codeLifetime = 5 * time.Minute

// login is the state of the authorize page, and of the codes it hands out.
type login struct {
	consent      Consent
	user         *User // who is logged in on the page
	redirectURIs []string
	anyPort      bool
	pending      map[string]authorization // by the id that the page's form carries
	codes        map[string]authorization
	requests     int
	issued       int
}

// authorization is what a client asked for, and a user agrees to.
type authorization struct {
	redirectURI, state, challenge string
	scopes                        []string
	user                          *User
	expires                       time.Time // of the code
}

func newLogin(user *User) login {
	return login{
		user:         user,
		redirectURIs: []string{defaultRedirectURI},
		pending:      map[string]authorization{},
		codes:        map[string]authorization{},
	}
}

// SetConsent chooses what the authorize page does.
func (s *Service) SetConsent(c Consent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login.consent = c
}

// SetRedirectURIs replaces the Allowed Return URLs, of which there is one at first: http://127.0.0.1:9090/cb. With
// anyPort, another port of the same address is allowed too, which Login with Amazon does not offer (guess).
func (s *Service) SetRedirectURIs(anyPort bool, uris ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login.redirectURIs, s.login.anyPort = slices.Clone(uris), anyPort
}

// serveAuthorize answers the authorize page of Login with Amazon (API page): the request, and the buttons of the page.
func (s *Service) serveAuthorize(req *Request) reply {
	switch {
	case req.Path != pathAuthorize:
		return htmlReply(http.StatusNotFound, "There is no such page")
	case req.Method == http.MethodGet:
		return s.authorize(req)
	case req.Method == http.MethodPost:
		return s.decideLogin(req)
	}
	r := htmlReply(http.StatusMethodNotAllowed, "The method has to be GET or POST")
	r.header = http.Header{"Allow": {"GET, POST"}}
	return r
}

// authorize checks a request. Without a known client and return URL it must not redirect (RFC 6749, section 4.1.2.1).
func (s *Service) authorize(req *Request) reply {
	query, err := url.ParseQuery(req.RawQuery)
	if err != nil || req.Body != "" {
		return htmlReply(http.StatusBadRequest, "The request cannot be read")
	}
	for _, given := range query {
		if len(given) != 1 {
			return htmlReply(http.StatusBadRequest, "A parameter is given more than once")
		}
	}
	if query.Get("client_id") != s.vault.app.ClientID {
		return htmlReply(http.StatusBadRequest, "Unknown client_id")
	}
	if !s.login.allows(query.Get("redirect_uri")) {
		return htmlReply(http.StatusBadRequest, "The redirect_uri is not an Allowed Return URL of the client")
	}
	a := authorization{
		redirectURI: query.Get("redirect_uri"),
		state:       query.Get("state"),
		challenge:   query.Get("code_challenge"),
		scopes:      strings.Fields(query.Get("scope")),
		user:        s.login.user,
	}
	if p := checkAuthorize(query, a); p != nil {
		return a.redirect("error", p.code, "error_description", p.description)
	}
	if s.login.consent == ConsentAgree {
		return s.agree(a)
	}
	return s.askUser(a)
}

// allows compares a redirect_uri as it is written, but for the port where any is allowed.
func (l *login) allows(uri string) bool {
	if slices.Contains(l.redirectURIs, uri) {
		return true
	}
	asked, ok := withoutPort(uri)
	return l.anyPort && ok && slices.ContainsFunc(l.redirectURIs, func(allowed string) bool {
		known, ok := withoutPort(allowed)
		return ok && known == asked
	})
}

func withoutPort(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Hostname() != "127.0.0.1" {
		return "", false
	}
	u.Host = u.Hostname()
	return u.String(), true
}

var authorizeFields = []string{
	"client_id", "redirect_uri", "scope", "response_type", "state", "code_challenge", "code_challenge_method",
}

var challengePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// checkAuthorize is stricter than OAuth: it refuses unknown parameters, and requests without a state or PKCE.
func checkAuthorize(query url.Values, a authorization) *oauthProblem {
	for name := range query {
		if !slices.Contains(authorizeFields, name) {
			return invalidRequest("Unknown parameter " + name + ".")
		}
	}
	switch kind := query.Get("response_type"); {
	case kind == "":
		return invalidRequest("The parameter response_type is missing.")
	case kind != "code":
		return &oauthProblem{http.StatusBadRequest, "unsupported_response_type", "The response_type has to be code."}
	case a.state == "":
		return invalidRequest("The parameter state is missing.")
	case query.Get("code_challenge_method") != "S256":
		return invalidRequest("The code_challenge_method has to be S256.")
	case !challengePattern.MatchString(a.challenge):
		return invalidRequest("The code_challenge is missing or no SHA-256 in base64url.")
	case !within(a.scopes, Scopes):
		return invalidScope()
	}
	return nil
}
