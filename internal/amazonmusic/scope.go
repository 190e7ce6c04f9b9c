package amazonmusic

// Scope returns the scope that the access token needs for a call. The API pages on
// tracks, albums, search and playlists print theirs, and public clients use the
// same one to save tracks. That of the saved tracks is second-hand, and that of the
// user's own playlists is a guess.
func (o Op) Scope() string {
	switch o {
	case OpFindTracks, OpSearchTrack, OpReadAlbum:
		return "music::catalog"
	case OpListTracks:
		return "music::profile:read"
	case OpCheckAccount, OpListPlaylists:
		return "music::library:read"
	}
	return "music::library"
}
