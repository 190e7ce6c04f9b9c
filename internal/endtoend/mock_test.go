package endtoend

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What "make mock" prints works as it is pasted, block after block, into one shell in the directory of a configuration.
func TestAccMock_pasted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("this needs a POSIX shell")
	}
	port := freePort(t)
	blocks := pasteBlocks(startMock(t, "-tracks", "3", "-redirect-uri", "http://127.0.0.1:"+port+"/cb"))
	if len(blocks) != 4 {
		t.Fatalf("%d blocks to paste: %q", len(blocks), blocks)
	}
	dir := newDir(t, `
provider "amazonmusic" {}

resource "amazonmusic_library_track" "this" {
  track_id = "B0C1KV8M3D"
}

data "amazonmusic_library" "this" {}

output "before" {
  value = data.amazonmusic_library.this.track_count
}
`)
	succeed(t, dir, nil, "init")
	const apply = "\n\"$CLI\" apply -auto-approve -no-color"
	script := blocks[0] + apply + blocks[1] + apply + blocks[2] + apply +
		blocks[3] + "\n! \"$CLI\" apply -auto-approve -no-color -replace=amazonmusic_library_track.this"
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	run := exec.CommandContext(ctx, "sh", "-e", "-c", script)
	// No browser opens: the test does what a person does with the printed address.
	run.Dir, run.Env = dir, command(t, dir, map[string]string{"CLI": sandbox.Path, "PATH": pathWithOpener(t, "exit 1")}).Env
	var out strings.Builder
	run.Stdout = &out
	printed, err := follow(t, run, func(address string) { decide(t, address, "agree") })
	if err != nil {
		t.Fatalf("%v\n%s\n%s\n%s", err, script, &out, printed)
	}
	if !strings.Contains(out.String(), "before = 3") || strings.Count(out.String(), "Apply complete!") != 3 {
		t.Errorf("the applies print\n%s", &out)
	}
	if !strings.Contains(printed, "Logged in.") || !strings.Contains(printed, "Wrong Amazon Music Account") {
		t.Errorf("the login, and the apply with the second account, print\n%s", printed)
	}
}

// The documentation shows what the stand-in prints.
func TestMock_greetingIsTheShownOne(t *testing.T) {
	t.Parallel()
	printed := startMock(t)
	address := regexp.MustCompile(`http://\S+:\d+`).FindString(printed)
	blocks, _ := page{"docs/index.md", read(t, filepath.Join(root, "docs", "index.md"))}.split(t)
	for _, b := range blocks {
		if b.text == strings.ReplaceAll(printed, address, "http://127.0.0.1:8700") {
			return
		}
	}
	t.Errorf("docs/index.md does not show\n%s", printed)
}

// startMock runs the stand-in as "make mock" does, on a free port, and returns what it prints before its log.
func startMock(t *testing.T, args ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "mockapi.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./internal/cmd/mockapi")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	mock := exec.CommandContext(t.Context(), program, append([]string{"-addr", "127.0.0.1:0", "-quiet"}, args...)...)
	stdout, err := mock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mock.Wait() }) // The end of the test's context kills it.
	var printed strings.Builder
	lines := bufio.NewScanner(io.TeeReader(stdout, &printed))
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "Ctrl-C ends") {
			return printed.String()
		}
	}
	t.Fatalf("the stand-in prints\n%s", &printed)
	return ""
}

// pasteBlocks returns the indented lines of a text, block by block.
func pasteBlocks(text string) []string {
	var blocks []string
	inside := false
	for line := range strings.Lines(text) {
		indented := strings.HasPrefix(line, "  ")
		if indented && !inside {
			blocks = append(blocks, "\n")
		}
		if inside = indented; inside {
			blocks[len(blocks)-1] += line
		}
	}
	return blocks
}
