package amazonmusic

import (
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// The account check needs the id of the user, and nothing of the playlists.
func TestUserID(t *testing.T) {
	const body = `{"data":{"user":{%s"playlists":{"pageInfo":{"hasNextPage":true,"token":"t"},"edges":[]}}}}`
	const withID = `{"data":{"user":{"id":"u","playlists":%s}}}`
	tests := []struct {
		name        string
		status      int
		contentType string
		body        string
		want        string
		kind        Kind
	}{
		{"with an id", 200, "application/json", strings.ReplaceAll(body, "%s", `"id":"amzn1.user",`), "amzn1.user", ""},
		{"an odd id", 200, "", strings.ReplaceAll(body, "%s", `"id":`+toJSON(t, hostileText)+`,`), hostileText, ""},
		{"without an id", 200, "", strings.ReplaceAll(body, "%s", ""), "", ""},
		{"null", 200, "", strings.ReplaceAll(body, "%s", `"id":null,`), "", ""},
		{"no list", 200, "", `{"data":{"user":{"id":"u"}}}`, "u", ""},
		{"the list null", 200, "", strings.ReplaceAll(withID, "%s", "null"), "u", ""},
		{"the list a text", 200, "", strings.ReplaceAll(withID, "%s", `"none"`), "u", ""},
		{"a null playlist", 200, "", strings.ReplaceAll(withID, "%s", `{"edges":[{"node":null}]}`), "u", ""},
		{"a list without an end", 200, "", strings.ReplaceAll(withID, "%s", `{"pageInfo":{"hasNextPage":true},"edges":[]}`), "u", ""},
		{"no user", 200, "", `{"data":{"me":{"id":"u"}}}`, "", Unreadable},
		{"the user null", 200, "", `{"data":{"user":null}}`, "", Unreadable},
		{"the user a text", 200, "", `{"data":{"user":"u"}}`, "", Unreadable},
		{"the id a number", 200, "", `{"data":{"user":{"id":1}}}`, "", Unreadable},
		{"401", 401, "", errorJSON("INVALID_ACCESS_TOKEN", "m", ""), "", Unauthorized},
		{"403", 403, "", errorJSON("DENIED_SUBSCRIPTION_TIER", "m", ""), "", Forbidden},
		{"no account", 403, "", errorJSON("AUTH_NO_MUSIC_ACCOUNT_FOUND", "m", ""), "", NoAccount},
		{"404 of a gateway", 404, "application/json", `{"message":"Not Found"}`, "", UnknownCall},
		{"404 HTML", 404, "text/html", "<html>", "", UnknownCall},
		{"404 of the API", 404, "", errorJSON("RESOURCE_NOT_FOUND", "m", ""), "", NotFound},
		{"HTML", 200, "text/html", "<html>", "", Unreadable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.FailNext(1, mockapi.Answer(tt.status, tt.contentType, tt.body))
			got, err := newTestClient(t, s, withRetries(2)).UserID(t.Context())
			if got != tt.want || (err == nil) != (tt.kind == "") {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil {
				if e := failure(t, err); e.Kind != tt.kind || e.Op != OpCheckAccount || e.Status != tt.status {
					t.Errorf("%s, %s: %v", e.Op, e.Kind, e)
				}
			}
			wantSent(t, s, "GET /v1/me/playlists?limit=1")
		})
	}
}
