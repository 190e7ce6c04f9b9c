package provider

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// providerModel is the provider block.
type providerModel struct {
	Endpoint              types.String  `tfsdk:"endpoint"`
	APIKey                types.String  `tfsdk:"api_key"`
	AccessToken           types.String  `tfsdk:"access_token"`
	ClientID              types.String  `tfsdk:"client_id"`
	ClientSecret          types.String  `tfsdk:"client_secret"`
	RefreshToken          types.String  `tfsdk:"refresh_token"`
	TokenURL              types.String  `tfsdk:"token_url"`
	MaxRetries            types.Number  `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Number  `tfsdk:"max_concurrent_requests"`
	RequestsPerSecond     types.Float64 `tfsdk:"requests_per_second"`
	RequestTimeout        types.String  `tfsdk:"request_timeout"`
	DetectDrift           types.Bool    `tfsdk:"detect_drift"`
}

// session is what a configured provider hands to its resources and data
// sources.
type session struct {
	// client is nil while unknown is not empty.
	client *amazonmusic.Client
	// unknown names the arguments whose values are not known yet. Planning
	// tracks needs no client, so only what does need one complains.
	unknown []string
	// renews says that the provider can get access tokens itself.
	renews bool
	// detectDrift says that a refresh reads the library back.
	detectDrift bool
	saved       *savedTracks
	secrets     []string
	clock       amazonmusic.Clock
	log         *slog.Logger
}

func newSession(model providerModel, diags *diag.Diagnostics, finish func(*amazonmusic.Config)) *session {
	args := &settings{diags: diags}
	args.keepAccountsApart(model)
	cfg := amazonmusic.Config{
		Endpoint:    args.address("endpoint", model.Endpoint, amazonmusic.DefaultEndpoint, amazonmusic.ParseBaseURL),
		APIKey:      args.text("api_key", model.APIKey, ""),
		AccessToken: args.text("access_token", model.AccessToken, ""),
		Login: amazonmusic.Login{
			ClientID:     args.text("client_id", model.ClientID, ""),
			ClientSecret: args.text("client_secret", model.ClientSecret, ""),
			RefreshToken: args.text("refresh_token", model.RefreshToken, ""),
			TokenURL:     args.address("token_url", model.TokenURL, amazonmusic.DefaultTokenURL, amazonmusic.ParseEndpoint),
		},
		MaxRetries: args.integer("max_retries", model.MaxRetries, minRetries, maxRetries, amazonmusic.DefaultMaxRetries),
		MaxConcurrentRequests: args.integer("max_concurrent_requests", model.MaxConcurrentRequests,
			minConcurrency, maxConcurrency, amazonmusic.DefaultMaxConcurrentRequests),
		RequestsPerSecond: args.number("requests_per_second", model.RequestsPerSecond, minRequestsPerSecond, 0),
		RequestTimeout:    args.duration("request_timeout", model.RequestTimeout, amazonmusic.DefaultRequestTimeout),
		Logger:            newClientLogger(),
	}
	finish(&cfg)
	if !diags.HasError() {
		args.requireCredentials(cfg)
	}
	detectDrift := args.boolean("detect_drift", model.DetectDrift, false)
	s := &session{
		unknown:     args.unknown,
		detectDrift: detectDrift,
		saved:       newSavedTracks(),
		renews:      cfg.Login.RefreshToken != "",
		clock:       cfg.Clock,
		log:         cfg.Logger,
		secrets:     nonEmpty(cfg.APIKey, cfg.AccessToken, cfg.Login.ClientID, cfg.Login.ClientSecret, cfg.Login.RefreshToken),
	}
	if diags.HasError() || len(s.unknown) > 0 {
		return s
	}
	client, err := amazonmusic.New(cfg)
	if err != nil {
		diags.AddError("Unable to Set Up the Client", err.Error())
		return s
	}
	s.client = client
	return s
}

// begin returns the client and a context whose log lines are its own, or nil
// and an error for an action that cannot be done yet.
func (s *session) begin(ctx context.Context, diags *diag.Diagnostics, action string) (context.Context, *amazonmusic.Client) {
	if s.client == nil {
		diags.AddError("Provider Configuration Not Known Yet",
			fmt.Sprintf("To %s, the provider %q must be configured in full, but the value of %s is known only after something else has been applied. "+
				"Apply that first (for example with -target), or leave the argument out and set its environment variable: %s.",
				action, typeName, quoteAll(s.unknown), strings.Join(variablesFor(s.unknown), ", ")))
		return ctx, nil
	}
	return s.withLog(ctx), s.client
}

func (s *session) withLog(ctx context.Context) context.Context {
	ctx = tflog.NewSubsystem(ctx, clientLog, tflog.WithRootFields())
	ctx = tflog.SubsystemMaskLogStrings(ctx, clientLog, s.secrets...)
	return tflog.MaskLogStrings(ctx, s.secrets...)
}

// sessionFrom is the one Configure of all resources and data sources. Before
// the provider is configured, as in validation, there is no session.
func sessionFrom(providerData any, diags *diag.Diagnostics) *session {
	if providerData == nil {
		return nil
	}
	s, ok := providerData.(*session)
	if !ok {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf("A *session was expected, %T was given. This is a bug of the provider: please report it.", providerData))
	}
	return s
}

// keepAccountsApart makes the credentials of the block stand alone: a token or
// a login of the environment beside them may be another account's, and would
// change that one's library.
func (s *settings) keepAccountsApart(model providerModel) {
	login := !model.ClientID.IsNull() || !model.ClientSecret.IsNull() || !model.RefreshToken.IsNull()
	switch token := !model.AccessToken.IsNull(); {
	case token && !login:
		s.ignored = []string{"client_id", "client_secret", "refresh_token"}
	case login && !token:
		s.ignored = []string{"access_token"}
	}
}

const whereCredentials = "The authentication guide in the provider's documentation shows how to get one."

func (s *settings) requireCredentials(cfg amazonmusic.Config) {
	if cfg.APIKey == "" && !s.isUnknown("api_key") {
		s.missing("api_key", "API Key", "It is the ID of the security profile in the Amazon Developer Console. "+whereCredentials)
	}
	login := map[string]string{
		"client_id": cfg.Login.ClientID, "client_secret": cfg.Login.ClientSecret, "refresh_token": cfg.Login.RefreshToken,
	}
	var given, absent []string
	for _, argument := range []string{"client_id", "client_secret", "refresh_token"} {
		if login[argument] != "" || s.isUnknown(argument) {
			given = append(given, argument)
		} else {
			absent = append(absent, argument)
		}
	}
	if len(given) > 0 {
		for _, argument := range absent {
			s.missing(argument, "Login Argument", fmt.Sprintf("It goes together with %s, which is set (perhaps by its environment variable): the three of them renew access tokens. %s", quoteAll(given), whereCredentials))
		}
		return
	}
	if cfg.AccessToken == "" && !s.isUnknown("access_token") {
		s.missing("access_token", "Access Token", `Or set "client_id", "client_secret" and "refresh_token", from which the provider gets access tokens itself. `+whereCredentials)
	}
}

func (s *settings) address(argument string, value types.String, fallback string, parse func(string) (*url.URL, error)) *url.URL {
	text := s.text(argument, value, fallback)
	if text == "" {
		return nil
	}
	u, err := parse(text)
	if err != nil {
		s.invalid(argument, text, err)
	}
	return u
}

func variablesFor(arguments []string) []string {
	variables := make([]string, len(arguments))
	for i, argument := range arguments {
		variables[i] = variableFor(argument)
	}
	return variables
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}

func nonEmpty(values ...string) []string {
	var kept []string
	for _, value := range values {
		if value != "" {
			kept = append(kept, value)
		}
	}
	return kept
}
