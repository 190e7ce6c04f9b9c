package provider

import (
	"math"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tfsdklog"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"
)

// lineCounter counts what the framework writes to its log.
type lineCounter struct{ lines int }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.lines++
	return len(p), nil
}

// TestLibraryTracks_costIsLinear counts, at two sizes, what grows with the square of the
// tracks if it is allowed to: allocations for each track, and the framework's
// log lines, each of which searches a chain of contexts as long as the values
// before it.
func TestLibraryTracks_costIsLinear(t *testing.T) {
	p := newProtocol(t)
	allocations := func(from, to int) float64 {
		return testing.AllocsPerRun(1, func() { p.planTracks(inProduction(t.Context()), from, to) }) / float64(to)
	}
	for name, sizes := range map[string]func(n int) (from, to int){
		"new":       func(n int) (int, int) { return 0, n },
		"unchanged": func(n int) (int, int) { return n, n },
		"grown":     func(n int) (int, int) { return n - n/100, n },
	} {
		small, large := allocations(sizes(500)), allocations(sizes(4000))
		if math.Abs(large/small-1) > 0.2 {
			t.Errorf("%s: %.0f allocations a track at 500 tracks, %.0f at 4,000", name, small, large)
		}
	}

	var log lineCounter
	ctx := tfsdklogtest.RootLogger(t.Context(), &log)
	tfsdklog.Trace(ctx, "The logger works.")
	if log.lines != 1 {
		t.Fatalf("%d lines were counted instead of 1", log.lines)
	}
	p.planTracks(ctx, 0, 500)
	if log.lines != 1 {
		t.Errorf("the framework wrote %d log lines that nobody asked for", log.lines-1)
	}
}
