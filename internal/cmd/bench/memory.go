package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// watchMemory keeps the largest resident set that any provider process has
// had, in bytes, until the returned function is called. Where there is no /proc,
// it stays zero.
func watchMemory(peak *int64) (stop func()) {
	done := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for {
			*peak = max(*peak, largestProvider())
			select {
			case <-done:
				return
			case <-time.After(25 * time.Millisecond):
			}
		}
	})
	return func() {
		close(done)
		watcher.Wait()
	}
}

func largestProvider() int64 {
	// The kernel cuts names at 15 bytes.
	const name = "terraform-provi"
	files, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		return 0
	}
	var largest int64
	for _, file := range files {
		status, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(status), "Name:\t"+name) {
			continue
		}
		_, rest, found := strings.Cut(string(status), "VmHWM:")
		var kilobytes int64
		if _, err := fmt.Sscan(rest, &kilobytes); found && err == nil {
			largest = max(largest, kilobytes<<10)
		}
	}
	return largest
}
