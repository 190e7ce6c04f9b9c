package acctest

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// RequiredProviders lets a configuration name the provider by its address.
const RequiredProviders = `
terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}
`

// Service is a stand-in service on a port of its own.
type Service struct {
	*mockapi.Service
	URL, TokenURL string
}

// NewService starts a service that stops with the test.
func NewService(tb testing.TB) *Service {
	tb.Helper()
	readSettings()
	s := mockapi.New()
	server, err := s.Listen("127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := server.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &Service{Service: s, URL: server.URL(), TokenURL: server.TokenURL()}
}

// TokenEnvironment are the provider's variables for an access token.
func (s *Service) TokenEnvironment() map[string]string {
	return map[string]string{
		"AMAZONMUSIC_ENDPOINT":     s.URL,
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}
}

// LoginEnvironment are the provider's variables for a login, from which it gets
// its access tokens.
func (s *Service) LoginEnvironment() map[string]string {
	return map[string]string{
		"AMAZONMUSIC_ENDPOINT":      s.URL,
		"AMAZONMUSIC_API_KEY":       mockapi.DefaultAPIKey,
		"AMAZONMUSIC_CLIENT_ID":     mockapi.DefaultClientID,
		"AMAZONMUSIC_CLIENT_SECRET": mockapi.DefaultClientSecret,
		"AMAZONMUSIC_REFRESH_TOKEN": mockapi.DefaultRefreshToken,
		"AMAZONMUSIC_TOKEN_URL":     s.TokenURL,
	}
}

// TokenBlock is a provider block with an access token and further arguments.
func (s *Service) TokenBlock(arguments ...string) string {
	return providerBlock(s.TokenEnvironment(), arguments)
}

// LoginBlock is a provider block with a login and further arguments.
func (s *Service) LoginBlock(arguments ...string) string {
	return providerBlock(s.LoginEnvironment(), arguments)
}

// providerBlock sets the argument of each variable.
func providerBlock(env map[string]string, arguments []string) string {
	lines := slices.Clone(arguments)
	for name, value := range env {
		lines = append(lines, fmt.Sprintf("%s = %q", strings.ToLower(strings.TrimPrefix(name, "AMAZONMUSIC_")), value))
	}
	return "\nprovider \"amazonmusic\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// TracksIn returns the ids of the tracks that requests of one method were
// about, in order.
func (s *Service) TracksIn(method string) []string {
	var ids []string
	for _, r := range s.Requests() {
		if r.Method == method {
			ids = append(ids, filepath.Base(r.Path))
		}
	}
	slices.Sort(ids)
	return ids
}

// TrackID numbers the tracks of a test.
func TrackID(i int) string { return fmt.Sprintf("B%09d", i) }
