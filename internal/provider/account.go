package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

// access is a client whose account was checked.
type access struct {
	client *amazonmusic.Client
	// userID is the account, "" where it is not known.
	userID string
}

// owner returns the value of user_id of what is saved now: the checked account, or
// the one in the state.
func (a *access) owner(before types.String) types.String {
	switch {
	case a.userID != "":
		return types.StringValue(a.userID)
	case before.IsUnknown():
		return types.StringNull()
	}
	return before
}

// beginChecked is begin for an action that depends on whose account it is: a write, an
// import, a refresh that may find something gone. It checks the account, once in a run,
// and refuses one that is not the account of the state.
func (s *session) beginChecked(ctx context.Context, diags *diag.Diagnostics, action string, userID types.String,
) (context.Context, *access) {
	ctx, client := s.begin(ctx, diags, action)
	if client == nil {
		return ctx, nil
	}
	account, err := s.account.get(ctx, client)
	if err != nil {
		s.report.addError(diags, "Unable to Check the Account", "The account could not be checked, so nothing was sent to "+
			action, err)
		return ctx, nil
	}
	if saved := userID.ValueString(); account != "" && saved != "" && account != saved {
		s.report.addOnce(diags, "account "+saved, "Wrong Amazon Music Account", "Nothing was sent to "+action+".",
			fmt.Sprintf("The credentials are those of user %[1]s, and the state belongs to user %[2]s. Nothing that belongs to "+
				"user %[2]s was changed.\n\nUse the credentials of user %[2]s. To keep another user's library, use another state, "+
				"for example another workspace. To stop managing these objects and keep them, run \"terraform state rm\" with "+
				"the resource's address.", client.Printable(account), client.Printable(saved)))
		return ctx, nil
	}
	return ctx, &access{client, account}
}
