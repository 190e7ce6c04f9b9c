package provider

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

// session is a configured provider, as its resources and data sources use it.
type session struct {
	// client is nil while unknown is not empty.
	client *amazonmusic.Client
	// endpoint tells the accounts of two services apart.
	endpoint string
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
	report  *reporter
	// account is the id of the account, "" where the service does not tell it.
	account *cached[string]
	// firstWrite is when the lock file of the account is taken.
	firstWrite sync.Once
	// listing is read again after a write.
	listing *cached[*savedTracks]
	ledger  *library.Ledger
	// destructions tell a deposed object from others.
	destructions *destructions
	// creations keeps a lost answer from becoming a second playlist.
	creations *playlist.Creations
	// leftPlaylists are those that replaced objects have left to their successors.
	leftPlaylists  leftPlaylists
	playlistBlocks playlistBlocks
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
