package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// curl saves n tracks by hand. It returns zero where curl or xargs are not
// installed.
func curl(ctx context.Context, n int, endpoint string) (time.Duration, error) {
	for _, tool := range []string{"xargs", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			return 0, nil //nolint:nilerr // The row stays empty.
		}
	}
	var urls strings.Builder
	for i := range n {
		fmt.Fprintf(&urls, "%s/v1/me/library/tracks/%s\n", endpoint, trackID(i))
	}
	command := exec.CommandContext(ctx, "xargs", "-P10", "-n1", "curl", "--silent", "--fail", "--output", "/dev/null", "--request", "PUT",
		"--header", "x-api-key: "+mockapi.DefaultAPIKey, "--header", "Authorization: Bearer "+mockapi.DefaultAccessToken)
	command.Stdin = strings.NewReader(urls.String())
	return timed(func() error {
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("curl: %w\n%s", err, out)
		}
		return nil
	})
}
