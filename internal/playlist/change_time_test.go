package playlist

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// Reads that are old show nothing of what was confirmed, and prove nothing.
func TestChange_oldReads(t *testing.T) {
	for _, lag := range []time.Duration{200 * time.Millisecond, 300 * time.Millisecond, time.Second, 10 * time.Second} {
		for name, test := range map[string]changeCase{
			"new":                   {request: Request{New: true}, wanted: "A B", tracks: "A B", items: "A B"},
			"another track":         {there: "A", wanted: "B", tracks: "B", items: "B"},
			"one goes":              {there: "A B", wanted: "A", tracks: "A", items: "A"},
			"listed by another id":  {request: Request{New: true}, wanted: "A old", tracks: "A new", items: "A old"},
			"instead of the others": {there: "A B C", wanted: "C D A", tracks: "C D A", items: "C D A"},
		} {
			t.Run(fmt.Sprint(name, ", ", lag), func(t *testing.T) {
				test.within = 40 * time.Second
				test.model = func(m *model) { m.names = Names{"old": "new"}; m.lag = -lag }
				test.run(t)
			})
		}
	}
}

// Reads that are older than an earlier one.
func TestChange_readsOutOfOrder(t *testing.T) {
	lose := func(lost ...fault) func(string) fault {
		return func(string) fault {
			if len(lost) == 0 {
				return fault{}
			}
			answer := lost[0]
			lost = lost[1:]
			return answer
		}
	}
	for name, test := range map[string]changeCase{
		"an entry that was there is missing": {
			model: func(m *model) {
				m.put("A")
				m.old = []int{0, 2}
				m.fault = func(string) fault {
					// The list was like that some time before.
					m.past = append(m.past, snapshot{time.Now(), m.list[:1]}, snapshot{time.Now(), m.list})
					return fault{}
				}
			},
			there: "B C", wanted: "A B", tracks: "A B", items: "A B", sent: "read, remove 1, read, read",
		},
		"an entry appears again whose removal was lost": {
			model: func(m *model) {
				m.fault = lose(fault{amazonmusic.TimedOut, true, 0}, fault{}, fault{amazonmusic.TimedOut, false, 0})
				m.old = []int{0, 1, 0, 1}
			},
			request: Request{Retries: 3}, wanted: "A", tracks: "A", items: "A",
		},
		"a part of a refused addition hides a confirmed one": {
			model: func(m *model) {
				withdrawn(amazonmusic.NotFound, "C")(m)
				m.inPart, m.old = true, []int{0, 2}
			},
			wanted: "A B C", tracks: "A B", items: "A B", refused: "C@-1",
		},
		"the last one of a run that fails": {
			model: func(m *model) {
				m.lag, m.most = -20*time.Second, 1
				m.fault = lose(fault{amazonmusic.TimedOut, false, 0}, fault{}, fault{}, fault{kind: amazonmusic.Forbidden})
			},
			request: Request{New: true, Retries: 3}, wanted: "A B", tracks: "A", items: "A", refused: "B@-1 cause",
		},
		"a new entry is listed twice": {
			model: func(m *model) { m.twice = 2 }, wanted: "A", tracks: "A", items: "A", sent: "read, add 1, read, read",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// An answer is lost; the request acts at once, late, or not at all.
func TestChange_lostAnswers(t *testing.T) {
	for name, answer := range map[string]fault{
		"never":   {amazonmusic.Disconnected, false, 0},
		"at once": {amazonmusic.Disconnected, true, 0},
		"soon":    {amazonmusic.TimedOut, true, 400 * time.Millisecond},
		"late":    {amazonmusic.Unavailable, true, 3 * time.Second},
		// Answered, but not with what was done.
		"unclear": {amazonmusic.NotConfirmed, true, 0},
	} {
		for method, test := range map[string]changeCase{
			"add":    {there: "A", wanted: "A B C", tracks: "A B C", items: "A B C"},
			"remove": {there: "A B C", wanted: "A C", tracks: "A C", items: "A C"},
			"add to": {there: "x", wanted: "A", request: Request{Shared: true}, tracks: "x A", items: "(x) A"},
		} {
			for _, lag := range []time.Duration{0, time.Second} {
				t.Run(fmt.Sprint(method, " ", name, ", ", lag), func(t *testing.T) {
					test.request.Retries = 3
					test.model = func(m *model) {
						first := true
						m.lag = -lag
						m.fault = func(sent string) fault {
							if strings.HasPrefix(method, sent) && first {
								first = false
								return answer
							}
							return fault{}
						}
					}
					test.run(t)
				})
			}
		}
	}
}

// What appears during the run is somebody else's.
func TestChange_othersAdd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newModel("A")
		m.fault = func(string) fault {
			m.put("theirs")
			return fault{}
		}
		result, err := Change(t.Context(), m, Request{Wanted: ids("B")})
		if err != nil || m.tracks() != "theirs B theirs" || configured(result.Items) != "B" || len(result.Appeared) != 1 {
			t.Errorf("%v: %s, %v", err, m.tracks(), result)
		}
	})
}

// What others do at the same time is not taken for the result of a request.
func TestChange_othersMeanwhile(t *testing.T) {
	appear := func(m *model, n int, id TrackID) {
		m.fault = func(string) fault {
			if n--; n == 0 {
				m.put(id)
				m.remember()
			}
			return fault{}
		}
	}
	for name, test := range map[string]changeCase{
		// Two looks in a row show theirs and not A.
		"before an addition": {
			model: func(m *model) {
				m.hold, m.lag = 2*time.Second, -2*time.Second
				time.AfterFunc(time.Minute+time.Second/10, func() { m.edit(func() { m.put("theirs") }) })
			},
			wanted: "A", tracks: "theirs A", items: "A", sent: "read, add 1, read, read, read",
		},
		// The entry of the album is taken for a refused addition of the track.
		"between two additions": {
			model: func(m *model) {
				m.names, m.most = Names{"album": "track"}, 2
				appear(m, 3, "theirs")
			},
			there: "c", wanted: "c track album b", tracks: "c track theirs track b", items: "c track album b",
		},
		// The addition that was lost acts after theirs and fills up the one that was cut.
		"between an addition and a late one": {
			model: func(m *model) {
				m.takes = 4
				time.AfterFunc(time.Minute+3*time.Second/2, func() { m.edit(func() { m.put("theirs") }) })
				first := true
				m.fault = func(string) fault {
					if first {
						first = false
						return fault{amazonmusic.TimedOut, true, 3 * time.Second}
					}
					return fault{}
				}
			},
			request: Request{Retries: 2}, wanted: "a b c d X a b c d", tracks: "a b c d theirs X a b c d", items: "a b c d X a b c d",
		},
		"one removes the entry that goes, and reads are old": {
			model: func(m *model) {
				m.lag = -time.Second
				m.fault = func(string) fault {
					m.list = slices.DeleteFunc(m.list, func(e Entry) bool { return e.Track == "B" })
					return fault{}
				}
			},
			there: "A B", wanted: "A", tracks: "A", items: "A", sent: "read, remove 1, read, read, read, read",
		},
		"one removes an entry": {
			model: func(m *model) {
				m.fault = func(string) fault {
					m.list = slices.DeleteFunc(m.list, func(e Entry) bool { return e.Track == "B" })
					return fault{}
				}
			},
			there: "A B C D E", wanted: "A", tracks: "A", items: "A", sent: "read, remove 4, read, remove 3, read",
		},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// A playlist that is not found is asked for again.
func TestChange_notFound(t *testing.T) {
	hidden := func(n int) func(*model) { return func(m *model) { m.hidden = n } }
	for name, test := range map[string]changeCase{
		"new": {
			model: hidden(3), request: Request{New: true}, wanted: "A", tracks: "A", items: "A", sent: "add 1, read, read, read, read",
		},
		"once":      {model: hidden(1), there: "A", wanted: "A", tracks: "A", items: "A", sent: "read, read"},
		"new, gone": {model: hidden(99), request: Request{New: true}, wanted: "A", tracks: "A", items: "A", refused: "cause"},
		"gone":      {model: hidden(99), there: "A", wanted: "A", tracks: "A", refused: " : not found", sent: "read, read"},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

// An interrupt ends a run between two requests, and keeps what was confirmed.
func TestChange_interrupted(t *testing.T) {
	for name, test := range map[string]struct {
		fault func(string) fault
		lag   time.Duration
		after time.Duration
		want  string
		items string
	}{
		"at once":             {after: 0, want: "add 1"},
		"while it waits":      {lag: -time.Minute, after: time.Second, want: "add 1, read, read, read", items: "A"},
		"after a lost answer": {fault: func(string) fault { return fault{kind: amazonmusic.TimedOut} }, after: time.Second / 10, want: "add 1"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newModel()
				m.fault, m.lag = test.fault, test.lag
				ctx, cancel := context.WithTimeout(t.Context(), test.after)
				defer cancel()
				result, err := Change(ctx, m, Request{Wanted: ids("A"), New: true, Retries: 8})
				if err == nil || m.sent() != test.want || configured(result.Items) != test.items {
					t.Errorf("%v, %s; sent %s", err, configured(result.Items), m.sent())
				}
			})
		})
	}
}
