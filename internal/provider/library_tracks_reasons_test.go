package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// Every track that failed is named, up to ten of a reason, and two answers without a
// confirmation are two reasons.
func TestTracksChange_reasons(t *testing.T) {
	t.Parallel()
	none := types.MapNull(types.StringType)
	c := newTracksChange(none, none, nil)
	fail := func(id string, kind amazonmusic.Kind, code, message string) {
		c.failures = append(c.failures, library.Outcome{Change: library.Change{ID: id}, Err: &amazonmusic.Error{
			Op: amazonmusic.OpSaveTrack, Kind: kind, Code: code, Message: message,
		}})
	}
	fail("B000000001", amazonmusic.NotConfirmed, "", "nothing was saved")
	fail("B000000002", amazonmusic.NotConfirmed, "", "the state is PENDING")
	fail("B000000003", amazonmusic.NotFound, "A", "no such track")
	fail("B000000004", amazonmusic.NotFound, "B", "no such track")
	text := c.failureText(newReporter(false))
	for _, want := range []string{
		"4 of 4 changes", "1 track may be saved: B000000001.\nNothing was saved", "1 track may be saved: B000000002.\nThe state is PENDING",
		"1 track was not saved: B000000003.\nCode A: no such track", "1 other reason for 1 track more: B000000004.",
	} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
