package live

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// The assumptions that the code relies on, with how sure they are without
// access to the service.
const (
	saveConfirmed   = `PUT answers data.saveTrack{track{id}, saveState: "SAVED"} (API page)`
	saveRepeatable  = "PUT of a saved track is confirmed again (HTTP's own rules)"
	removeConfirmed = `DELETE answers data.removeTrack{saveState: "REMOVED"} (API page)`
	removeOfNothing = "DELETE of a track that is not saved answers 404 with an error object, or removeTrack: null (guess)"
	playlistsWhole  = "GET /v1/me/playlists answers data.user.playlists{pageInfo{hasNextPage}, edges[{node{id}}]}, page by page to an end (API page)"
	nextByToken     = "a page that is not the last carries pageInfo.token (API page)"
	libraryListed   = "GET /v1/me/library/tracks lists the saved tracks under data.user.tracks, .library.tracks or .libraryTracks (guess)"
	libraryCurrent  = "the list of saved tracks holds a track, by the id that the service answered with, right after it was saved (guess)"
	refusalReadable = `a token that is none is answered 401 with error{code: "INVALID_AUTH_TOKEN" or "INVALID_ACCESS_TOKEN"} (API page)`
	terraformWorks  = "Terraform saves the track, finds nothing left to do, and removes it"
	terraformReads  = "Terraform reads the playlists"
)

func (r *run) checkTrack(ctx context.Context) {
	track, err := r.client.SaveTrack(ctx, r.target.TrackID)
	r.answeredID = track.ID
	answer := r.recorder.last()
	switch {
	case err != nil:
		r.report.add(saveConfirmed, failed, answer, err)
	case answer.value("data", "saveTrack", "track", "id") == "":
		r.report.add(saveConfirmed, failed, answer, errors.New("there is no track.id"))
	case track.ID != r.target.TrackID:
		r.report.add(saveConfirmed, held, answer, fmt.Errorf("the answered id is another one: %s", track.ID))
	default:
		r.report.add(saveConfirmed, held, answer, nil)
	}
	_, err = r.client.SaveTrack(ctx, r.target.TrackID)
	r.report.judge(saveRepeatable, r.recorder.last(), err)

	r.checkLibrary(ctx)

	err = r.client.RemoveTrack(ctx, r.target.TrackID)
	answer = r.recorder.last()
	if err == nil && answer.value("data", "removeTrack", "saveState") != amazonmusic.StateRemoved {
		err = errors.New("the track was there, and its removal is not confirmed")
	}
	r.report.judge(removeConfirmed, answer, err)
	r.report.judge(removeOfNothing, r.recorder.last(), func() error {
		err := r.client.RemoveTrack(ctx, r.target.TrackID)
		answer = r.recorder.last()
		if err == nil && answer.value("data", "removeTrack", "saveState") == amazonmusic.StateRemoved {
			err = errors.New("the service says again that it removed the track")
		}
		return err
	}())
}

// checkLibrary runs while the track is saved.
func (r *run) checkLibrary(ctx context.Context) {
	var ids []string
	var failure error
	for page, err := range r.client.LibraryTracks(ctx, amazonmusic.MaxPageSize) {
		if err != nil {
			failure = err
			break
		}
		for _, track := range page {
			ids = append(ids, track.ID)
		}
	}
	answer := r.recorder.last()
	r.report.judge(libraryListed, answer, failure)
	switch {
	case failure != nil:
		r.report.add(libraryCurrent, notSeen, answer, nil)
	case slices.Contains(ids, r.answeredID):
		r.report.add(libraryCurrent, held, answer, nil)
	default:
		r.report.add(libraryCurrent, failed, answer, fmt.Errorf("%s is not among the %d listed tracks", r.answeredID, len(ids)))
	}
}

func (r *run) checkLists(ctx context.Context) {
	pages, tokens := 0, 0
	var failure error
	// One playlist a page shows how the list goes on; a few pages are enough.
	for _, err := range r.client.PlaylistPages(ctx, 1) {
		if err != nil {
			failure = err
			break
		}
		if pages++; r.recorder.last().value("data", "user", "playlists", "pageInfo", "token") != "" {
			tokens++
		}
		if pages == 3 {
			break
		}
	}
	small := r.recorder.last()
	if failure == nil {
		for _, err := range r.client.PlaylistPages(ctx, amazonmusic.MaxPageSize) {
			failure = err
		}
	}
	r.report.judge(playlistsWhole, r.recorder.last(), failure)
	switch {
	case failure != nil || pages < 2:
		r.report.add(nextByToken, notSeen, small, nil)
	case tokens == 0:
		r.report.add(nextByToken, failed, small, errors.New("the list goes on by the cursor of the last edge"))
	default:
		r.report.add(nextByToken, held, small, nil)
	}
}

func (r *run) checkRefusal(ctx context.Context) {
	var err error
	for _, err = range r.stranger.PlaylistPages(ctx, 1) {
		break
	}
	answer := r.recorder.last()
	refusal, ok := errors.AsType[*amazonmusic.Error](err)
	switch {
	case !ok:
		r.report.add(refusalReadable, failed, answer, errors.New("it was not refused"))
	case refusal.Status != http.StatusUnauthorized || refusal.Code != "INVALID_AUTH_TOKEN" && refusal.Code != "INVALID_ACCESS_TOKEN":
		r.report.add(refusalReadable, failed, answer, err)
	default:
		r.report.add(refusalReadable, held, answer, nil)
	}
}
