package mockapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		ask(t, s, http.MethodGet, playlistsPath+"?limit=5", func(r *http.Request) { r.Header.Set("User-Agent", "test/1") })
		time.Sleep(time.Minute)
		ask(t, s, http.MethodPut, tracksPath+"/B08DL%2FBXQC")
		refresh(t, s, mockapi.DefaultRefreshToken)

		got := s.Requests()
		if len(got) != 2 {
			t.Fatalf("%d requests", len(got))
		}
		first, second := got[0], got[1]
		if first.Method != http.MethodGet || first.Path != playlistsPath || first.RawQuery != "limit=5" || first.Status != http.StatusOK {
			t.Errorf("first: %+v", first)
		}
		if first.Header.Get("User-Agent") != "test/1" || first.Header.Get("X-Api-Key") != mockapi.DefaultAPIKey {
			t.Errorf("header: %v", first.Header)
		}
		if second.Path != tracksPath+"/B08DL%2FBXQC" || second.Status != 400 || second.At.Sub(first.At) != time.Minute {
			t.Errorf("second: %+v", second)
		}
		tokens := s.TokenRequests()
		if len(tokens) != 1 || tokens[0].Path != tokenPath || tokens[0].Body != grant(mockapi.DefaultRefreshToken).Encode() {
			t.Errorf("token requests: %+v", tokens)
		}
		s.ResetRequests()
		if len(s.Requests())+len(s.TokenRequests()) != 0 || s.Stats() != (mockapi.Stats{}) {
			t.Error("something is left after a reset")
		}
		if len(s.MintedTokens()) != 1 {
			t.Error("a reset forgets what was handed out")
		}
	})
}

func TestOnRequest(t *testing.T) {
	s := mockapi.New()
	var seen []string
	s.OnRequest(func(r mockapi.Request) {
		seen = append(seen, fmt.Sprintf("%s %s %d, %d logged", r.Method, r.Path, r.Status, len(s.Requests())))
		s.Remove("B000000001") // before the request is handled
	})
	s.Save("B000000001")
	wantStatus(t, remove(t, s, "B000000001"), 404, "RESOURCE_NOT_FOUND")
	refresh(t, s, mockapi.DefaultRefreshToken)
	s.OnRequest(nil)
	put(t, s, "B000000002")
	if want := []string{"DELETE " + tracksPath + "/B000000001 0, 1 logged"}; !slices.Equal(seen, want) {
		t.Errorf("seen %q, want %q", seen, want)
	}
}

func TestOnAnswer(t *testing.T) {
	s := mockapi.New()
	var seen []string
	s.OnAnswer(func(r mockapi.Request) {
		seen = append(seen, fmt.Sprintf("%s %s %d %s, %d saved", r.Method, r.Path, r.Status, r.Fault, len(s.SavedIDs())))
	})
	s.FailNext(1, mockapi.CutAfter())
	put(t, s, "B000000001")
	refresh(t, s, mockapi.DefaultRefreshToken)
	s.OnAnswer(nil)
	put(t, s, "B000000002")
	want := []string{"PUT " + tracksPath + "/B000000001 0 cut after, 1 saved", "POST " + tokenPath + " 200 , 1 saved"}
	if !slices.Equal(seen, want) {
		t.Errorf("seen %q, want %q", seen, want)
	}
}

// All of it at once, for the race detector, and for the sums.
func TestConcurrentUse(t *testing.T) {
	s := mockapi.New()
	s.SeedPlaylists(20)
	s.OnRequest(func(mockapi.Request) { s.Stats() })
	ids := manyIDs(200)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < len(ids); i += 8 {
				askContext(t.Context(), s, http.MethodPut, tracksPath+"/"+ids[i])
				askContext(t.Context(), s, http.MethodGet, playlistsPath+"?limit=7")
				askContext(t.Context(), s, http.MethodGet, tracksPath)
				if i%2 == 1 {
					askContext(t.Context(), s, http.MethodDelete, tracksPath+"/"+ids[i])
				}
				s.SetListingLie(mockapi.Lie(i % 3))
				s.Requests()
				s.SetTokenLifetime(time.Hour)
			}
		})
	}
	wg.Wait()
	if got := len(s.SavedIDs()); got != 100 {
		t.Errorf("%d saved", got)
	}
	if got := s.Stats(); got.Requests != 700 || got.PeakInFlight < 1 || got.PeakInFlight > 8 {
		t.Errorf("stats %+v", got)
	}
}
