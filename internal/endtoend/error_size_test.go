package endtoend

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// maxRows is what a message may take of a terminal of 80 columns.
const maxRows = 40

var diagnosticStart = regexp.MustCompile(`(?m)^(?:Error|Warning): `)

// TestAccErrors_fitOneScreen: Terraform repeats the source of the argument that an
// error is on, however long it is.
func TestAccErrors_fitOneScreen(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 10_000)
	lines := func(n int, line string) string {
		var text strings.Builder
		for i := range n {
			text.WriteString(strings.ReplaceAll(line, "#", fmt.Sprintf("%09d", i)) + "\n")
		}
		return text.String()
	}
	const track, tracks, playlist = "resource \"amazonmusic_library_track\" \"t\" {\n%s\n}\n",
		"resource \"amazonmusic_library_tracks\" \"t\" {\n%s\n}\n", "resource \"amazonmusic_playlist\" \"p\" {\n%s\n}\n"
	const lookup = "data \"amazonmusic_tracks\" \"t\" {\n%s\n}\n"
	denied := func(s *acctest.Service) {
		s.Fail(mockapi.FaultPlan{Method: http.MethodPut, Faults: []mockapi.Fault{mockapi.APIError(403, "FORBIDDEN", long)}})
	}
	cases := map[string]struct {
		config string
		setUp  func(*acctest.Service)
		want   string
	}{
		"wrong id in a list": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(100, `"B#",`)+"\"wrong\",\n]"),
			want:   `"wrong"`,
		},
		"wrong ids in a list": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(100, `"b#",`)+"]"),
			want:   "(100 of 100)",
		},
		"null in a list": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(100, `"B#",`)+"null,\n]"),
			want:   "null",
		},
		"too many ids": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(10_001, `"B#",`)+"]"),
			want:   "10000",
		},
		"wrong ISRC": {
			config: fmt.Sprintf(lookup, "isrcs = [\n"+lines(100, `"GBCFB2000356",`)+"\"wrong\",\n]"),
			want:   `"wrong"`,
		},
		"wrong id to look up": {
			config: fmt.Sprintf(lookup, "ids = [\n"+lines(100, `"B#",`)+"\"wrong\",\n]"),
			want:   `"wrong"`,
		},
		"wrong song": {
			config: fmt.Sprintf(lookup, "songs = [\n"+lines(100, `{ title = "T#", artist = "A" },`)+"{ title = \"\", artist = \"A\" },\n]"),
			want:   "songs[100]",
		},
		"ids and ISRCs": {
			config: fmt.Sprintf(lookup, "ids = [\n"+lines(100, `"B#",`)+"]\nisrcs = [\n"+lines(100, `"GBCFB2000356",`)+"]"),
			want:   "are set",
		},
		"wrong key of a map": {
			config: fmt.Sprintf(tracks, "tracks = {\n"+lines(100, `B# = "x"`)+"wrong = \"x\"\n}"),
			want:   `"wrong"`,
		},
		"long label": {
			config: fmt.Sprintf(tracks, "tracks = {\nB000000000 = \""+long+"\"\n}"),
			want:   "at most 1,000 characters",
		},
		"long track id": {config: fmt.Sprintf(track, `track_id = "`+long+`"`), want: "ten characters"},
		"long title":    {config: fmt.Sprintf(playlist, `title = "`+long+`"`), want: "at most 250"},
		"long description": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ndescription = <<EOT\n"+lines(1000, "line #")+"EOT"),
			want:   "at most 2500",
		},
		"long visibility": {
			config: fmt.Sprintf(playlist, "title = \"T\"\nvisibility = \""+long+"\""), want: "PRIVATE",
		},
		"long endpoint": {config: "provider \"amazonmusic\" {\n  endpoint = \"" + long + "\"\n}\n" + fmt.Sprintf(track,
			`track_id = "B000000000"`), want: "https://"},
		"long duration": {config: "provider \"amazonmusic\" {\n  request_timeout = \"" + long + "\"\n}\n" + fmt.Sprintf(track,
			`track_id = "B000000000"`), want: "duration"},
		"playlist that may not be changed": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(100, `"B#",`)+"]"),
			setUp:  denied, want: "FORBIDDEN",
		},
		"tracks that a playlist does not take": {
			config: fmt.Sprintf(playlist, "title = \"T\"\ntrack_ids = [\n"+lines(100, `"B#",`)+"\"B0MISSING0\",\n]"),
			setUp: func(s *acctest.Service) {
				s.Fail(mockapi.FaultPlan{
					Method: http.MethodPut,
					Match:  func(r mockapi.Request) bool { return strings.Contains(r.Body, "B0MISSING0") },
					Faults: []mockapi.Fault{mockapi.APIError(404, "RESOURCE_NOT_FOUND", "there is no track B0MISSING0")},
				})
			},
			want: "B0MISSING0",
		},
		"tracks that may not be saved": {
			config: fmt.Sprintf(tracks, "tracks = {\n"+lines(100, `B# = "x"`)+"}"), setUp: denied, want: "FORBIDDEN",
		},
	}
	// What is wrong with a configuration is one run for all: each case is a block of its own.
	var invalid []string
	var config strings.Builder
	for name, test := range cases {
		if test.setUp == nil && !strings.HasPrefix(test.config, "provider") {
			label := fmt.Sprintf("case%d", len(invalid))
			config.WriteString(blockLabel.ReplaceAllString(test.config, "$1\""+label+"\" {"))
			invalid = append(invalid, name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			if test.setUp != nil {
				test.setUp(s)
			}
			requireMessage(t, fail(t, s, test.config), "", test.want)
		})
	}
	t.Run("invalid", func(t *testing.T) {
		t.Parallel()
		messages := fail(t, acctest.NewService(t), config.String())
		for i, name := range invalid {
			t.Run(name, func(t *testing.T) { requireMessage(t, messages, fmt.Sprintf(".case%d,", i), cases[name].want) })
		}
	})
}

var blockLabel = regexp.MustCompile(`(?m)^((?:resource|data) "\w+" )"\w+" \{`)

// fail applies a configuration that has errors, and returns the messages.
func fail(t *testing.T, s *acctest.Service, config string) []string {
	t.Helper()
	env, dir := s.TokenEnvironment(), newDir(t, config)
	succeed(t, dir, env, "init")
	out, err := command(t, dir, env, "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil {
		t.Fatalf("there is no error:\n%s", out)
	}
	messages := diagnosticStart.Split(string(out), -1)[1:]
	for _, message := range messages {
		if rows := terminalRows(strings.TrimSpace(message)); rows > maxRows {
			t.Errorf("%d rows:\n%.3000s", rows, message)
		}
	}
	return messages
}

// requireMessage looks for a message about an address that has a text.
func requireMessage(t *testing.T, messages []string, address, want string) {
	t.Helper()
	for _, message := range messages {
		if strings.Contains(message, address) && strings.Contains(strings.Join(strings.Fields(message), " "), want) {
			return
		}
	}
	t.Errorf("there is no error with %q:\n%.3000s", want, messages)
}

// terminalRows is how many rows of 80 columns a text takes.
func terminalRows(text string) int {
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		rows += max(1, (utf8.RuneCountInString(line)+79)/80)
	}
	return rows
}
