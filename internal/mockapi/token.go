package mockapi

import (
	"mime"
	"net/http"
	"net/url"
	"time"
)

// authPrefix is where the token endpoint lives. What is below it is no API call: it needs no API key, has its own log,
// and meets only the faults that are meant for it.
const authPrefix = "/auth"

// oauthProblem is a refusal in OAuth's own form, which is not the API's.
type oauthProblem struct {
	status            int
	code, description string
}

func invalidRequest(description string) *oauthProblem {
	return &oauthProblem{http.StatusBadRequest, "invalid_request", description}
}

func (p *oauthProblem) reply() reply {
	return jsonReply(p.status, object{"error": p.code, "error_description": p.description})
}

// serveToken answers Login with Amazon's token endpoint (API page) for the one grant there is use for.
func (s *Service) serveToken(req *Request) reply {
	if req.Path != pathToken {
		return s.refuse(notFound("There is no such resource: " + req.Path))
	}
	if req.Method != http.MethodPost {
		p := invalidRequest("The method has to be POST.")
		p.status = http.StatusMethodNotAllowed
		r := p.reply()
		r.header = http.Header{"Allow": {http.MethodPost}}
		return r
	}
	form, p := parseForm(req)
	if p == nil {
		p = s.vault.checkGrant(req.Header, form)
	}
	if p != nil {
		return p.reply()
	}
	refresh := form.Get("refresh_token")
	access := s.vault.mintAccess(s.vault.refresh[refresh], s.now())
	s.journal.stats.TokensMinted++
	r := jsonReply(http.StatusOK, object{
		"access_token":  access,
		"token_type":    "bearer",
		"expires_in":    int(max(s.vault.lifetime, 0) / time.Second),
		"refresh_token": s.vault.nextRefresh(refresh),
	})
	r.header = http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}}
	return r
}

// tokenFields are the parameters of a refresh, and the scope that OAuth allows beside them. OAuth says to ignore any
// other; here it is refused, since it can only be a mistake.
var tokenFields = map[string]bool{
	"grant_type": true, "refresh_token": true, "client_id": true, "client_secret": true, "scope": true,
}

// parseForm takes the form from the body only: credentials in a URL end up in logs.
func parseForm(req *Request) (url.Values, *oauthProblem) {
	if req.RawQuery != "" {
		return nil, invalidRequest("The parameters belong into the body.")
	}
	kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, invalidRequest("The content type has to be application/x-www-form-urlencoded.")
	}
	if len(req.Body) >= maxBody {
		return nil, invalidRequest("The body is too large.")
	}
	form, err := url.ParseQuery(req.Body)
	if err != nil {
		return nil, invalidRequest("The body is no form.")
	}
	for name, given := range form {
		if !tokenFields[name] {
			return nil, invalidRequest("Unknown parameter " + name + ".")
		}
		if len(given) != 1 {
			return nil, invalidRequest("The parameter " + name + " is given more than once.")
		}
	}
	return form, nil
}

// checkGrant goes through the steps of RFC 6749 in the order in which a server can take them.
func (v *vault) checkGrant(h http.Header, form url.Values) *oauthProblem {
	switch form.Get("grant_type") {
	case "refresh_token":
	case "":
		return invalidRequest("The parameter grant_type is missing.")
	default:
		return &oauthProblem{http.StatusBadRequest, "unsupported_grant_type", "Only refresh_token is supported."}
	}
	if p := v.checkClient(h, form); p != nil {
		return p
	}
	switch token := form.Get("refresh_token"); {
	case token == "":
		return invalidRequest("The parameter refresh_token is missing.")
	case v.refresh[token] == nil:
		return &oauthProblem{http.StatusBadRequest, "invalid_grant", "The refresh token is not valid."}
	}
	return nil
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
		return &oauthProblem{http.StatusUnauthorized, "invalid_client", "The client is unknown or its secret is wrong."}
	}
	return nil
}

// basicAuth returns nothing, which fits no client, for a header that cannot be read.
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
