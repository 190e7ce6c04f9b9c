package library

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// model is a library in memory behind a client that tries again, in virtual time.
type model struct {
	mu    sync.Mutex
	saved map[string]bool
	// aliases holds the id that a track is answered with, by the id asked for.
	aliases map[string]string
	// log holds every try, as "PUT id" or "DELETE id".
	log []string
	// answer decides what becomes of a try; nil answers all of them.
	answer func(method, id string) fault
	random *rand.Rand
	// tries is how often the client sends one request.
	tries int
}

// fault is what becomes of one try.
type fault struct {
	// kind is the failure, "" for none.
	kind amazonmusic.Kind
	// acts says that a try that failed acts after all, late.
	acts bool
	late time.Duration
	// unconfirmed says that the answer to a removal confirms nothing.
	unconfirmed bool
	// hook is called before the try acts.
	hook func()
}

func newModel() *model {
	return &model{saved: map[string]bool{}, aliases: map[string]string{}, tries: 1}
}

func (m *model) canonical(id string) string { return cmp.Or(m.aliases[id], id) }

func (m *model) SaveTrack(ctx context.Context, id string) (amazonmusic.Track, error) {
	_, _, err := m.send(ctx, "PUT", id, func() { m.saved[m.canonical(id)] = true })
	return amazonmusic.Track{ID: m.canonical(id)}, err
}

func (m *model) RemoveTrack(ctx context.Context, id string) (amazonmusic.Removal, error) {
	answer, late, err := m.send(ctx, "DELETE", id, func() { delete(m.saved, m.canonical(id)) })
	removal := amazonmusic.Removal{MayActLate: late}
	if err == nil && !answer.unconfirmed {
		removal.AnsweredID, removal.Confirmed = m.canonical(id), true
	}
	return removal, err
}

// send tries as the client does. It reports whether a try that was sent again may
// act yet.
func (m *model) send(ctx context.Context, method, id string, act func()) (answer fault, late bool, err error) {
	for try := 1; ; try++ {
		if ctx.Err() != nil {
			return answer, late, failure(method, amazonmusic.Interrupted)
		}
		answer = m.try(method, id, act)
		if answer.kind == "" {
			return answer, late, nil
		}
		if !answer.kind.Temporary() || try >= m.tries {
			return answer, late, failure(method, answer.kind)
		}
		late = late || amazonmusic.MayHaveActed(failure(method, answer.kind))
		time.Sleep(250 * time.Millisecond)
	}
}

func failure(method string, kind amazonmusic.Kind) error {
	op := amazonmusic.OpSaveTrack
	if method == "DELETE" {
		op = amazonmusic.OpRemoveTrack
	}
	return &amazonmusic.Error{Op: op, Kind: kind, Message: string(kind)}
}

func (m *model) try(method, id string, act func()) fault {
	m.mu.Lock()
	m.log = append(m.log, method+" "+id)
	var answer fault
	if m.answer != nil {
		answer = m.answer(method, id)
	}
	latency := time.Duration(0)
	if m.random != nil {
		latency = time.Duration(m.random.IntN(40)) * time.Millisecond
	}
	m.mu.Unlock()
	time.Sleep(latency)
	if answer.hook != nil {
		answer.hook()
	}
	locked := func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		act()
	}
	switch {
	case answer.kind == "":
		locked()
	case answer.acts && answer.late == 0:
		locked()
	case answer.acts:
		time.AfterFunc(answer.late, locked)
	}
	time.Sleep(latency)
	return answer
}

// sent returns the tries of a method, in order.
func (m *model) sent(method string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []string
	for _, line := range m.log {
		if id, ok := cutMethod(line, method); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func cutMethod(line, method string) (string, bool) {
	if len(line) > len(method) && line[:len(method)+1] == method+" " {
		return line[len(method)+1:], true
	}
	return "", false
}

func (m *model) holds() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	ids := make([]string, 0, len(m.saved))
	for id := range m.saved {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func trackID(i int) string { return fmt.Sprintf("B%09d", i) }
