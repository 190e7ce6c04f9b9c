package mockapi

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// consentPage has one form with two buttons. Their ids are for tests that use a browser.
var consentPage = template.Must(template.New("consent").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Login with Amazon (stand-in)</title></head>
<body>
<h1>Login with Amazon (stand-in)</h1>
<p>An application asks for access to an Amazon Music account:</p>
<ul>{{range .Scopes}}<li>{{.}}</li>{{end}}</ul>
<form method="post" action="{{.Action}}">
<p>Account <select name="user">{{range .Users}}<option{{if eq . $.User}} selected{{end}}>{{.}}</option>{{end}}</select></p>
<input type="hidden" name="request" value="{{.Request}}">
<button id="agree" name="decision" value="agree">Agree</button>
<button id="cancel" name="decision" value="cancel">Cancel</button>
</form>
</body>
</html>
`))

// askUser shows the page. The request waits for one of its buttons.
func (s *Service) askUser(a authorization) reply {
	s.login.requests++
	id := fmt.Sprintf("request-%d", s.login.requests)
	s.login.pending[id] = a
	var page bytes.Buffer
	users := make([]string, len(s.users))
	for i, u := range s.users {
		users[i] = u.id
	}
	fields := map[string]any{"User": a.user.id, "Users": users, "Scopes": a.scopes, "Request": id, "Action": pathAuthorize}
	if err := consentPage.Execute(&page, fields); err != nil {
		// Writing strings to a buffer cannot fail.
		panic(err)
	}
	return reply{
		status: http.StatusOK, contentType: "text/html; charset=utf-8", body: page.Bytes(),
		header: http.Header{"Cache-Control": {"no-store"}},
	}
}

// decideLogin takes the form of the page, without a user for the one that is logged in. A request is decided once.
func (s *Service) decideLogin(req *Request) reply {
	form, p := parseForm(req)
	if p != nil {
		return htmlReply(http.StatusBadRequest, p.description)
	}
	id, decision := form.Get("request"), form.Get("decision")
	a, ok := s.login.pending[id]
	if i := slices.IndexFunc(s.users, func(u *User) bool { return u.id == form.Get("user") }); i >= 0 {
		a.user = s.users[i]
		form.Del("user")
	}
	if !ok || len(form) != 2 || decision != "agree" && decision != "cancel" {
		return htmlReply(http.StatusBadRequest, "There is no such request to decide")
	}
	delete(s.login.pending, id)
	if decision == "agree" {
		return s.agree(a)
	}
	return a.cancel()
}

// agree sends the browser back with a code.
func (s *Service) agree(a authorization) reply {
	s.login.issued++
	code := mintedToken("ANmock-code", s.login.issued)
	a.expires = time.Now().Add(codeLifetime)
	s.login.codes[code] = a
	return a.redirect("code", code)
}

func (a authorization) cancel() reply {
	return a.redirect("error", "access_denied", "error_description", "The user did not agree.")
}

// redirect sends the browser back to the client, with the names and values given and the state.
func (a authorization) redirect(pairs ...string) reply {
	target, err := url.Parse(a.redirectURI)
	if err != nil {
		return htmlReply(http.StatusBadRequest, "The redirect_uri cannot be read")
	}
	query := target.Query()
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	if a.state != "" {
		query.Set("state", a.state)
	}
	target.RawQuery = query.Encode()
	return reply{status: http.StatusFound, header: http.Header{"Location": {target.String()}, "Cache-Control": {"no-store"}}}
}
