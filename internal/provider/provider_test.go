package provider

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// complete is a provider block that needs nothing more.
func complete(changes map[string]tftypes.Value) map[string]tftypes.Value {
	arguments := map[string]tftypes.Value{"api_key": text("key-from-block"), "access_token": text("token-from-block")}
	for name, value := range changes {
		arguments[name] = value
		if value.IsNull() {
			delete(arguments, name)
		}
	}
	return arguments
}

func number(n any) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }

// hugeNumber is too large for a float64.
var hugeNumber, _, _ = big.ParseFloat("1e400", 10, 512, big.ToNearestEven)

// longNumber has more digits than a float64 or an error's usual precision.
var longNumber, _, _ = big.ParseFloat("99999999999999999999999", 10, 512, big.ToNearestEven)

var nothing = tftypes.NewValue(tftypes.String, nil)

// expected is one diagnostic: the argument it is attached to, its summary, and
// a pattern of its detail.
type expected struct{ argument, summary, detail string }

func TestProvider_arguments(t *testing.T) {
	for name, test := range map[string]struct {
		arguments map[string]tftypes.Value
		env       map[string]string
		want      []expected
	}{
		"complete":                 {arguments: complete(nil)},
		"no api key":               {arguments: complete(map[string]tftypes.Value{"api_key": nothing}), want: []expected{{"api_key", "Missing API Key", "AMAZONMUSIC_API_KEY.*Developer Console"}}},
		"no token":                 {arguments: complete(map[string]tftypes.Value{"access_token": nothing}), want: []expected{{"access_token", "Missing Access Token", "AMAZONMUSIC_ACCESS_TOKEN.*client_id.*client_secret.*refresh_token"}}},
		"line break":               {arguments: complete(map[string]tftypes.Value{"access_token": text("token\n")}), want: []expected{{"", "Invalid Provider Argument", "trimspace"}}},
		"line break in a variable": {arguments: complete(map[string]tftypes.Value{"api_key": nothing}), env: map[string]string{"AMAZONMUSIC_API_KEY": "key\n"}, want: []expected{{"", "Invalid Environment Variable", "AMAZONMUSIC_API_KEY holds a line break"}}},
		"empty token":              {arguments: complete(map[string]tftypes.Value{"access_token": text("")}), want: []expected{{"", "Empty Provider Argument", "AMAZONMUSIC_ACCESS_TOKEN"}}},
		"nothing":                  {want: []expected{{"api_key", "Missing API Key", ""}, {"access_token", "Missing Access Token", ""}}},
		"unknown key":              {arguments: complete(map[string]tftypes.Value{"api_key": unknownText()})},
		"unknown token":            {arguments: complete(map[string]tftypes.Value{"access_token": unknownText()})},
		"unknown endpoint":         {arguments: complete(map[string]tftypes.Value{"endpoint": unknownText()})},
		"unknown number":           {arguments: complete(map[string]tftypes.Value{"max_retries": number(tftypes.UnknownValue)})},
		"from the environment":     {env: map[string]string{"AMAZONMUSIC_API_KEY": "k", "AMAZONMUSIC_ACCESS_TOKEN": "t"}},
		"empty variable is unset":  {arguments: complete(map[string]tftypes.Value{"api_key": nothing}), env: map[string]string{"AMAZONMUSIC_API_KEY": ""}, want: []expected{{"api_key", "Missing API Key", ""}}},
		"login":                    {arguments: complete(map[string]tftypes.Value{"access_token": nothing, "client_id": text("c"), "client_secret": text("s"), "refresh_token": text("r")})},
		"login in the environment": {arguments: complete(map[string]tftypes.Value{"access_token": nothing}), env: map[string]string{
			"AMAZONMUSIC_CLIENT_ID": "c", "AMAZONMUSIC_CLIENT_SECRET": "s", "AMAZONMUSIC_REFRESH_TOKEN": "r",
		}},
		"half a login": {arguments: complete(map[string]tftypes.Value{"client_id": text("c")}), want: []expected{
			{"client_secret", "Missing Login Argument", `"client_id".*three`}, {"refresh_token", "Missing Login Argument", "AMAZONMUSIC_REFRESH_TOKEN"},
		}},
		"half a login, the rest unknown": {arguments: complete(map[string]tftypes.Value{"client_id": text("c"), "client_secret": unknownText(), "refresh_token": unknownText()})},

		"endpoint http":              {arguments: complete(map[string]tftypes.Value{"endpoint": text("http://example.com")}), want: []expected{{"endpoint", "Invalid Provider Argument", "loopback"}}},
		"endpoint http by variable":  {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_ENDPOINT": "http://example.com"}, want: []expected{{"endpoint", "Invalid Environment Variable", "AMAZONMUSIC_ENDPOINT"}}},
		"endpoint block wins":        {arguments: complete(map[string]tftypes.Value{"endpoint": text("https://example.com")}), env: map[string]string{"AMAZONMUSIC_ENDPOINT": "http://example.com"}},
		"endpoint loopback":          {arguments: complete(map[string]tftypes.Value{"endpoint": text("http://127.0.0.1:1")})},
		"endpoint with version":      {arguments: complete(map[string]tftypes.Value{"endpoint": text("https://example.com/v1/")}), want: []expected{{"endpoint", "Invalid Provider Argument", "/v1"}}},
		"endpoint with credentials":  {arguments: complete(map[string]tftypes.Value{"endpoint": text("https://a:b@example.com")}), want: []expected{{"endpoint", "Invalid Provider Argument", "^The value cannot be used .*user name"}}},
		"token_url http":             {arguments: complete(map[string]tftypes.Value{"token_url": text("http://example.com")}), want: []expected{{"token_url", "Invalid Provider Argument", "loopback"}}},
		"token_url no url":           {arguments: complete(map[string]tftypes.Value{"token_url": text("api.amazon.com")}), want: []expected{{"token_url", "Invalid Provider Argument", "https://"}}},
		"retries by variable":        {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_MAX_RETRIES": "0"}},
		"retries wrong variable":     {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_MAX_RETRIES": "21"}, want: []expected{{"max_retries", "Invalid Environment Variable", "whole number between 0 and 20"}}},
		"retries no number":          {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_MAX_RETRIES": "many"}, want: []expected{{"max_retries", "Invalid Environment Variable", `"many"`}}},
		"concurrency wrong variable": {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_MAX_CONCURRENT_REQUESTS": "0"}, want: []expected{{"max_concurrent_requests", "Invalid Environment Variable", "between 1 and 100"}}},
		"rate by variable":           {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUESTS_PER_SECOND": "2.5"}},
		"rate zero by variable":      {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUESTS_PER_SECOND": "0"}, want: []expected{{"requests_per_second", "Invalid Environment Variable", "between 0.001 and 1000000"}}},
		"rate no number":             {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUESTS_PER_SECOND": "NaN"}, want: []expected{{"requests_per_second", "Invalid Environment Variable", "between 0.001 and 1000000"}}},
		"timeout by variable":        {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUEST_TIMEOUT": "1m30s"}},
		"timeout variable too long":  {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUEST_TIMEOUT": "99999999h"}, want: []expected{{"request_timeout", "Invalid Environment Variable", "it is too long"}}},
		"timeout wrong variable":     {arguments: complete(nil), env: map[string]string{"AMAZONMUSIC_REQUEST_TIMEOUT": "30"}, want: []expected{{"request_timeout", "Invalid Environment Variable", "30s.*2m"}}},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range test.env {
				t.Setenv(variable, value)
			}
			compareDiagnostics(t, newProtocol(t).configure(test.arguments), test.want)
		})
	}
}

// TestProvider_validatesArguments covers what Terraform is told before the
// provider is configured.
func TestProvider_validatesArguments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments map[string]tftypes.Value
		want      expected
	}{
		"retries":     {map[string]tftypes.Value{"max_retries": number(21)}, expected{"max_retries", "Invalid Number", "whole number between 0 and 20"}},
		"a fraction":  {map[string]tftypes.Value{"max_concurrent_requests": number(1.5)}, expected{"max_concurrent_requests", "Invalid Number", "got 1.5"}},
		"negative":    {map[string]tftypes.Value{"max_retries": number(-1)}, expected{"max_retries", "Invalid Number", "whole number between 0 and 20"}},
		"concurrency": {map[string]tftypes.Value{"max_concurrent_requests": number(101)}, expected{"max_concurrent_requests", "Invalid Number", "between 1 and 100"}},
		"rate":        {map[string]tftypes.Value{"requests_per_second": number(0)}, expected{"requests_per_second", "Invalid Number", "between 0.001 and 1000000"}},
		"rate 1e400":  {map[string]tftypes.Value{"requests_per_second": number(hugeNumber)}, expected{"requests_per_second", "Invalid Number", "got 1e\\+400"}},
		"23 digits":   {map[string]tftypes.Value{"max_retries": number(longNumber)}, expected{"max_retries", "Invalid Number", "got 99999999999999999999999\\."}},
		"endpoint":    {map[string]tftypes.Value{"endpoint": text("http://example.com")}, expected{"endpoint", "Invalid Address", "use https://example.com"}},
		"token_url":   {map[string]tftypes.Value{"token_url": text("http://example.com/auth/token")}, expected{"token_url", "Invalid Address", "use https://example.com/auth/token"}},
		"secret":      {map[string]tftypes.Value{"endpoint": text("Atzr|refresh-token")}, expected{"", "Invalid Address", "^The value cannot"}},
		"timeout":     {map[string]tftypes.Value{"request_timeout": text("soon")}, expected{"request_timeout", "Invalid Duration", "30s"}},
		"with space":  {map[string]tftypes.Value{"request_timeout": text("1 hour")}, expected{"request_timeout", "Invalid Duration", `a number and a unit \(ms, s, m or h\) without a space`}},
		"too long":    {map[string]tftypes.Value{"request_timeout": text("99999999h1.5m")}, expected{"request_timeout", "Invalid Duration", "it is too long"}},
		"timeout 0":   {map[string]tftypes.Value{"request_timeout": text("0s")}, expected{"request_timeout", "Invalid Duration", "not a positive duration"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProtocol(t)
			resp, err := p.server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{
				Config: p.dynamic(p.schemas.Provider.ValueType(), test.arguments),
			})
			if err != nil {
				t.Fatal(err)
			}
			compareDiagnostics(t, resp.Diagnostics, []expected{test.want})
		})
	}
}

func compareDiagnostics(t *testing.T, got []*tfprotov6.Diagnostic, want []expected) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d diagnostics, wanted %d", len(got), len(want))
	}
	for i, d := range got {
		if i >= len(want) {
			t.Errorf("too many: %s: %s", d.Summary, d.Detail)
			continue
		}
		if argument := strings.Trim(fmt.Sprint(d.Attribute.Steps()), "[]"); argument != want[i].argument {
			t.Errorf("attached to %q, wanted %q", argument, want[i].argument)
		}
		if d.Summary != want[i].summary || !regexp.MustCompile(`(?s)`+want[i].detail).MatchString(d.Detail) {
			t.Errorf("got %s: %s\nwanted %s: %s", d.Summary, d.Detail, want[i].summary, want[i].detail)
		}
	}
}

func TestProvider_blockBeforeEnvironment(t *testing.T) {
	f := startService(t)
	t.Setenv("AMAZONMUSIC_ENDPOINT", "https://music.invalid")
	t.Setenv("AMAZONMUSIC_API_KEY", "wrong-key")
	t.Setenv("AMAZONMUSIC_ACCESS_TOKEN", "wrong-token")
	p := newProtocol(t)
	p.configureFor(f)
	p.noErrors(p.create("amazonmusic_library_track", map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}).Diagnostics)
	if !f.IsSaved(mockapi.TrackKaneTrain) {
		t.Error("the configured service was not called")
	}
}

// TestProvider_keepsAccountsApart: beside credentials of the block, those of the
// environment may be another account's.
func TestProvider_keepsAccountsApart(t *testing.T) {
	f := startService(t)
	for variable, value := range map[string]string{
		"CLIENT_ID": mockapi.DefaultClientID, "CLIENT_SECRET": mockapi.DefaultClientSecret, "REFRESH_TOKEN": mockapi.DefaultRefreshToken,
		"TOKEN_URL": f.TokenURL, "ACCESS_TOKEN": mockapi.DefaultAccessToken,
	} {
		t.Setenv("AMAZONMUSIC_"+variable, value)
	}
	for name, arguments := range map[string]map[string]tftypes.Value{
		"a token": {"access_token": text("expired")},
		"a login": {"client_id": text("c"), "client_secret": text("s"), "refresh_token": text("r")},
	} {
		arguments["endpoint"], arguments["api_key"] = text(f.URL), text(mockapi.DefaultAPIKey)
		p := newProtocol(t)
		p.noErrors(p.configure(arguments))
		resp := p.create("amazonmusic_library_track", map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)})
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Unable to Check the Account" {
			t.Errorf("%s: %v", name, resp.Diagnostics)
		}
	}
	if saved := f.SavedIDs(); len(saved) > 0 {
		t.Errorf("saved to the account of the environment: %v", saved)
	}
}

func TestProvider_environment(t *testing.T) {
	f := startService(t)
	t.Setenv("AMAZONMUSIC_ENDPOINT", f.URL)
	t.Setenv("AMAZONMUSIC_API_KEY", mockapi.DefaultAPIKey)
	t.Setenv("AMAZONMUSIC_ACCESS_TOKEN", mockapi.DefaultAccessToken)
	p := newProtocol(t)
	p.noErrors(p.configure(nil))
	p.noErrors(p.create("amazonmusic_library_track", map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)}).Diagnostics)
	if !f.IsSaved(mockapi.TrackKaneTrain) {
		t.Error("the service of the environment was not called")
	}
}

func TestAccProvider_unknownDuringPlan(t *testing.T) {
	t.Parallel()
	f := startService(t)
	key := `
resource "terraform_data" "key" {
  input = "` + mockapi.DefaultAPIKey + `"
}
provider "amazonmusic" {
  endpoint     = "` + f.URL + `"
  api_key      = terraform_data.key.output
  access_token = "` + mockapi.DefaultAccessToken + `"
}
`
	t.Run("a track can be planned", func(t *testing.T) {
		acceptance(t, resource.TestCase{
			Steps: []resource.TestStep{{Config: acctest.RequiredProviders + key + trackConfig(mockapi.TrackKaneTrain), ConfigPlanChecks: emptyPlan()}},
		})
	})
	t.Run("playlists cannot be read", func(t *testing.T) {
		acceptance(t, resource.TestCase{
			Steps: []resource.TestStep{{
				Config: acctest.RequiredProviders + key + `data "amazonmusic_playlists" "all" {}`,
				ExpectError: matchText("Provider Configuration Not Known Yet", "read the playlists",
					`"api_key" is known only after`, "AMAZONMUSIC_API_KEY"),
			}},
		})
	})
}

func TestAccProvider_ephemeralValues(t *testing.T) {
	acctest.Require(t, cli.EphemeralValues)
	f := startService(t)
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: acctest.RequiredProviders + `
variable "token" {
  type      = string
  ephemeral = true
}
provider "amazonmusic" {
  endpoint     = "` + f.URL + `"
  api_key      = "` + mockapi.DefaultAPIKey + `"
  access_token = var.token
}
` + trackConfig(mockapi.TrackKaneTrain),
			ConfigVariables:  config.Variables{"token": config.StringVariable(mockapi.DefaultAccessToken)},
			ConfigPlanChecks: emptyPlan(),
		}},
	})
}

// TestLibraryTrack_warnsOnAnotherID drives the protocol, because Terraform's tests do not
// see warnings.
func TestLibraryTrack_warnsOnAnotherID(t *testing.T) {
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	resp := p.create("amazonmusic_library_track", map[string]tftypes.Value{"track_id": text(mockapi.TrackAliased)})
	compareDiagnostics(t, resp.Diagnostics, []expected{{"track_id", "Track Answered With Another ID", "saved track B097S185X9 when asked for B097S29G3W"}})
	if resp.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Error("not a warning")
	}
}
