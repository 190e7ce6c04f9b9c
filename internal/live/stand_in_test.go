package live

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// start starts a stand-in service with another saved track and three playlists.
func start(t *testing.T) (*acctest.Service, *api) {
	t.Helper()
	s := acctest.NewService(t)
	s.SeedPlaylists(3)
	s.Save("B0OTHER001")
	a, err := newAPI(t.Context(), s.TokenEnvironment())
	if err != nil {
		t.Fatal(err)
	}
	return s, a
}

const track = mockapi.TrackKaneTrain

func TestCheck_everythingHolds(t *testing.T) {
	for name, saved := range map[string]bool{"saved before": true, "not saved before": false} {
		t.Run(name, func(t *testing.T) {
			s, a := start(t)
			if saved {
				s.Save(track)
			}
			var out strings.Builder
			var further []func(context.Context, *run)
			if !saved {
				further = append(further, withTerraform(t, s.TokenEnvironment(), track))
			}
			if err := check(t.Context(), a, track, &out, further...); err != nil {
				t.Fatalf("%s\n%s", err, &out)
			}
			if n := strings.Count(out.String(), "- held: "); n != 9+4*len(further) {
				t.Errorf("%d assumptions held:\n%s", n, &out)
			}
			shape := `{data: {saveTrack: {saveState: "SAVED", track: {id: string, isrc: string, title: string, url: string}}}}`
			if !strings.Contains(out.String(), shape) {
				t.Errorf("no shape of the save in:\n%s", &out)
			}
			if n := len(s.Playlists()); n != 3 {
				t.Errorf("there are %d playlists", n)
			}
			if s.IsSaved(track) != saved || !s.IsSaved("B0OTHER001") {
				t.Errorf("saved after: %v", s.SavedIDs())
			}
			for _, r := range s.Requests() {
				if r.Method != http.MethodGet && r.Path != "/v1/me/library/tracks/"+track && !strings.HasPrefix(r.Path, "/v1/playlists") {
					t.Errorf("another track was changed: %s %s", r.Method, r.Path)
				}
			}
			for _, secret := range []string{
				mockapi.DefaultAPIKey, mockapi.DefaultAccessToken, "Kane Train", "6ozjgidgbvjdv3j6dd5jm7ipom",
			} {
				if strings.Contains(out.String(), secret) {
					t.Errorf("the report holds %q:\n%s", secret, &out)
				}
			}
		})
	}
}

func TestCheck_brokenAssumption(t *testing.T) {
	json := func(status int, body string) []mockapi.Fault {
		return []mockapi.Fault{mockapi.Answer(status, "application/json", body)}
	}
	for name, test := range map[string]struct {
		breakIt func(*acctest.Service)
		want    string
	}{
		"save not confirmed": {
			func(s *acctest.Service) { s.Refuse(track, mockapi.RefuseUnsaved) }, "DID NOT HOLD: " + saveConfirmed,
		},
		"save without a track": {func(s *acctest.Service) {
			s.Fail(mockapi.FaultPlan{
				Method: http.MethodPut, Next: 1,
				Faults: json(200, `{"data":{"saveTrack":{"saveState":"SAVED"}}}`),
			})
		}, "DID NOT HOLD: " + saveConfirmed},
		"second save refused": {func(s *acctest.Service) {
			s.Fail(mockapi.FaultPlan{
				Method: http.MethodPut, Skip: 1, Next: 1,
				Faults: json(422, `{"error":{"code":"ALREADY_SAVED","message":"it is there"}}`),
			})
		}, "DID NOT HOLD: " + saveRepeatable},
		"removal not confirmed": {func(s *acctest.Service) {
			s.Fail(mockapi.FaultPlan{
				Method: http.MethodDelete, Skip: 1, Next: 1,
				Faults: json(200, `{"data":{"removeTrack":{"saveState":"SAVED"}}}`),
			})
		}, "DID NOT HOLD: " + removeConfirmed},
		"second removal refused": {func(s *acctest.Service) {
			s.Fail(mockapi.FaultPlan{
				Method: http.MethodDelete, Skip: 2, Next: 1,
				Faults: json(410, `{"error":{"code":"GONE","message":"it is not there"}}`),
			})
		}, "DID NOT HOLD: " + removeOfNothing},
		"library elsewhere": {
			func(s *acctest.Service) { s.SetLibraryShape(mockapi.ShapeNonsense) }, "DID NOT HOLD: " + libraryListed,
		},
		"library late": {func(s *acctest.Service) {
			s.Fail(mockapi.FaultPlan{
				Method: http.MethodGet, PathPrefix: "/v1/me/library",
				Faults: json(200, `{"data":{"user":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[]}}}}`),
			})
		}, "DID NOT HOLD: " + libraryCurrent},
		"cursor of the edge": {
			func(s *acctest.Service) { s.SetCursorStyle(mockapi.CursorEdge) }, "DID NOT HOLD: " + nextByToken,
		},
		"no pageInfo": {
			func(s *acctest.Service) { s.SetListingLie(mockapi.LieNoPageInfo) }, "DID NOT HOLD: " + playlistsListed,
		},
		"refusal without JSON": {func(s *acctest.Service) {
			// Four pages of playlists are read before.
			s.Fail(mockapi.FaultPlan{
				PathPrefix: "/v1/me/playlists", Skip: 4,
				Faults: []mockapi.Fault{mockapi.Answer(403, "text/html", "<h1>No</h1>")},
			})
		}, "DID NOT HOLD: " + refusalReadable},
		"one playlist": {
			func(s *acctest.Service) { s.SeedPlaylists(1) }, "not seen: " + nextByToken,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, a := start(t)
			test.breakIt(s)
			var out strings.Builder
			err := check(t.Context(), a, track, &out)
			if !strings.Contains(out.String(), "- "+test.want) {
				t.Errorf("no %q in:\n%s", test.want, &out)
			}
			if failing := strings.HasPrefix(test.want, "DID NOT HOLD"); failing != (err != nil) {
				t.Errorf("got error %v", err)
			}
			if !slices.Equal(s.SavedIDs(), []string{"B0OTHER001"}) {
				t.Errorf("the library was changed: %v", s.SavedIDs())
			}
		})
	}
}

func TestCheck_terraformFails(t *testing.T) {
	s, a := start(t)
	s.Refuse(track, mockapi.RefuseUnsaved)
	var out strings.Builder
	err := check(t.Context(), a, track, &out, withTerraform(t, s.TokenEnvironment(), track))
	if err == nil || !strings.Contains(out.String(), "- DID NOT HOLD: "+terraformSaves) ||
		!strings.Contains(out.String(), "- held: "+terraformReads) {
		t.Errorf("got %v\n%s", err, &out)
	}
}

func TestCheck_restoreRetries(t *testing.T) {
	s, a := start(t)
	s.Save(track)
	s.Fail(mockapi.FaultPlan{Method: http.MethodPut, Skip: 2, Next: 2, Faults: []mockapi.Fault{mockapi.Throttled("")}})
	if err := check(t.Context(), a, track, &strings.Builder{}); err != nil {
		t.Error(err)
	}
	if !s.IsSaved(track) {
		t.Error("the track is gone")
	}
}

func TestCheck_restoreAfterInterrupt(t *testing.T) {
	s, a := start(t)
	s.Save(track)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := check(ctx, a, track, &strings.Builder{}, func(context.Context, *run) { cancel() }); err != nil {
		t.Error(err)
	}
	if !s.IsSaved(track) {
		t.Error("the track is gone")
	}
}

func TestCheck_firstRemovalFails(t *testing.T) {
	for want, fault := range map[string]mockapi.Fault{
		"nothing was changed":        mockapi.Answer(403, "application/json", `{"error":{"code":"DENIED","message":"no"}}`),
		"may be gone; save it again": mockapi.CutAfter(),
	} {
		s, a := start(t)
		s.Save(track)
		s.FailNext(1, fault)
		err := check(t.Context(), a, track, &strings.Builder{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, wanted %q", err, want)
		}
		if n := len(s.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
	}
}

func TestCheck_invalidTrackID(t *testing.T) {
	s, a := start(t)
	if err := check(t.Context(), a, "Kane Train", &strings.Builder{}); err == nil || len(s.Requests()) > 0 {
		t.Errorf("got %v after %d requests", err, len(s.Requests()))
	}
}

func TestNewAPI_login(t *testing.T) {
	s := acctest.NewService(t)
	a, err := newAPI(t.Context(), s.LoginEnvironment())
	if err != nil {
		t.Fatal(err)
	}
	if got := a.call(t.Context(), http.MethodGet, "/v1/me/playlists"); got.status != http.StatusOK {
		t.Errorf("HTTP %d", got.status)
	}
	s.RevokeRefreshToken()
	if _, err := newAPI(t.Context(), s.LoginEnvironment()); err == nil || !strings.Contains(err.Error(), "invalid_grant") {
		t.Errorf("got %v", err)
	}
}
