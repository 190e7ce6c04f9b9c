package provider

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestAccountCheck: what the check says of the account decides whether anything is
// written, and what user_id holds. Where it does not say whose account it is, the state
// keeps the user that it has.
func TestAccountCheck(t *testing.T) {
	t.Parallel()
	refuse := func(code string) func(*fixture) {
		return func(f *fixture) {
			f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/me/playlists", Faults: []mockapi.Fault{mockapi.APIError(http.StatusForbidden, code, "no")}})
		}
	}
	none := tftypes.NewValue(tftypes.String, nil)
	for name, test := range map[string]struct {
		prepare func(*fixture)
		before  tftypes.Value // user_id
		want    []expected
		userID  tftypes.Value
	}{
		"a user":                {func(*fixture) {}, none, nil, text(mockapi.DefaultUserID)},
		"the same user":         {func(*fixture) {}, text(mockapi.DefaultUserID), nil, text(mockapi.DefaultUserID)},
		"another user":          {func(*fixture) {}, text("another-user"), []expected{{"", "Wrong Amazon Music Account", "another-user"}}, text("another-user")},
		"no user":               {func(f *fixture) { f.HideUserID(true) }, none, nil, none},
		"no user, known before": {func(f *fixture) { f.HideUserID(true) }, text("another-user"), nil, text("another-user")},
		"no scope":              {refuse("INSUFFICIENT_SCOPE"), none, nil, none},
		"no account":            {refuse("AUTH_NO_MUSIC_ACCOUNT_FOUND"), none, []expected{{"", "Unable to Check the Account", "no Amazon Music account"}}, none},
	} {
		for typeName, config := range map[string]map[string]tftypes.Value{trackType: oneOf(acctest.TrackID(1)), tracksType: manyOf(acctest.TrackID(1))} {
			t.Run(name+", "+typeName, func(t *testing.T) {
				t.Parallel()
				f := startService(t)
				test.prepare(f)
				// Nothing in the state is known to be saved, as after an import.
				p := f.session(t)
				state := oneOf(acctest.TrackID(1))
				if typeName == tracksType {
					state = map[string]tftypes.Value{"id": text("tracks-TEST"), "tracks": unlabelled(acctest.TrackID(1))}
				}
				state["user_id"] = test.before
				updated := p.update(typeName, p.holding(typeName, state), config)
				compareDiagnostics(t, updated.Diagnostics, test.want)
				if got := p.attributesOf(typeName, updated.NewState)["user_id"]; !got.Equal(test.userID) {
					t.Errorf("user_id is %s", got)
				}
				if saved := f.IsSaved(acctest.TrackID(1)); saved != (test.want == nil) {
					t.Errorf("saved is %v", saved)
				}
			})
		}
	}
}

// unlabelled is a map of tracks that are not known to be saved.
func unlabelled(ids ...string) tftypes.Value {
	labels := map[string]tftypes.Value{}
	for _, id := range ids {
		labels[id] = tftypes.NewValue(tftypes.String, nil)
	}
	return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, labels)
}
