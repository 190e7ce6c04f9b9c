package endtoend

import (
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const otherRun = "Another Run Writes to This Account"

// Each alias is a process of its own. Two of them that write to one account at once are
// two runs, of which the second one says so. The process of the first one lives until
// "last" is saved.
func TestAccOtherRun_aliases(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token    string
		warnings int
	}{
		"one account":  {mockapi.DefaultAccessToken, 1},
		"two accounts": {"Atza|other-token", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			other := s.AddUser("another-user", "Atza|other-token", "")
			dir := newDir(t, s.TokenBlock(`alias = "first"`)+
				strings.Replace(s.TokenBlock(`alias = "second"`), mockapi.DefaultAccessToken, test.token, 1)+
				single("a", trackX, "provider = amazonmusic.first")+
				single("b", trackY, "provider = amazonmusic.second", "depends_on = [amazonmusic_library_track.a]")+
				single("c", "B000000008", "provider = amazonmusic.second", "depends_on = [amazonmusic_library_track.a]")+
				single("last", "B000000009", "provider = amazonmusic.first",
					"depends_on = [amazonmusic_library_track.b, amazonmusic_library_track.c]"))
			succeed(t, dir, nil, "init")
			got := diagnostics(t, dir, nil, "apply", "-auto-approve")
			if n := len(got); n != test.warnings || n > 0 && got[0] != otherRun {
				t.Errorf("diagnostics: %q", got)
			}
			if n := len(s.SavedIDs()) + len(other.SavedIDs()); n != 4 {
				t.Errorf("%d tracks are saved", n)
			}
			// The next run is no other run at the same time.
			got = diagnostics(t, dir, nil, "destroy", "-auto-approve", "-target=amazonmusic_library_track.last")
			if slices.Contains(got, otherRun) {
				t.Errorf("diagnostics of the next run: %q", got)
			}
		})
	}
}
