package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestProvider_otherCredentials: a process that serves two blocks, as one started
// with -debug does, refuses the second account.
func TestProvider_otherCredentials(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	p.configureFor(f)
	compareDiagnostics(t, p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text("Atza|another"),
	}), []expected{{"", "Provider Already Configured With Other Credentials", "-debug"}})
}

// TestProvider_misplacedCredentials shows the kind of a value and never the value.
func TestProvider_misplacedCredentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments map[string]tftypes.Value
		want      expected
	}{
		"Bearer":            {complete(map[string]tftypes.Value{"access_token": text("Bearer Atza|hunter2")}), expected{"", "Wrong Kind of Credential", "Bearer"}},
		"refresh as access": {complete(map[string]tftypes.Value{"access_token": text("Atzr|hunter2")}), expected{"", "Wrong Kind of Credential", "is a refresh token"}},
		"access as refresh": {
			complete(map[string]tftypes.Value{"client_id": text("c"), "client_secret": text("s"), "refresh_token": text("Atza|hunter2")}),
			expected{"", "Wrong Kind of Credential", "is an access token"},
		},
		"client id as key": {complete(map[string]tftypes.Value{"api_key": text("amzn1.application-oa2-client.hunter2")}), expected{"", "Wrong Kind of Credential", "is a client id"}},
		"key as client id": {
			complete(map[string]tftypes.Value{"client_id": text("amzn1.application.hunter2"), "client_secret": text("s"), "refresh_token": text("r")}),
			expected{"", "Wrong Kind of Credential", "ID of a security profile"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diagnostics := newProtocol(t).configure(test.arguments)
			compareDiagnostics(t, diagnostics, []expected{test.want})
			for _, d := range diagnostics {
				if matchText("hunter2").MatchString(d.Detail) {
					t.Errorf("the value is shown: %s", d.Detail)
				}
			}
		})
	}
}
