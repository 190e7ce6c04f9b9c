package endtoend

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

var (
	root string
	// bench is shared by all tests: building the provider once is enough.
	bench *workbench.Workbench
	// cliVersion decides which examples the command line at hand can run.
	cliVersion *version.Version
)

func TestMain(m *testing.M) {
	code, err := withWorkbench(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func withWorkbench(run func() int) (code int, err error) {
	ctx := context.Background()
	if root, err = workbench.Root(ctx); err != nil {
		return 1, err
	}
	if bench, err = workbench.New(ctx, root, os.Stderr); err != nil {
		return 1, err
	}
	defer func() {
		if closing := bench.Close(); closing != nil {
			err = closing
		}
	}()
	tf, err := bench.Terraform(ctx, os.TempDir(), nil, nil)
	if err != nil {
		return 1, err
	}
	if cliVersion, _, err = tf.Version(ctx, true); err != nil {
		return 1, err
	}
	return run(), nil
}

// requiredProviders stands beside examples that leave it to the reader.
const requiredProviders = `
terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}
`

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// service is a stand-in service on a port of its own.
type service struct {
	*mockapi.Service
	server *mockapi.Server
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{Service: mockapi.New()}
	var err error
	if s.server, err = s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// withToken is an environment that holds an access token.
func (s *service) withToken() map[string]string {
	return map[string]string{
		"AMAZONMUSIC_ENDPOINT":     s.server.URL(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}
}

// withLogin is an environment from which access tokens are renewed.
func (s *service) withLogin() map[string]string {
	return map[string]string{
		"AMAZONMUSIC_ENDPOINT":      s.server.URL(),
		"AMAZONMUSIC_API_KEY":       mockapi.DefaultAPIKey,
		"AMAZONMUSIC_CLIENT_ID":     mockapi.DefaultClientID,
		"AMAZONMUSIC_CLIENT_SECRET": mockapi.DefaultClientSecret,
		"AMAZONMUSIC_REFRESH_TOKEN": mockapi.DefaultRefreshToken,
		"AMAZONMUSIC_TOKEN_URL":     s.server.TokenURL(),
	}
}

// folder lays out one configuration in a folder of its own.
func folder(t *testing.T, config string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), requiredProviders+config)
	return dir
}

// trackID numbers the tracks of a test.
func trackID(i int) string { return fmt.Sprintf("B%09d", i) }
