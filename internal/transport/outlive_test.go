package transport

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// What outlives a run takes as long as it has to, unless the run is interrupted.
func TestOutlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const grace = 10 * time.Second
		run, interrupt := context.WithCancel(t.Context())
		ctx, stop := Outlive(run, grace)
		defer stop()
		time.Sleep(time.Hour)
		if ctx.Err() != nil {
			t.Error("it ended with the run not interrupted")
		}
		interrupt()
		time.Sleep(grace - time.Second)
		if ctx.Err() != nil {
			t.Error("it ended at once")
		}
		time.Sleep(2 * time.Second)
		if ctx.Err() == nil {
			t.Error("it did not end")
		}
	})
}
