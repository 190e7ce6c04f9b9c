package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// latency is how long the service takes to answer.
const latency = 20 * time.Millisecond

// BenchmarkApply measures what users wait for: the apply of n tracks, a plan
// without changes, and an update of one track in a hundred, with the peak of the
// provider's memory. The least time of an apply is n × latency ÷ 10 requests at once.
func BenchmarkApply(b *testing.B) {
	fmt.Println("cli:", acctest.CLI) // Figures of different programs are not comparable.
	for _, way := range []struct {
		name   string
		sizes  []int
		config string
	}{
		{"for_each over a set", []int{100, 1000}, `
resource "amazonmusic_library_track" "this" {
  for_each = toset(keys(local.tracks))
  track_id = each.key
}`},
		{"for_each over a map", []int{100, 300, 1000}, `
resource "amazonmusic_library_track" "this" {
  for_each = local.tracks
  track_id = each.key
}`},
		{"amazonmusic_library_tracks", []int{100, 300, 1000, 10000}, `
resource "amazonmusic_library_tracks" "this" {
  tracks = local.tracks
}`},
	} {
		for _, n := range way.sizes {
			b.Run(fmt.Sprintf("%s/%d", way.name, n), func(b *testing.B) {
				for b.Loop() {
					measure(b, way.config, n)
				}
				b.ReportMetric(0, "ns/op") // The sum of the steps says nothing.
			})
		}
	}
}

func measure(b *testing.B, config string, n int) {
	b.Helper()
	s := acctest.NewService(b)
	s.SetLatency(latency)
	env := s.TokenEnvironment()
	dir := newDir(b, `
locals {
  tracks = { for t in csvdecode(file("tracks.csv")) : t.track_id => t.title }
}
`+config)
	writeTracks(b, dir, 0, n)
	succeed(b, dir, env, "init")

	stop := watchMemory()
	timed(b, dir, env, "s/apply", "apply", "-auto-approve")
	timed(b, dir, env, "s/plan", "plan", "-detailed-exitcode")
	writeTracks(b, dir, max(1, n/100), n)
	timed(b, dir, env, "s/update", "apply", "-auto-approve")
	b.ReportMetric(float64(stop()>>20), "MB")
	b.ReportMetric(float64(s.Stats().ConnectionsOpened), "connections")
}

// BenchmarkPlaylist measures a playlist of n tracks: its creation, a plan without
// changes, one more track at its end, and its reversal.
func BenchmarkPlaylist(b *testing.B) {
	for _, n := range []int{200, 1000, 2000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s := acctest.NewService(b)
				s.SetLatency(latency)
				env := s.TokenEnvironment()
				dir := newDir(b, "")
				order := func(expression string) {
					write(b, filepath.Join(dir, "playlist.tf"), `
locals {
  ids = csvdecode(file("tracks.csv"))[*].track_id
}
resource "amazonmusic_playlist" "this" {
  title     = "Long"
  track_ids = `+expression+`
}
`)
				}
				order("local.ids")
				writeTracks(b, dir, 0, n-1)
				succeed(b, dir, env, "init")
				timed(b, dir, env, "s/create", "apply", "-auto-approve")
				timed(b, dir, env, "s/plan", "plan", "-detailed-exitcode")
				writeTracks(b, dir, 0, n)
				timed(b, dir, env, "s/append", "apply", "-auto-approve")
				order("reverse(local.ids)")
				timed(b, dir, env, "s/reverse", "apply", "-auto-approve")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// timed reports how long a command takes.
func timed(b *testing.B, dir string, env map[string]string, unit string, args ...string) {
	b.Helper()
	start := time.Now()
	succeed(b, dir, env, args...)
	b.ReportMetric(time.Since(start).Seconds(), unit)
}

// writeTracks writes a list of n tracks that begins with number first.
func writeTracks(b *testing.B, dir string, first, n int) {
	b.Helper()
	var tracks strings.Builder
	for i := first; i < first+n; i++ {
		fmt.Fprintf(&tracks, "%s,Track number %d\n", acctest.TrackID(i), i)
	}
	write(b, filepath.Join(dir, "tracks.csv"), "track_id,title\n"+tracks.String())
}

// BenchmarkCurl saves as many tracks without Terraform.
func BenchmarkCurl(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := acctest.NewService(b)
			s.SetLatency(latency)
			var urls strings.Builder
			for i := range n {
				fmt.Fprintf(&urls, "%s/v1/me/library/tracks/%s\n", s.URL, acctest.TrackID(i))
			}
			for b.Loop() {
				curl := exec.CommandContext(b.Context(), "xargs", "-P10", "-n1", "curl", "-sf", "-o", os.DevNull, "-X", "PUT",
					"-H", "x-api-key: "+mockapi.DefaultAPIKey, "-H", "Authorization: Bearer "+mockapi.DefaultAccessToken)
				curl.Stdin = strings.NewReader(urls.String())
				if out, err := curl.CombinedOutput(); err != nil {
					b.Skipf("%s\n%s", err, out)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/apply")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// watchMemory returns a function that stops watching, and returns the largest
// resident set of a provider process in bytes, or 0 where there is no /proc.
func watchMemory() (stop func() int64) {
	done, peak := make(chan struct{}), make(chan int64)
	go func() {
		var largest int64
		for {
			select {
			case <-done:
				peak <- largest
				return
			case <-time.After(25 * time.Millisecond):
				largest = max(largest, largestProvider())
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-peak
	}
}

func largestProvider() int64 {
	files, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		return 0
	}
	var largest int64
	for _, file := range files {
		status, err := os.ReadFile(file)
		// The kernel cuts names at 15 bytes.
		if err != nil || !strings.HasPrefix(string(status), "Name:\t"+program[:15]) {
			continue
		}
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		var kilobytes int64
		if _, err := fmt.Sscan(rest, &kilobytes); err == nil {
			largest = max(largest, kilobytes<<10)
		}
	}
	return largest
}
