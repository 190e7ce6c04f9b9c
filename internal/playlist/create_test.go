package playlist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// account is a user's playlists in memory, in virtual time.
type account struct {
	mu        sync.Mutex
	playlists []amazonmusic.Playlist
	past      []accountSnapshot
	next      int
	requests  []string
	lag       time.Duration
	latency   time.Duration
	// title is what the service makes of a title.
	title func(string) string
	// posts are what becomes of the creations, in turn.
	posts []fault
	// unreadable says after how many reads the list cannot be read any more.
	unreadable int
}

type accountSnapshot struct {
	at        time.Time
	playlists []amazonmusic.Playlist
}

func newAccount(posts ...fault) *account {
	a := &account{posts: posts, unreadable: -1}
	a.remember()
	return a
}

func (a *account) remember() {
	a.past = append(a.past, accountSnapshot{time.Now(), slices.Clone(a.playlists)})
}

// make creates a playlist, of a person or of a request.
func (a *account) make(title, description string, tracks int64) amazonmusic.Playlist {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.next++
	visibility := amazonmusic.VisibilityPrivate
	p := amazonmusic.Playlist{
		ID: fmt.Sprint("p", a.next), Title: &title, Description: &description, TrackCount: &tracks, Visibility: &visibility,
	}
	a.playlists = append(a.playlists, p)
	a.remember()
	return p
}

func (a *account) Create(ctx context.Context, fields amazonmusic.PlaylistFields) (amazonmusic.Playlist, error) {
	a.mu.Lock()
	a.requests = append(a.requests, "POST")
	var answer fault
	if len(a.posts) > 0 {
		answer, a.posts = a.posts[0], a.posts[1:]
	}
	a.mu.Unlock()
	time.Sleep(a.latency)
	title := fields.Title
	if a.title != nil {
		title = a.title(title)
	}
	switch {
	case answer.kind == "":
		return a.make(title, fields.Description, 0), nil
	case answer.acts && answer.late == 0:
		a.make(title, fields.Description, 0)
	case answer.acts:
		time.AfterFunc(answer.late, func() { a.make(title, fields.Description, 0) })
	}
	return amazonmusic.Playlist{}, failure(amazonmusic.OpCreatePlaylist, answer.kind)
}

func (a *account) Own(context.Context) ([]amazonmusic.Playlist, error) {
	time.Sleep(a.latency)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = append(a.requests, "GET")
	if a.unreadable >= 0 && len(a.requests) > a.unreadable {
		return nil, failure(amazonmusic.OpListPlaylists, amazonmusic.Forbidden)
	}
	shown := a.past[0].playlists
	for _, s := range a.past {
		if !s.at.After(time.Now().Add(-a.lag)) {
			shown = s.playlists
		}
	}
	return slices.Clone(shown), nil
}

func (a *account) sent() string { return strings.Join(a.requests, " ") }

var roadTrip = amazonmusic.PlaylistFields{Title: "Road Trip", Description: "x", Visibility: amazonmusic.VisibilityPrivate}

func playlistIDs(playlists []amazonmusic.Playlist) string {
	var ids []string
	for _, p := range playlists {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}

// outcome is a creation in short.
func outcome(creation *Creation, late []amazonmusic.Playlist, err error) string {
	if ambiguous, ok := errors.AsType[*AmbiguousError](err); ok {
		return "ambiguous: " + playlistIDs(ambiguous.Playlists)
	}
	if unknown, ok := errors.AsType[*UnknownError](err); ok {
		return "unknown: " + string(amazonmusic.KindOf(unknown))
	}
	if err != nil {
		return err.Error()
	}
	text := "created "
	if creation.Adopted {
		text = "adopted "
	}
	text += creation.Playlist.ID
	if len(creation.Before) > 0 {
		text += ", before " + playlistIDs(creation.Before)
	}
	if len(late) > 0 {
		text += ", late " + playlistIDs(late)
	}
	return text
}

var (
	never  = fault{amazonmusic.Disconnected, false, 0}
	atOnce = fault{amazonmusic.Disconnected, true, 0}
	late   = fault{amazonmusic.TimedOut, true, 3 * time.Second}
	// tooLate is after the looks for it.
	tooLate = fault{amazonmusic.TimedOut, true, 8 * time.Second}
)

func TestCreations_create(t *testing.T) {
	lower := strings.ToLower
	for name, test := range map[string]struct {
		account *account
		// person does something so long after the creation began.
		person func(*account)
		after  time.Duration
		fields amazonmusic.PlaylistFields
		want   string
		sent   string
	}{
		"answered":                   {account: newAccount(), want: "created p1", sent: "GET POST"},
		"carried out":                {account: newAccount(atOnce), want: "adopted p1", sent: "GET POST GET GET GET"},
		"carried out late":           {account: newAccount(late), want: "adopted p1", sent: "GET POST GET GET GET"},
		"not carried out":            {account: newAccount(never), want: "created p1", sent: "GET POST GET GET POST GET"},
		"carried out much too late":  {account: newAccount(tooLate, never), want: "adopted p1", sent: "GET POST GET GET POST GET GET GET"},
		"a second one":               {account: newAccount(tooLate), want: "created p1, late p2", sent: "GET POST GET GET POST GET"},
		"throttled":                  {account: newAccount(fault{kind: amazonmusic.Throttled}), want: " : throttled", sent: "GET POST"},
		"refused":                    {account: newAccount(fault{kind: amazonmusic.Refused}), want: " : refused", sent: "GET POST"},
		"unreadable":                 {account: newAccount(fault{kind: amazonmusic.Unreadable}), want: " : unreadable", sent: "GET POST GET GET"},
		"lost for good":              {account: newAccount(never, never, never, never), want: " : disconnected"},
		"the list is lost":           {account: &account{posts: []fault{never}, unreadable: 2, past: make([]accountSnapshot, 1)}, want: "unknown: forbidden"},
		"a person makes one":         {account: newAccount(atOnce), person: func(a *account) { a.make("Road Trip", "x", 0) }, after: 4 * time.Second, want: "ambiguous: p1 p2"},
		"a person makes one at last": {account: newAccount(late), person: func(a *account) { a.make("Road Trip", "x", 0) }, after: time.Second, want: "ambiguous: p1 p2"},
		"only a person makes one, with tracks": {
			account: newAccount(never), person: func(a *account) { a.make("Road Trip", "x", 2) }, after: time.Second, want: "ambiguous: p1",
		},
		"a person makes another one": {
			account: newAccount(never), person: func(a *account) { a.make("Other", "x", 0); a.make("Road Trip", "theirs", 0) }, after: time.Second, want: "created p3",
		},
		"one was there": {
			account: newAccount(), person: func(a *account) { a.make("Road Trip", "x", 3) }, after: -time.Minute, want: "created p2, before p1", sent: "GET POST",
		},
		"one was there, and the answer is lost": {
			account: newAccount(atOnce), person: func(a *account) { a.make("Road Trip", "x", 0) }, after: -time.Minute, want: "adopted p2, before p1",
		},
		"the title in lower case": {account: &account{posts: []fault{atOnce}, unreadable: -1, past: make([]accountSnapshot, 1), title: lower}, want: "ambiguous: p1"},
		"a shortened title": {
			account: &account{posts: []fault{atOnce}, unreadable: -1, past: make([]accountSnapshot, 1), title: func(s string) string { return s[:4] + "…" }}, want: "ambiguous: p1",
		},
		"a title in the other form of Unicode": {
			account: &account{posts: []fault{atOnce}, unreadable: -1, past: make([]accountSnapshot, 1), title: func(string) string { return "Cafe\u0301\nx" }},
			fields:  amazonmusic.PlaylistFields{Title: "Café\r\nx", Visibility: amazonmusic.VisibilityPrivate}, want: "adopted p1",
		},
		"another visibility": {
			account: newAccount(atOnce), fields: amazonmusic.PlaylistFields{Title: "Road Trip", Visibility: amazonmusic.VisibilityPublic}, want: "ambiguous: p1",
		},
	} {
		for _, lag := range []time.Duration{0, time.Second} {
			t.Run(fmt.Sprint(name, ", ", lag), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					a := newAccount(test.account.posts...)
					a.title, a.unreadable, a.lag = test.account.title, test.account.unreadable, lag
					if test.person != nil && test.after < 0 {
						test.person(a)
					} else if test.person != nil {
						time.AfterFunc(time.Minute+test.after, func() { test.person(a) })
					}
					time.Sleep(time.Minute)
					synctest.Wait()
					fields := test.fields
					if fields.Title == "" {
						fields = roadTrip
					}
					creation, err := NewCreations().Create(t.Context(), a, fields, 2)
					var second []amazonmusic.Playlist
					if err == nil {
						// The tracks take a while.
						time.Sleep(3 * time.Second)
						second, err = creation.Late(t.Context())
					}
					if got := outcome(creation, second, err); got != test.want {
						t.Errorf("%s, want %s; sent %s", got, test.want, a.sent())
					}
					if test.sent != "" && a.sent() != test.sent {
						t.Errorf("sent %s, want %s", a.sent(), test.sent)
					}
					time.Sleep(time.Minute)
					synctest.Wait()
				})
			})
		}
	}
}

func TestCreations_notNew(t *testing.T) {
	a := newAccount()
	there := a.make("Road Trip", "x", 2)
	_, err := NewCreations().Create(t.Context(), answering{a, there}, roadTrip, 2)
	if _, ok := errors.AsType[*NotNewError](err); !ok {
		t.Error(err)
	}
}

// answering answers every creation with one playlist.
type answering struct {
	*account

	playlist amazonmusic.Playlist
}

func (a answering) Create(context.Context, amazonmusic.PlaylistFields) (amazonmusic.Playlist, error) {
	return a.playlist, nil
}

// Playlists of one title and of similar titles are created by one run at once, and
// every answer is lost once. None is taken for another one.
func TestCreations_manyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(atOnce, never, late, late, never, late, atOnce, never)
		a.latency, a.lag = 100*time.Millisecond, time.Second
		time.Sleep(time.Minute)
		synctest.Wait()
		creations := NewCreations()
		var mu sync.Mutex
		made, seconds := map[string]int{}, 0
		var wg sync.WaitGroup
		for i := range 9 {
			wg.Go(func() {
				fields := roadTrip
				fields.Title = []string{"Road Trip", "road trip", "Road Trip 1"}[i%3]
				creation, err := creations.Create(t.Context(), a, fields, 8)
				if err != nil {
					t.Error(err)
					return
				}
				late, err := creation.Late(t.Context())
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				made[creation.Playlist.ID]++
				seconds += len(late)
				if *creation.Playlist.Title != fields.Title {
					t.Errorf("%s is %s", fields.Title, *creation.Playlist.Title)
				}
			})
		}
		wg.Wait()
		if len(made) != 9 || len(a.playlists) > 9+seconds {
			t.Errorf("%d resources have %v, %d are named, there are %d", 9, made, seconds, len(a.playlists))
		}
	})
}

func TestCreations_interrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(never)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := NewCreations().Create(ctx, a, roadTrip, 8)
		if amazonmusic.KindOf(err) != amazonmusic.Disconnected || a.sent() != "GET POST" {
			t.Errorf("%v after %s", err, a.sent())
		}
	})
}

func TestSameText(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"Café", "Cafe\u0301", true},
		{"a\r\nb", "a\nb", true},
		{"a\rb", "a\nb", true},
		{"a", "A", false},
		{"a ", "a", false},
		{"a\u00adb", "ab", false},
		{"a\u200fb", "ab", false},
	} {
		if SameText(test.a, test.b) != test.want || SameText(test.b, test.a) != test.want {
			t.Errorf("%q and %q: want %t", test.a, test.b, test.want)
		}
	}
}
