package provider

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// roadTrip is a configuration of a playlist with these tracks.
func roadTrip(trackIDs ...string) map[string]tftypes.Value {
	return map[string]tftypes.Value{"title": text("Road Trip"), "track_ids": texts(trackIDs...)}
}

// A lost answer to the POST never makes a second playlist.
func TestPlaylist_creationLost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []mockapi.Fault
		posts  int
	}{
		"carried out": {[]mockapi.Fault{mockapi.CutAfter()}, 1},
		"throttled":   {[]mockapi.Fault{mockapi.Throttled("")}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			// One of the same title was there before, and is not adopted.
			before := f.AddPlaylist(mockapi.Playlist{Title: "Road Trip"})
			f.Fail(mockapi.FaultPlan{Method: http.MethodPost, Next: len(test.faults), Faults: test.faults})
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			if found := errorsIn(m.apply(roadTrip("B000000001"))); len(found) > 0 {
				t.Fatal(found)
			}
			all := f.Playlists()
			if len(all) != 2 || all[0].ID != before || len(all[0].TrackIDs) > 0 ||
				!slices.Equal(all[1].TrackIDs, []string{"B000000001"}) {
				t.Errorf("the playlists are %+v", all)
			}
			posts := 0
			for _, r := range f.Requests() {
				if r.Method == http.MethodPost {
					posts++
				}
			}
			if posts != test.posts {
				t.Errorf("%d times POST", posts)
			}
		})
	}
}

func TestPlaylist_creationFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*fixture)
		want    []string
		created int
	}{
		"somebody else creates one too": {
			func(f *fixture) {
				var once sync.Once
				f.Fail(mockapi.FaultPlan{Method: http.MethodPost, Faults: []mockapi.Fault{mockapi.CutAfter()}})
				f.OnRequest(func(r mockapi.Request) {
					if r.Method == http.MethodPost {
						once.Do(func() { f.AddPlaylist(mockapi.Playlist{ID: "theirs", Title: "Road Trip"}) })
					}
				})
			},
			[]string{"Unable to Create Playlist", "new playlists that may be the one", "theirs", "terraform import"},
			2,
		},
		"somebody fills the one that is found": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{Method: http.MethodPost, Faults: []mockapi.Fault{mockapi.CutAfter()}})
				f.OnRequest(func(r mockapi.Request) {
					if strings.HasSuffix(r.Path, "/tracks") {
						all := f.Playlists()
						all[0].TrackIDs = trackIDList(5, 6)
						f.SetPlaylist(all[0])
					}
				})
			},
			[]string{"Unable to Change the Tracks", "it may be somebody else's", "not in the state", "terraform import"},
			1,
		},
		"refused": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{
					Method: http.MethodPost,
					Faults: []mockapi.Fault{mockapi.APIError(400, "BAD_REQUEST", "no more playlists")},
				})
			},
			[]string{"Unable to Create Playlist", "POST /v1/playlists failed: HTTP 400 Bad Request, code BAD_REQUEST: no more playlists"},
			0,
		},
		"the list cannot be read before": {
			func(f *fixture) {
				f.Fail(mockapi.FaultPlan{
					PathPrefix: "/v1/me/playlists", Skip: 1,
					Faults: []mockapi.Fault{mockapi.APIError(403, "FORBIDDEN", "no")},
				})
			},
			[]string{"Unable to Create Playlist", "GET /v1/me/playlists failed: HTTP 403"},
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			test.prepare(f)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			found := strings.Join(errorsIn(m.apply(roadTrip("B000000001"))), "\n")
			if all := f.Playlists(); len(all) > 0 && slices.Contains(all[0].TrackIDs, "B000000001") {
				t.Errorf("the playlists are %v", all)
			}
			if !matchText(test.want...).MatchString(found) || !m.isNull() || len(f.Playlists()) != test.created {
				t.Errorf("%d playlists, in the state: %t\n%s", len(f.Playlists()), !m.isNull(), found)
			}
		})
	}
}

// An append is looked up before it is repeated.
func TestPlaylist_appendLost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockapi.Fault{
		"carried out": mockapi.CutAfter(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.Fail(mockapi.FaultPlan{Method: http.MethodPut, Skip: 1, Next: 2, Faults: []mockapi.Fault{fault}})
			p := newProtocol(t)
			p.configureFor(f)
			m, want := p.newManaged(), trackIDList(0, 230)
			if found := errorsIn(m.apply(roadTrip(want...))); len(found) > 0 {
				t.Fatal(found)
			}
			if got, err := f.onlyPlaylist("Road Trip"); err != nil || !slices.Equal(got.TrackIDs, want) {
				t.Errorf("%v: %d tracks", err, len(got.TrackIDs))
			}
		})
	}
}

// Tracks that the catalog lacks are named. The others are in the playlist and in
// the state, and the next apply does not need to add them again.
func TestPlaylist_missingTracks(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]mockapi.MissingTracks{
		"404":     mockapi.MissingNotFound,
		"400":     mockapi.MissingBadRequest,
		"in part": mockapi.MissingPartial,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.SetMissingTracks(missing)
			wanted := trackIDList(0, 230)
			f.Lack(wanted[57], wanted[229])
			good := slices.DeleteFunc(slices.Clone(wanted), func(id string) bool {
				return id == wanted[57] || id == wanted[229]
			})
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			diagnostics := m.apply(roadTrip(wanted...))
			found := errorsIn(diagnostics)
			if len(found) != 1 || !strings.Contains(found[0], wanted[57]) || !strings.Contains(found[0], wanted[229]) ||
				strings.Contains(found[0], wanted[1]) {
				t.Errorf("the errors are %q", found)
			}
			got, err := f.onlyPlaylist("Road Trip")
			if err != nil || !slices.Equal(got.TrackIDs, good) || !slices.Equal(m.trackIDs(), good) {
				t.Errorf("%v: %d tracks, %d in the state", err, len(got.TrackIDs), len(m.trackIDs()))
			}
			f.ResetRequests()
			if found := errorsIn(m.apply(roadTrip(good...))); len(found) > 0 {
				t.Error(found)
			}
			if sent := f.sent(); len(sent) > 0 {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

// A change that fails leaves the state as it is, or as the service has it.
func TestPlaylist_changeFails(t *testing.T) {
	t.Parallel()
	denied := mockapi.APIError(403, "DENIED_SUBSCRIPTION_TIER", "not with this subscription")
	for name, test := range map[string]struct {
		method, below string
		skip          int
		config        map[string]tftypes.Value
		want          string
		tracks        []string
	}{
		"fields":       {http.MethodPut, "", 0, map[string]tftypes.Value{"title": text("X"), "track_ids": texts("B000000001")}, "Unable to Update Playlist", []string{"B000000001"}},
		"first batch":  {http.MethodPut, "/tracks", 0, roadTrip("B000000002"), "Unable to Change the Tracks", []string{"B000000001"}},
		"second batch": {http.MethodPut, "/tracks", 1, roadTrip(trackIDList(1, 150)...), "Unable to Change the Tracks", trackIDList(1, 102)},
		"removal":      {http.MethodDelete, "/tracks", 0, roadTrip(), "Unable to Change the Tracks", []string{"B000000001"}},
		"the list":     {http.MethodGet, "/tracks", 0, roadTrip(), "Unable to Change the Tracks", []string{"B000000001"}},
		"deletion":     {http.MethodDelete, "", 0, nil, "Unable to Delete Playlist", []string{"B000000001"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			if found := errorsIn(m.apply(roadTrip("B000000001"))); len(found) > 0 {
				t.Fatal(found)
			}
			f.Fail(mockapi.FaultPlan{
				Method: test.method,
				Skip:   test.skip,
				Faults: []mockapi.Fault{denied},
				Match: func(r mockapi.Request) bool {
					return strings.HasSuffix(r.Path, "/tracks") == (test.below != "")
				},
			})
			found := strings.Join(errorsIn(m.apply(test.config)), "\n")
			if !strings.Contains(found, test.want) ||
				!strings.Contains(found, "code DENIED_SUBSCRIPTION_TIER: not with this subscription") {
				t.Error(found)
			}
			if got := m.trackIDs(); !slices.Equal(got, test.tracks) {
				t.Errorf("the state holds %v", got)
			}
			f.ClearFaults()
			if found := errorsIn(m.read()); len(found) > 0 {
				t.Error(found)
			}
			if found := errorsIn(m.apply(test.config)); len(found) > 0 {
				t.Error(found)
			}
		})
	}
}
