package mockapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
)

// CursorStyle is where the cursor of the next page is.
type CursorStyle int

// The cursor styles.
const (
	CursorToken CursorStyle = iota // in pageInfo.token (API page); the edges' cursors are refused
	CursorEdge                     // in the last edge's cursor, without a token (guess)
)

// Lie is a way for a listing to be broken. A client must never take a broken listing for a short one.
type Lie int

// The lies. They apply to every listing.
const (
	LieNone         Lie = iota
	LieRepeatCursor     // there is always more, and always at the same cursor
	LieNoCursor         // hasNextPage without a token and with no cursor on any edge
	LieEmptyMore        // hasNextPage with neither edges nor token
	LieEndless          // hasNextPage with a fresh token for ever, and never an edge
	LieNoPageInfo       // no pageInfo
	LieNoEdges          // no edges key
	LieNullNode         // one edge of each page has a null node
	LieNoID             // one node of each page has no id
)

// SetCursorStyle chooses how pages are continued. Cursors handed out in the other style are no longer known.
func (s *Service) SetCursorStyle(style CursorStyle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pager.style = style
}

// SetListingLie breaks every listing in one way.
func (s *Service) SetListingLie(lie Lie) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pager.lie = lie
}

// pager makes pages, and remembers the cursors it handed out: no other is accepted.
type pager struct {
	style   CursorStyle
	lie     Lie
	issued  map[cursorKey]int // the offset of the page a cursor stands for
	endless int
}

type cursorKey struct {
	listing, cursor string
	style           CursorStyle
}

func newPager() pager {
	return pager{issued: map[cursorKey]int{}}
}

// pageParts is a page before it is put together, for the lies to change.
type pageParts struct {
	info  object
	edges []object
}

func (p *pager) page(src source, q listQuery) (object, *problem) {
	start, known := p.issued[cursorKey{src.name, q.cursor, p.style}]
	if q.hasCursor && !known {
		return nil, badRequest("Unknown cursor.")
	}
	if start >= src.size {
		start = src.size
		if p.lie == LieRepeatCursor {
			start = 0
		}
	}
	end := min(start+q.limit, src.size)
	parts := pageParts{info: object{"hasNextPage": end < src.size}, edges: []object{}}
	for i := start; i < end; i++ {
		parts.edges = append(parts.edges, p.edge(src, i))
	}
	if p.style == CursorToken && (end < src.size || p.lie == LieRepeatCursor) {
		parts.info["token"] = p.token(src, end)
	}
	return p.distort(src, q, parts), nil
}

// edge has a cursor of the API page's form, the index and the id. In token style that is decoration.
func (p *pager) edge(src source, i int) object {
	node := src.node(i)
	cursor := fmt.Sprintf("%d:%s", i, node["id"])
	if p.style == CursorEdge {
		p.issued[cursorKey{src.name, cursor, CursorEdge}] = i + 1
	}
	return object{"cursor": cursor, "node": node}
}

// token stands for the page at offset. It is full of what breaks when it is not escaped, or is unescaped twice, in a
// query string. The same page always has the same token, so that a repeated request is answered alike.
func (p *pager) token(src source, offset int) string {
	sum := sha256.Sum256(fmt.Append(nil, src.name, offset))
	text := base64.RawStdEncoding.EncodeToString(sum[:18])
	token := text[:12] + "+/=&%2B|% #" + text[12:]
	p.issued[cursorKey{src.name, token, p.style}] = offset
	return token
}

// distort applies the lie, if any, and puts the page together. What edgeCount counts is not documented (API page);
// here it is the edges of this page.
func (p *pager) distort(src source, q listQuery, parts pageParts) object {
	switch p.lie {
	case LieRepeatCursor:
		p.repeatCursor(q, parts)
	case LieNoCursor:
		parts.info = object{"hasNextPage": true}
		for _, edge := range parts.edges {
			delete(edge, "cursor")
		}
	case LieEmptyMore:
		parts = pageParts{info: object{"hasNextPage": true}, edges: []object{}}
	case LieEndless:
		p.endless++
		parts = pageParts{info: object{"hasNextPage": true, "token": p.token(src, src.size+p.endless)}, edges: []object{}}
	case LieNullNode:
		if n := len(parts.edges); n > 0 {
			parts.edges[n/2]["node"] = nil
		}
	case LieNoID:
		if n := len(parts.edges); n > 0 {
			parts.edges[n/2]["node"] = withoutID(parts.edges[n/2])
		}
	}
	connection := object{"pageInfo": parts.info, "edgeCount": len(parts.edges), "edges": parts.edges}
	switch p.lie {
	case LieNoPageInfo:
		delete(connection, "pageInfo")
	case LieNoEdges:
		delete(connection, "edges")
	}
	return connection
}

// repeatCursor sends the client back to the cursor it came with.
func (p *pager) repeatCursor(q listQuery, parts pageParts) {
	parts.info["hasNextPage"] = true
	if !q.hasCursor {
		return
	}
	if p.style == CursorToken {
		parts.info["token"] = q.cursor
	} else if n := len(parts.edges); n > 0 {
		parts.edges[n-1]["cursor"] = q.cursor
	}
}

// withoutID copies an edge's node: playlists are shared between answers.
func withoutID(edge object) object {
	node, _ := edge["node"].(object)
	node = maps.Clone(node)
	delete(node, "id")
	return node
}
