package provider

import (
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// Each kind of failure has advice, and nothing is called documented that is not.
func TestAdvice(t *testing.T) {
	t.Parallel()
	kinds := []amazonmusic.Kind{
		amazonmusic.Refused, amazonmusic.NotFound, amazonmusic.NotConfirmed, amazonmusic.Interrupted,
		amazonmusic.Unauthorized, amazonmusic.Forbidden, amazonmusic.NoAccount, amazonmusic.Throttled,
		amazonmusic.GivenUp, amazonmusic.Unavailable, amazonmusic.Disconnected, amazonmusic.TimedOut,
		amazonmusic.Unreachable, amazonmusic.Redirected, amazonmusic.UnknownCall, amazonmusic.Unreadable,
		amazonmusic.BrokenList,
	}
	ops := []amazonmusic.Op{
		amazonmusic.OpCheckAccount, amazonmusic.OpSaveTrack, amazonmusic.OpRemoveTrack, amazonmusic.OpListTracks,
		amazonmusic.OpListPlaylists, amazonmusic.OpFindTracks, amazonmusic.OpReadPlaylist,
	}
	for _, kind := range kinds {
		for _, op := range ops {
			for _, renews := range []bool{false, true} {
				text := advice(&amazonmusic.Error{Kind: kind, Op: op}, renews)
				if text == "" {
					t.Errorf("no advice on %q for %q", kind, op)
				}
				if strings.Contains(text, "documented") && !op.Documented() {
					t.Errorf("%q is not documented: %s", op, text)
				}
			}
		}
	}
}
