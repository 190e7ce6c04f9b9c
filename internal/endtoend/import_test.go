package endtoend

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// Tracks are imported into a resource that is not written yet, with detect_drift:
// the configuration that Terraform generates has their titles as labels, and nothing
// is written to the library.
func TestAccImport_generatesConfiguration(t *testing.T) {
	t.Parallel()
	acctest.Require(t, cli.ImportAlone)
	s := acctest.NewService(t)
	titles := map[string]string{
		"B000000001": "Kane Train",
		"B000000002": `"Quoted" \ back`,
		"B000000003": "${var.x} %{if}",
		"B000000004": "two\nlines \x1b[31mred\x07",
		"B000000005": "夏 é",
		"B000000006": strings.Repeat("long ", 1000),
	}
	for id, title := range titles {
		s.Describe(id, map[string]any{"id": id, "title": title})
		s.Save(id)
	}
	s.Describe("B000000007", map[string]any{"id": "B000000007", "title": nil})
	s.Save("B000000007")
	env := s.TokenEnvironment()
	env["AMAZONMUSIC_DETECT_DRIFT"] = "true"
	dir := newDir(t, `
import {
  to = amazonmusic_library_tracks.saved
  id = "B000000001,B000000002,B000000003,B000000004,B000000005,B000000006,B000000007"
}
`)
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "plan", "-generate-config-out=library.tf")
	generated := read(t, filepath.Join(dir, "library.tf"))
	for _, label := range []string{
		`= "Kane Train"`, `= "\"Quoted\" \\ back"`, `= "$${var.x} %%{if}"`, `= "two lines [31mred"`, `= "夏 é"`, `B000000007 = ""`,
	} {
		if !strings.Contains(generated, label) {
			t.Errorf("the configuration does not hold %s:\n%.3000s", label, generated)
		}
	}
	env["TF_LOG"], env["TF_LOG_PATH"] = "TRACE", filepath.Join(t.TempDir(), "trace.log")
	applied := succeed(t, dir, env, "apply", "-auto-approve", "-no-color")
	if !strings.Contains(applied, "1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("apply said:\n%s", applied)
	}
	for where, content := range map[string]string{
		"output": applied, "state": read(t, filepath.Join(dir, "terraform.tfstate")), "log": read(t, env["TF_LOG_PATH"]),
	} {
		for _, sequence := range []string{"\x1b[31m", `\u001b[31m`, `\x1b[31m`} {
			if strings.Contains(content, sequence) {
				t.Errorf("the escape sequence is in the %s", where)
			}
		}
	}
	if out := succeed(t, dir, env, "plan", "-no-color"); !strings.Contains(out, "No changes.") {
		t.Errorf("the second plan is not empty:\n%s", out)
	}
	if sent := append(s.TracksIn(http.MethodPut), s.TracksIn(http.MethodDelete)...); len(sent) > 0 {
		t.Errorf("written: %v", sent)
	}
}
