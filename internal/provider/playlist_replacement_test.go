package provider

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// bodies are the bodies of the requests that add tracks.
func (f *fixture) bodies(method, suffix string) (found []string) {
	for _, r := range f.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			found = append(found, r.Body)
		}
	}
	return found
}

// TestAccPlaylist_replaced: after a creation that failed in part, an apply adds what is
// missing, and the playlist keeps its id.
func TestAccPlaylist_replaced(t *testing.T) {
	f := startService(t)
	f.Lack("B000000002")
	var id string
	config := func(ids ...string) string { return f.block() + playlistConfig(trackIDsArgument(ids...)) }
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      config("B000000001", "B000000002", "B000000003"),
				ExpectError: matchText("Some Tracks Could Not Be Added", "B000000002"),
			},
			{
				PreConfig: func() {
					p, err := f.onlyPlaylist("Road Trip")
					if err != nil {
						t.Fatal(err)
					}
					id = p.ID
					f.ResetRequests()
				},
				Config:           config("B000000001", "B000000003", "B000000004"),
				ConfigPlanChecks: emptyPlan(),
				Check: resource.ComposeTestCheckFunc(
					resource.TestCheckResourceAttrWith(playlistAddress, "id", func(value string) error {
						if value != id || len(f.bodies(http.MethodPost, "/playlists")) > 0 || len(f.bodies(http.MethodDelete, "")) > 0 {
							t.Errorf("the playlist was %s and is %s; sent %q", id, value, f.sent())
						}
						return nil
					}),
					f.checkPlaylist(mockapi.Playlist{
						Title: "Road Trip", Visibility: "PRIVATE", TrackIDs: []string{"B000000001", "B000000003", "B000000004"},
					}),
				),
			},
		},
		CheckDestroy: f.noPlaylists,
	})
	if added := f.bodies(http.MethodPut, "/tracks"); len(added) != 1 || strings.Contains(added[0], "B000000001") {
		t.Errorf("added %q", added)
	}
}

// TestPlaylist_replaced: a playlist that is replaced keeps its id and what is in it,
// whatever fails.
func TestPlaylist_replaced(t *testing.T) {
	t.Parallel()
	forbidden := []mockapi.Fault{mockapi.APIError(http.StatusForbidden, "FORBIDDEN", "no")}
	for name, test := range map[string]struct {
		fault  mockapi.FaultPlan
		config map[string]tftypes.Value
		want   string
		tracks []string
	}{
		"nothing fails": {mockapi.FaultPlan{}, roadTrip("B000000001", "B000000003"), "", []string{"B000000001", "B000000003"}},
		"not managed":   {mockapi.FaultPlan{}, map[string]tftypes.Value{"title": text("Road Trip")}, "", trackIDList(1, 3)},
		"shared":        {mockapi.FaultPlan{}, sharedTrip("B000000003"), "", trackIDList(1, 4)},
		"update fails": {
			mockapi.FaultPlan{Method: http.MethodPut, Faults: forbidden},
			roadTrip("B000000003"),
			"Unable to Update Playlist: Playlist Road Trip .*, which is replaced", trackIDList(1, 3),
		},
		"reading fails": {
			mockapi.FaultPlan{Method: http.MethodGet, Faults: forbidden, PathPrefix: "/v1/playlists/"},
			roadTrip("B000000003"),
			"Unable to Change the Tracks of a Playlist", trackIDList(1, 3),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			p.noErrors(m.apply(roadTrip(trackIDList(1, 3)...)))
			id := m.id()
			f.Fail(test.fault)
			f.ResetRequests()
			found := strings.Join(errorsIn(m.replace(test.config)), "\n")
			if (found == "") != (test.want == "") || !matchText(test.want).MatchString(found) {
				t.Errorf("the errors are %s", found)
			}
			f.wantTracks(t, test.tracks...)
			if m.isNull() || m.id() != id || len(f.Playlists()) != 1 {
				t.Fatalf("the state is %v", m.attributes())
			}
			f.ClearFaults()
			p.noErrors(m.read())
			p.noErrors(m.replace(roadTrip("B000000005")))
			f.wantTracks(t, "B000000005")
			if n := len(f.bodies(http.MethodPost, "")); n > 0 || m.id() != id {
				t.Errorf("%d times POST, %s is %s", n, id, m.id())
			}
			p.noErrors(m.apply(nil))
			if left := f.Playlists(); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestPlaylist_replacedAmongOthers: a playlist goes to the object that replaces its own,
// and not to another one of this title.
func TestPlaylist_replacedAmongOthers(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	unmanaged := map[string]tftypes.Value{"title": text("Road Trip")}
	first, second := p.newManaged(), p.newManaged()
	p.noErrors(first.apply(unmanaged))
	p.noErrors(second.apply(roadTrip("B000000001")))
	firstID, secondID := first.id(), second.id()
	plans := []map[string]tftypes.Value{unmanaged, roadTrip("B000000002")}
	var creations []func()
	for i, m := range []*managed{first, second} {
		plan := p.newManaged().plan(plans[i])
		p.noErrors(m.carryOut(nil, plan, m.configured(nil)))
		creations = append(creations, func() { p.noErrors(m.carryOut(plans[i], plan, plan.PlannedState)) })
	}
	other := p.newManaged()
	p.noErrors(other.apply(roadTrip("B000000003")))
	for _, create := range slices.Backward(creations) {
		create()
	}
	if first.id() != firstID || second.id() != secondID || other.id() == firstID || other.id() == secondID {
		t.Errorf("were %s and %s, are %s and %s, the other one is %s", firstID, secondID, first.id(), second.id(), other.id())
	}
}

// TestPlaylist_replacedByAnotherAccount: a replacement is refused before it changes
// anything.
func TestPlaylist_replacedByAnotherAccount(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.AddUser("another-user", "Atza|another", "")
	p := newProtocol(t)
	p.configureFor(f)
	m := p.newManaged()
	p.noErrors(m.apply(roadTrip("B000000001")))
	id := m.id()
	m.p = newProtocol(t)
	m.p.noErrors(m.p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text("Atza|another"),
	}))
	f.ResetRequests()
	found := errorsIn(m.replace(roadTrip("B000000002")))
	if len(found) != 1 || !strings.Contains(found[0], "Wrong Amazon Music Account") || m.isNull() || m.id() != id || len(f.sent()) > 0 {
		t.Errorf("the errors are %q, sent %q", found, f.sent())
	}
}
