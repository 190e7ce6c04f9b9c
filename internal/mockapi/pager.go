package mockapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// CursorStyle is where the cursor of the next page is.
type CursorStyle int

// The cursor styles.
const (
	CursorToken CursorStyle = iota // in pageInfo.token (API page); the edges' cursors are refused
	CursorEdge                     // in the last edge's cursor, without a token (guess)
)

// SetCursorStyle chooses how pages are continued. Cursors handed out in the other style are no longer known.
func (s *Service) SetCursorStyle(style CursorStyle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pager.style = style
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
	next := end
	if p.lie == LieSkipPage && !q.hasCursor {
		next = min(end+q.limit, src.size)
	}
	parts := pageParts{info: object{"hasNextPage": next < src.size}, edges: []object{}}
	for i := start; i < end; i++ {
		parts.edges = append(parts.edges, p.edge(src, i, next))
	}
	if p.style == CursorToken && (next < src.size || p.lie == LieRepeatCursor) {
		parts.info["token"] = p.token(src, next)
	}
	return p.distort(src, q, parts), nil
}

// edge has a cursor of the API page's form, the index and the id. In token style no page continues from it.
func (p *pager) edge(src source, i, next int) object {
	node := src.node(i)
	cursor := fmt.Sprintf("%d:%v", i, node["id"])
	if src.cursor != nil {
		cursor = fmt.Sprintf("%d:%s", i, src.cursor(i))
	}
	if p.style == CursorEdge {
		offset := i + 1
		if p.lie == LieSkipPage {
			offset = next
		}
		p.issued[cursorKey{src.name, cursor, CursorEdge}] = offset
	}
	edge := object{"cursor": cursor, "node": node}
	if src.itemID != nil {
		edge["itemId"] = src.itemID(i)
	}
	return edge
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
