package playlist

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// TestCreations_atRandom creates playlists at once, some with the title of another,
// while every third answer is lost, requests act up to three seconds late, lists are
// up to a second old, and a person makes playlists too. No two resources get one
// playlist, no playlist that holds a person's tracks is adopted, and each playlist
// that a request has made and no resource has is named.
func TestCreations_atRandom(t *testing.T) {
	for seed := range sequences(t) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 11))
			a := newAccount()
			a.lag, a.latency = time.Duration(random.IntN(1000))*time.Millisecond, 50*time.Millisecond
			for range 30 {
				var answer fault
				if random.IntN(3) == 0 {
					answer = fault{amazonmusic.TimedOut, random.IntN(3) > 0, time.Duration(random.IntN(3000)) * time.Millisecond}
				}
				a.posts = append(a.posts, answer)
			}
			titles := []string{"Road Trip", "Road Trip 1", "Evening", "evening"}
			theirs := map[string]int64{}
			var mu sync.Mutex
			for range random.IntN(4) {
				title, tracks := titles[random.IntN(len(titles))], int64(random.IntN(2))
				time.AfterFunc(time.Minute+time.Duration(random.IntN(8000)-1000)*time.Millisecond, func() {
					p := a.make(title, "x", tracks)
					mu.Lock()
					defer mu.Unlock()
					theirs[p.ID] = tracks
				})
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			creations, owned, named := NewCreations(), map[string]bool{}, map[string]bool{}
			var wg sync.WaitGroup
			for i := range 2 + random.IntN(4) {
				pause := time.Duration(random.IntN(2000)) * time.Millisecond
				wg.Go(func() {
					fields := roadTrip
					fields.Title = titles[i%len(titles)]
					time.Sleep(pause)
					creation, err := creations.Create(t.Context(), a, fields, 8)
					var others []amazonmusic.Playlist
					if ambiguous, ok := errors.AsType[*AmbiguousError](err); ok {
						others = ambiguous.Playlists
					} else if err != nil {
						t.Errorf("seed %d: %v", seed, err)
					}
					if err == nil {
						others, err = creation.Late(t.Context())
					}
					mu.Lock()
					defer mu.Unlock()
					for _, p := range others {
						named[p.ID] = true
					}
					if creation == nil || err != nil {
						return
					}
					id := creation.Playlist.ID
					if owned[id] || theirs[id] > 0 || *creation.Playlist.Title != fields.Title {
						t.Errorf("seed %d: %s is %+v", seed, fields.Title, creation.Playlist)
					}
					if _, ok := theirs[id]; ok && !creation.Adopted {
						t.Errorf("seed %d: %s is a person's", seed, id)
					}
					owned[id] = true
				})
			}
			wg.Wait()
			time.Sleep(time.Minute)
			synctest.Wait()
			for _, p := range a.playlists {
				if _, person := theirs[p.ID]; !person && !owned[p.ID] && !named[p.ID] {
					t.Errorf("seed %d: %s %q is nobody's, and nothing names it; sent %s", seed, p.ID, *p.Title, a.sent())
				}
			}
		})
	}
}
