package playlist

import (
	"context"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

const (
	// minPause and maxPause bound the pause between two looks, and after a failure.
	minPause = 250 * time.Millisecond
	maxPause = 4 * time.Second
	// maxLooks is how many looks in a row may not show what the service has
	// confirmed: with the growing pauses, half a minute. How long the service takes is
	// not documented.
	maxLooks = 10
	// renamePause is the least pause before a track that is listed by another id is
	// believed. Tests use reads that are up to a second old.
	renamePause = 2 * time.Second
	// lateTime is how long after a request without an answer its effect can be seen
	// at the latest. The service's own bound is not documented; tests use effects up
	// to three seconds late, and reads that are up to a second old.
	lateTime = 5 * time.Second
)

// growing is the pause after so many looks or failures.
func growing(n int) time.Duration { return min(minPause<<min(n-1, 10), maxPause) }

// waitUntil returns when a time has come or ctx ends.
func waitUntil(ctx context.Context, at time.Time) error { return transport.Wait(ctx, time.Until(at)) }
