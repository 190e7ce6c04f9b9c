package endtoend

import (
	"archive/zip"
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// Plan, apply and destroy run at the most verbose log level, with a service that
// repeats credentials in its error messages. Everything that Terraform printed
// and wrote is searched for each secret.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	s.ExpireAccessTokens()
	env := s.LoginEnvironment()
	env["AMAZONMUSIC_ACCESS_TOKEN"] = mockapi.DefaultAccessToken
	env["TF_LOG"] = "TRACE"
	env["TF_LOG_PATH"] = filepath.Join(t.TempDir(), "trace.log")
	dir := newDir(t, `
resource "amazonmusic_library_track" "this" {
  count    = 40
  track_id = format("B%09d", count.index)
}
data "amazonmusic_playlists" "all" {}
`)
	var printed strings.Builder
	run := func(args ...string) {
		out, err := command(t, dir, env, args...).CombinedOutput()
		printed.Write(out)
		if err != nil {
			t.Logf("%s: %s", args[0], err)
		}
	}
	run("init")
	run("plan", "-out=plan.tfplan")
	s.RotateRefreshTokens(true)
	run("apply", "plan.tfplan")
	if saved := len(s.SavedIDs()); saved != 40 {
		t.Fatalf("%d tracks saved\n%s", saved, &printed)
	}
	echo := "refused: " + strings.Join([]string{mockapi.DefaultAPIKey, mockapi.DefaultClientSecret, mockapi.DefaultRefreshToken}, " ") +
		" " + strings.Join(s.MintedTokens(), " ")
	body, err := json.Marshal(map[string]any{"error": map[string]any{"code": "BAD_REQUEST", "message": echo, "reference": mockapi.DefaultAccessToken}})
	if err != nil {
		t.Fatal(err)
	}
	s.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{mockapi.Answer(http.StatusBadRequest, "application/json", string(body))}})
	// The refresh token that the apply got is known to its process only.
	s.RotateRefreshTokens(false)
	s.SetCredentials(mockapi.Credentials{RefreshToken: mockapi.DefaultRefreshToken})
	run("destroy", "-auto-approve")
	if !strings.Contains(printed.String(), "Unable to Remove Track") {
		t.Fatalf("the destroy did not fail as it should:\n%s", &printed)
	}

	log := read(t, env["TF_LOG_PATH"])
	if !strings.Contains(log, "Amazon Music request") || !strings.Contains(log, "Access token renewed") {
		t.Error("the log does not show what the client did")
	}
	texts := map[string]string{"output": printed.String(), "log": log, "state": read(t, filepath.Join(dir, "terraform.tfstate"))}
	for name, content := range unzip(t, filepath.Join(dir, "plan.tfplan")) {
		texts["plan file, "+name] = content
	}
	secrets := append(s.MintedTokens(), mockapi.DefaultAccessToken, mockapi.DefaultAPIKey, mockapi.DefaultClientSecret, mockapi.DefaultRefreshToken)
	if len(s.MintedTokens()) < 4 {
		t.Errorf("only %d tokens were issued", len(s.MintedTokens()))
	}
	for where, content := range texts {
		for _, secret := range secrets {
			for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
				if at := strings.Index(content, form); at >= 0 {
					t.Errorf("%q is in the %s: …%s…", form, where, content[max(0, at-200):at])
				}
			}
		}
	}
}

// TestAccSecrets_literals: Terraform shows the source of the argument that an error
// is on, so no error is on one that holds a credential.
func TestAccSecrets_literals(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for name, arguments := range map[string]string{
		"refresh token as access token": `access_token = "Atzr|hunter2"`,
		"line break":                    `access_token = "Atza|hunter2\n"`,
		"client id as API key":          "api_key = \"amzn1.application-oa2-client.hunter2\"\naccess_token = \"t\"",
		"half a login":                  `client_secret = "hunter2"`,
		"token as endpoint":             `endpoint = "Atza|hunter2"`,
		"password in the endpoint":      `endpoint = "https://user:hunter2@api.example"`,
		"token as token URL":            `token_url = "Atza|hunter2"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := newDir(t, "provider \"amazonmusic\" {\n"+arguments+"\n}\ndata \"amazonmusic_playlists\" \"all\" {}\n")
			env := map[string]string{"AMAZONMUSIC_API_KEY": "key"}
			succeed(t, dir, env, "init")
			out, err := command(t, dir, env, "plan", "-no-color").CombinedOutput()
			if shown := string(out); err == nil || !strings.Contains(shown, "Error: ") || strings.Contains(shown, secret) {
				t.Errorf("%v\n%s", err, shown)
			}
		})
	}
}

// TestAccSecrets_proxy: a proxy refuses the connection, and repeats in its status
// line and in its answer the credentials that the address of the proxy holds.
func TestAccSecrets_proxy(t *testing.T) {
	t.Parallel()
	const user, password = "proxy-user", "hunter2"
	encoded := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // It is closed below.
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 100)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			request, err := http.ReadRequest(bufio.NewReader(connection))
			if err == nil {
				asked <- request.Host
				said := request.Header.Get("Proxy-Authorization") + " for " + user + ":" + password
				fmt.Fprintf(connection, "HTTP/1.1 407 %s\r\nContent-Length: %d\r\n\r\n%s", said, len(said), said)
			}
			connection.Close() //nolint:errcheck // It is given up either way.
		}
	}()
	t.Cleanup(func() { listener.Close() }) //nolint:errcheck // The test is over.
	dir := newDir(t, `
resource "amazonmusic_library_track" "this" {
  track_id = "B08DL2BXQC"
}
`)
	env := map[string]string{
		"HTTPS_PROXY":              "http://" + user + ":" + password + "@" + listener.Addr().String(),
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
		"AMAZONMUSIC_MAX_RETRIES":  "0",
	}
	succeed(t, dir, env, "init")
	env["TF_LOG_PROVIDER"], env["TF_LOG_PATH"] = "TRACE", filepath.Join(t.TempDir(), "trace.log")
	out, err := command(t, dir, env, "apply", "-auto-approve", "-no-color").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Unable to Check the Account") {
		t.Fatalf("%v\n%s", err, out)
	}
	select {
	case host := <-asked:
		if host != "api.music.amazon.dev:443" {
			t.Errorf("the proxy was asked for %s", host)
		}
	default:
		t.Fatalf("the proxy was not asked:\n%s", out)
	}
	for where, content := range map[string]string{"output": string(out), "log": read(t, env["TF_LOG_PATH"])} {
		for _, secret := range []string{password, encoded} {
			if at := strings.Index(content, secret); at >= 0 {
				t.Errorf("%q is in the %s: …%s…", secret, where, content[max(0, at-200):at])
			}
		}
	}
}

func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close() //nolint:errcheck // Only read from.
	files := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(content)
	}
	return files
}
