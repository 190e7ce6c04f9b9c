package provider

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

func TestMain(m *testing.M) {
	acctest.Main(m, setCacheDir, func(string) error { return QuietFrameworkLog(os.Environ(), os.Setenv) })
}

// testVersion is the version that the provider under test calls itself by.
const testVersion = "test"

func newTestProvider() provider.Provider { return New(testVersion)() }

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		typeName: func() (tfprotov6.ProviderServer, error) {
			return providerserver.NewProtocol6WithError(newTestProvider())()
		},
	}
}

// fixture is a service of a test's own.
type fixture struct{ *acctest.Service }

func startService(t *testing.T) *fixture {
	t.Helper()
	return &fixture{acctest.NewService(t)}
}

// block is a provider block for the service, with more arguments if any.
func (f *fixture) block(arguments ...string) string {
	return acctest.RequiredProviders + f.TokenBlock(arguments...)
}

// loginBlock is a provider block that renews its access tokens.
func (f *fixture) loginBlock(arguments ...string) string {
	return acctest.RequiredProviders + f.LoginBlock(arguments...)
}

// accountCheck is the request before the first write of a run.
const accountCheck = "GET /v1/me/playlists?limit=1"

// sent lists the requests since the last reset, as "METHOD path", without the
// check of the account. TestAccAccount_checkedOnce looks at that.
func (f *fixture) sent() []string {
	var lines []string
	for _, r := range f.Requests() {
		if r.Method+" "+r.Path+"?"+r.RawQuery == accountCheck {
			continue
		}
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
