// Package live checks what the provider assumes of the service against a
// service that answers: the stand-in, or the real one for somebody who has
// access to it. It changes one track only, and puts back what it found.
package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

// Target is the service that the provider's environment variables name, and
// the track that may be changed there.
type Target struct {
	TrackID string
	// Environment holds the AMAZONMUSIC_ variables, for Terraform.
	Environment map[string]string
}

// Run checks all assumptions, with the client and with real Terraform, and
// writes a report to out. It returns an error if one of them did not hold, or
// if the track could not be put back.
func Run(ctx context.Context, target Target, out io.Writer) error {
	return check(ctx, target, out, (*run).checkTrack, (*run).checkLists, (*run).checkRefusal, (*run).checkTerraform)
}

func check(ctx context.Context, target Target, out io.Writer, parts ...func(*run, context.Context)) (err error) {
	if !amazonmusic.IsTrackID(target.TrackID) {
		return fmt.Errorf("%q is not the id of a track: ten characters of A-Z and 0-9", target.TrackID)
	}
	r := &run{target: target, recorder: newRecorder(), report: &report{}}
	// One try: what is to be seen is the first answer.
	if r.client, err = newClient(r.recorder, 0, ""); err != nil {
		return err
	}
	if r.stranger, err = newClient(r.recorder, 0, "not-a-token"); err != nil {
		return err
	}
	if r.patient, err = newClient(r.recorder, amazonmusic.DefaultMaxRetries, ""); err != nil {
		return err
	}
	// Nothing is changed before it is known how to put it back.
	if err := r.findOut(ctx); err != nil {
		r.report.print(out)
		return err
	}
	defer func() { err = errors.Join(err, r.putBack(ctx, out)) }()
	for _, part := range parts {
		part(r, ctx)
	}
	r.report.print(out)
	return r.report.err()
}

// run is one run of all checks.
type run struct {
	target   Target
	client   *amazonmusic.Client
	stranger *amazonmusic.Client // the same, with a token that is none
	patient  *amazonmusic.Client // the same, with retries, to put back what was found
	recorder *recorder
	report   *report
	// wasSaved says whether the track was in the library before.
	wasSaved bool
	// answeredID is the id that the service answered with.
	answeredID string
}

func newClient(recorder *recorder, retries int, token string) (*amazonmusic.Client, error) {
	return provider.ClientFromEnvironment(func(cfg *amazonmusic.Config) {
		cfg.UserAgent = "terraform-provider-amazonmusic/live"
		cfg.Transport = recorder
		cfg.MaxRetries = retries
		if token != "" {
			cfg.AccessToken, cfg.Login = token, amazonmusic.Login{}
		}
	})
}

// findOut removes the track, which tells whether it was there, and is undone by
// putBack.
func (r *run) findOut(ctx context.Context) error {
	err := r.client.RemoveTrack(ctx, r.target.TrackID)
	answer := r.recorder.last()
	if err != nil {
		r.report.add(removeConfirmed, failed, answer, err)
		if answer.method == "" || answer.status == http.StatusOK {
			return fmt.Errorf("the answer to the first removal was lost: if track %s was saved, it may be gone; save it again: %w", r.target.TrackID, err)
		}
		return fmt.Errorf("the track could not be removed, so that it could not be put back either; nothing was changed: %w", err)
	}
	r.wasSaved = answer.value("data", "removeTrack", "saveState") == amazonmusic.StateRemoved
	return nil
}

// putBack leaves the library as it was found, also after an interrupt.
func (r *run) putBack(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	var err error
	if r.wasSaved {
		_, err = r.patient.SaveTrack(ctx, r.target.TrackID)
	} else {
		err = r.patient.RemoveTrack(ctx, r.target.TrackID)
	}
	if err != nil {
		return fmt.Errorf("track %s could not be put back (saved before: %t): %w", r.target.TrackID, r.wasSaved, err)
	}
	fmt.Fprintf(out, "\nThe library is as it was: track %s saved before and after: %t.\n", r.target.TrackID, r.wasSaved)
	return nil
}
