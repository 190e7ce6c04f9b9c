// Package lwa is Login with Amazon: where access tokens come from.
package lwa

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// DefaultTokenURL is the token endpoint for North America (API page).
const DefaultTokenURL = "https://api.amazon.com/auth/o2/token" //nolint:gosec // An address, not a credential.

const (
	// expiryMargin is how long before its end a token is renewed: longer than one
	// request takes, so that none is sent with a token that expires before it arrives.
	expiryMargin = time.Minute
	// youngest is the age below which a token is not renewed: a service that
	// refuses a token that was just issued will refuse the next one too.
	youngest = 5 * time.Second
)

// Login is what Login with Amazon needs to issue access tokens.
type Login struct {
	ClientID, ClientSecret, RefreshToken string
	// TokenURL is the token endpoint, as [transport.ParseEndpoint] returns it.
	TokenURL *url.URL
}

func (l Login) complete() bool {
	return l.ClientID != "" && l.ClientSecret != "" && l.RefreshToken != "" && l.TokenURL != nil
}

// Config is everything a [Source] is made from.
type Config struct {
	// Login renews access tokens. Its zero value renews nothing.
	Login Login
	// AccessToken is used until it is refused. It may be empty when Login is
	// complete.
	AccessToken string
	// Timeout bounds one request for a token.
	Timeout   time.Duration
	Transport http.RoundTripper
	Logger    *slog.Logger
	// Secrets is told each new token.
	Secrets *transport.Redactor
}

// Source holds the one access token that all requests use, and renews it. It is
// safe for concurrent use.
type Source struct {
	config Config
	// renewals lets all callers that need a new token share one renewal.
	renewals singleflight.Group

	mu     sync.Mutex
	access string
	// issued is when the token came, and renewAt when it is too old to be sent.
	// Both are zero where that is not known.
	issued, renewAt time.Time
	refresh         string
	// refused is a refusal that another renewal cannot change.
	refused *Error
}

// NewSource returns a source. It sends nothing until a token is needed.
func NewSource(config Config) *Source {
	return &Source{config: config, access: config.AccessToken, refresh: config.Login.RefreshToken}
}

// Token returns the access token to send, and renews it first where that is due.
// Every error is an *[Error], or the cause of ctx's end.
func (s *Source) Token(ctx context.Context) (string, error) {
	s.mu.Lock()
	token, refused := s.access, s.refused
	expired := !s.renewAt.IsZero() && !time.Now().Before(s.renewAt)
	s.mu.Unlock()
	switch {
	case refused != nil:
		return "", refused
	case token != "" && (!expired || !s.config.Login.complete()):
		return token, nil
	}
	return s.renew(ctx, token)
}

// Replace returns another token in place of one that the service refuses. It
// returns "" where none is to be had: nothing can be renewed, or the refused
// token was only just issued.
func (s *Source) Replace(ctx context.Context, token string) (string, error) {
	s.mu.Lock()
	current, issued := s.access, s.issued
	s.mu.Unlock()
	switch {
	case current != token:
		return current, nil
	case !s.config.Login.complete(), !issued.IsZero() && time.Since(issued) < youngest:
		return "", nil
	}
	return s.renew(ctx, token)
}

// renew replaces a token, unless another caller has done so already, or was refused.
// The renewal does not end with the caller that began it, since others may wait for
// it too.
func (s *Source) renew(ctx context.Context, old string) (string, error) {
	result := s.renewals.DoChan("", func() (any, error) {
		s.mu.Lock()
		current, refused := s.access, s.refused
		s.mu.Unlock()
		switch {
		case refused != nil:
			return "", refused
		case current != old:
			return current, nil
		}
		return s.request(context.WithoutCancel(ctx))
	})
	select {
	case r := <-result:
		token, _ := r.Val.(string)
		return token, r.Err
	case <-ctx.Done():
		return "", transport.Ended(ctx)
	}
}

func (s *Source) request(ctx context.Context) (string, error) {
	start := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, s.config.Timeout, transport.ErrTimeout)
	defer cancel()
	login := s.config.Login
	config := oauth2.Config{
		ClientID:     login.ClientID,
		ClientSecret: login.ClientSecret,
		// The form carries the client's credentials, as on the Login with Amazon page.
		Endpoint: oauth2.Endpoint{TokenURL: login.TokenURL.String(), AuthStyle: oauth2.AuthStyleInParams},
	}
	source := config.TokenSource(withClient(ctx, s.config.Transport), &oauth2.Token{RefreshToken: s.refresh})
	token, err := source.Token()
	if err != nil {
		failure := explain(ctx, err, s.config.Secrets)
		s.config.Logger.DebugContext(ctx, "Access token not renewed", slog.String("reason", failure.Error()))
		if !failure.Temporary {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.refused = failure
		}
		return "", failure
	}
	s.config.Secrets.Add(token.AccessToken, token.RefreshToken)
	s.config.Logger.DebugContext(ctx, "Access token renewed",
		slog.Int64("duration_ms", time.Since(start).Milliseconds()), slog.Int64("lifetime_s", token.ExpiresIn))
	s.keep(token, start)
	return token.AccessToken, nil
}

// keep takes over a new token. Its lifetime counts from when it was asked for.
func (s *Source) keep(token *oauth2.Token, asked time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access, s.issued, s.renewAt = token.AccessToken, time.Now(), time.Time{}
	if token.RefreshToken != "" {
		s.refresh = token.RefreshToken
	}
	if lifetime := time.Duration(token.ExpiresIn) * time.Second; lifetime > 0 {
		s.renewAt = asked.Add(lifetime - min(expiryMargin, lifetime/10))
	}
}
