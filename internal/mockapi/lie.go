package mockapi

import (
	"fmt"
	"maps"
)

// Lie is a way for a listing to be broken. A client must never take a broken listing for a short one.
type Lie int

// The lies. They apply to every listing.
const (
	LieNone         Lie = iota
	LieRepeatCursor     // there is always more, and always at the same cursor
	LieNoCursor         // hasNextPage without a token and with no cursor on any edge
	LieEmptyMore        // hasNextPage with neither edges nor token
	LieEndless          // hasNextPage with a fresh token, for ever, and never an edge
	LieNoPageInfo       // no pageInfo
	LieNoEdges          // no edges key
	LieNullNode         // one edge of each page has a null node
	LieNoID             // one node of each page has no id
	LieSameEntry        // one edge of each page has the cursor and the itemId of the first one
	LieEmpty            // no edges and no further page, although there are
	LieSkipPage         // the second page is left out: the first one continues at the third
	LieEndlessNodes     // hasNextPage with a fresh token and a page of new nodes, for ever
)

// SetListingLie breaks every listing in one way.
func (s *Service) SetListingLie(lie Lie) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pager.lie = lie
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
	case LieEmpty:
		parts = pageParts{info: object{"hasNextPage": false}, edges: []object{}}
	case LieEndless:
		parts = p.endlessPage(src, 0)
	case LieEndlessNodes:
		parts = p.endlessPage(src, q.limit)
	case LieNullNode:
		if n := len(parts.edges); n > 0 {
			parts.edges[n/2]["node"] = nil
		}
	case LieSameEntry:
		if n := len(parts.edges); n > 2 {
			first, edge := parts.edges[0], parts.edges[n/2]
			edge["cursor"] = first["cursor"]
			edge.set("itemId", first["itemId"], first["itemId"] != nil)
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

// endlessPage has nodes that no other page has, and a token that no other page has in either cursor style.
func (p *pager) endlessPage(src source, nodes int) pageParts {
	p.endless++
	parts := pageParts{info: object{"hasNextPage": true, "token": p.token(src, src.size+p.endless)}, edges: []object{}}
	for i := range nodes {
		n := p.endless*maxLimit + i
		id := fmt.Sprintf("E%09d", n)
		parts.edges = append(parts.edges, object{"cursor": fmt.Sprintf("%d:%s", n, id), "node": object{"id": id, "title": "Endless"}})
	}
	return parts
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
