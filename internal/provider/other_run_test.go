package provider

import (
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// cacheVariables lead to the user's cache directory, on one system or another.
var cacheVariables = []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"}

// setCacheDir keeps lock files out of the user's cache directory.
func setCacheDir(dir string) error {
	// Some tests ask the go command where a module is.
	if err := os.Setenv("GOPATH", build.Default.GOPATH); err != nil {
		return err
	}
	for _, name := range cacheVariables {
		if err := os.Setenv(name, dir); err != nil {
			return err
		}
	}
	return nil
}

// otherProcess is the lock file of an account as another process has it: the system
// tells two handles of a file apart.
func (f *fixture) otherProcess(t *testing.T, userID string) *flock.Flock {
	t.Helper()
	lock := flock.New(accountLock(f.URL, userID).Path())
	if err := os.MkdirAll(filepath.Dir(lock.Path()), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { release(t, lock) })
	return lock
}

func release(t *testing.T, lock *flock.Flock) {
	t.Helper()
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
}

func tryLock(t *testing.T, lock *flock.Flock) bool {
	t.Helper()
	taken, err := lock.TryLock()
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

func oneTrack(i int) map[string]tftypes.Value {
	return map[string]tftypes.Value{"track_id": text(acctest.TrackID(i))}
}

// A run that writes while another process does warns once, and does its work.
func TestOtherRun_warnsOnce(t *testing.T) {
	t.Parallel()
	f := startService(t)
	if !tryLock(t, f.otherProcess(t, f.UserID())) {
		t.Fatal("the lock file is not free")
	}
	p := newProtocol(t)
	p.configureFor(f)
	compareDiagnostics(t, p.create(trackType, oneTrack(1)).Diagnostics, []expected{{
		"", "Another Run Writes to This Account", "account of user " + f.UserID() + ".*another provider block.*let a run end.*detect_drift",
	}})
	second := p.create(trackType, oneTrack(2))
	compareDiagnostics(t, second.Diagnostics, nil)
	compareDiagnostics(t, p.destroy(trackType, second).Diagnostics, nil)
	if err := f.compareSent(put(acctest.TrackID(1)), put(acctest.TrackID(2)), del(acctest.TrackID(2))); err != nil {
		t.Error(err)
	}
}

// One process is one run after the other with -debug. It has the lock file already.
func TestOtherRun_sameProcess(t *testing.T) {
	t.Parallel()
	f := startService(t)
	for i := range 2 {
		p := newProtocol(t)
		p.configureFor(f)
		compareDiagnostics(t, p.create(trackType, oneTrack(i)).Diagnostics, nil)
	}
}

// Every resource that writes takes the lock file, and nothing else does. A run that has
// taken it keeps it to its end.
func TestOtherRun_lockIsTaken(t *testing.T) {
	t.Parallel()
	playlist := map[string]tftypes.Value{"id": text("p1"), "title": text("Road Trip")}
	for name, test := range map[string]struct {
		run   func(p *protocol)
		taken bool
	}{
		"planned":        {func(p *protocol) { p.noErrors(p.plan(trackType, nil, oneTrack(1))) }, false},
		"imported":       {func(p *protocol) { p.importTrack(acctest.TrackID(1)) }, false},
		"listed":         {func(p *protocol) { p.query(trackType, 0, false) }, false},
		"no tracks":      {func(p *protocol) { p.noErrors(p.create(tracksType, tracksOf(0)).Diagnostics) }, false},
		"track saved":    {func(p *protocol) { p.noErrors(p.create(trackType, oneTrack(1)).Diagnostics) }, true},
		"track removed":  {func(p *protocol) { p.noErrors(p.destroy(trackType, p.holding(trackType, oneTrack(1))).Diagnostics) }, true},
		"tracks saved":   {func(p *protocol) { p.noErrors(p.create(tracksType, tracksOf(3)).Diagnostics) }, true},
		"tracks removed": {func(p *protocol) { p.noErrors(p.destroy(tracksType, p.holding(tracksType, tracksOf(3))).Diagnostics) }, true},
		"playlist created": {func(p *protocol) {
			p.noErrors(p.newManaged().apply(map[string]tftypes.Value{"title": text("Road Trip")}))
		}, true},
		"playlist deleted": {func(p *protocol) { p.noErrors(p.destroy(playlistType, p.holding(playlistType, playlist)).Diagnostics) }, true},
		"playlist changed": {func(p *protocol) {
			m := p.newManaged()
			m.state = p.holding(playlistType, playlist).NewState
			p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Another Road Trip")}))
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: "Road Trip"})
			p := newProtocol(t)
			p.configureFor(f)
			test.run(p)
			if free := tryLock(t, f.otherProcess(t, f.UserID())); free == test.taken {
				t.Errorf("taken is %v", !free)
			}
		})
	}
}

// holding is an object of a state that no run of this process has written.
func (p *protocol) holding(name string, attributes map[string]tftypes.Value) *tfprotov6.ApplyResourceChangeResponse {
	return &tfprotov6.ApplyResourceChangeResponse{NewState: p.dynamic(p.resourceType(name), attributes)}
}

func (p *protocol) importTrack(id string) {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: trackType, ID: id})
	if err != nil {
		p.t.Fatal(err)
	}
	p.noErrors(resp.Diagnostics)
}

// Where it is not known whose account it is, nothing is said of other runs.
func TestOtherRun_unknownAccount(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.HideUserID(true)
	p := newProtocol(t)
	p.configureFor(f)
	compareDiagnostics(t, p.create(trackType, oneTrack(1)).Diagnostics, nil)
	if !tryLock(t, f.otherProcess(t, "")) {
		t.Error("a lock file was taken")
	}
}

// A lock file that cannot be made is no reason to fail, nor to warn.
func TestOtherRun_noCacheDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range cacheVariables {
		t.Setenv(name, file)
	}
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	compareDiagnostics(t, p.create(trackType, oneTrack(1)).Diagnostics, nil)
	if !f.IsSaved(acctest.TrackID(1)) {
		t.Error("the track was not saved")
	}
}

// The process of the run before has some time to end. One that goes on is not waited
// for any longer.
func TestWaitForLock(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ends time.Duration
		want bool
	}{"ends": {2 * time.Second, true}, "goes on": {time.Minute, false}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dir", "a.lock")
			synctest.Test(t, func(t *testing.T) {
				earlier, lock := flock.New(path), flock.New(path)
				if err := waitForLock(t.Context(), earlier); err != nil || !earlier.Locked() {
					t.Fatal("the lock file is not free", err)
				}
				time.AfterFunc(test.ends, func() { release(t, earlier) })
				start := time.Now()
				if err := waitForLock(t.Context(), lock); err != nil || lock.Locked() != test.want {
					t.Errorf("taken is %v: %v", lock.Locked(), err)
				}
				if waited := time.Since(start); waited > endingTime {
					t.Errorf("waited %s", waited)
				}
				time.Sleep(time.Hour)
				release(t, lock)
			})
		})
	}
}

// Each account of each service has a lock file, whose name tells neither.
func TestAccountLock_path(t *testing.T) {
	t.Parallel()
	const endpoint, user = "https://api.music.amazon.dev", "amzn1.account.ABC"
	path := accountLock(endpoint, user).Path()
	if strings.Contains(path, user) || strings.Contains(path, "ABC") {
		t.Errorf("the path tells the user: %s", path)
	}
	if accountLock(endpoint, user).Path() != path || accountLock(endpoint, "another").Path() == path ||
		accountLock("https://music.invalid", user).Path() == path {
		t.Error("an account has two lock files, or two accounts have one")
	}
}
