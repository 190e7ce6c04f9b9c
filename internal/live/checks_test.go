package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// The assumptions that the provider relies on, and where they come from.
const (
	saveConfirmed   = `PUT answers data.saveTrack{track{id}, saveState: "SAVED"} (API page)`
	saveRepeatable  = "PUT of a saved track is confirmed again (idempotent in HTTP)"
	removeConfirmed = `DELETE answers data.removeTrack{saveState: "REMOVED"} (API page)`
	removeOfNothing = "DELETE of a track that is not saved answers 404 with an error object, or removeTrack: null (guess)"
	playlistsListed = "GET /v1/me/playlists answers data.user.playlists{pageInfo{hasNextPage}, edges}, in pages that end (API page)"
	nextByToken     = "a page that is not the last has pageInfo.token (API page)"
	libraryListed   = "GET /v1/me/library/tracks answers data.user.tracks, .library.tracks or .libraryTracks (guess)"
	libraryCurrent  = "the library lists a track, by the answered id, right after it was saved (guess)"
	refusalReadable = `an invalid token is answered 401, error.code INVALID_AUTH_TOKEN or INVALID_ACCESS_TOKEN (API page)`
	terraformSaves  = "Terraform saves the track, has nothing left to do, and removes it"
	terraformReads  = "Terraform reads the playlists"
	terraformLists  = "Terraform reads the library"
)

var errNotSeen = errors.New("not seen")

// run is one run of the checks against a service, with one track that may be changed.
type run struct {
	*api
	out    io.Writer
	path   string // of the track
	broken []error
	checks int
}

// check runs all of the checks, writes a report without secrets, and leaves the
// track as it was found. Assumptions that did not hold are an error.
func check(ctx context.Context, a *api, trackID string, out io.Writer, further ...func(context.Context, *run)) (err error) {
	if !regexp.MustCompile(`^[A-Z0-9]{10}$`).MatchString(trackID) {
		return fmt.Errorf("%q is not the id of a track: ten characters of A-Z and 0-9", trackID)
	}
	r := &run{api: a, out: out, path: "/v1/me/library/tracks/" + trackID}
	// The first removal shows whether the track was saved.
	first := r.call(ctx, http.MethodDelete, r.path)
	saved := first.want("REMOVED", "data", "removeTrack", "saveState") == nil
	switch {
	case first.status == 0 || first.status == http.StatusOK && first.err != nil:
		return fmt.Errorf("the answer to the first removal was lost: if %s was saved, it may be gone; save it again: %w",
			trackID, first.err)
	case first.status != http.StatusOK && first.status != http.StatusNotFound:
		return fmt.Errorf("the track could not be removed (HTTP %d, %q); nothing was changed",
			first.status, first.text("error", "code"))
	}
	defer func() { err = errors.Join(err, r.restore(ctx, saved)) }()
	fmt.Fprintln(out, "What the provider assumes of the service, and what the service did:")
	r.checkTrack(ctx)
	r.checkPlaylists(ctx)
	r.checkRefusal(ctx)
	for _, f := range further {
		f(ctx, r)
	}
	if len(r.broken) > 0 {
		return fmt.Errorf("%d of %d assumptions did not hold:\n%w", len(r.broken), r.checks, errors.Join(r.broken...))
	}
	return nil
}

// report writes one line for an assumption, the error that contradicts it, and
// the shape of the answer.
func (r *run) report(assumption string, a answer, err error) {
	r.checks++
	verdict := "held"
	switch {
	case errors.Is(err, errNotSeen):
		verdict, err = "not seen", nil
	case err != nil:
		verdict = "DID NOT HOLD"
		r.broken = append(r.broken, errors.New(assumption))
	}
	fmt.Fprintf(r.out, "\n- %s: %s\n", verdict, assumption)
	if err != nil {
		fmt.Fprintf(r.out, "    %s\n", strings.ReplaceAll(err.Error(), "\n", "\n    "))
	}
	if a.method != "" {
		fmt.Fprintf(r.out, "    %s %s: HTTP %d\n    %s\n", a.method, a.path, a.status, a.shape())
	}
}

func (r *run) checkTrack(ctx context.Context) {
	a := r.call(ctx, http.MethodPut, r.path)
	id := a.text("data", "saveTrack", "track", "id")
	err := a.want("SAVED", "data", "saveTrack", "saveState")
	if err == nil && id == "" {
		err = errors.New("there is no track.id")
	}
	r.report(saveConfirmed, a, err)
	if id != "" && !strings.HasSuffix(r.path, id) {
		fmt.Fprintf(r.out, "    The answered id is another one: %s\n", id)
	}
	a = r.call(ctx, http.MethodPut, r.path)
	r.report(saveRepeatable, a, a.want("SAVED", "data", "saveTrack", "saveState"))

	places := [][]string{{"tracks"}, {"library", "tracks"}, {"libraryTracks"}}
	list := r.list(ctx, "/v1/me/library/tracks", 100, 1000, places)
	r.report(libraryListed, list.last, list.err)
	switch {
	case list.err != nil:
		r.report(libraryCurrent, answer{}, errNotSeen)
	case !slices.Contains(list.ids, id):
		r.report(libraryCurrent, answer{}, fmt.Errorf("%s is not among the %d listed tracks", id, len(list.ids)))
	default:
		r.report(libraryCurrent, answer{}, nil)
	}

	a = r.call(ctx, http.MethodDelete, r.path)
	r.report(removeConfirmed, a, a.want("REMOVED", "data", "removeTrack", "saveState"))
	a = r.call(ctx, http.MethodDelete, r.path)
	missing := a.status == http.StatusNotFound && a.text("error", "code") != ""
	null := a.status == http.StatusOK && a.at("data") != nil && a.at("data", "removeTrack") == nil
	if err := a.err; missing || null {
		r.report(removeOfNothing, a, err)
	} else {
		r.report(removeOfNothing, a, errors.Join(fmt.Errorf("HTTP %d, %q", a.status, a.text("error", "code")), err))
	}
}

func (r *run) checkPlaylists(ctx context.Context) {
	place := [][]string{{"playlists"}}
	all := r.list(ctx, "/v1/me/playlists", 100, 1000, place)
	r.report(playlistsListed, all.last, all.err)
	// One playlist a page shows how a list goes on; a few pages are enough.
	small := r.list(ctx, "/v1/me/playlists", 1, 3, place)
	switch {
	case small.err != nil || small.pages < 2:
		r.report(nextByToken, small.last, errNotSeen)
	case small.byEdge:
		r.report(nextByToken, small.last, errors.New("the list goes on by the cursor of the last edge"))
	default:
		r.report(nextByToken, small.last, nil)
	}
}

func (r *run) checkRefusal(ctx context.Context) {
	invalid := api{endpoint: r.endpoint, key: r.key, token: "not-a-token"}
	a := invalid.call(ctx, http.MethodGet, "/v1/me/playlists?limit=1")
	code, err := a.text("error", "code"), a.err
	if a.status != http.StatusUnauthorized || code != "INVALID_AUTH_TOKEN" && code != "INVALID_ACCESS_TOKEN" {
		err = errors.Join(err, fmt.Errorf("HTTP %d, %q", a.status, code))
	}
	r.report(refusalReadable, a, err)
}

// listing is what is known of a list after some of its pages.
type listing struct {
	ids    []string
	pages  int
	byEdge bool // a page that is not the last had no token
	last   answer
	err    error
}

// list reads up to maxPages pages of a list, which is at one of the places under data.user.
func (r *run) list(ctx context.Context, path string, limit, maxPages int, places [][]string) (l listing) {
	query := fmt.Sprintf("?limit=%d", limit)
	for cursor := ""; l.pages < maxPages; {
		l.last = r.call(ctx, http.MethodGet, path+query+cursor)
		l.pages++
		var edges []any
		var place []string
		for _, p := range places {
			at := slices.Concat([]string{"data", "user"}, p)
			if found, ok := l.last.at(append(at, "edges")...).([]any); ok {
				edges, place = found, at
			}
		}
		more, ok := l.last.at(append(place, "pageInfo", "hasNextPage")...).(bool)
		if l.last.err != nil || l.last.status != http.StatusOK || place == nil || !ok {
			l.err = errors.Join(l.last.err, fmt.Errorf("page %d: HTTP %d, has edges: %t, has hasNextPage: %t",
				l.pages, l.last.status, place != nil, ok))
			return l
		}
		next, edgeCursor := l.last.text(append(place, "pageInfo", "token")...), ""
		for _, edge := range edges {
			e := answer{value: edge}
			l.ids = append(l.ids, e.text("node", "id"))
			edgeCursor = e.text("cursor")
		}
		if !more {
			return l
		}
		if next == "" {
			next, l.byEdge = edgeCursor, true
		}
		if next == "" {
			l.err = fmt.Errorf("page %d: more pages, but neither a token nor a cursor", l.pages)
			return l
		}
		cursor = "&cursor=" + url.QueryEscape(next)
	}
	return l
}

// restore leaves the track as it was found, also after an interrupt.
func (r *run) restore(ctx context.Context, saved bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	method := http.MethodDelete
	isDone := func(a answer) bool { return a.status == http.StatusOK || a.status == http.StatusNotFound }
	if saved {
		method = http.MethodPut
		isDone = func(a answer) bool { return a.want("SAVED", "data", "saveTrack", "saveState") == nil }
	}
	var a answer
	for wait := 100 * time.Millisecond; wait < 30*time.Second; wait *= 2 {
		if a = r.call(ctx, method, r.path); isDone(a) {
			fmt.Fprintf(r.out, "\nThe track is as it was found (saved: %t).\n", saved)
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	return fmt.Errorf("%s could not be restored (saved before: %t): HTTP %d", r.path, saved, a.status)
}
