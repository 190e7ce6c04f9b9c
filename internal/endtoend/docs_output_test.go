package endtoend

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

var numbers = regexp.MustCompile(` *\d+`)

// The error that the troubleshooting guide explains is the one that Terraform
// prints, but for the numbers of its lines.
func TestAccDocs_errorIsTheShownOne(t *testing.T) {
	t.Parallel()
	shown := firstOutput(t, "docs/guides/troubleshooting.md")
	s := acctest.NewService(t)
	dir := newDir(t, `
resource "amazonmusic_library_track" "favourite" {
  for_each = { B0NOTFOUND = "Not there" }
  track_id = each.key
}
`)
	succeed(t, dir, s.TokenEnvironment(), "init")
	out, err := command(t, dir, s.TokenEnvironment(), "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil {
		t.Fatalf("there is no error:\n%s", out)
	}
	_, printed, _ := strings.Cut(string(out), "Error: ")
	printed = "Error: " + strings.TrimSpace(printed)
	if numbers.ReplaceAllString(printed, "#") != numbers.ReplaceAllString(strings.TrimSpace(shown), "#") {
		t.Errorf("the guide shows\n%s\nand Terraform prints\n%s", shown, printed)
	}
}

var tracksID = regexp.MustCompile(`"tracks-[A-Z0-9]+"`)

// The plan that the drift guide shows is the one that Terraform prints.
func TestAccDocs_driftIsTheShownOne(t *testing.T) {
	t.Parallel()
	shown := firstOutput(t, "docs/guides/drift.md")
	s := acctest.NewService(t)
	env := s.TokenEnvironment()
	env["AMAZONMUSIC_DETECT_DRIFT"] = "true"
	dir := newDir(t, `
resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}
`)
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	s.Remove("B097S185X9")
	printed := tracksID.ReplaceAllString(succeed(t, dir, env, "plan", "-no-color"), `"…"`)
	if !strings.Contains(printed, shown) {
		t.Errorf("the guide shows\n%s\nand Terraform prints\n%s", shown, printed)
	}
}

// firstOutput is the first block of a page that shows what a program prints.
func firstOutput(t *testing.T, path string) string {
	t.Helper()
	blocks, _ := page{path, read(t, filepath.Join(root, filepath.FromSlash(path)))}.split(t)
	for _, b := range blocks {
		if b.language == "text" {
			return b.text
		}
	}
	t.Fatalf("%s shows no output", path)
	return ""
}
