package provider

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
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

// session is a configured provider, as its resources and data sources use it.
type session struct {
	// client is nil while unknown is not empty.
	client *amazonmusic.Client
	// unknown names the arguments whose values are not known yet. Planning tracks
	// needs no client, so only what does need one complains.
	unknown []string
	// detectDrift says that a refresh reads the library back.
	detectDrift bool
	// concurrency is how many changes of one resource are sent at once.
	concurrency int
	// retries is how often a change is sent again that the client must not repeat.
	retries int
	secrets []string
	log     *slog.Logger

	*reporter
	// account is the id of the account, "" where the service does not tell it.
	account *cached[string]
	// listing is read again after a write.
	listing *cached[*savedTracks]
	claims  *claims
	blocks  *blocks
	// creations keeps a lost answer from becoming a second playlist.
	creations *creations
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
		account:   newCached(readAccount),
		listing:   newCached(readLibrary),
		claims:    newClaims(),
		blocks:    newBlocks(),
		creations: newCreations(),
		reporter:  newReporter(cfg.Login.RefreshToken != ""),
	}
	if diags.HasError() || len(s.unknown) > 0 {
		return s, cfg
	}
	client, err := amazonmusic.New(cfg)
	if err != nil {
		diags.AddError("Unable to Set Up the Client", err.Error())
		return s, cfg
	}
	s.client = client
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

// begin returns the client and a context for what is to be done with it, or nil and
// an error for an action that cannot be done yet. The log lines of the context are
// the client's own, and Ctrl-C ends it.
func (s *session) begin(
	ctx context.Context, diags *diag.Diagnostics, action string,
) (context.Context, *amazonmusic.Client) {
	if s.client == nil {
		diags.AddError("Provider Configuration Not Known Yet",
			fmt.Sprintf("To %s, the provider %q must be configured in full, but the value of %s is known only after "+
				"something else has been applied. Apply that first (for example with -target), or leave the argument out and "+
				"set its environment variable: %s.",
				action, typeName, quoteAll(s.unknown), strings.Join(variablesFor(s.unknown), ", ")))
		return ctx, nil
	}
	return untilInterrupt(s.withLog(ctx)), s.client
}

// beginWrite is begin for an action that writes. It checks the account first, and
// refuses one that is not the account that the tracks of the state were saved for.
func (s *session) beginWrite(ctx context.Context, diags *diag.Diagnostics, action string, saved record,
) (context.Context, *writer) {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return ctx, nil
	}
	userID, err := s.account.get(ctx, client)
	if err != nil {
		s.addError(diags, "Unable to Check the Account", "Nothing was sent to "+action+
			", because the check of the account before the first write failed", err)
		return ctx, nil
	}
	if userID != "" && saved.User != "" && userID != saved.User {
		s.addOnce(diags, "account "+saved.User, "Wrong Amazon Music Account", "Nothing was sent to "+action+".",
			fmt.Sprintf("The credentials are those of user %s, and the tracks in the state were saved for user %s. No "+
				"library and no state was changed.\n\nUse the credentials of user %s. To keep another user's library, use "+
				"another state, for example another workspace. To stop managing these tracks and keep them saved, run "+
				"\"terraform state rm\" with the resource's address.",
				client.Printable(userID), client.Printable(saved.User), client.Printable(saved.User)))
		return ctx, nil
	}
	return ctx, &writer{session: s, client: client, userID: userID, record: record{
		Owner: cmp.Or(saved.Owner, rand.Text()), User: cmp.Or(userID, saved.User), AnsweredIDs: saved.AnsweredIDs,
	}}
}

// noteUser records whose library was read for a resource whose record names no
// user: what was imported need never be saved, and is somebody's nevertheless.
func (s *session) noteUser(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	saved := readRecord(ctx, private, diags)
	if diags.HasError() || saved.User != "" {
		return
	}
	userID, err := s.account.get(untilInterrupt(s.withLog(ctx)), s.client)
	if err != nil {
		s.addError(diags, "Unable to Check the Account", "It could not be found out whose library was read", err)
		return
	}
	saved.User = userID
	saved.write(ctx, private, diags)
}

// library returns the saved tracks, or nil and an error that names the switch.
func (s *session) library(ctx context.Context, diags *diag.Diagnostics, action string) *savedTracks {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return nil
	}
	saved, err := s.listing.get(ctx, client)
	if err == nil {
		return saved
	}
	attempt := "Unable to " + action + ": the saved tracks could not be listed. Nothing in the state was changed"
	if s.detectDrift {
		attempt += `. This call is a preview: set "detect_drift" to false, or unset ` + variableFor("detect_drift") +
			", to go on without it"
	}
	s.addError(diags, "Unable to List Saved Tracks", attempt, err)
	return nil
}

// requireSaved adds an error for tracks that are to be imported and are not in the
// library. It returns the saved tracks, or nil where nothing is to be read.
func (s *session) requireSaved(ctx context.Context, diags *diag.Diagnostics, ids []string) *savedTracks {
	if !s.detectDrift {
		return nil
	}
	saved := s.library(ctx, diags, "check that the imported tracks are saved")
	if saved == nil {
		return nil
	}
	missing := slices.DeleteFunc(slices.Sorted(slices.Values(ids)), func(id string) bool {
		_, found := saved.find(id)
		return found
	})
	if len(missing) > 0 {
		diags.AddError("Track Not Saved", fmt.Sprintf("Cannot import %s: not in your library. Remove the import block and "+
			"apply to save what is configured. A track that the service answers with another id is listed, and imported, by "+
			"that id.",
			listSome(missing, ", ")))
	}
	return saved
}

func (s *session) withLog(ctx context.Context) context.Context {
	ctx = tflog.NewSubsystem(ctx, clientLog, tflog.WithRootFields())
	ctx = tflog.SubsystemMaskLogStrings(ctx, clientLog, s.secrets...)
	return tflog.MaskLogStrings(ctx, s.secrets...)
}

// sessionFrom is the one Configure of all resources and data sources. Before the
// provider is configured, as in validation, there is no session.
func sessionFrom(providerData any, diags *diag.Diagnostics) *session {
	if providerData == nil {
		return nil
	}
	s, ok := providerData.(*session)
	if !ok {
		diags.AddError("Unexpected Provider Data",
			fmt.Sprintf("A *session was expected, got %T. This is a bug of the provider: please report it.", providerData))
	}
	return s
}
