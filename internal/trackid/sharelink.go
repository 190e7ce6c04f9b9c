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

const copyInstead = `Open the track in Amazon Music, choose "Share" and "Copy link", and use that link`

var playlistKinds = regexp.MustCompile(`^(user-)?playlists?$`)

// FromURL returns the track id in a link that Amazon Music hands out
// for sharing, or in a bare id. It is pure: no request is sent. The forms of
// links are those that people paste; no API page lists them.
func FromURL(link string) (string, error) {
	link = strings.TrimSpace(link)
	if Valid(link) {
		return link, nil
	}
	if link == "" {
		return "", errors.New("the link is empty. " + copyInstead)
	}
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return "", fmt.Errorf("%.200q is neither a link that begins with https:// "+
			"nor the id of a track, which has ten characters of A-Z and 0-9", link)
	}
	segments, err := musicPath(u)
	if err != nil {
		return "", err
	}
	return trackInPath(segments, u)
}

// musicPath returns what follows the part of the address that stands for
// Amazon Music as such.
func musicPath(u *url.URL) ([]string, error) {
	host := strings.ToLower(u.Hostname())
	segments := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if domain, found := strings.CutPrefix(host, "music.amazon."); found && marketplaces[domain] {
		return segments, nil
	}
	if domain, found := strings.CutPrefix(host, "www.amazon."); found && marketplaces[domain] {
		if len(segments) >= 2 && segments[0] == "music" && segments[1] == "player" {
			return segments[2:], nil
		}
		return nil, fmt.Errorf("the link leads to Amazon's shop, not to Amazon Music. %s", copyInstead)
	}
	if shortHosts[host] {
		return nil, fmt.Errorf("the link is a short link (%s), and only a request would tell where it leads. "+
			"Open it in a browser, and copy the long link from there", host)
	}
	return nil, fmt.Errorf("the host %.100q is not one of Amazon Music, like music.amazon.com. %s", host, copyInstead)
}

func trackInPath(segments []string, u *url.URL) (string, error) {
	kind := ""
	if len(segments) > 0 {
		kind = segments[0]
	}
	var candidate string
	switch {
	case kind == "albums":
		named := slices.Compact(u.Query()["trackAsin"])
		if len(named) > 1 {
			return "", errors.New("the link names more than one track. " + copyInstead)
		}
		if candidate = u.Query().Get("trackAsin"); candidate == "" {
			return "", errors.New("the link is that of an album, and names no track. " + copyInstead + ": it holds trackAsin=")
		}
	case kind == "tracks" && len(segments) > 1:
		candidate = segments[1]
	case playlistKinds.MatchString(kind) || kind == "my" && len(segments) > 1 && playlistKinds.MatchString(segments[1]):
		return "", errors.New("the link is that of a playlist, not of a track. " + copyInstead)
	case kind == "artists":
		return "", errors.New("the link is that of an artist, not of a track. " + copyInstead)
	default:
		return "", errors.New("the link is one of Amazon Music, but not that of a track. " + copyInstead)
	}
	if !Valid(candidate) {
		return "", fmt.Errorf("the link names %.100q as its track, which is not the id of a track: "+
			"an id has ten characters of A-Z and 0-9", candidate)
	}
	return candidate, nil
}
