package amazonmusic

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// expiryMargin is how long before its end a token is renewed: longer than one
// request takes, so that none is sent with a token that dies on the way.
const expiryMargin = time.Minute

// maxUnproven is how many tokens in a row may be refused without one having
// been accepted. It is more than one, because many requests can use a short-lived
// token up before the first of their answers is here.
const maxUnproven = 3

// tokens holds the one access token that all requests use, and renews it. It
// is its own lock: a renewal under way makes every request wait, each as long as
// its own context allows, and then use the outcome.
type tokens struct {
	login   Login
	client  *http.Client
	timeout time.Duration
	clock   Clock
	log     *slog.Logger
	secrets *redactor

	lock chan struct{}
	// current is the token to use, nil when there is none.
	current *oauth2.Token
	// unproven counts the tokens issued since the service last accepted one. A
	// service that refuses them all is not asked about a fourth.
	unproven int
	// renewAt is when current is too old to be sent, zero when unknown.
	renewAt time.Time
	// failed is a refusal that a further renewal cannot mend.
	failed error
	// renewals counts the renewals that came to an end, and outcome is the error
	// of the last one. Who waited for it shares it, instead of waiting for one of
	// his own after all the others.
	renewals atomic.Int64
	outcome  error
}

func newTokens(cfg Config, secrets *redactor) *tokens {
	client := &http.Client{Transport: wholeAnswers{cfg.Transport}, CheckRedirect: refuseForeignRedirect}
	t := &tokens{
		login: cfg.Login, client: client, timeout: cfg.RequestTimeout, clock: cfg.Clock, log: cfg.Logger, secrets: secrets,
		lock: make(chan struct{}, 1),
	}
	if cfg.AccessToken != "" {
		t.current = &oauth2.Token{AccessToken: cfg.AccessToken}
	}
	return t
}

func (t *tokens) acquire(ctx context.Context) error {
	select {
	case t.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *tokens) release() { <-t.lock }

// get returns the token to send, and renews it first where that is due. Since
// is the number of renewals when the caller began to wait.
func (t *tokens) get(ctx context.Context, since int64) (string, error) {
	if err := t.acquire(ctx); err != nil {
		return "", err
	}
	defer t.release()
	if t.failed != nil {
		return "", t.failed
	}
	due := !t.renewAt.IsZero() && !t.clock.Now().Before(t.renewAt)
	if t.current != nil && (!due || !t.login.complete()) {
		return t.current.AccessToken, nil
	}
	if t.outcome != nil && t.renewals.Load() != since {
		return "", t.outcome
	}
	if err := t.renew(ctx); err != nil {
		return "", err
	}
	return t.current.AccessToken, nil
}

// renew is called with the lock held.
func (t *tokens) renew(ctx context.Context) error {
	start := t.clock.Now()
	token, err := t.login.refresh(ctx, t.client, t.timeout, t.secrets)
	t.outcome = nil
	defer t.renewals.Add(1)
	if err != nil {
		// That one caller has gone says nothing to the others.
		if login, ok := errors.AsType[*LoginError](err); ok && ctx.Err() == nil {
			t.outcome = err
			if !login.temporary {
				t.failed = err
			}
		}
		t.log.DebugContext(ctx, "Access token not renewed", slog.String("reason", err.Error()))
		return err
	}
	t.secrets.add(token.AccessToken)
	t.secrets.add(token.RefreshToken)
	t.current, t.renewAt = token, time.Time{}
	t.unproven++
	if token.RefreshToken != "" {
		t.login.RefreshToken = token.RefreshToken
	}
	lifetime := time.Duration(token.ExpiresIn) * time.Second
	if lifetime > 0 {
		t.renewAt = start.Add(lifetime - min(expiryMargin, lifetime/10))
	}
	t.log.DebugContext(ctx, "Access token renewed", slog.Int64("duration_ms", t.clock.Now().Sub(start).Milliseconds()),
		slog.Int64("lifetime_s", token.ExpiresIn))
	return nil
}

// refused tells that the service does not accept a token, and reports whether
// get will return another one. Of many requests that find one token dead, the
// first drops it, and the next get renews it for all.
func (t *tokens) refused(token string) bool {
	t.lock <- struct{}{}
	defer t.release()
	switch {
	case t.current == nil || t.current.AccessToken != token:
		return true
	case !t.login.complete() || t.unproven >= maxUnproven:
		return false
	}
	t.current = nil
	return true
}

// accepted tells that the service has answered a request with this token.
func (t *tokens) accepted(token string) {
	t.lock <- struct{}{}
	defer t.release()
	if t.current != nil && t.current.AccessToken == token {
		t.unproven = 0
	}
}
