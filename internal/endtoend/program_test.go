package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// builtProgram is the path of the provider that the tests install.
func builtProgram(t *testing.T) string {
	t.Helper()
	platform := runtime.GOOS + "_" + runtime.GOARCH
	found := filepath.Join(sandbox.Mirror(), cli.Version, platform, "terraform-provider-amazonmusic_v"+cli.Version)
	if runtime.GOOS == "windows" {
		found += ".exe"
	}
	return found
}

// A person who runs the program learns what it is. Terraform is answered as ever, which the other tests show.
func TestProgram_byItself(t *testing.T) {
	t.Parallel()
	path := builtProgram(t)
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"-h", []string{path, "-h"}, 0, []string{"version " + cli.Version, `run "terraform init"`, path + " login", "-debug"}},
		{"login -h", []string{path, "login", "-h"}, 0, []string{`eval "$(` + path + ` login)"`, "-no-browser"}},
		{"a terminal", []string{"script", "-qec", path, os.DevNull}, 2, []string{`run "terraform init"`, path + " login"}},
		{"no terminal", []string{path}, 1, []string{"This binary is a plugin"}},
		{"two versions in a path with *", []string{path, path, "login"}, 2, []string{"unexpected argument", "login", "*"}},
		{"unknown flag", []string{path, "-version"}, 2, []string{"-version", path + " login"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := exec.LookPath(tt.args[0]); err != nil || tt.args[0] == "script" && runtime.GOOS != "linux" {
				t.Skip("this needs the command script of Linux, which runs a program on a terminal")
			}
			run := exec.CommandContext(t.Context(), tt.args[0], tt.args[1:]...)
			out, _ := run.CombinedOutput()
			if run.ProcessState.ExitCode() != tt.code {
				t.Errorf("exit code %d", run.ProcessState.ExitCode())
			}
			for _, want := range tt.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("%q is not in the output:\n%s", want, out)
				}
			}
		})
	}
}

// The error about a refresh token shows a command that can be run as it is typed.
func TestAccProgram_errorNamesTheCommand(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("this needs a POSIX shell")
	}
	s := acctest.NewService(t)
	s.RevokeRefreshToken()
	dir := newDir(t, `resource "amazonmusic_library_track" "this" { track_id = "B08DL2BXQC" }`)
	succeed(t, dir, nil, "init")
	out, err := command(t, dir, s.LoginEnvironment(), "apply", "-auto-approve", "-no-color").CombinedOutput()
	shown := regexp.MustCompile(`(?m)^\W*(/\S+ login)$`).FindStringSubmatch(string(out))
	if err == nil || shown == nil {
		t.Fatalf("%v, and no command:\n%s", err, out)
	}
	run := exec.CommandContext(t.Context(), "sh", "-c", shown[1]+" </dev/null 2>&1 | cat")
	run.Env = command(t, dir, map[string]string{"AMAZONMUSIC_CLIENT_ID": mockapi.DefaultClientID}).Env
	if said, err := run.Output(); err != nil || !strings.Contains(string(said), "AMAZONMUSIC_CLIENT_SECRET is not set") {
		t.Errorf("%s: %v\n%s", shown[1], err, said)
	}
}
