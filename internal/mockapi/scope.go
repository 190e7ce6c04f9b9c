package mockapi

import (
	"net/http"
	"slices"
	"strings"
)

// The scopes of the API.
const (
	ScopeLibrary     = "music::library"      // API page; includes ScopeLibraryRead (seen)
	ScopeLibraryRead = "music::library:read" // seen
	ScopeCatalog     = "music::catalog"      // API page
	ScopeProfileRead = "music::profile:read" // second-hand
)

// Scopes are all scopes of the API.
var Scopes = []string{ScopeLibrary, ScopeLibraryRead, ScopeCatalog, ScopeProfileRead}

// SetScopes replaces the scopes of the default user's tokens, and so of those that are minted for a refresh token
// later. At first, every given token has all scopes.
func (s *Service) SetScopes(scopes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, grant := range s.vault.access {
		if grant.user == s.User {
			grant.scopes = slices.Clone(scopes)
		}
	}
	for token, grant := range s.vault.refresh {
		if grant.user == s.User {
			s.vault.refresh[token] = refreshGrant{user: grant.user, scopes: slices.Clone(scopes)}
		}
	}
}

// scopeOf is the scope that a call needs, or "" where there is no such call. The API pages on tracks, albums, search and
// playlists print theirs; that of the saved tracks is second-hand, and those of the user's own lists are guesses.
func scopeOf(req *Request) string {
	switch {
	case req.Path == pathMe, req.Path == pathLibraryTracks:
		return ScopeProfileRead
	case req.Path == pathPlaylists, req.Path == pathLikedTracks:
		return ScopeLibraryRead
	case strings.HasPrefix(req.Path, pathLibraryTracks+"/"), req.Path == pathAnyPlaylists,
		strings.HasPrefix(req.Path, pathAnyPlaylists+"/"):
		return ScopeLibrary
	case req.Path == pathTracks, req.Path == pathSearchTracks, strings.HasPrefix(req.Path, pathAlbums+"/"):
		return ScopeCatalog
	}
	return ""
}

// checkScope refuses a call whose scope was not granted. That the code is this one is a guess.
func (g *accessGrant) checkScope(req *Request) *problem {
	scope := scopeOf(req)
	if scope == "" || slices.Contains(g.scopes, scope) ||
		scope == ScopeLibraryRead && slices.Contains(g.scopes, ScopeLibrary) {
		return nil
	}
	return &problem{status: http.StatusForbidden, code: codeAccessDenied, message: "The access token may not do this."}
}
