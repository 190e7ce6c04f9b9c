package provider

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// playlistSuccessor tells the object that replaces another one from other new objects.
// Terraform tells a creation nothing of what it replaces.
type playlistSuccessor struct {
	Title string `json:"title"`
	// Rest stands for the other arguments, "" where one of them is not known yet.
	Rest string `json:"rest,omitempty"`
}

// successor is what a plan tells the deletion of the object that is replaced, nil
// where the new title is not known yet.
func (m playlistResourceModel) successor() *playlistSuccessor {
	if m.Title.IsUnknown() {
		return nil
	}
	s := &playlistSuccessor{Title: m.Title.ValueString()}
	rest := []attr.Value{m.Description, m.Visibility, m.Exclusive, m.TrackIDs}
	if !slices.ContainsFunc(append(rest, m.TrackIDs.Elements()...), attr.Value.IsUnknown) {
		s.Rest = fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, rest)))
	}
	return s
}

// leftPlaylists are playlists that replaced objects have left to their successors, so
// that a playlist keeps its id and its link.
type leftPlaylists struct {
	mu   sync.Mutex
	left []leftPlaylist
}

type leftPlaylist struct {
	successor playlistSuccessor
	state     playlistResourceModel
	record    playlistRecord
}

func (l *leftPlaylists) leave(left leftPlaylist) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = append(l.left, left)
}

// takeOver returns the playlist that was left to a new object.
func (l *leftPlaylists) takeOver(plan playlistResourceModel) (leftPlaylist, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	successor := plan.successor()
	for _, rest := range []string{successor.Rest, ""} {
		i := slices.IndexFunc(l.left, func(left leftPlaylist) bool {
			return left.successor == playlistSuccessor{successor.Title, rest}
		})
		if i >= 0 {
			left := l.left[i]
			l.left = slices.Delete(l.left, i, i+1)
			return left, true
		}
	}
	return leftPlaylist{}, false
}
