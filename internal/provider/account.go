package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// readAccount returns the id of the account that a run writes to, "" where the
// service does not tell it. It is asked for before the first write: the answer shows
// that the endpoint is the API, that the login works, and whose account it is. An
// error means that nothing must be written.
func readAccount(ctx context.Context, client *amazonmusic.Client) (string, error) {
	userID, err := client.UserID(ctx)
	if amazonmusic.KindOf(err) == amazonmusic.Forbidden {
		// The scope for reading may be missing, and that for writing granted.
		return "", nil
	}
	return userID, err
}
