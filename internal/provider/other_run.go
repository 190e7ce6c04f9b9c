package provider

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// endingTime is how long the process of an earlier run may take to end. Terraform
	// kills a provider two seconds after it has asked it to end (go-plugin 1.7).
	endingTime   = 3 * time.Second
	lockInterval = 50 * time.Millisecond
)

// accountLocks are the lock files that this process holds, by path: one for each
// account that it writes to. It holds them until it ends, and the system releases
// them. They are not of a session, because a process that was started with -debug
// serves one run after the other.
var accountLocks struct {
	sync.Mutex
	byPath map[string]*flock.Flock
}

// accountLock returns the lock file of an account, which its name does not tell.
func accountLock(endpoint, userID string) *flock.Flock {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%q", []string{endpoint, userID}))
	path := filepath.Join(dir, "terraform-provider-amazonmusic", fmt.Sprintf("%x.lock", hash[:16]))
	accountLocks.Lock()
	defer accountLocks.Unlock()
	lock := accountLocks.byPath[path]
	if lock == nil {
		if accountLocks.byPath == nil {
			accountLocks.byPath = map[string]*flock.Flock{}
		}
		lock = flock.New(path)
		accountLocks.byPath[path] = lock
	}
	return lock
}

// beginWrite is beginChecked for an action that writes. It warns where another process
// writes to the account.
func (s *session) beginWrite(ctx context.Context, diags *diag.Diagnostics, action string, userID types.String,
) (context.Context, *access) {
	ctx, a := s.beginChecked(ctx, diags, action, userID)
	if a != nil {
		s.warnOfOtherRun(ctx, a, diags)
	}
	return ctx, a
}

// warnOfOtherRun warns once in a run that another process on this machine writes to
// the account. Where that cannot be found out, the run goes on.
func (s *session) warnOfOtherRun(ctx context.Context, a *access, diags *diag.Diagnostics) {
	if a.userID == "" {
		return
	}
	lock := accountLock(s.endpoint, a.userID)
	s.firstWrite.Do(func() {
		if err := waitForLock(ctx, lock); err != nil {
			s.log.DebugContext(ctx, "Other runs on this machine are not noticed", slog.String("reason", err.Error()))
		}
	})
	if taken, err := lock.TryLock(); taken || err != nil {
		return
	}
	if _, explained := s.report.firstError("another run", ""); explained {
		return
	}
	diags.AddWarning("Another Run Writes to This Account", fmt.Sprintf("Another process on this machine writes to the "+
		"account of user %s too: another run, or another provider block (alias) with credentials of the same account. Neither "+
		"knows of the other's changes: one can remove a track that the other has just saved and keeps in its state, or add "+
		"the same tracks to a playlist.\n\nUse one provider block for each account, and let a run end before you start the "+
		"next one. When both have ended, plan with \"detect_drift\" set to true (or %s=true): the plan shows what is missing, "+
		"and the apply repairs it.", a.client.Printable(a.userID), variableFor("detect_drift")))
}

// waitForLock takes a lock file. A process that holds it has some time to end.
func waitForLock(ctx context.Context, lock *flock.Flock) error {
	if err := os.MkdirAll(filepath.Dir(lock.Path()), 0o700); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, endingTime)
	defer stop()
	_, err := lock.TryLockContext(ctx, lockInterval)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
