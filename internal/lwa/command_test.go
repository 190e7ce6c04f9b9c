package lwa

import (
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestTyped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
	for program, plain := range map[string]bool{
		"/home/me/.terraform/providers/a_b-c/0.1.0/terraform-provider-amazonmusic_v0.1.0+x": true,
		"/home/me/Tom's $music/\"x\"/`y`/\\z/p":                                             false,
		"/home/me/été/p;q&r|s*":                                                             false,
	} {
		text := typed(program)
		if plain != (text == program) {
			t.Errorf("%s is typed as %s", program, text)
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+text).Output()
		if err != nil || string(out) != program {
			t.Errorf("a shell takes %s for %s (%v)", text, out, err)
		}
	}
}

func TestCommand(t *testing.T) {
	if command := Command(); !strings.HasPrefix(command, "/") && runtime.GOOS != "windows" || !strings.HasSuffix(command, " login") {
		t.Error(command)
	}
}
