package provider

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const noSuchPlaylist = `{"error":{"status":"404","code":"RESOURCE_NOT_FOUND","message":"no such playlist"}}`

// answerPlaylist answers calls for one playlist with these bytes, as often as wanted; 0
// is always.
func (f *fixture) answerPlaylist(method, id string, times, status int, body string) {
	f.Fail(mockapi.FaultPlan{
		Method: method, Next: times, Faults: []mockapi.Fault{mockapi.Answer(status, "application/json", body)},
		Match: func(r mockapi.Request) bool { return r.Path == "/v1/playlists/"+id },
	})
}

func (m *managed) id() string {
	var id string
	if err := m.attributes()["id"].As(&id); err != nil {
		m.p.t.Error(err)
	}
	return id
}

// TestPlaylist_notFound: a playlist leaves the state only where it is certain that it is
// gone, and whose account this is.
func TestPlaylist_notFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(f *fixture, id string)
		destroy bool
		gone    bool
		want    string
	}{
		"one old answer": {
			func(f *fixture, id string) {
				f.answerPlaylist(http.MethodGet, id, 1, http.StatusNotFound, noSuchPlaylist)
			}, false, false, "",
		},
		"listed": {
			func(f *fixture, id string) {
				f.answerPlaylist(http.MethodGet, id, 0, http.StatusNotFound, noSuchPlaylist)
			}, false, false,
			"not certain that the playlist is gone, because the list of your playlists has it.*terraform state rm.*code RESOURCE_NOT_FOUND",
		},
		"account unknown": {
			func(f *fixture, id string) { f.HideUserID(true); f.DeletePlaylist(id) }, false, false,
			"not certain that the playlist is gone, because the service does not tell which account this is.*terraform state rm",
		},
		"gone": {func(f *fixture, id string) { f.DeletePlaylist(id) }, false, true, ""},
		"destroyed with an old answer": {
			func(f *fixture, id string) { f.answerPlaylist("", id, 0, http.StatusNotFound, noSuchPlaylist) }, true, false,
			"Unable to Delete Playlist.*not certain that it is gone: the list of your playlists still has it",
		},
		"destroyed and gone": {func(f *fixture, id string) { f.DeletePlaylist(id) }, true, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			p.noErrors(m.apply(roadTrip("B000000001")))
			// Another process refreshes.
			other := newProtocol(t)
			other.configureFor(f)
			m.p = other
			test.prepare(f, m.id())
			f.ResetRequests()
			diagnostics := m.read
			if test.destroy {
				diagnostics = func() []*tfprotov6.Diagnostic { return m.apply(nil) }
			}
			found := strings.Join(errorsIn(diagnostics()), "\n")
			if m.isNull() != test.gone || (found == "") != (test.want == "") || !matchText(test.want).MatchString(found) {
				t.Errorf("in the state: %t, %s", !m.isNull(), found)
			}
			if !test.gone && !slices.Equal(m.trackIDs(), []string{"B000000001"}) {
				t.Errorf("the state holds %v", m.trackIDs())
			}
			for _, line := range f.sent() {
				if !test.destroy && !strings.HasPrefix(line, "GET ") {
					t.Errorf("sent %s", line)
				}
			}
		})
	}
}

// TestPlaylist_import: an import asks whose account it is, and refuses another user's
// playlist.
func TestPlaylist_import(t *testing.T) {
	t.Parallel()
	f := startService(t)
	id := f.AddPlaylist(mockapi.Playlist{Title: "Road Trip", TrackIDs: trackIDList(0, 2)})
	p := newProtocol(t)
	p.configureFor(f)
	m, found := p.imported(id)
	p.noErrors(found)
	if f.checks() != 1 || !m.attributes()["user_id"].Equal(text(f.UserID())) || !slices.Equal(m.trackIDs(), trackIDList(0, 2)) {
		t.Errorf("%d checks, the state is %v", f.checks(), m.attributes())
	}
	f.answerPlaylist(http.MethodGet, id, 0, http.StatusOK,
		`{"data":{"playlist":{"id":"`+id+`","title":"Theirs","curator":{"id":"somebody"}}}}`)
	_, found = p.imported(id)
	compareDiagnostics(t, found, []expected{{"", "Playlist of Another User", "belongs to another user: read it with the data source"}})
}

// TestPlaylist_importedAsItIs: what a configuration could not set can be imported and
// refreshed, and goes back as it was read.
func TestPlaylist_importedAsItIs(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	shared := f.AddPlaylist(mockapi.Playlist{Title: "Ours", Visibility: "COLLABORATIVE"})
	m, found := p.imported(shared)
	p.noErrors(found)
	config := map[string]tftypes.Value{"title": text("Ours"), "track_ids": texts()}
	f.ResetRequests()
	p.noErrors(m.apply(config))
	if sent := f.sent(); len(sent) > 0 || !m.attributes()["visibility"].Equal(text("COLLABORATIVE")) {
		t.Errorf("sent %q, the visibility is %s", sent, m.attributes()["visibility"])
	}
	config["description"] = text("new")
	m.apply(config)
	for _, r := range f.Requests() {
		if r.Method == http.MethodPut && !strings.Contains(r.Body, "COLLABORATIVE") {
			t.Errorf("sent %s", r.Body)
		}
	}
	untitled := f.AddPlaylist(mockapi.Playlist{Description: "a\r\nb\u200f", TrackIDs: trackIDList(0, 1)})
	m, found = p.imported(untitled)
	p.noErrors(found)
	p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Named"), "description": m.attributes()["description"]}))
	got, _ := f.Playlist(untitled)
	if got.Title != "Named" || got.Description != "a\r\nb\u200f" || !slices.Equal(got.TrackIDs, trackIDList(0, 1)) {
		t.Errorf("the playlist is %+v", got)
	}
}
