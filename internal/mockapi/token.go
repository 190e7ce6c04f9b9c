package mockapi

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// isAuth reports whether a path belongs to Login with Amazon: the token endpoint or the authorize page. A request
// there is no API call: it needs no API key, has a log of its own, and meets only the faults that are meant for it.
func isAuth(path string) bool {
	return strings.HasPrefix(path, "/auth/") || strings.HasPrefix(path, "/ap/")
}

// oauthProblem is a refusal in OAuth's own form, which is not the API's.
type oauthProblem struct {
	status            int
	code, description string
}

func invalidRequest(description string) *oauthProblem {
	return &oauthProblem{http.StatusBadRequest, "invalid_request", description}
}

func missing(name string) *oauthProblem {
	return invalidRequest("The parameter " + name + " is missing.")
}

func invalidGrant(description string) *oauthProblem {
	return &oauthProblem{http.StatusBadRequest, "invalid_grant", description}
}

func invalidClient() *oauthProblem {
	return &oauthProblem{http.StatusUnauthorized, "invalid_client", "The client is unknown or its secret is wrong."}
}

func invalidScope() *oauthProblem {
	return &oauthProblem{http.StatusBadRequest, "invalid_scope", "The scope is unknown, missing, or was not granted."}
}

func (p *oauthProblem) reply() reply {
	return jsonReply(p.status, object{"error": p.code, "error_description": p.description})
}

// serveToken answers Login with Amazon's token endpoint (API page).
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
	if p != nil {
		return p.reply()
	}
	access, refresh, p := s.grant(req.Header, form)
	if p != nil {
		return p.reply()
	}
	s.journal.stats.TokensMinted++
	answer := object{
		"access_token": access,
		"token_type":   "bearer",
		"expires_in":   int(max(s.vault.lifetime, 0) / time.Second),
	}
	answer.set("refresh_token", refresh, refresh != "")
	r := jsonReply(http.StatusOK, answer)
	r.header = http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}}
	return r
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
		if len(given) != 1 {
			return nil, invalidRequest("The parameter " + name + " is given more than once.")
		}
	}
	return form, nil
}
