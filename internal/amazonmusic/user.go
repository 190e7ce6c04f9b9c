package amazonmusic

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// UserID returns the id of the account that the access token belongs to, "" where
// the service leaves it out. It asks for one playlist: the answer shows that the
// endpoint is the API and that the login works, whatever it says of the playlist.
// Every error is an *[Error].
func (c *Client) UserID(ctx context.Context) (string, error) {
	request := call{
		op: OpCheckAccount, method: http.MethodGet, path: userPlaylistsPath, query: url.Values{"limit": {"1"}},
	}
	userID := ""
	err := c.do(ctx, request, func(data json.RawMessage) error {
		var answer struct {
			User *struct {
				ID *string `json:"id"`
			} `json:"user"`
		}
		if err := decodeJSON(data, &answer, "the answer"); err != nil {
			return err
		}
		if answer.User == nil {
			return unreadable(`the answer has no "data.user"`)
		}
		if answer.User.ID != nil {
			userID = *answer.User.ID
		}
		return nil
	})
	return userID, err
}
