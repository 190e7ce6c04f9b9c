package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// providerModel is the provider block.
type providerModel struct {
	Endpoint              types.String `tfsdk:"endpoint"`
	APIKey                types.String `tfsdk:"api_key"`
	AccessToken           types.String `tfsdk:"access_token"`
	ClientID              types.String `tfsdk:"client_id"`
	ClientSecret          types.String `tfsdk:"client_secret"`
	RefreshToken          types.String `tfsdk:"refresh_token"`
	TokenURL              types.String `tfsdk:"token_url"`
	MaxRetries            types.Number `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Number `tfsdk:"max_concurrent_requests"`
	RequestsPerSecond     types.Number `tfsdk:"requests_per_second"`
	RequestTimeout        types.String `tfsdk:"request_timeout"`
	DetectDrift           types.Bool   `tfsdk:"detect_drift"`
}

// newSession resolves the provider block and makes the client. It returns the
// client's configuration too.
func newSession(model providerModel, userAgent string, diags *diag.Diagnostics) (*session, amazonmusic.Config) {
	args := &settings{diags: diags}
	cfg := clientConfig(args, model)
	cfg.UserAgent = userAgent
	cfg.Logger = newClientLogger()
	detectDrift := args.boolean("detect_drift", model.DetectDrift, false)
	s := &session{
		unknown:     args.unknown,
		detectDrift: detectDrift,
		concurrency: cfg.MaxConcurrentRequests,
		retries:     cfg.MaxRetries,
		log:         cfg.Logger,
		secrets: nonEmpty(
			cfg.APIKey, cfg.AccessToken, cfg.Login.ClientID, cfg.Login.ClientSecret, cfg.Login.RefreshToken),
		report:       newReporter(cfg.Login.RefreshToken != ""),
		account:      newCached(readAccount),
		listing:      newCached(readLibrary),
		ledger:       library.NewLedger(),
		destructions: newDestructions(),
		creations:    playlist.NewCreations(),
	}
	if diags.HasError() || len(s.unknown) > 0 {
		return s, cfg
	}
	client, err := amazonmusic.New(cfg)
	if err != nil {
		diags.AddError("Unable to Set Up the Client", err.Error())
		return s, cfg
	}
	s.client, s.endpoint = client, cfg.Endpoint.String()
	return s, cfg
}

// clientConfig resolves the arguments that the client needs.
func clientConfig(s *settings, model providerModel) amazonmusic.Config {
	keepAccountsApart(s, model)
	cfg := amazonmusic.Config{
		Endpoint:    s.address("endpoint", model.Endpoint, amazonmusic.DefaultEndpoint, amazonmusic.ParseBaseURL),
		APIKey:      s.text("api_key", model.APIKey, ""),
		AccessToken: s.text("access_token", model.AccessToken, ""),
		Login: lwa.Login{
			ClientID:     s.text("client_id", model.ClientID, ""),
			ClientSecret: s.text("client_secret", model.ClientSecret, ""),
			RefreshToken: s.text("refresh_token", model.RefreshToken, ""),
			TokenURL:     s.address("token_url", model.TokenURL, lwa.DefaultTokenURL, transport.ParseEndpoint),
		},
		MaxRetries: s.integer("max_retries", model.MaxRetries, minRetries, maxRetries, amazonmusic.DefaultMaxRetries),
		MaxConcurrentRequests: s.integer("max_concurrent_requests", model.MaxConcurrentRequests,
			minConcurrency, maxConcurrency, amazonmusic.DefaultMaxConcurrentRequests),
		RequestsPerSecond: s.number(
			"requests_per_second", model.RequestsPerSecond, minRequestsPerSecond, maxRequestsPerSecond),
		RequestTimeout: s.duration("request_timeout", model.RequestTimeout, amazonmusic.DefaultRequestTimeout),
	}
	if !s.diags.HasError() {
		checkCredentials(s, cfg)
	}
	return cfg
}
