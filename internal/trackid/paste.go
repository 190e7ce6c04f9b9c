package trackid

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// linkPattern finds links in a text, but not inside of another address. Without
// https://, a link has to begin with a host of Amazon's.
var linkPattern = regexp.MustCompile(
	`(?i)(?:^|[^\w/.=@%&?#+~-])(https?://\S+|(?:music\.|www\.)?amazon\.[a-z.]+/\S+)`)

// closing are the characters that can follow a link without being part of it.
const closing = `.,;:!?)]}>"'”’“»…。、）」』`

// findLink returns the link in what people paste: a link, also as HTML writes
// it, with or without https://, and with or without text around it.
func findLink(text string) (*url.URL, error) {
	text = strings.ReplaceAll(text, "&amp;", "&")
	var links []string
	for _, match := range linkPattern.FindAllStringSubmatch(text, -1) {
		link := strings.TrimRight(match[1], closing)
		if !strings.Contains(link, "://") {
			link = "https://" + link
		}
		if !slices.Contains(links, link) {
			links = append(links, link)
		}
	}
	if len(links) > 1 {
		return nil, errors.New("the text holds more than one link. Give one of them")
	}
	if len(links) == 1 {
		if u, err := url.Parse(links[0]); err == nil && u.Host != "" {
			return u, nil
		}
	}
	return nil, fmt.Errorf("%.200q is neither a link to Amazon Music, like https://music.amazon.com/tracks/B08DL2BXQC, "+
		"nor the id of a track, which has ten characters of A-Z and 0-9%s", text, hintOnCase(text))
}

// hintOnCase suggests the id that a text is in upper case.
func hintOnCase(text string) string {
	if upper := strings.ToUpper(text); upper != text && Valid(upper) {
		return fmt.Sprintf(". The id may be %s", upper)
	}
	return ""
}
