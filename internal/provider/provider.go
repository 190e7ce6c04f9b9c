// Package provider is the Terraform side of the provider: schemas, plans,
// state and diagnostics. What it knows of the service it knows from package
// amazonmusic.
package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

var (
	_ provider.Provider                  = (*amazonMusicProvider)(nil)
	_ provider.ProviderWithFunctions     = (*amazonMusicProvider)(nil)
	_ provider.ProviderWithListResources = (*amazonMusicProvider)(nil)
)

// typeName is what all names of resources, data sources and arguments' issues
// begin with.
const typeName = "amazonmusic"

type amazonMusicProvider struct {
	version string
	clock   amazonmusic.Clock
}

// New returns a factory of providers that call themselves by this version.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &amazonMusicProvider{version: version, clock: amazonmusic.SystemClock{}}
	}
}

func (p *amazonMusicProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = typeName
	resp.Version = p.version
}

func (p *amazonMusicProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps the tracks saved in an Amazon Music library, through the Amazon Music Web API (a closed beta).",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: describeArgument("endpoint", "Base URL of the service, without `/v1`. It must be `https`, or `http` to a "+
					"loopback address; anything else is refused before a credential is sent.", "`"+amazonmusic.DefaultEndpoint+"`"),
			},
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("api_key", "ID of the Login with Amazon security profile that the beta was opened for, "+
					"sent as `x-api-key`. Required, here or in the environment.", ""),
			},
			"access_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("access_token", "Login with Amazon access token. It lives one hour. Required, unless "+
					"`client_id`, `client_secret` and `refresh_token` are given. If all four are set, this one is used first, until the service refuses it.", ""),
			},
			"client_id": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("client_id", "Client ID of the security profile. With `client_secret` and `refresh_token` "+
					"the provider gets access tokens itself, and renews them for as long as a run takes.", ""),
			},
			"client_secret": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("client_secret", "Client secret of the security profile.", ""),
			},
			"refresh_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("refresh_token", "Login with Amazon refresh token of the user whose library it is. It lives "+
					"until the user removes the application, and goes together with `client_id` and `client_secret`.", ""),
			},
			"token_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: describeArgument("token_url", "Token endpoint of Login with Amazon, by the same rule as `endpoint`. Accounts "+
					"of Europe use `https://api.amazon.co.uk/auth/o2/token`, those of the Far East `https://api.amazon.co.jp/auth/o2/token`.",
					"`"+amazonmusic.DefaultTokenURL+"`"),
			},
			"max_retries": schema.NumberAttribute{
				Optional:   true,
				Validators: []validator.Number{wholeNumberValidator{minRetries, maxRetries}},
				MarkdownDescription: describeArgument("max_retries", "How many further tries one request gets after a network error, a rate limit "+
					"or a fault of the service, 0 to 20, with a growing pause between 250 ms and 30 s.", fmt.Sprintf("`%d`", amazonmusic.DefaultMaxRetries)),
			},
			"max_concurrent_requests": schema.NumberAttribute{
				Optional:   true,
				Validators: []validator.Number{wholeNumberValidator{minConcurrency, maxConcurrency}},
				MarkdownDescription: describeArgument("max_concurrent_requests", "How many requests may be under way at once over the whole provider, "+
					"1 to 100. For single track resources Terraform's own `-parallelism` (10) is a limit too.",
					fmt.Sprintf("`%d`", amazonmusic.DefaultMaxConcurrentRequests)),
			},
			"requests_per_second": schema.Float64Attribute{
				Optional:   true,
				Validators: []validator.Float64{float64validator.AtLeast(minRequestsPerSecond)},
				MarkdownDescription: describeArgument("requests_per_second", "The most requests in a second over the whole provider, at least `0.001`; `0.5` is one "+
					"every two seconds. Without it the provider sends as fast as the service answers, and slows down by itself once the service says "+
					"that it is too fast.", "no limit"),
			},
			"request_timeout": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{durationValidator{}},
				MarkdownDescription: describeArgument("request_timeout", "How long one try of one request may take, as a duration like `45s` or `2m`.",
					"`30s`"),
			},
			"detect_drift": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: describeArgument("detect_drift", previewNote+"Whether a refresh reads the library back, a page of a hundred tracks a "+
					"request, once for all resources: a track that was removed by other means then shows in the plan. Without it a refresh sends nothing.",
					"`false`"),
			},
		},
	}
}

func (p *amazonMusicProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := newSession(model, &resp.Diagnostics, func(cfg *amazonmusic.Config) {
		cfg.UserAgent = fmt.Sprintf("terraform-provider-amazonmusic/%s Terraform/%s", p.version, req.TerraformVersion)
		cfg.Clock = p.clock
	})
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = s
	resp.DataSourceData = s
	resp.ListResourceData = s
}

func (p *amazonMusicProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newLibraryTrackResource, newLibraryTracksResource}
}

func (p *amazonMusicProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newPlaylistsDataSource, newLibraryDataSource}
}

func (p *amazonMusicProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newLibraryTrackList}
}

func (p *amazonMusicProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newTrackIDFromURLFunction}
}

// describeArgument ends every description with the variable that stands in for
// the argument, and with its default.
func describeArgument(name, text, fallback string) string {
	text += " Environment: `" + variableFor(name) + "`."
	if fallback != "" {
		text += " Default: " + fallback + "."
	}
	return text
}
