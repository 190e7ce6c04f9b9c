package playlist

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// model is one playlist in memory behind a client, in virtual time. The zero value
// of each option is a service that behaves.
type model struct {
	mu   sync.Mutex
	list []Entry
	next int
	// past holds what the list was, for reads that are old.
	past     []snapshot
	requests []string
	removed  map[string]bool // by a request

	random *rand.Rand
	// lag is how old a read can be.
	lag time.Duration
	// latency is how long a request takes at most.
	latency time.Duration
	// fault decides what becomes of a request; nil answers all of them.
	fault func(method string) fault
	// names holds the listed ids that differ.
	names Names
	// refuses are the tracks that are not taken, with the kind of the refusal; in part
	// says that those before one are taken.
	refuses map[TrackID]amazonmusic.Kind
	inPart  bool
	// skips are the tracks that are left out without a word.
	skips map[TrackID]bool
	// most is the most that one request may hold, takes the most that it takes of more,
	// and limit the size of the playlist. 0 is no limit.
	most, takes, limit int
	// deaf says that removals are confirmed and not done.
	deaf bool
	// reversed says that the list is shown in reverse.
	reversed bool
	// hidden is how many reads do not find the playlist.
	hidden int
	// old is how many changes back each read is, in turn.
	old []int
	// twice says that the next read but so many shows its last entry twice.
	twice int
	// hold is how long a request takes before it acts.
	hold time.Duration
	// trickle is how long each entry of an addition takes longer to appear than the one
	// before it.
	trickle time.Duration
	since   map[string]time.Time
}

type snapshot struct {
	at   time.Time
	list []Entry
}

// fault is what becomes of a request.
type fault struct {
	// kind is the failure, "" for none.
	kind amazonmusic.Kind
	// acts says that it acts after all, late.
	acts bool
	late time.Duration
}

func newModel(ids ...TrackID) *model {
	m := &model{removed: map[string]bool{}, since: map[string]time.Time{}}
	m.put(ids...)
	m.remember()
	return m
}

func (m *model) listed(id TrackID) ListedID { return cmp.Or(m.names[id], ListedID(id)) }

// put appends tracks.
func (m *model) put(ids ...TrackID) {
	for _, id := range ids {
		m.next++
		m.list = append(m.list, Entry{fmt.Sprint("e", m.next), m.listed(id)})
	}
}

// edit changes the list as a person does.
func (m *model) edit(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
	m.remember()
}

func (m *model) remember() {
	m.past = append(m.past, snapshot{time.Now(), slices.Clone(m.list)})
}

// tracks are the listed ids, in order.
func (m *model) tracks() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return join(m.list)
}

func join(entries []Entry) string {
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = cmp.Or(string(entry.Track), "?")
	}
	return strings.Join(ids, " ")
}

func (m *model) note(format string, values ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests = append(m.requests, fmt.Sprintf(format, values...))
	if len(m.requests) > 5000 {
		panic("a change does not end: " + strings.Join(m.requests[:100], ", "))
	}
}

// sent are the requests, as one text.
func (m *model) sent() string { return strings.Join(m.requests, ", ") }

func (m *model) draw(d time.Duration) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.random == nil || d == 0 {
		return 0
	}
	return time.Duration(m.random.Int64N(int64(d)))
}

func (m *model) Entries(ctx context.Context) ([]Entry, error) {
	m.note("read")
	if ctx.Err() != nil {
		return nil, failure(amazonmusic.OpListPlaylistTracks, amazonmusic.Interrupted)
	}
	time.Sleep(m.draw(m.latency))
	// A negative lag is exact.
	at := time.Now().Add(min(m.lag, 0) - m.draw(max(m.lag, 0)))
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.hidden > 0 {
		m.hidden--
		return nil, failure(amazonmusic.OpListPlaylistTracks, amazonmusic.NotFound)
	}
	shown := m.past[0].list
	for _, s := range m.past {
		if !s.at.After(at) {
			shown = s.list
		}
	}
	if len(m.old) > 0 {
		shown = m.past[len(m.past)-1-m.old[0]].list
		m.old = m.old[1:]
	}
	shown = slices.DeleteFunc(slices.Clone(shown), func(e Entry) bool { return m.since[e.ID].After(time.Now()) })
	if m.twice--; m.twice == 0 {
		shown = append(shown, shown[len(shown)-1])
	}
	if m.reversed {
		slices.Reverse(shown)
	}
	return shown, nil
}

func (m *model) Add(ctx context.Context, ids []TrackID) error {
	m.note("add %d", len(ids))
	return m.write(ctx, amazonmusic.OpAppendTracks, "add", func() error {
		if m.most > 0 && len(ids) > m.most {
			return failure(amazonmusic.OpAppendTracks, amazonmusic.Refused)
		}
		for i, id := range ids {
			kind := m.refuses[id]
			if m.limit > 0 && len(m.list)+i >= m.limit {
				kind = amazonmusic.Refused
			}
			if kind == "" {
				continue
			}
			if m.inPart {
				m.put(ids[:i]...)
			}
			return failure(amazonmusic.OpAppendTracks, kind)
		}
		for i, id := range ids {
			if (m.takes == 0 || i < m.takes) && !m.skips[id] {
				m.put(id)
				m.since[m.list[len(m.list)-1].ID] = time.Now().Add(time.Duration(i) * m.trickle)
			}
		}
		return nil
	})
}

func (m *model) Remove(ctx context.Context, entryIDs []string) error {
	m.note("remove %d", len(entryIDs))
	return m.write(ctx, amazonmusic.OpRemoveTracks, "remove", func() error {
		if m.most > 0 && len(entryIDs) > m.most {
			return failure(amazonmusic.OpRemoveTracks, amazonmusic.Refused)
		}
		for i, id := range entryIDs {
			if slices.Contains(entryIDs[:i], id) || !slices.ContainsFunc(m.list, func(e Entry) bool { return e.ID == id }) {
				return failure(amazonmusic.OpRemoveTracks, amazonmusic.NotFound)
			}
		}
		if m.deaf {
			return nil
		}
		m.list = slices.DeleteFunc(m.list, func(e Entry) bool {
			m.removed[e.ID] = m.removed[e.ID] || slices.Contains(entryIDs, e.ID)
			return slices.Contains(entryIDs, e.ID)
		})
		return nil
	})
}

// write carries out a change, or loses it or its answer.
func (m *model) write(ctx context.Context, op amazonmusic.Op, method string, act func() error) error {
	if ctx.Err() != nil {
		return failure(op, amazonmusic.Interrupted)
	}
	time.Sleep(m.hold + m.draw(m.latency))
	locked := func() error {
		m.mu.Lock()
		defer m.mu.Unlock()
		defer m.remember()
		return act()
	}
	var answer fault
	if m.fault != nil {
		m.mu.Lock()
		answer = m.fault(method)
		m.mu.Unlock()
	}
	var err error
	switch {
	case answer.kind == "":
		err = locked()
	case answer.acts && answer.late == 0:
		_ = locked()
	case answer.acts:
		time.AfterFunc(answer.late, func() { _ = locked() })
	}
	time.Sleep(m.draw(m.latency))
	if answer.kind != "" {
		return failure(op, answer.kind)
	}
	return err
}

func failure(op amazonmusic.Op, kind amazonmusic.Kind) error {
	return &amazonmusic.Error{Op: op, Kind: kind, Message: string(kind)}
}

// trackIDs are ids from..to-1.
func trackIDs(from, to int) []TrackID {
	var ids []TrackID
	for i := from; i < to; i++ {
		ids = append(ids, TrackID(fmt.Sprintf("B%09d", i)))
	}
	return ids
}

// ids splits a text into ids.
func ids(text string) []TrackID {
	var ids []TrackID
	for id := range strings.FieldsSeq(text) {
		ids = append(ids, TrackID(id))
	}
	return ids
}

func configured(items []Item) string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = cmp.Or(string(item.ID), "("+string(item.Entry.Track)+")")
	}
	return strings.Join(ids, " ")
}
