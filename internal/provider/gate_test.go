package provider

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestGate_sidesExcludeEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			g      gate
			mu     sync.Mutex
			inside [2]int
			most   [2]int
			wg     sync.WaitGroup
		)
		for i := range 200 {
			wg.Go(func() {
				s := side(i % 2)
				leave, err := g.enter(t.Context(), s)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				inside[s]++
				most[s] = max(most[s], inside[s])
				if inside[1-s] > 0 {
					t.Error("a save and a removal at once")
				}
				mu.Unlock()
				time.Sleep(rand.N(time.Second))
				mu.Lock()
				inside[s]--
				mu.Unlock()
				leave()
			})
		}
		wg.Wait()
		if most[saving] < 2 || most[removing] < 2 {
			t.Errorf("%v at once", most)
		}
	})
}

// A side that keeps coming does not keep the other side out.
func TestGate_isFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			g  gate
			wg sync.WaitGroup
		)
		for i := range 100 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				leave, _ := g.enter(t.Context(), saving)
				time.Sleep(2 * time.Second)
				leave()
			})
		}
		time.Sleep(10 * time.Second)
		start := time.Now()
		leave, err := g.enter(t.Context(), removing)
		if waited := time.Since(start); err != nil || waited > 3*time.Second {
			t.Errorf("waited %v: %v", waited, err)
		}
		leave()
		wg.Wait()
	})
}

func TestGate_waiterGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		leave, _ := g.enter(t.Context(), saving)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := g.enter(ctx, removing); err == nil {
				t.Error("entered")
			}
		})
		synctest.Wait()
		wg.Go(func() {
			leave, err := g.enter(t.Context(), saving)
			if err != nil {
				t.Error(err)
				return
			}
			leave()
		})
		synctest.Wait()
		cancel()
		wg.Wait()
		leave()
		if leave, err := g.enter(t.Context(), removing); err != nil {
			t.Error(err)
		} else {
			leave()
		}
	})
}
