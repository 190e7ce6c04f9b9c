// Package provider is the Terraform side of the provider: schemas, plans,
// state and diagnostics. What it knows of the service it knows from package
// amazonmusic.
package provider

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

var (
	_ provider.Provider                  = (*amazonMusicProvider)(nil)
	_ provider.ProviderWithFunctions     = (*amazonMusicProvider)(nil)
	_ provider.ProviderWithListResources = (*amazonMusicProvider)(nil)
)

// typeName is the prefix of all type names and environment variables.
const typeName = "amazonmusic"

type amazonMusicProvider struct {
	version string

	mu sync.Mutex
	// credentials is a hash of the credentials of the first Configure.
	credentials [sha256.Size]byte
}

// New returns a factory of providers that call themselves by this version.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &amazonMusicProvider{version: version}
	}
}

func (p *amazonMusicProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = typeName
	resp.Version = p.version
}

func (p *amazonMusicProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the saved tracks and playlists of an Amazon Music library through the Amazon Music " +
			"Web API (closed beta).",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{addressValidator(amazonmusic.ParseBaseURL)},
				MarkdownDescription: describeArgument("endpoint", "Base URL of the service, without `/v1`. It must be `https`, "+
					"or `http` to a loopback address; other values are rejected before a credential is "+
					"sent.", "`"+amazonmusic.DefaultEndpoint+"`"),
			},
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("api_key", "ID of the Login with Amazon security profile that Amazon has "+
					"approved for the beta, sent as `x-api-key`. Required, here or in the environment.", ""),
			},
			"access_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("access_token", "Login with Amazon access token, valid for one hour. "+
					"Required unless `client_id`, `client_secret` and `refresh_token` are set. If all four are set, it is used "+
					"until it expires or the service rejects it.", ""),
			},
			"client_id": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("client_id", "Client ID of the security profile. With `client_secret` and "+
					"`refresh_token` the provider gets and renews access tokens itself.", ""),
			},
			"client_secret": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("client_secret", "Client secret of the security profile.", ""),
			},
			"refresh_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: describeArgument("refresh_token", "Login with Amazon refresh token of the library's user, "+
					"valid until the user removes the application. Used with `client_id` and `client_secret`.", ""),
			},
			"token_url": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{addressValidator(transport.ParseEndpoint)},
				MarkdownDescription: describeArgument("token_url", "Token endpoint of Login with Amazon; the rule of `endpoint` "+
					"applies. Europe: `https://api.amazon.co.uk/auth/o2/token`. Far East: "+
					"`https://api.amazon.co.jp/auth/o2/token`.", "`"+lwa.DefaultTokenURL+"`"),
			},
			"max_retries": schema.NumberAttribute{
				Optional:   true,
				Validators: []validator.Number{numberValidator(minRetries, maxRetries, true)},
				MarkdownDescription: describeArgument("max_retries", "How often a request is retried after a network error or a "+
					"fault of the service, 0 to 20, with pauses from 250 ms to 30 s. Retries after a 429 are not counted; with `0` "+
					"there are none.", fmt.Sprintf("`%d`", amazonmusic.DefaultMaxRetries)),
			},
			"max_concurrent_requests": schema.NumberAttribute{
				Optional:   true,
				Validators: []validator.Number{numberValidator(minConcurrency, maxConcurrency, true)},
				MarkdownDescription: describeArgument("max_concurrent_requests", "Maximum number of concurrent requests of the "+
					"provider, 1 to 100. `amazonmusic_library_track` is also limited by Terraform's `-parallelism` (10).",
					fmt.Sprintf("`%d`", amazonmusic.DefaultMaxConcurrentRequests)),
			},
			"requests_per_second": schema.NumberAttribute{
				Optional:   true,
				Validators: []validator.Number{numberValidator(minRequestsPerSecond, maxRequestsPerSecond, false)},
				MarkdownDescription: describeArgument("requests_per_second", "Maximum rate of the provider's requests, "+
					"`0.001` to `1000000`; `0.5` is one every two seconds. The provider slows down by itself when the service answers "+
					"429.", "no limit"),
			},
			"request_timeout": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{durationValidator()},
				MarkdownDescription: describeArgument("request_timeout", "Timeout of one attempt of a request: a number and a "+
					"unit (`ms`, `s`, `m` or `h`) without a space, such as `45s` or `2m`.", "`30s`"),
			},
			"detect_drift": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: describeArgument("detect_drift", previewNote+"Whether a refresh reads the library, a "+
					"hundred tracks per request, once for all resources. The plan then shows tracks that were removed elsewhere, "+
					"and saves them again. Without it a refresh sends no request.", "`false`"),
			},
		},
	}
}

func (p *amazonMusicProvider) Configure(
	ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse,
) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	userAgent := fmt.Sprintf("terraform-provider-amazonmusic/%s Terraform/%s", p.version, req.TerraformVersion)
	s, cfg := newSession(model, userAgent, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(s.unknown) == 0 && !p.sameCredentials(cfg) {
		resp.Diagnostics.AddError("Provider Already Configured With Other Credentials", "This provider process was "+
			"configured with other credentials before, and would go on with the last ones for all resources. That happens "+
			"only to a process that was started with -debug, which serves every provider block and alias. Use one block, or "+
			"start Terraform without TF_REATTACH_PROVIDERS. After changing credentials, start the process again.")
		return
	}
	resp.ResourceData = s
	resp.DataSourceData = s
	resp.ListResourceData = s
}

// sameCredentials reports whether the provider has not been configured with other
// credentials before.
func (p *amazonMusicProvider) sameCredentials(cfg amazonmusic.Config) bool {
	hash := sha256.Sum256(fmt.Appendf(nil, "%q", []string{
		cfg.Endpoint.String(), cfg.APIKey, cfg.AccessToken,
		cfg.Login.ClientID, cfg.Login.ClientSecret, cfg.Login.RefreshToken,
	}))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.credentials == [sha256.Size]byte{} {
		p.credentials = hash
	}
	return p.credentials == hash
}

func (p *amazonMusicProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newLibraryTrackResource, newLibraryTracksResource, newPlaylistResource}
}

func (p *amazonMusicProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newPlaylistsDataSource, newPlaylistDataSource, newLibraryDataSource, newTracksDataSource, newAlbumDataSource}
}

func (p *amazonMusicProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newLibraryTrackList, newPlaylistList}
}

func (p *amazonMusicProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newTrackIDFromURLFunction, newAlbumIDFromURLFunction}
}
