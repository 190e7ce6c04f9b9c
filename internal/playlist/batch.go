package playlist

import "github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"

// batch finds out how many tracks or entries the service takes at a time. A request
// that is refused is one of too many, or holds one that is refused: its halves tell.
type batch struct {
	// most is the most that one request may hold, as far as is known.
	most int
	// worked is the largest request that was taken.
	worked int
	// next is how many to send next.
	next int
	// refused are the requests whose parts are being sent, the largest first.
	refused []span
}

// span is a refused request: how many it held, and how many of these are left.
type span struct{ size, left int }

func newBatch() *batch {
	return &batch{most: amazonmusic.MaxPlaylistChange, next: amazonmusic.MaxPlaylistChange}
}

// size is how many to send next.
func (b *batch) size() int { return max(min(b.next, b.most), 1) }

// took notes that a request of n was taken. Where all parts of a refused request
// are taken, it was refused for its size.
func (b *batch) took(n int) {
	b.worked = max(b.worked, n)
	for i := range b.refused {
		b.refused[i].left -= n
	}
	for i := len(b.refused) - 1; i >= 0 && b.refused[i].left <= 0; i-- {
		if b.worked < b.refused[i].size {
			b.most = min(b.most, b.worked)
		}
		b.refused = b.refused[:i]
	}
	b.next = b.most
	if i := len(b.refused) - 1; i >= 0 {
		b.next = b.refused[i].left
	}
}

// tooMany notes that a request of n was refused. Its first half is next.
func (b *batch) tooMany(n int) {
	b.refused = append(b.refused, span{n, n})
	b.next = n / 2
}

// found notes that a single one was refused: that explains the larger requests that
// held it. After two in a row it is likely that more follow.
func (b *batch) found(inARow int) {
	b.refused = nil
	b.next = b.most
	if inARow > 1 {
		b.next = 1
	}
}
