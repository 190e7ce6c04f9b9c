package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const playlistAddress = "amazonmusic_playlist.road_trip"

// playlistConfig is one playlist with the title "Road Trip" and more arguments.
func playlistConfig(arguments ...string) string {
	const head = "resource \"amazonmusic_playlist\" \"road_trip\" {\n  title = \"Road Trip\"\n  "
	return head + strings.Join(arguments, "\n  ") + "\n}\n"
}

// trackIDsArgument is the argument track_ids.
func trackIDsArgument(ids ...string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = fmt.Sprintf("%q", id)
	}
	return "track_ids = [" + strings.Join(quoted, ", ") + "]"
}

func trackIDList(from, to int) []string {
	ids := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		ids = append(ids, acctest.TrackID(i))
	}
	return ids
}

func tracksInState(ids ...string) statecheck.StateCheck {
	checks := make([]knownvalue.Check, len(ids))
	for i, id := range ids {
		checks[i] = knownvalue.StringExact(id)
	}
	return statecheck.ExpectKnownValue(playlistAddress, tfjsonpath.New("track_ids"), knownvalue.ListExact(checks))
}

// onlyPlaylist returns the one playlist of a title.
func (f *fixture) onlyPlaylist(title string) (mockapi.Playlist, error) {
	var found []mockapi.Playlist
	for _, p := range f.Playlists() {
		if p.Title == title {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return mockapi.Playlist{}, fmt.Errorf("%d playlists are called %q", len(found), title)
	}
	return found[0], nil
}

// checkPlaylist compares the service's playlist of this title with a wanted one.
func (f *fixture) checkPlaylist(want mockapi.Playlist) func(*terraform.State) error {
	return func(*terraform.State) error {
		got, err := f.onlyPlaylist(want.Title)
		if err != nil {
			return err
		}
		if got.Description != want.Description || got.Visibility != want.Visibility ||
			!slices.Equal(got.TrackIDs, want.TrackIDs) {
			return fmt.Errorf("the service has %+v, wanted %+v", got, want)
		}
		return nil
	}
}

// changePlaylist changes the playlist of this title behind Terraform's back.
func (f *fixture) changePlaylist(t *testing.T, title string, change func(*mockapi.Playlist)) func() {
	t.Helper()
	return func() {
		p, err := f.onlyPlaylist(title)
		if err != nil {
			t.Fatal(err)
		}
		change(&p)
		f.SetPlaylist(p)
	}
}

// noPlaylists is the CheckDestroy of a test that seeded none.
func (f *fixture) noPlaylists(*terraform.State) error {
	if left := f.Playlists(); len(left) > 0 {
		return fmt.Errorf("%d playlists are left: %+v", len(left), left)
	}
	return nil
}

func expectAction(address string, action plancheck.ResourceActionType) []plancheck.PlanCheck {
	return []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
}

// resetRequests forgets what was sent up to the plan.
type resetRequests struct{ f *fixture }

func (r resetRequests) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	r.f.ResetRequests()
}
