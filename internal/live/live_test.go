package live

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// start runs a stand-in service, and points the environment at it.
func start(t *testing.T) (*mockapi.Service, Target) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AMAZONMUSIC_") {
			t.Setenv(name, "")
		}
	}
	service := mockapi.New()
	service.SeedPlaylists(3)
	server, err := service.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	target := Target{TrackID: mockapi.TrackKaneTrain, Environment: map[string]string{
		"AMAZONMUSIC_ENDPOINT":     server.URL(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}}
	for name, value := range target.Environment {
		t.Setenv(name, value)
	}
	return service, target
}

func TestEverythingHolds(t *testing.T) {
	for _, saved := range []bool{false, true} {
		service, target := start(t)
		service.Save("B0STRANGER")
		if saved {
			service.Save(target.TrackID)
		}
		var out strings.Builder
		if err := Run(t.Context(), target, &out); err != nil {
			t.Fatalf("%s\n%s", err, &out)
		}
		if n := strings.Count(out.String(), "- held: "); n != 11 {
			t.Errorf("%d assumptions held:\n%s", n, &out)
		}
		if !strings.Contains(out.String(), `{data: {saveTrack: {saveState: "SAVED", track: {id: string, isrc: string, title: string, url: string}}}}`) {
			t.Errorf("no shape of the save in:\n%s", &out)
		}
		if service.IsSaved(target.TrackID) != saved || !service.IsSaved("B0STRANGER") {
			t.Errorf("saved before: %t; after: %v", saved, service.SavedIDs())
		}
		for _, r := range service.Requests() {
			if r.Method != http.MethodGet && r.Path != "/v1/me/library/tracks/"+target.TrackID {
				t.Errorf("another track was touched: %s %s", r.Method, r.Path)
			}
		}
		for _, secret := range []string{mockapi.DefaultAPIKey, mockapi.DefaultAccessToken, "Kane Train", "6ozjgidgbvjdv3j6dd5jm7ipom"} {
			if strings.Contains(out.String(), secret) {
				t.Errorf("the report holds %q:\n%s", secret, &out)
			}
		}
	}
}

// TestBrokenAssumptions breaks them one by one: the report names the right
// one, and the library is left as it was.
func TestBrokenAssumptions(t *testing.T) {
	json := func(body string) mockapi.Fault { return mockapi.Answer(http.StatusOK, "application/json", body) }
	for name, test := range map[string]struct {
		sabotage func(*mockapi.Service)
		want     string
	}{
		"save not confirmed": {
			func(s *mockapi.Service) { s.Refuse(mockapi.TrackKaneTrain, mockapi.RefuseUnsaved) }, "DID NOT HOLD: " + saveConfirmed,
		},
		"a save without a track": {
			func(s *mockapi.Service) {
				s.Fail(mockapi.FaultPlan{Method: http.MethodPut, Next: 1, Faults: []mockapi.Fault{json(`{"data":{"saveTrack":{"saveState":"SAVED"}}}`)}})
			}, "DID NOT HOLD: " + saveConfirmed,
		},
		"the second save is refused": {
			func(s *mockapi.Service) {
				s.Fail(mockapi.FaultPlan{Method: http.MethodPut, Skip: 1, Next: 1, Faults: []mockapi.Fault{
					mockapi.Answer(http.StatusUnprocessableEntity, "application/json", `{"error":{"code":"ALREADY_SAVED","message":"it is there"}}`),
				}})
			}, "DID NOT HOLD: " + saveRepeatable,
		},
		"the second removal is refused": {
			func(s *mockapi.Service) {
				s.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Skip: 2, Next: 1, Faults: []mockapi.Fault{
					mockapi.Answer(http.StatusGone, "application/json", `{"error":{"code":"GONE","message":"it is not there"}}`),
				}})
			}, "DID NOT HOLD: " + removeOfNothing,
		},
		"the library is elsewhere": {
			func(s *mockapi.Service) { s.SetLibraryShape(mockapi.ShapeNonsense) }, "DID NOT HOLD: " + libraryListed,
		},
		"the library is late": {
			func(s *mockapi.Service) {
				s.Fail(mockapi.FaultPlan{Method: http.MethodGet, PathPrefix: "/v1/me/library", Faults: []mockapi.Fault{
					json(`{"data":{"user":{"tracks":{"pageInfo":{"hasNextPage":false},"edges":[]}}}}`),
				}})
			}, "DID NOT HOLD: " + libraryCurrent,
		},
		"lists go on by the edge": {
			func(s *mockapi.Service) { s.SetCursorStyle(mockapi.CursorEdge) }, "DID NOT HOLD: " + nextByToken,
		},
		"lists lie": {
			func(s *mockapi.Service) { s.SetListingLie(mockapi.LieNoPageInfo) }, "DID NOT HOLD: " + playlistsWhole,
		},
		"a refusal of another form": {
			func(s *mockapi.Service) {
				s.OnRequest(func(r mockapi.Request) {
					if strings.Contains(r.Header.Get("Authorization"), "not-a-token") {
						s.FailNext(1, mockapi.Answer(http.StatusForbidden, "text/html", "<h1>No</h1>"))
					}
				})
			}, "DID NOT HOLD: " + refusalReadable,
		},
		"one playlist": {
			func(s *mockapi.Service) { s.SeedPlaylists(1) }, "not seen: " + nextByToken,
		},
	} {
		t.Run(name, func(t *testing.T) {
			service, target := start(t)
			service.Save("B0STRANGER")
			test.sabotage(service)
			var out strings.Builder
			err := check(t.Context(), target, &out, (*run).checkTrack, (*run).checkLists, (*run).checkRefusal)
			if !strings.Contains(out.String(), "- "+test.want) {
				t.Errorf("no %q in:\n%s", test.want, &out)
			}
			if failing := strings.HasPrefix(test.want, "DID NOT HOLD"); failing != (err != nil) {
				t.Errorf("got error %v", err)
			}
			if service.IsSaved(target.TrackID) || !service.IsSaved("B0STRANGER") {
				t.Errorf("the library was changed: %v", service.SavedIDs())
			}
		})
	}
}

func TestTerraformFails(t *testing.T) {
	service, target := start(t)
	service.Refuse(target.TrackID, mockapi.RefuseUnsaved)
	var out strings.Builder
	err := check(t.Context(), target, &out, (*run).checkTerraform)
	if err == nil || !strings.Contains(out.String(), "DID NOT HOLD: "+terraformWorks) || !strings.Contains(out.String(), "- held: "+terraformReads) {
		t.Errorf("got %v\n%s", err, &out)
	}
}

func TestNothingIsChangedThatCannotBePutBack(t *testing.T) {
	service, target := start(t)
	service.Save(target.TrackID)
	service.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{
		mockapi.Answer(http.StatusForbidden, "application/json", `{"error":{"code":"DENIED","message":"no"}}`),
	}})
	var out strings.Builder
	err := Run(t.Context(), target, &out)
	if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("got %v", err)
	}
	if n := len(service.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestPutBackIsPatient: the last request of a run may meet a bad moment.
func TestPutBackIsPatient(t *testing.T) {
	service, target := start(t)
	service.Save(target.TrackID)
	service.Fail(mockapi.FaultPlan{Method: http.MethodPut, Next: 2, Faults: []mockapi.Fault{mockapi.Throttled("")}})
	if err := check(t.Context(), target, &strings.Builder{}); err != nil {
		t.Error(err)
	}
	if !service.IsSaved(target.TrackID) {
		t.Error("the track is gone")
	}
}

func TestFirstAnswerIsLost(t *testing.T) {
	service, target := start(t)
	service.Save(target.TrackID)
	service.FailNext(1, mockapi.CutAfter())
	err := check(t.Context(), target, &strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), "may be gone; save it again") {
		t.Errorf("got %v", err)
	}
}

func TestBadTrack(t *testing.T) {
	service, target := start(t)
	target.TrackID = "Kane Train"
	if err := Run(t.Context(), target, &strings.Builder{}); err == nil || len(service.Requests()) > 0 {
		t.Errorf("got %v after %d requests", err, len(service.Requests()))
	}
}
