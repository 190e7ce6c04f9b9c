package lwa

import (
	"os"
	"regexp"
	"runtime"
	"strings"
)

// plainPath needs no quotes in a shell.
var plainPath = regexp.MustCompile(`^[\w/\\:.+~-]+$`)

// Command is what a person types into a shell to log in. It works in every
// directory, because it names the program that runs by its path.
func Command() string {
	program, err := os.Executable()
	if err != nil {
		program = "terraform-provider-amazonmusic"
	}
	return typed(program) + " login"
}

// typed quotes the path of a program where a shell needs it, for PowerShell on
// Windows.
func typed(program string) string {
	switch {
	case plainPath.MatchString(program):
		return program
	case runtime.GOOS == "windows":
		return "& '" + strings.ReplaceAll(program, "'", "''") + "'"
	}
	return "'" + strings.ReplaceAll(program, "'", `'\''`) + "'"
}
