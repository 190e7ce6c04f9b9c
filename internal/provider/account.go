package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// account is the account that a run writes to. It is asked for once, before the
// first write: the answer shows that the endpoint is the API, that the login
// works, and whose account it is.
type account struct {
	// lock is a mutex whose waiters can give up.
	lock    chan struct{}
	checked bool
	// userID is "" where the service does not tell it.
	userID string
	err    error
}

func newAccount() *account { return &account{lock: make(chan struct{}, 1)} }

// user returns the id of the account, "" where the service does not tell it. An
// error means that nothing must be written.
func (a *account) user(ctx context.Context, client *amazonmusic.Client) (string, error) {
	select {
	case a.lock <- struct{}{}:
		defer func() { <-a.lock }()
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	if a.checked {
		return a.userID, a.err
	}
	userID, err := client.UserID(ctx)
	if amazonmusic.KindOf(err) == amazonmusic.Forbidden {
		// The scope for reading may be missing, and that for writing granted.
		err = nil
	}
	// Whoever asks after an interrupted check asks anew.
	a.checked = err == nil || ctx.Err() == nil
	a.userID, a.err = userID, err
	return userID, err
}
