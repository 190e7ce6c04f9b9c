package mockapi_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestHeaders(t *testing.T) {
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	add := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Add(name, value) }
	}
	remove := func(names ...string) func(*http.Request) {
		return func(r *http.Request) {
			for _, name := range names {
				r.Header.Del(name)
			}
		}
	}
	tests := []struct {
		name   string
		change func(*http.Request)
		status int
		code   string
	}{
		{"all good", func(*http.Request) {}, 200, ""},
		{"nothing at all", remove("X-Api-Key", "Authorization"), 401, "NO_X_API_KEY"},
		{"no key", remove("X-Api-Key"), 401, "NO_X_API_KEY"},
		{"empty key", set("X-Api-Key", ""), 401, "NO_X_API_KEY"},
		{"wrong key", set("X-Api-Key", "amzn1.application.other"), 403, "INVALID_CLIENT_ID"},
		{"no token", remove("Authorization"), 401, "INVALID_AUTH_TYPE"},
		{"bare token", set("Authorization", mockapi.DefaultAccessToken), 401, "INVALID_AUTH_TYPE"},
		{"basic", set("Authorization", "Basic bW9jaw=="), 401, "INVALID_AUTH_TYPE"},
		{"lower case", set("Authorization", "bearer "+mockapi.DefaultAccessToken), 401, "INVALID_AUTH_TYPE"},
		{"empty token", set("Authorization", "Bearer "), 401, "INVALID_AUTH_TYPE"},
		{"two spaces", set("Authorization", "Bearer  "+mockapi.DefaultAccessToken), 401, "INVALID_AUTH_TOKEN"},
		{"wrong token", bearer("Atza|other"), 401, "INVALID_AUTH_TOKEN"},
		{"escaped token", bearer("Atza%7Cmock-access-token"), 401, "INVALID_AUTH_TOKEN"},
		{"two keys", add("X-Api-Key", mockapi.DefaultAPIKey), 400, "BAD_REQUEST"},
		{"two tokens", add("Authorization", "Bearer "+mockapi.DefaultAccessToken), 400, "BAD_REQUEST"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, tt.change), tt.status, tt.code)
			wantStatus(t, ask(t, s, http.MethodPut, tracksPath+"/B000000001", tt.change), tt.status, tt.code)
			if saved := s.IsSaved("B000000001"); saved != (tt.status == 200) {
				t.Errorf("saved: %v", saved)
			}
		})
	}
}

func TestHeadersAreCheckedBeforeThePath(t *testing.T) {
	a := ask(t, mockapi.New(), http.MethodGet, "/nowhere", func(r *http.Request) { r.Header = http.Header{} })
	wantStatus(t, a, 401, "NO_X_API_KEY")
}

func TestSetCredentials(t *testing.T) {
	s := mockapi.New()
	s.SetCredentials(mockapi.Credentials{APIKey: "key", AccessToken: "Atza|mine"})
	key := func(r *http.Request) { r.Header.Set("X-Api-Key", "key") }
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 403, "INVALID_CLIENT_ID")
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, key), 401, "INVALID_AUTH_TOKEN")
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, key, bearer("Atza|mine")), 200, "")

	s.ExpireAccessTokens()
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, key, bearer("Atza|mine")), 401, "INVALID_ACCESS_TOKEN")
	s.SetCredentials(mockapi.Credentials{AccessToken: "Atza|mine"})
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, key, bearer("Atza|mine")), 200, "")
	// The client's credentials were left empty and so stay what they were.
	wantStatus(t, refresh(t, s, mockapi.DefaultRefreshToken), 200, "")
}

func TestTokenLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetTokenLifetime(90 * time.Second)
		a := refresh(t, s, mockapi.DefaultRefreshToken)
		if got := at(a.decode(t), "expires_in"); got != float64(90) {
			t.Errorf("expires_in is %v", got)
		}
		token := accessToken(t, a)
		get := func() answer { return ask(t, s, http.MethodGet, playlistsPath, bearer(token)) }
		time.Sleep(90*time.Second - time.Nanosecond)
		wantStatus(t, get(), 200, "")
		time.Sleep(time.Nanosecond)
		wantStatus(t, get(), 401, "INVALID_ACCESS_TOKEN")
		// The given token has no end of its own.
		time.Sleep(24 * time.Hour)
		wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 200, "")

		s.SetTokenLifetime(-time.Second)
		a = refresh(t, s, mockapi.DefaultRefreshToken)
		if got := at(a.decode(t), "expires_in"); got != float64(0) {
			t.Errorf("expires_in is %v", got)
		}
		token = accessToken(t, a)
		wantStatus(t, get(), 401, "INVALID_ACCESS_TOKEN")
	})
}

func TestExpireAccessTokensLeavesLaterOnesAlone(t *testing.T) {
	s := mockapi.New()
	old := accessToken(t, refresh(t, s, mockapi.DefaultRefreshToken))
	s.ExpireAccessTokens()
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath), 401, "INVALID_ACCESS_TOKEN")
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(old)), 401, "INVALID_ACCESS_TOKEN")
	fresh := accessToken(t, refresh(t, s, mockapi.DefaultRefreshToken))
	wantStatus(t, ask(t, s, http.MethodGet, playlistsPath, bearer(fresh)), 200, "")
}
