package provider

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// ClientFromEnvironment returns the client of a provider block without
// arguments: everything comes from the environment. Finish may change what the
// environment does not cover.
func ClientFromEnvironment(finish func(*amazonmusic.Config)) (*amazonmusic.Client, error) {
	var diags diag.Diagnostics
	s := newSession(providerModel{}, &diags, func(cfg *amazonmusic.Config) {
		cfg.Clock = amazonmusic.SystemClock{}
		finish(cfg)
	})
	var problems []error
	for _, d := range diags.Errors() {
		problems = append(problems, errors.New(d.Summary()+": "+d.Detail()))
	}
	return s.client, errors.Join(problems...)
}
