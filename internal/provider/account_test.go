package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// checks counts the checks of the account since the last reset.
func (f *fixture) checks() int {
	n := 0
	for _, r := range f.Requests() {
		if r.Method+" "+r.Path+"?"+r.RawQuery == accountCheck {
			n++
		}
	}
	return n
}

func TestAccAccount_checkedOnce(t *testing.T) {
	f := startService(t)
	config := f.block() + manyTracks(20) + tracksConfig(numbered(100, 130))
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config,
				Check: func(*terraform.State) error {
					first := f.Requests()[0]
					if got := first.Method + " " + first.Path + "?" + first.RawQuery; got != accountCheck || f.checks() != 1 {
						return fmt.Errorf("%d checks, the first request is %s", f.checks(), got)
					}
					if n := f.Stats().ConnectionsOpened; n > maxConnections {
						return fmt.Errorf("%d connections", n)
					}
					return nil
				},
			},
			{
				// A run that writes nothing asks nothing.
				PreConfig: f.ResetRequests,
				Config:    f.block() + manyTracks(20) + tracksConfig(with(numbered(101, 130), "B000000100")),
				Check: func(*terraform.State) error {
					if n := len(f.Requests()); n > 0 {
						return fmt.Errorf("%d requests for a changed label", n)
					}
					return nil
				},
			},
		},
	})
}

// TestAccAccount_anotherUser: the credentials of another user are refused before
// anything is sent, and both libraries and the state stay as they are.
func TestAccAccount_anotherUser(t *testing.T) {
	f := startService(t)
	other := f.AddUser("another-user", "Atza|other-token", "")
	otherBlock := acctest.RequiredProviders + strings.Replace(f.TokenBlock(), mockapi.DefaultAccessToken, "Atza|other-token", 1)
	tracks := manyTracks(10) + tracksConfig(numbered(100, 120))
	saved := append(slices.Sorted(maps.Keys(numbered(0, 10))), slices.Sorted(maps.Keys(numbered(100, 120)))...)
	other.Save(saved...)
	refused := matchText("Wrong Amazon Music Account", "user another-user", "belongs to user "+f.UserID()+". Nothing that belongs to user "+f.UserID(),
		"Use the credentials of user "+f.UserID(), "terraform state rm")
	unchanged := func() {
		for _, r := range f.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("sent %s %s", r.Method, r.Path)
			}
		}
		if n := len(other.SavedIDs()); n != len(saved) {
			t.Errorf("the other user has %d tracks", n)
		}
		f.ResetRequests()
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block() + tracks},
			{PreConfig: f.ResetRequests, Config: otherBlock, ExpectError: refused},
			{PreConfig: unchanged, Config: otherBlock + manyTracks(10) + tracksConfig(numbered(100, 121)), ExpectError: refused},
			{PreConfig: unchanged, Config: f.block() + tracks, ConfigPlanChecks: emptyPlan()},
		},
		CheckDestroy: func(*terraform.State) error {
			if n := len(other.SavedIDs()); n != len(saved) {
				return fmt.Errorf("the other user has %d tracks", n)
			}
			return f.holds()
		},
	})
}

// TestAccount_wrongService: what is not the API, or not this call of it, never
// empties the state.
func TestAccount_wrongService(t *testing.T) {
	t.Parallel()
	answer := func(status int, contentType, body string) func(*fixture) {
		return func(f *fixture) {
			f.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(status, contentType, body)}})
		}
	}
	for name, test := range map[string]struct {
		path    string
		prepare func(*fixture)
		want    string
	}{
		"wrong path":       {"/wrong", func(*fixture) {}, `"endpoint"`},
		"404 as the API":   {"", answer(404, "application/json", `{"error":{"code":"RESOURCE_NOT_FOUND","message":"no"}}`), "RESOURCE_NOT_FOUND"},
		"404 of a gateway": {"", answer(404, "application/json", `{"message":"Not Found"}`), `Check "endpoint"`},
		"another JSON":     {"", answer(200, "application/json", `{"data":{}}`), "not an answer of the Amazon Music Web API"},
		"HTML":             {"", answer(200, "text/html", "<h1>Hello</h1>"), "not an answer of the Amazon Music Web API"},
		"401":              {"", answer(401, "application/json", `{"error":{"code":"INVALID_ACCESS_TOKEN","message":"no"}}`), "Access tokens live one hour"},
		"no music account": {"", answer(403, "application/json", `{"error":{"code":"AUTH_NO_MUSIC_ACCOUNT_FOUND"}}`), "no Amazon Music account"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			created := map[string]*tfprotov6.ApplyResourceChangeResponse{
				trackType: p.create(trackType, oneTrack(1)), tracksType: p.create(tracksType, tracksOf(3)),
			}
			test.prepare(f)
			f.ResetRequests()
			p = newProtocol(t)
			p.configureWith(f, map[string]tftypes.Value{"endpoint": text(f.URL + test.path)})
			wants := []string{test.want, "in the error that begins"}
			for i, name := range []string{trackType, tracksType} {
				failed := p.destroy(name, created[name])
				wantError(t, failed.Diagnostics, "Unable to Check the Account", wants[i])
				if len(p.attributesOf(name, failed.NewState)) == 0 {
					t.Errorf("%s has left the state", name)
				}
			}
			for _, r := range f.Requests() {
				if r.Method != http.MethodGet {
					t.Errorf("sent %s %s", r.Method, r.Path)
				}
			}
		})
	}
}

// TestAccount_unknown: where the service does not say whose account it is, the
// run goes on, and a 404 is not taken for a removal.
func TestAccount_unknown(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*fixture){
		"403": func(f *fixture) {
			f.Fail(mockapi.FaultPlan{PathPrefix: "/v1/me/playlists", Faults: []mockapi.Fault{
				mockapi.APIError(http.StatusForbidden, "INSUFFICIENT_SCOPE", "The scope is missing."),
			}})
		},
		"no user id": func(f *fixture) { f.HideUserID(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			prepare(f)
			f.AnswerRemovals(mockapi.RemovalNotFound)
			p := newProtocol(t)
			p.configureFor(f)
			track, tracks := p.create(trackType, oneTrack(1)), p.create(tracksType, tracksOf(1))
			for typeName, created := range map[string]*tfprotov6.ApplyResourceChangeResponse{trackType: track, tracksType: tracks} {
				p.noErrors(created.Diagnostics)
				if id := p.attributesOf(typeName, created.NewState)["user_id"]; !id.IsNull() {
					t.Errorf("%s: the user is %s", typeName, id)
				}
			}
			wantError(t, p.destroy(trackType, track).Diagnostics, "Unable to Remove Track", "RESOURCE_NOT_FOUND",
				"could not find out which account", "music::library:read", "terraform state rm")
			f.AnswerRemovals(mockapi.RemovalConfirmed)
			p.noErrors(p.destroy(tracksType, tracks).Diagnostics)
		})
	}
}

// TestAccAccount_importedWithDetectDrift: what was imported and never saved is
// another user's nevertheless.
func TestAccAccount_importedWithDetectDrift(t *testing.T) {
	f := startService(t)
	other := f.AddUser("another-user", "Atza|other-token", "")
	saved := []string{"B000000000", "B000000100"}
	f.Save(saved...)
	other.Save(saved...)
	otherBlock := func(arguments ...string) string {
		return strings.Replace(f.block(arguments...), mockapi.DefaultAccessToken, "Atza|other-token", 1)
	}
	config := manyTracks(1) + tracksConfig(map[string]string{"B000000100": ""}) + `
import {
  to = amazonmusic_library_track.this[0]
  id = "B000000000"
}
import {
  to = amazonmusic_library_tracks.many
  id = "B000000100"
}
`
	refused := matchText("Wrong Amazon Music Account", "user another-user", "belongs to user "+f.UserID())
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: f.block("detect_drift = true") + config},
			{Config: otherBlock(), ExpectError: refused},
			{Config: otherBlock("detect_drift = true"), ExpectError: refused},
			{Config: f.block() + config, ConfigPlanChecks: emptyPlan()},
		},
		CheckDestroy: func(*terraform.State) error {
			if n := len(other.SavedIDs()); n != len(saved) {
				return fmt.Errorf("the other user has %d tracks", n)
			}
			return f.holds()
		},
	})
}
