package mockapi

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
)

// Codes of the API's errors, with their sources.
const (
	codeBadRequest         = "BAD_REQUEST"                 // second-hand
	codeNoAPIKey           = "NO_X_API_KEY"                // seen
	codeInvalidClientID    = "INVALID_CLIENT_ID"           // seen: the profile is not enabled
	codeInvalidAuthType    = "INVALID_AUTH_TYPE"           // API page
	codeInvalidAuthToken   = "INVALID_AUTH_TOKEN"          // API page
	codeInvalidAccessToken = "INVALID_ACCESS_TOKEN"        // API page: expired
	codeNoMusicAccount     = "AUTH_NO_MUSIC_ACCOUNT_FOUND" // API page
	codeDeniedTier         = "DENIED_SUBSCRIPTION_TIER"    // seen
	codeAccessDenied       = "ACCESS_DENIED"               // guess: 403 for a scope that was not granted
	codeNotFound           = "RESOURCE_NOT_FOUND"          // second-hand
	codeThrottled          = "THROTTLED"                   // second-hand
	codeInternal           = "INTERNAL"                    // second-hand
	codeForbidden          = "FORBIDDEN"                   // guess: 403 for what is another user's
	codeUnprocessable      = "UNPROCESSABLE_ENTITY"        // guess: 422 exists, its code has not been seen
)

// problem is why a request is refused.
type problem struct {
	status        int
	code, message string
	allow         string // for 405
}

func badRequest(message string) *problem {
	return &problem{status: http.StatusBadRequest, code: codeBadRequest, message: message}
}

func notFound(message string) *problem {
	return &problem{status: http.StatusNotFound, code: codeNotFound, message: message}
}

// refuse turns a problem into the API's answer to it.
func (s *Service) refuse(p *problem) reply {
	r := jsonReply(p.status, object{"error": s.errorObject(p)})
	if p.allow != "" {
		r.header = http.Header{"Allow": {p.allow}}
	}
	return r
}

// errorObject is the API's error (API page). In the page's example status is a string; here it is a number for server
// errors, since clients must take both. The reference is different in every answer.
func (s *Service) errorObject(p *problem) object {
	s.references++
	o := object{
		"status":    strconv.Itoa(p.status),
		"code":      p.code,
		"message":   p.message,
		"url":       "https://errors.example/" + p.code,
		"reference": fmt.Sprintf("mock-%06d", s.references),
	}
	if p.status >= http.StatusInternalServerError {
		o["status"] = p.status
	}
	// What a payload holds is not documented, only that there can be one.
	if s.references%3 == 0 {
		o["payload"] = object{"origin": "mock", "hints": []string{"one", "two"}}
	}
	return o
}

// reply is a whole answer, before it is written.
type reply struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
}

func jsonReply(status int, v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		// Only maps, strings, numbers and lists are ever passed, and they cannot fail.
		panic(err)
	}
	return reply{status: status, contentType: "application/json", body: body}
}

// data is a successful answer of the API: everything is under "data" (API page).
func data(v object) reply {
	return jsonReply(http.StatusOK, object{"data": v})
}

func htmlReply(status int, title string) reply {
	title = html.EscapeString(title)
	page := "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"
	return reply{status: status, contentType: "text/html; charset=utf-8", body: []byte(page)}
}
