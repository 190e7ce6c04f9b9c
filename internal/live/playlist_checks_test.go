package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// The assumptions beyond the Library page.
const (
	playlistCreated   = "POST /v1/playlists answers data.createPlaylist{id} (second-hand)"
	playlistRead      = "GET /v1/playlists/{id} answers data.playlist{id, title, description, visibility} (seen)"
	playlistCurrent   = "GET /v1/me/playlists lists a playlist right after it was created (guess)"
	tracksAppended    = "PUT /v1/playlists/{id}/tracks appends, also a track that is there (second-hand)"
	entriesListed     = `GET /v1/playlists/{id}/tracks answers data.playlist.tracks, each edge with the cursor "<index>:<entry id>" (seen)`
	missingAppended   = "an append with an id that the catalog lacks adds the other tracks, or none of them (guess)"
	entryRemoved      = "DELETE /v1/playlists/{id}/tracks removes one entry of a track that is there twice (second-hand)"
	playlistUpdated   = "PUT /v1/playlists/{id} takes JSON (guess)"
	formUpdated       = "PUT /v1/playlists/{id} takes a form (seen)"
	tracksFound       = "GET /v1/tracks?ids= answers data.tracks, an array (second-hand)"
	isrcFound         = "POST /v1/search/tracks finds the track by its ISRC (API page)"
	playlistDeleted   = "DELETE /v1/playlists/{id} is answered with 2xx, and then the playlist is 404 RESOURCE_NOT_FOUND (second-hand)"
	terraformPlaylist = "Terraform creates a playlist, has nothing left to do, and deletes it"
)

// checkTitle is that of the playlist that the checks create and delete.
const checkTitle = "Check of terraform-provider-amazonmusic"

// playlistRun is the part of a run that is about one playlist of its own.
type playlistRun struct {
	*run
	track, path string
}

// withPlaylists returns checks of the calls beyond the Library page. They create a
// playlist, and delete it again.
func withPlaylists(track string) func(context.Context, *run) {
	return func(ctx context.Context, r *run) {
		p := &playlistRun{run: r, track: track}
		p.checkCatalog(ctx)
		a := p.send(ctx, http.MethodPost, "/v1/playlists", fields("created"))
		id := a.text("data", "createPlaylist", "id")
		r.report(playlistCreated, a, success(a, id != "", "there is no data.createPlaylist.id"))
		if id == "" {
			fmt.Fprintf(r.out, "    If Amazon Music shows a playlist %q, delete it.\n", checkTitle)
			return
		}
		p.path = "/v1/playlists/" + url.PathEscape(id)
		defer p.delete(ctx)
		a = r.call(ctx, http.MethodGet, p.path)
		err := errors.Join(a.want(id, "data", "playlist", "id"), a.want(checkTitle, "data", "playlist", "title"),
			a.want("created", "data", "playlist", "description"), a.want("PRIVATE", "data", "playlist", "visibility"))
		r.report(playlistRead, a, err)
		list := r.list(ctx, "/v1/me/playlists", 100, 1000, [][]string{{"playlists"}})
		if list.err == nil && !slices.Contains(list.ids, id) {
			list.err = fmt.Errorf("it is not among the %d listed playlists", len(list.ids))
		}
		r.report(playlistCurrent, answer{}, list.err)
		p.checkTracks(ctx)
		p.checkUpdate(ctx)
	}
}

func fields(description string) map[string]any {
	return map[string]any{"title": checkTitle, "description": description, "visibility": "PRIVATE"}
}

// send sends JSON.
func (p *playlistRun) send(ctx context.Context, method, path string, body any) answer {
	text, err := json.Marshal(body)
	if err != nil {
		return answer{err: err}
	}
	return p.sendAs(ctx, method, path, "application/json", string(text))
}

func (p *playlistRun) sendAs(ctx context.Context, method, path, contentType, body string) answer {
	header := http.Header{"X-Api-Key": {p.key}, "Authorization": {"Bearer " + p.token}, "Content-Type": {contentType}}
	return send(ctx, method, p.endpoint+path, header, body)
}

// success returns an error unless an answer is 2xx without errors, and as expected.
func success(a answer, expected bool, otherwise string) error {
	switch {
	case a.status < 200 || a.status > 299:
		return errors.Join(a.err, fmt.Errorf("HTTP %d, %q", a.status, a.text("error", "code")))
	case a.err != nil:
		return a.err
	case a.at("error") != nil || a.at("errors") != nil:
		return fmt.Errorf("HTTP %d with an error", a.status)
	case !expected:
		return errors.New(otherwise)
	}
	return nil
}

func (p *playlistRun) checkCatalog(ctx context.Context) {
	a := p.call(ctx, http.MethodGet, "/v1/tracks?ids="+p.track)
	found, _ := a.at("data", "tracks").([]any)
	p.report(tracksFound, a, success(a, len(found) == 1, fmt.Sprintf("%d tracks", len(found))))
	if len(found) != 1 {
		return
	}
	isrc := answer{value: found[0]}.text("isrc")
	if isrc == "" {
		p.report(isrcFound, answer{}, errNotSeen)
		return
	}
	a = p.send(ctx, http.MethodPost, "/v1/search/tracks", map[string]any{
		"searchFilters": []map[string]string{{"field": "isrc", "query": isrc}}, "limit": 20,
	})
	edges, _ := a.at("data", "searchTracks", "edges").([]any)
	matches := slices.ContainsFunc(edges, func(edge any) bool {
		return strings.EqualFold(answer{value: edge}.text("node", "isrc"), isrc)
	})
	p.report(isrcFound, a, success(a, matches, fmt.Sprintf("none of %d hits has its ISRC", len(edges))))
	p.checkNames(ctx, answer{value: found[0]})
}

// entry is a place in the playlist.
type entry struct{ id, track string }

// entries reads the first page.
func (p *playlistRun) entries(ctx context.Context) ([]entry, answer, error) {
	a := p.call(ctx, http.MethodGet, p.path+"/tracks?limit=100")
	edges, ok := a.at("data", "playlist", "tracks", "edges").([]any)
	err := success(a, ok, "there is no data.playlist.tracks.edges")
	var found []entry
	for _, edge := range edges {
		e := answer{value: edge}
		_, id, _ := strings.Cut(e.text("cursor"), ":")
		if id == "" {
			err = errors.Join(err, errors.New("a cursor has no entry id"))
		}
		found = append(found, entry{id, e.text("node", "id")})
	}
	return found, a, err
}

func (p *playlistRun) appendTracks(ctx context.Context, ids ...string) answer {
	return p.send(ctx, http.MethodPut, p.path+"/tracks", map[string]any{"trackIds": ids, "addDuplicateTracks": true})
}

func (p *playlistRun) checkTracks(ctx context.Context) {
	a := p.appendTracks(ctx, p.track, p.track)
	p.report(tracksAppended, withoutBody(a), success(withoutBody(a), true, ""))
	found, a, err := p.entries(ctx)
	if err == nil && len(found) != 2 {
		err = fmt.Errorf("%d entries after two tracks were added", len(found))
	}
	p.report(entriesListed, a, err)
	if err != nil {
		return
	}
	// No catalog has this id, as far as anybody knows.
	a = p.appendTracks(ctx, p.track, "B0NOTFOUND")
	after, _, err := p.entries(ctx)
	if err == nil && len(after) != 2 && len(after) != 3 {
		err = fmt.Errorf("%d entries after that", len(after))
	}
	p.report(missingAppended, withoutBody(a), err)

	a = withoutBody(p.send(ctx, http.MethodDelete, p.path+"/tracks", map[string]any{"entryIds": []string{found[0].id}}))
	left, _, err := p.entries(ctx)
	gone := !slices.ContainsFunc(left, func(e entry) bool { return e.id == found[0].id })
	stays := slices.ContainsFunc(left, func(e entry) bool { return e.id == found[1].id })
	err = errors.Join(err, success(a, gone && stays, fmt.Sprintf("gone: %t, the other stays: %t", gone, stays)))
	p.report(entryRemoved, a, err)
}

func (p *playlistRun) checkUpdate(ctx context.Context) {
	description := func() string {
		return p.call(ctx, http.MethodGet, p.path).text("data", "playlist", "description")
	}
	a := p.send(ctx, http.MethodPut, p.path, fields("by JSON"))
	refused := a.status == http.StatusBadRequest || a.status == http.StatusUnsupportedMediaType
	if !refused {
		a = withoutBody(a)
		p.report(playlistUpdated, a, success(a, description() == "by JSON", "the description is as it was"))
		return
	}
	// The provider then sends a form.
	p.report(playlistUpdated, a, errNotSeen)
	form := url.Values{"title": {checkTitle}, "description": {"by form"}, "visibility": {"PRIVATE"}}
	a = withoutBody(p.sendAs(ctx, http.MethodPut, p.path, "application/x-www-form-urlencoded", form.Encode()))
	p.report(formUpdated, a, success(a, description() == "by form", "the description is as it was"))
}

// withoutBody accepts an answer without a body.
func withoutBody(a answer) answer {
	if len(a.body) == 0 {
		a.err = nil
	}
	return a
}

// delete deletes the playlist, also after an interrupt.
func (p *playlistRun) delete(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	a := withoutBody(p.call(ctx, http.MethodDelete, p.path))
	after := p.call(ctx, http.MethodGet, p.path)
	code := after.text("error", "code")
	gone := after.status == http.StatusNotFound && code == "RESOURCE_NOT_FOUND"
	p.report(playlistDeleted, a, success(a, gone, fmt.Sprintf("afterwards it is HTTP %d, %q", after.status, code)))
	if after.status == http.StatusOK {
		fmt.Fprintf(p.out, "    The playlist %q is still there: delete it in Amazon Music.\n", checkTitle)
	}
}

// withTerraformPlaylist does what a user does.
func withTerraformPlaylist(track string) string {
	return fmt.Sprintf("resource \"amazonmusic_playlist\" \"this\" {\n  title     = %q\n  track_ids = [%q, %q]\n}\n",
		checkTitle, track, track)
}

func TestCheckPlaylists(t *testing.T) {
	for name, test := range map[string]struct {
		prepare func(*acctest.Service)
		held    int
		want    string
	}{
		"as assumed":     {func(*acctest.Service) {}, 22, "held: " + playlistUpdated},
		"no content":     {func(s *acctest.Service) { s.SetPlaylistAnswers(mockapi.AnswerNoContent) }, 22, "held: " + playlistDeleted},
		"a form":         {func(s *acctest.Service) { s.SetPlaylistUpdates(mockapi.BodyForm, 415) }, 22, "held: " + formUpdated},
		"left out":       {func(s *acctest.Service) { s.SetMissingTracks(mockapi.MissingLeftOut) }, 22, "held: " + missingAppended},
		"another search": {func(s *acctest.Service) { s.SetISRC("USRC17607839", track) }, 22, "held: " + isrcFound},
	} {
		t.Run(name, func(t *testing.T) {
			s, a := start(t)
			test.prepare(s)
			before := fmt.Sprint(s.Playlists())
			var out strings.Builder
			if err := check(t.Context(), a, track, &out, withPlaylists(track)); err != nil {
				t.Fatalf("%s\n%s", err, &out)
			}
			if n := strings.Count(out.String(), "- held: "); n != test.held || !strings.Contains(out.String(), "- "+test.want) {
				t.Errorf("%d assumptions held:\n%s", n, &out)
			}
			if after := fmt.Sprint(s.Playlists()); after != before {
				t.Errorf("the playlists were changed:\n%s", after)
			}
		})
	}
}
