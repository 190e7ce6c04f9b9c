package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

func TestAccTrackIDFromURL(t *testing.T) {
	t.Parallel()
	f := startService(t)
	for name, test := range map[string]struct {
		link, want, wantError string
	}{
		"share link": {link: "https://music.amazon.co.uk/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&ref=dm_sh_x", want: "B08DL2BXQC"},
		"bare id":    {link: "B08DL2BXQC", want: "B08DL2BXQC"},
		"album":      {link: "https://music.amazon.com/albums/B08DL2H5PV", wantError: "the link is that of an album"},
		"short link": {link: "https://amzn.to/3abcdef", wantError: "short link"},
	} {
		t.Run(name, func(t *testing.T) {
			step := resource.TestStep{Config: f.block() + linkOutput(test.link)}
			if test.wantError != "" {
				step.ExpectError = matchText("Unable to find a track id in \"https://", test.wantError)
			} else {
				step.ConfigStateChecks = []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("id", knownvalue.StringExact(test.want))}
			}
			acceptance(t, resource.TestCase{Steps: []resource.TestStep{step}})
		})
	}
	t.Run("without credentials", func(t *testing.T) {
		acctest.Require(t, cli.OfflineFunction)
		acceptance(t, resource.TestCase{Steps: []resource.TestStep{{
			Config:            acctest.RequiredProviders + linkOutput("https://music.amazon.com/tracks/B08DL2BXQC"),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("id", knownvalue.StringExact("B08DL2BXQC"))},
		}}})
	})
}

func linkOutput(link string) string {
	return fmt.Sprintf(`
output "id" {
  value = provider::amazonmusic::track_id_from_url(%q)
}
`, link)
}
