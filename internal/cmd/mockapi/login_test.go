package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestGreeting_login(t *testing.T) {
	out, in := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	var stderr buffer
	go func() { done <- run(ctx, []string{"-addr", "127.0.0.1:0", "-agree"}, in, &stderr) }()
	text := make([]byte, 4096)
	n, err := out.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(` login -authorize-url '(.*)' -token-url '(.*)'\)"\n`).FindStringSubmatch(string(text[:n]))
	if len(match) != 3 || match[2] != strings.Replace(match[1], "/ap/oa", "/auth/o2/token", 1) {
		t.Fatalf("printed:\n%s", text[:n])
	}
	query := "client_id=" + mockapi.DefaultClientID + "&scope=music::library&response_type=code&state=x&code_challenge_method=S256" +
		"&redirect_uri=http://127.0.0.1:9090/cb&code_challenge=" + strings.Repeat("a", 43)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, match[1]+"?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if to := resp.Header.Get("Location"); !strings.HasPrefix(to, "http://127.0.0.1:9090/cb?code=") {
		t.Errorf("-agree: status %d, Location %q", resp.StatusCode, to)
	}
	cancel()
	<-done
}

func TestRun_addressInUse(t *testing.T) {
	server, err := mockapi.New().Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	var stdout, stderr buffer
	code := run(t.Context(), []string{"-addr", strings.TrimPrefix(server.URL(), "http://")}, &stdout, &stderr)
	if code != 1 || stdout.String() != "" || !strings.Contains(stderr.String(), "-addr 127.0.0.1:0") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout.String(), stderr.String())
	}
}

func TestDefaultAddressIsFixed(t *testing.T) {
	if opts, err := parse(nil); err != nil || opts.addr != "127.0.0.1:8700" {
		t.Errorf("%q, %v", opts.addr, err)
	}
}
