package amazonmusic

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// MaxPageSize is the largest page that the service returns, and its default
// (API page).
const MaxPageSize = 100

// maxIdlePages is how many pages in a row may bring nothing new while claiming
// that there is more. A service without end would otherwise keep us for ever.
const maxIdlePages = 3

// connection is one page of a list, in the form that all lists of the API
// share (API page on pagination). Pointers tell what was left out.
type connection struct {
	PageInfo *struct {
		HasNextPage *bool   `json:"hasNextPage"`
		Token       *string `json:"token"`
	} `json:"pageInfo"`
	Edges *[]struct {
		Cursor *string         `json:"cursor"`
		Node   json.RawMessage `json:"node"`
	} `json:"edges"`
}

// listing is how one list is asked for and found in its answers.
type listing struct {
	path     string
	pageSize int
	// find returns the connection in the data of an answer.
	find func(data json.RawMessage) (*connection, error)
}

// pages iterates over the nodes of a list, a page at a time. A list is whole or
// an error: the error is the last thing yielded. A node that an earlier page
// held already is left out, since a list that changes between two pages repeats
// some.
func (c *Client) pages(ctx context.Context, list listing) iter.Seq2[[]json.RawMessage, error] {
	return func(yield func([]json.RawMessage, error) bool) {
		seen, cursors, idle := map[string]bool{}, map[string]bool{}, 0
		request := call{method: http.MethodGet, path: list.path, query: url.Values{}}
		request.query.Set("limit", strconv.Itoa(list.pageSize))
		for {
			page, err := c.page(ctx, request, list.find)
			if err != nil {
				yield(nil, err)
				return
			}
			nodes, err := page.nodes(seen)
			if err != nil {
				yield(nil, request.unreadable(err))
				return
			}
			if !yield(nodes, nil) || !*page.PageInfo.HasNextPage {
				return
			}
			if idle++; len(nodes) > 0 {
				idle = 0
			}
			cursor := page.next()
			if err := checkProgress(cursor, cursors, idle); err != nil {
				yield(nil, request.brokenList(c.secrets.cleanError(err)))
				return
			}
			cursors[cursor] = true
			request.query.Set("cursor", cursor)
		}
	}
}

func (c *Client) page(ctx context.Context, request call, find func(json.RawMessage) (*connection, error)) (*connection, error) {
	data, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	page, err := find(data)
	if err != nil {
		return nil, request.unreadable(c.secrets.cleanError(err))
	}
	switch {
	case page.Edges == nil:
		return nil, request.unreadable(fmt.Errorf(`the list has no "edges"`))
	case page.PageInfo == nil || page.PageInfo.HasNextPage == nil:
		return nil, request.unreadable(fmt.Errorf(`the list does not say whether it goes on: no "pageInfo.hasNextPage"`))
	}
	return page, nil
}

// nodes returns the nodes whose id has not been seen before.
func (p *connection) nodes(seen map[string]bool) ([]json.RawMessage, error) {
	fresh := make([]json.RawMessage, 0, len(*p.Edges))
	for i, edge := range *p.Edges {
		var node struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(edge.Node, &node); err != nil || node.ID == "" {
			return nil, fmt.Errorf("entry %d of the page has no id", i+1)
		}
		if !seen[node.ID] {
			seen[node.ID] = true
			fresh = append(fresh, edge.Node)
		}
	}
	return fresh, nil
}

// next returns where the list goes on, or "". The token is the documented way;
// the last edge's cursor is all there is where a page that says there is more
// carries no token.
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

func checkProgress(cursor string, cursors map[string]bool, idle int) error {
	switch {
	case cursor == "":
		return fmt.Errorf("the service says that there is more, but gives neither a token nor a cursor to go on from")
	case cursors[cursor]:
		return fmt.Errorf("the service repeats the cursor %q", printable(cursor))
	case idle >= maxIdlePages:
		return fmt.Errorf("%d pages in a row brought nothing new, and the service still says that there is more", idle)
	}
	return nil
}

// unreadable is the error of an answer that is not what the API pages describe.
func (r call) unreadable(err error) *Error {
	return &Error{Method: r.method, Path: r.path, Status: http.StatusOK, Message: printable(err.Error()), Tries: 1, cause: ErrUnreadable}
}

func (r call) brokenList(err error) *Error {
	return &Error{Method: r.method, Path: r.path, Status: http.StatusOK, Message: err.Error(), Tries: 1, cause: ErrBrokenList}
}
