package provider

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestMain keeps the environment of whoever runs the tests out of them, and
// lets configurations name the provider by its real address.
func TestMain(m *testing.M) {
	// An empty CLI configuration, whatever the one at home says.
	cliConfig, err := os.CreateTemp("", "amazonmusic-*.tfrc")
	if err != nil {
		panic(err)
	}
	mustSetenv("TF_CLI_CONFIG_FILE", cliConfig.Name())
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AMAZONMUSIC_") || strings.HasPrefix(name, "TF_LOG") {
			mustSetenv(name, "")
		}
	}
	mustSetenv("CHECKPOINT_DISABLE", "1")
	if err := QuietFrameworkLog(os.Environ(), os.Setenv); err != nil {
		panic(err)
	}
	mustSetenv("TF_ACC_PROVIDER_NAMESPACE", "musicascode")
	code := m.Run()
	_ = os.Remove(cliConfig.Name())
	os.Exit(code)
}

func mustSetenv(name, value string) {
	if err := os.Setenv(name, value); err != nil {
		panic(err)
	}
}

// testVersion is the version that the provider under test calls itself by.
const testVersion = "test"

// quickClock makes a wait last no time: it jumps ahead instead.
type quickClock struct{ ahead atomic.Int64 }

func (c *quickClock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *quickClock) After(d time.Duration) <-chan time.Time {
	c.ahead.Add(int64(d))
	done := make(chan time.Time, 1)
	done <- c.Now()
	return done
}

func newTestProvider() provider.Provider {
	return &amazonMusicProvider{version: testVersion, clock: &quickClock{}}
}

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		typeName: func() (tfprotov6.ProviderServer, error) {
			return providerserver.NewProtocol6WithError(newTestProvider())()
		},
	}
}

// fixture is a service of a test's own, and the address it listens on.
type fixture struct {
	*mockapi.Service
	server *mockapi.Server
}

func startService(t *testing.T) *fixture {
	t.Helper()
	service := mockapi.New()
	server, err := service.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &fixture{Service: service, server: server}
}

const requiredProviders = `
terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}
`

// block is a provider block for the service, with more arguments if any.
func (f *fixture) block(arguments ...string) string {
	return requiredProviders + f.providerBlock(arguments...)
}

// providerBlock is the block alone, for files that hold no terraform block.
func (f *fixture) providerBlock(arguments ...string) string {
	return fmt.Sprintf(`
provider "amazonmusic" {
  endpoint     = %q
  api_key      = %q
  access_token = %q
  %s
}
`, f.server.URL(), mockapi.DefaultAPIKey, mockapi.DefaultAccessToken, strings.Join(arguments, "\n  "))
}

// loginBlock is a provider block that renews its access tokens.
func (f *fixture) loginBlock(arguments ...string) string {
	return requiredProviders + fmt.Sprintf(`
provider "amazonmusic" {
  endpoint      = %q
  api_key       = %q
  client_id     = %q
  client_secret = %q
  refresh_token = %q
  token_url     = %q
  %s
}
`, f.server.URL(), mockapi.DefaultAPIKey, mockapi.DefaultClientID, mockapi.DefaultClientSecret, mockapi.DefaultRefreshToken,
		f.server.TokenURL(), strings.Join(arguments, "\n  "))
}

// sent lists the requests since the last reset, as "METHOD path".
func (f *fixture) sent() []string {
	var lines []string
	for _, r := range f.Requests() {
		lines = append(lines, r.Method+" "+r.Path)
	}
	return lines
}

// checkSent compares the requests since the last reset, in any order, and
// resets the log for the next step.
func (f *fixture) checkSent(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error { return f.compareSent(want...) }
}

func (f *fixture) compareSent(want ...string) error {
	got := f.sent()
	f.ResetRequests()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("requests sent:\n  %s\nwanted:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	return nil
}

func put(id string) string { return "PUT /v1/me/library/tracks/" + id }

func del(id string) string { return "DELETE /v1/me/library/tracks/" + id }

// acceptance runs steps with real Terraform, in parallel with other tests. It
// is not skipped for an unset variable.
func acceptance(t *testing.T, c resource.TestCase) {
	t.Helper()
	t.Parallel()
	c.ProtoV6ProviderFactories = factories()
	resource.UnitTest(t, c)
}

// emptyPlan is what every applied step must end in.
func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// planSent checks the requests between the start of a step and its plan.
type planSent struct {
	f    *fixture
	want []string
}

func (c planSent) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = c.f.compareSent(c.want...)
}
