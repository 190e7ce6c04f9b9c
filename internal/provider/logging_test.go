package provider

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// logOf returns what is logged by write, in a context as Terraform's calls have it.
func logOf(t *testing.T, s *session, write func(context.Context, *slog.Logger)) string {
	t.Helper()
	var output bytes.Buffer
	ctx := tflog.SetField(tflogtest.RootLogger(t.Context(), &output), "tf_rpc", "ApplyResourceChange")
	write(s.withLog(ctx), newClientLogger())
	return output.String()
}

func TestClientLog_masked(t *testing.T) {
	t.Parallel()
	s := &session{secrets: []string{"a secret"}}
	log := logOf(t, s, func(ctx context.Context, logger *slog.Logger) {
		logger.With("one", 1).WithGroup("group").InfoContext(ctx, "This holds a secret.", slog.String("reason", "a secret again"))
	})
	for _, want := range []string{`"@level":"info"`, `"@module":"provider.client"`, `"one":1`, `"group.reason":"*** again"`, "This holds ***.", `"tf_rpc"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
}

// TestClientLog_concurrentUse has many requests log in one context, as
// those of one resource do.
func TestClientLog_concurrentUse(t *testing.T) {
	t.Parallel()
	s := &session{secrets: []string{"a secret"}}
	log := logOf(t, s, func(ctx context.Context, logger *slog.Logger) {
		var requests sync.WaitGroup
		for i := range 100 {
			requests.Go(func() { logger.DebugContext(ctx, "a line", slog.Int("number", i)) })
		}
		requests.Wait()
	})
	for i := range 100 {
		if !strings.Contains(log, fmt.Sprintf(`"number":%d`, i)) {
			t.Errorf("line %d is missing", i)
		}
	}
}
