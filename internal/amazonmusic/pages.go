package amazonmusic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
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
	Cursor *string `json:"cursor"`
	// ItemID is the id of an entry, apart from the id of what it holds (seen).
	ItemID *string         `json:"itemId"`
	Node   json.RawMessage `json:"node"`
	// LikeState is set for liked tracks (seen), which are another collection than
	// the saved ones.
	LikeState json.RawMessage `json:"likeState"`
}

// UnmarshalJSON takes what can be understood of an edge: one that cannot is an entry
// all the same, and must not stop the others.
func (e *edge) UnmarshalJSON(data []byte) error {
	type plain edge
	_ = json.Unmarshal(data, (*plain)(e))
	return nil
}

// listing is how one list is asked for, found in its answers and decoded.
type listing[T any] struct {
	op       Op
	path     string
	pageSize int
	// find returns the connection in the data of an answer.
	find func(data json.RawMessage) (*connection, error)
	// decode returns an entry and the id by which a repeated one is known, "" where it
	// has none. The error says what could not be understood of the entry.
	decode func(e edge) (entry T, id string, err error)
}

// pages iterates over a list, a page at a time. An error is the last thing yielded;
// without one the list is whole: an entry that cannot be understood is an entry.
//
// A list that changes between two pages repeats entries, so one that an earlier page
// held is left out. Entries of one id on one page are that many entries.
func pages[T any](ctx context.Context, c *Client, list listing[T]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		reader := pageReader[T]{listing: list, seen: map[string]int{}, cursors: map[string]bool{}}
		request := call{op: list.op, method: http.MethodGet, path: list.path, query: url.Values{}}
		request.query.Set("limit", strconv.Itoa(list.pageSize))
		for {
			if err := c.do(ctx, request, reader.read); err != nil {
				yield(nil, err)
				return
			}
			c.warnUnclear(ctx, list.path, reader.unclear, reader.problem)
			if !yield(reader.entries, nil) || reader.next == "" {
				return
			}
			request.query.Set("cursor", reader.next)
		}
	}
}

// warnUnclear logs how many entries of a list are not understood, and what is wrong
// with the first of them.
func (c *Client) warnUnclear(ctx context.Context, path string, entries int, first error) {
	if entries > 0 {
		c.log.WarnContext(ctx, "Entries of a list are not understood", slog.String("path", path),
			slog.Int("entries", entries), slog.String("first", c.Printable(first.Error())))
	}
}

// All returns the entries of all pages of a list, or an error and none of them.
func All[T any](pages iter.Seq2[[]T, error]) ([]T, error) {
	all := []T{}
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// pageReader reads one page after the other.
type pageReader[T any] struct {
	listing[T]

	pages, idle int
	// seen is how many entries of an id one page has held.
	seen    map[string]int
	cursors map[string]bool
	// entries are those of the last page, fresh says that it held any that can be told
	// from those before, and next is where the list goes on, "" at its end.
	entries []T
	fresh   bool
	next    string
	// unclear counts the entries of the last page that were not understood, and
	// problem is what was wrong with the first.
	unclear int
	problem error
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
	r.fresh, r.unclear, r.problem = false, 0, nil
	r.take(*page.Edges)
	if *page.PageInfo.HasNextPage {
		return r.goOn(page)
	}
	return nil
}

// take decodes the entries of a page and keeps those that no earlier page held.
func (r *pageReader[T]) take(edges []edge) {
	here := map[string]int{}
	for i, e := range edges {
		entry, id, err := r.decode(e)
		if err != nil {
			if r.unclear++; r.problem == nil {
				r.problem = fmt.Errorf("entry %d of the page: %w", i+1, err)
			}
		}
		if id == "" && e.Cursor != nil && *e.Cursor != "" {
			id = "at " + *e.Cursor
		}
		if id != "" {
			if here[id]++; here[id] <= r.seen[id] {
				continue
			}
			r.fresh = true
		}
		r.entries = append(r.entries, entry)
	}
	for id, n := range here {
		r.seen[id] = max(r.seen[id], n)
	}
}

// goOn finds where the next page begins. A list that cannot end is an error: a
// part of it would look like the whole.
func (r *pageReader[T]) goOn(page *connection) error {
	if r.idle++; r.fresh {
		r.idle = 0
	}
	r.pages++
	cursor := page.next()
	switch {
	case cursor == "":
		return brokenList("the service says that there is more, but gives neither a token nor a cursor")
	case r.cursors[cursor]:
		return brokenList("the service repeats the cursor %s", quote(cursor))
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

// decodeNode decodes the node of an edge. Of one that is not as the API pages
// describe it, the id is all that is taken: withID makes the entry of it.
func decodeNode[T any](node json.RawMessage, withID func(id string) T) (T, error) {
	var whole T
	if len(node) == 0 || bytes.Equal(node, []byte("null")) {
		return withID(""), errors.New("it has no node")
	}
	err := decodeJSON(node, &whole, "its node")
	if err == nil {
		return whole, nil
	}
	var known struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(node, &known) != nil {
		return withID(""), err
	}
	return withID(known.ID), err
}
