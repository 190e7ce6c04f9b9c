package mockapi_test

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func remove(t *testing.T, s *mockapi.Service, id string) answer {
	t.Helper()
	return ask(t, s, http.MethodDelete, tracksPath+"/"+id)
}

func TestAnswersOfTheAPIPage(t *testing.T) {
	s := mockapi.New()
	want := map[string]any{"data": map[string]any{"saveTrack": map[string]any{
		"track": map[string]any{
			"id": "B08DL2BXQC", "title": "Kane Train", "isrc": "GBCFB2000356",
			"url": "https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC",
		},
		"saveState": "SAVED",
	}}}
	if got := put(t, s, mockapi.TrackKaneTrain).decode(t); !reflect.DeepEqual(got, want) {
		t.Errorf("PUT: %v", got)
	}
	s.Save(mockapi.TrackAliased)
	want = map[string]any{"data": map[string]any{"removeTrack": map[string]any{
		"track": map[string]any{
			"id": "B097S185X9", "title": "Something To Believe In", "isrc": "USATO2100125",
			"url": "https://music.amazon.com/albums/B097S29G3W/?trackAsin=B097S185X9",
		},
		"saveState": "REMOVED",
	}}}
	if got := remove(t, s, mockapi.TrackAliased).decode(t); !reflect.DeepEqual(got, want) {
		t.Errorf("DELETE: %v", got)
	}
}

func TestSaveIsIdempotentAndOrdered(t *testing.T) {
	s := mockapi.New()
	for _, id := range []string{"B000000001", mockapi.TrackAliased, "B000000003", "B000000001", mockapi.TrackCanonical} {
		a := put(t, s, id)
		wantStatus(t, a, 200, "")
		if state := at(a.decode(t), "data", "saveTrack", "saveState"); state != "SAVED" {
			t.Errorf("%s: saveState %v", id, state)
		}
	}
	want := []string{"B000000001", mockapi.TrackCanonical, "B000000003"}
	if got := s.SavedIDs(); !slices.Equal(got, want) {
		t.Errorf("saved %q, want %q", got, want)
	}
	if !s.IsSaved(mockapi.TrackAliased) || !s.IsSaved(mockapi.TrackCanonical) || s.IsSaved("B000000009") {
		t.Error("IsSaved does not resolve aliases")
	}
}

func TestRemove(t *testing.T) {
	s := mockapi.New()
	s.Save("B000000001", "B000000002", mockapi.TrackCanonical)
	a := remove(t, s, mockapi.TrackAliased)
	if got := at(a.decode(t), "data", "removeTrack", "track", "id"); got != mockapi.TrackCanonical {
		t.Errorf("removed %v", got)
	}
	s.Remove("B000000001", "B000000001", "B000000009")
	if got := s.SavedIDs(); !slices.Equal(got, []string{"B000000002"}) {
		t.Errorf("saved %q", got)
	}
	// Nothing to remove: both answers, in turn.
	for range 2 {
		wantStatus(t, remove(t, s, "B000000001"), 404, "RESOURCE_NOT_FOUND")
		a := remove(t, s, "B000000001")
		wantStatus(t, a, 200, "")
		if a.body != `{"data":{"removeTrack":null}}` {
			t.Errorf("body %s", a.body)
		}
	}
}

func TestRefusals(t *testing.T) {
	const id = "B00REFUSED"
	tests := []struct {
		name    string
		refusal mockapi.Refusal
		track   string // that does so by itself
		status  int
		code    string
		check   func(t *testing.T, a answer)
	}{
		{"not found", mockapi.RefuseNotFound, mockapi.TrackNotFound, 404, "RESOURCE_NOT_FOUND", nil},
		{"null", mockapi.RefuseNull, mockapi.TrackNullSave, 200, "", func(t *testing.T, a answer) {
			if a.body != `{"data":{"saveTrack":null}}` {
				t.Errorf("body %s", a.body)
			}
		}},
		{"graph errors", mockapi.RefuseGraphErrors, mockapi.TrackGraphError, 200, "", func(t *testing.T, a answer) {
			errs, _ := at(a.decode(t), "errors").([]any)
			if len(errs) != 1 || at(errs[0], "message") == nil || at(a.decode(t), "data", "saveTrack") != nil {
				t.Errorf("body %s", a.body)
			}
		}},
		{"error in 200", mockapi.RefuseError200, mockapi.TrackErrorIn200, 200, "RESOURCE_NOT_FOUND", nil},
		{"unsaved", mockapi.RefuseUnsaved, mockapi.TrackUnsaved, 200, "", func(t *testing.T, a answer) {
			if at(a.decode(t), "data", "saveTrack", "saveState") != "PENDING" || at(a.decode(t), "data", "saveTrack", "track", "id") == nil {
				t.Errorf("body %s", a.body)
			}
		}},
		{"no state", mockapi.RefuseNoState, "", 200, "", func(t *testing.T, a answer) {
			if save := at(a.decode(t), "data", "saveTrack"); has(save, "saveState") || at(save, "track", "id") != id {
				t.Errorf("body %s", a.body)
			}
		}},
		{"empty", mockapi.RefuseEmpty, "", 200, "", func(t *testing.T, a answer) {
			if a.body != "" {
				t.Errorf("body %s", a.body)
			}
		}},
		{"forbidden", mockapi.RefuseForbidden, "", 403, "DENIED_SUBSCRIPTION_TIER", nil},
		{"no account", mockapi.RefuseNoAccount, "", 403, "AUTH_NO_MUSIC_ACCOUNT_FOUND", nil},
		{"unprocessable", mockapi.RefuseUnprocessable, "", 422, "UNPROCESSABLE_ENTITY", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.Refuse(id, tt.refusal)
			for _, track := range []string{id, tt.track} {
				if track == "" {
					continue
				}
				a := put(t, s, track)
				wantStatus(t, a, tt.status, tt.code)
				if tt.check != nil {
					tt.check(t, a)
				}
				if s.IsSaved(track) {
					t.Errorf("%s was saved", track)
				}
				s.Refuse(track, mockapi.RefuseNone)
				wantStatus(t, put(t, s, track), 200, "")
				if !s.IsSaved(track) {
					t.Errorf("%s was not saved once nothing refused it", track)
				}
			}
		})
	}
}

func TestRefusedTracksCanBeSavedOtherwise(t *testing.T) {
	s := mockapi.New()
	s.Save(mockapi.TrackNotFound)
	wantStatus(t, put(t, s, mockapi.TrackNotFound), 404, "RESOURCE_NOT_FOUND")
	if !s.IsSaved(mockapi.TrackNotFound) {
		t.Error("a refused PUT removed the track")
	}
	wantStatus(t, remove(t, s, mockapi.TrackNotFound), 200, "")
	// A refusal of the track that an id stands for is one of the id, too.
	s.Refuse(mockapi.TrackCanonical, mockapi.RefuseForbidden)
	wantStatus(t, put(t, s, mockapi.TrackAliased), 403, "DENIED_SUBSCRIPTION_TIER")
}

func TestCatalog(t *testing.T) {
	first, second := mockapi.New(), mockapi.New()
	const n = 2000
	missing := map[string]int{}
	for _, id := range manyIDs(n) {
		a := put(t, first, id)
		if again := put(t, second, id); again.body != a.body {
			t.Fatalf("two services differ: %s and %s", a.body, again.body)
		}
		track := at(a.decode(t), "data", "saveTrack", "track")
		if at(track, "id") != id || at(track, "title") == "" || at(track, "title") == nil {
			t.Fatalf("track is %v", track)
		}
		if isrc, ok := at(track, "isrc").(string); ok && len(isrc) != 12 {
			t.Fatalf("isrc is %q", isrc)
		}
		if link, ok := at(track, "url").(string); ok && !trackLink.MatchString(link) {
			t.Fatalf("url is %q", link)
		}
		for _, key := range []string{"isrc", "url"} {
			if !has(track, key) {
				missing[key]++
			}
		}
	}
	for _, key := range []string{"isrc", "url"} {
		if share := float64(missing[key]) / n; share < 0.15 || share > 0.25 {
			t.Errorf("%s is missing in a share of %v, want about 0.2", key, share)
		}
	}
	bare := at(put(t, first, mockapi.TrackBare).decode(t), "data", "saveTrack", "track")
	if !reflect.DeepEqual(bare, map[string]any{"id": mockapi.TrackBare}) {
		t.Errorf("the bare track is %v", bare)
	}
}

var trackLink = regexp.MustCompile(`^https://music\.amazon\.com/albums/B0[A-Z0-9]{8}/\?trackAsin=[A-Z0-9]{10}$`)
