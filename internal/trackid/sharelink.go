package trackid

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// marketplaces are the ends of Amazon's own host names. A pattern would let
// hosts through that belong to anybody.
var marketplaces = map[string]bool{
	"com": true, "co.uk": true, "de": true, "fr": true, "it": true, "es": true, "ca": true, "co.jp": true, "com.au": true,
	"com.br": true, "com.mx": true, "in": true, "nl": true, "se": true, "pl": true, "com.be": true, "com.tr": true, "ae": true,
	"sa": true, "eg": true, "sg": true, "ie": true, "co.za": true,
}

// shortHosts only redirect: what they point to takes a request to find out.
var shortHosts = map[string]bool{"amzn.to": true, "a.co": true, "amzn.eu": true, "amzn.asia": true, "amz.run": true}

// entity is what a link is to lead to: a track or an album.
type entity string

const (
	track entity = "track"
	album entity = "album"
)

// copyInstead says how to get a link that leads to an entity.
func (e entity) copyInstead() string {
	return fmt.Sprintf(`Open the %s in Amazon Music, choose "Share" and "Copy link", and use that link`, e)
}

func (e entity) otherKind(kind string) error {
	return fmt.Errorf("the link is that of %s, not of %s %s. %s", kind, e.article(), e, e.copyInstead())
}

func (e entity) article() string {
	if e == album {
		return "an"
	}
	return "a"
}

// FromURL returns the track id in a link that Amazon Music hands out
// for sharing, in a text with such a link, or in a bare id. It is pure: no
// request is sent. The forms of links are those that people paste; no API page
// lists them.
func FromURL(text string) (string, error) { return track.in(text, trackInPath) }

// AlbumFromURL returns the album id in a link to an album or to a track of an
// album, or in a bare id, as [FromURL] does for tracks.
func AlbumFromURL(text string) (string, error) { return album.in(text, albumInPath) }

// in returns the id in a link. It looks for the entity in the part of the path that
// follows Amazon Music's own.
func (e entity) in(text string, inPath func(segments []string, u *url.URL) (string, error)) (string, error) {
	text = strings.TrimSpace(text)
	if Valid(text) {
		return text, nil
	}
	if text == "" {
		return "", errors.New("the link is empty. " + e.copyInstead())
	}
	links := findLinks(text)
	if len(links) == 0 {
		return "", fmt.Errorf("%.200q is neither a link to Amazon Music "+
			"nor the id of %s %s, which has ten characters of A-Z and 0-9%s", text, e.article(), e, hintOnCase(text))
	}
	if len(links) > 1 {
		return "", errors.New("the text holds more than one link. Give one of them")
	}
	segments, err := e.musicPath(links[0])
	if err != nil {
		return "", err
	}
	id, err := inPath(segments, links[0])
	if err != nil {
		return "", err
	}
	if !Valid(id) {
		return "", fmt.Errorf("the link names %.100q as its %s, which is not the id of %s %s: "+
			"an id has ten characters of A-Z and 0-9%s", id, e, e.article(), e, hintOnCase(id))
	}
	return id, nil
}

// musicPath returns what follows the part of the address that stands for
// Amazon Music as such.
func (e entity) musicPath(u *url.URL) ([]string, error) {
	host := strings.ToLower(u.Hostname())
	segments := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if domain, found := strings.CutPrefix(host, "music.amazon."); found && marketplaces[domain] {
		return segments, nil
	}
	if domain, found := strings.CutPrefix(strings.TrimPrefix(host, "www."), "amazon."); found && marketplaces[domain] {
		if len(segments) >= 2 && segments[0] == "music" && segments[1] == "player" {
			return segments[2:], nil
		}
		return nil, fmt.Errorf("the link leads to Amazon's shop, not to Amazon Music. %s", e.copyInstead())
	}
	if shortHosts[host] {
		return nil, fmt.Errorf("the link is a short link (%s), and only a request would tell where it leads. "+
			"Open it in a browser, and copy the long link from there", host)
	}
	return nil, fmt.Errorf("the host %.100q is not one of Amazon Music, like music.amazon.com. %s", host, e.copyInstead())
}

var playlistKinds = regexp.MustCompile(`^(user-)?playlists?$`)

// other returns the error of a link that leads to something else.
func (e entity) other(segments []string) error {
	kind := ""
	if len(segments) > 0 {
		kind = segments[0]
	}
	switch {
	case playlistKinds.MatchString(kind) || kind == "my" && len(segments) > 1 && playlistKinds.MatchString(segments[1]):
		return e.otherKind("a playlist")
	case kind == "artists":
		return e.otherKind("an artist")
	}
	return fmt.Errorf("the link is one of Amazon Music, but not that of %s %s. %s", e.article(), e, e.copyInstead())
}

func trackInPath(segments []string, u *url.URL) (string, error) {
	switch {
	case len(segments) > 0 && segments[0] == "albums":
		return trackOfAlbum(segments[1:], u.Query()["trackAsin"])
	case len(segments) > 1 && segments[0] == "tracks":
		return segments[1], nil
	}
	return "", track.other(segments)
}

// trackOfAlbum returns the track that a link to an album names: as trackAsin, or
// after the album where others have its title. No title looks like a track id.
func trackOfAlbum(path, named []string) (string, error) {
	hint := ""
	if len(path) > 1 && strings.HasPrefix(strings.ToUpper(path[1]), "B0") {
		hint = hintOnCase(path[1])
		if Valid(path[1]) {
			named = append(named, path[1])
		}
	}
	named = slices.DeleteFunc(named, func(id string) bool { return id == "" })
	switch named = slices.Compact(named); len(named) {
	case 0:
		return "", errors.New("the link is that of an album, and names no track. " + track.copyInstead() + ": it holds trackAsin=" + hint)
	case 1:
		return named[0], nil
	}
	return "", errors.New("the link names more than one track. " + track.copyInstead())
}

func albumInPath(segments []string, _ *url.URL) (string, error) {
	switch {
	case len(segments) > 1 && segments[0] == "albums":
		return segments[1], nil
	case len(segments) > 1 && segments[0] == "tracks":
		return "", errors.New("the link is that of a track, and does not name its album. " + album.copyInstead())
	}
	return "", album.other(segments)
}
