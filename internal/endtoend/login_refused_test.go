package endtoend

import (
	"cmp"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAccLogin_refused runs the program itself for what depends on the process: signals, standard output, exit codes.
func TestAccLogin_refused(t *testing.T) {
	t.Parallel()
	const login = "exec " + installed + ` login "$@" -no-browser`
	gone, pipe, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pipe.Close() })
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, script string
		open         func(t *testing.T, run *exec.Cmd, address string)
		stdout       io.Writer
		want         string
	}{
		{
			name: "cancelled", script: login, want: "access_denied",
			open: func(t *testing.T, _ *exec.Cmd, address string) { t.Helper(); decide(t, address, "cancel") },
		},
		{
			name: "interrupted", script: login, want: "login: interrupted",
			open: func(t *testing.T, run *exec.Cmd, _ string) {
				t.Helper()
				if err := run.Process.Signal(os.Interrupt); err != nil {
					t.Error(err)
				}
			},
		},
		{
			name: "nobody reads", script: login, want: "broken pipe", stdout: pipe,
			open: func(t *testing.T, _ *exec.Cmd, address string) { t.Helper(); decide(t, address, "agree") },
		},
		{name: "standard output closed", script: login + " >&-", want: "standard output is closed"},
		{name: "standard output discarded", script: login + " >/dev/null", want: "closed or discarded"},
		{
			name: "no terminal", script: "unset AMAZONMUSIC_CLIENT_SECRET; " + login + " </dev/null",
			want: "AMAZONMUSIC_CLIENT_SECRET is not set",
		},
		{name: "secret as argument", script: login + " -client-secret hunter2", want: "not defined: -client-secret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLogin(t)
			run := l.shell(t, tt.script)
			var stdout strings.Builder
			run.Stdout = cmp.Or[io.Writer](tt.stdout, &stdout)
			printed, err := follow(t, run, func(address string) { tt.open(t, run, address) })
			if err == nil || run.ProcessState.ExitCode() != 1 || stdout.String() != "" {
				t.Errorf("exit code %d, standard output %q", run.ProcessState.ExitCode(), &stdout)
			}
			if !strings.Contains(printed, tt.want) || strings.Count(printed, "login: ") != 1 {
				t.Errorf("%q is not in standard error:\n%s", tt.want, printed)
			}
			l.noSecret(t, "standard error", printed)
		})
	}
}
