package provider

import (
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// The tests of this file fail when an upstream library no longer needs a
// workaround: then the workaround goes, and its test.

// TestWorkaround_frameworkLog: the framework derives the context of each value of
// a plan from that of the value before it, and each log line searches all of them
// (terraform-plugin-framework 721, 1086, 1269). QuietFrameworkLog is the
// workaround. The time shows it only for many thousands of values
// (BenchmarkFrameworkLog), so this looks at the source.
func TestWorkaround_frameworkLog(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/hashicorp/terraform-plugin-framework")
	dir, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "internal", "fwserver", "server_planresourcechange.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), "ctx = logging.FrameworkWithAttributePath(ctx,") {
		t.Error("the framework no longer reassigns the context in a loop: QuietFrameworkLog may not be needed any more")
	}
}

// TestWorkaround_sharedFields: masking a log line writes to the fields of its
// context, which concurrent lines share (terraform-plugin-log 246): the process
// ends with "concurrent map writes". The lock of tflogHandler is the workaround.
// TestClientLog_concurrentUse does the same with it.
func TestWorkaround_sharedFields(t *testing.T) {
	t.Parallel()
	const variable = "WORKAROUND_SHARED_FIELDS"
	if os.Getenv(variable) != "" {
		logConcurrently(t)
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWorkaround_sharedFields$")
	child.Env = append(os.Environ(), variable+"=1")
	out, err := child.CombinedOutput()
	if err == nil {
		t.Error("concurrent log lines no longer crash: the lock of tflogHandler is not needed any more")
	} else if !strings.Contains(string(out), "concurrent map") && !strings.Contains(string(out), "DATA RACE") {
		t.Errorf("it failed for another reason: %v\n%s", err, out)
	}
}

func logConcurrently(t *testing.T) {
	t.Helper()
	ctx := tflog.SetField(tflogtest.RootLogger(t.Context(), io.Discard), "tf_rpc", "ApplyResourceChange")
	ctx = (&session{secrets: []string{"secret"}, log: slog.New(slog.DiscardHandler)}).withLog(ctx)
	var lines sync.WaitGroup
	for range 16 {
		lines.Go(func() {
			for range 20_000 {
				tflog.SubsystemInfo(ctx, clientLog, "a line")
			}
		})
	}
	lines.Wait()
}
