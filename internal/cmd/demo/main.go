// Command demo shows the provider at work: real Terraform saves tracks in a
// stand-in service on this machine, finds nothing left to do, and removes them.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

//go:embed main.tf
var configuration string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %s\n", err)
		os.Exit(1)
	}
}

// demo is one run, in a folder of its own.
type demo struct {
	out     io.Writer
	dir     string
	sandbox *cli.Sandbox
	service *mockapi.Service
	url     string
}

func run(ctx context.Context, out io.Writer) (err error) {
	d := &demo{out: out, service: mockapi.New()}
	server, err := d.service.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	d.url = server.URL()
	if d.dir, err = os.MkdirTemp("", "amazonmusic-demo-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(d.dir)) }()
	if err := d.prepare(ctx); err != nil {
		return err
	}
	return d.play(ctx)
}

func (d *demo) prepare(ctx context.Context) error {
	fmt.Fprintln(d.out, "Building the provider and starting a stand-in for the Amazon Music service on this machine.")
	root, err := cli.Root(ctx)
	if err != nil {
		return err
	}
	program, err := cli.Find(ctx, d.dir)
	if err != nil {
		return err
	}
	if d.sandbox, err = cli.NewSandbox(program, d.dir); err != nil {
		return err
	}
	if err := d.sandbox.Build(ctx, root); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.dir, "main.tf"), []byte(configuration), 0o600); err != nil {
		return err
	}
	// What init says of mirrors and lock files is about the sandbox, not about the provider.
	return d.terraform(ctx, io.Discard, "init")
}

// play applies, plans and destroys the configuration, and checks each step.
func (d *demo) play(ctx context.Context) error {
	_, resource, _ := strings.Cut(configuration, "\n\n")
	d.step("cat", "main.tf")
	fmt.Fprint(d.out, resource)

	d.step(d.sandbox.Name(), "apply")
	if err := d.terraform(ctx, d.out, "apply", "-auto-approve", "-no-color"); err != nil {
		return err
	}
	if titles, err := d.printLibrary(ctx); err != nil || len(titles) == 0 {
		return errors.Join(errors.New("apply has saved nothing"), err)
	}

	d.step(d.sandbox.Name(), "plan")
	d.service.ResetRequests()
	if err := d.terraform(ctx, d.out, "plan", "-detailed-exitcode", "-no-color"); err != nil {
		return fmt.Errorf("the plan after the apply is not empty: %w", err)
	}
	fmt.Fprintf(d.out, "Requests sent by this plan: %d.\n", len(d.service.Requests()))

	d.step(d.sandbox.Name(), "destroy")
	if err := d.terraform(ctx, d.out, "destroy", "-auto-approve", "-no-color"); err != nil {
		return err
	}
	if titles, err := d.printLibrary(ctx); err != nil || len(titles) > 0 {
		return errors.Join(fmt.Errorf("destroy has left %d tracks", len(titles)), err)
	}
	return nil
}

func (d *demo) step(words ...string) {
	fmt.Fprintf(d.out, "\n$ %s\n", strings.Join(words, " "))
}

func (d *demo) terraform(ctx context.Context, out io.Writer, args ...string) error {
	cmd := d.sandbox.Command(ctx, d.dir, map[string]string{
		"AMAZONMUSIC_ENDPOINT":     d.url,
		"AMAZONMUSIC_API_KEY":      mockapi.DefaultAPIKey,
		"AMAZONMUSIC_ACCESS_TOKEN": mockapi.DefaultAccessToken,
	}, args...)
	cmd.Stdout, cmd.Stderr = out, d.out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return nil
}

// printLibrary asks the service for the titles of the saved tracks.
func (d *demo) printLibrary(ctx context.Context) ([]string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url+"/v1/me/library/tracks", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Api-Key", mockapi.DefaultAPIKey)
	request.Header.Set("Authorization", "Bearer "+mockapi.DefaultAccessToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var page struct {
		Data struct {
			User struct {
				Tracks struct {
					Edges []struct{ Node struct{ Title string } }
				}
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&page); err != nil {
		return nil, err
	}
	var titles []string
	for _, edge := range page.Data.User.Tracks.Edges {
		titles = append(titles, edge.Node.Title)
	}
	slices.Sort(titles)
	fmt.Fprintf(d.out, "Tracks in the library of the service: %d\n", len(titles))
	for _, title := range titles {
		fmt.Fprintf(d.out, "  ♫ %s\n", title)
	}
	return titles, nil
}
