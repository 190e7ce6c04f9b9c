package amazonmusic

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// MaxPageSize is the largest page that the service returns, and its default
// (API page).
const MaxPageSize = 100

const (
	// maxPages bounds a list: a million entries.
	maxPages = 10_000
	// maxIdlePages is how many pages in a row may bring nothing new while claiming
	// that there is more.
	maxIdlePages = 3
)

// connection is one page of a list, in the form that all lists of the API share
// (API page on pagination). Pointers tell what was left out.
type connection struct {
	PageInfo *struct {
		HasNextPage *bool   `json:"hasNextPage"`
		Token       *string `json:"token"`
	} `json:"pageInfo"`
	Edges *[]edge `json:"edges"`
}

type edge struct {
	Cursor *string         `json:"cursor"`
	Node   json.RawMessage `json:"node"`
	// LikeState is set for liked tracks (seen), which are another collection than
	// the saved ones.
	LikeState json.RawMessage `json:"likeState"`
}

// listing is how one list is asked for, found in its answers and decoded.
type listing[T any] struct {
	op       Op
	path     string
	pageSize int
	// find returns the connection in the data of an answer.
	find func(data json.RawMessage) (*connection, error)
	// decode returns an entry and the id by which a repeated one is known.
	decode func(e edge) (entry T, id string, err error)
}

// pages iterates over a list, a page at a time. An error is the last thing
// yielded; without one the list is whole. An entry that an earlier page held is
// left out, because a list that changes between two pages repeats some.
func pages[T any](ctx context.Context, c *Client, list listing[T]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		reader := pageReader[T]{listing: list, seen: map[string]bool{}, cursors: map[string]bool{}}
		request := call{op: list.op, method: http.MethodGet, path: list.path, query: url.Values{}}
		request.query.Set("limit", strconv.Itoa(list.pageSize))
		for {
			if err := c.do(ctx, request, reader.read); err != nil {
				yield(nil, err)
				return
			}
			if !yield(reader.entries, nil) || reader.next == "" {
				return
			}
			request.query.Set("cursor", reader.next)
		}
	}
}

// pageReader reads one page after the other.
type pageReader[T any] struct {
	listing[T]

	pages, idle   int
	seen, cursors map[string]bool
	// entries are those of the last page, and next is where the list goes on, ""
	// at its end.
	entries []T
	next    string
}

func (r *pageReader[T]) read(data json.RawMessage) error {
	page, err := r.find(data)
	if err != nil {
		return err
	}
	switch {
	case page.Edges == nil:
		return unreadable(`the list has no "edges"`)
	case page.PageInfo == nil || page.PageInfo.HasNextPage == nil:
		return unreadable(`the list does not say whether it goes on: it has no "pageInfo.hasNextPage"`)
	}
	r.entries, r.next = make([]T, 0, len(*page.Edges)), ""
	for i, e := range *page.Edges {
		entry, id, err := r.decode(e)
		switch {
		case err != nil:
			return unreadable("entry %d of the page: %s", i+1, err)
		case id == "":
			return unreadable("entry %d of the page has no id", i+1)
		case !r.seen[id]:
			r.seen[id] = true
			r.entries = append(r.entries, entry)
		}
	}
	if *page.PageInfo.HasNextPage {
		return r.goOn(page)
	}
	return nil
}

// goOn finds where the next page begins. A list that cannot end is an error: a
// part of it would look like the whole.
func (r *pageReader[T]) goOn(page *connection) error {
	if r.idle++; len(r.entries) > 0 {
		r.idle = 0
	}
	r.pages++
	cursor := page.next()
	switch {
	case cursor == "":
		return brokenList("the service says that there is more, but gives neither a token nor a cursor")
	case r.cursors[cursor]:
		return brokenList("the service repeats the cursor %q", cursor)
	case r.idle >= maxIdlePages:
		return brokenList("%d pages in a row brought nothing new, and the service says that there is more", r.idle)
	case r.pages >= maxPages:
		return brokenList("the list does not end after %d pages", r.pages)
	}
	r.cursors[cursor] = true
	r.next = cursor
	return nil
}

// next returns where the list goes on, or "". The token is the documented way.
// The last edge's cursor is all there is where a page carries no token (guess).
func (p *connection) next() string {
	if token := p.PageInfo.Token; token != nil && *token != "" {
		return *token
	}
	edges := *p.Edges
	if len(edges) > 0 && edges[len(edges)-1].Cursor != nil {
		return *edges[len(edges)-1].Cursor
	}
	return ""
}

func brokenList(format string, values ...any) *Error {
	e := unreadable(format, values...)
	e.Kind = BrokenList
	return e
}
