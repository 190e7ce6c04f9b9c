package trackid

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// linkPattern finds links in a text, but not inside of another address. Without
// https://, a link has to begin with a host of Amazon's.
var linkPattern = regexp.MustCompile(
	`(?i)(?:^|[^\w/.=@%&?#+~-])(https?://\S+|(?:music\.|www\.)?amazon\.[a-z.]+/\S+)`)

// closing are the characters that can follow a link without being part of it.
const closing = `.,;:!?)]}>"'”’“»…。、）」』`

// findLinks returns the links in what people paste: a link, also as HTML writes
// it, with or without https://, and with or without text around it.
func findLinks(text string) []*url.URL {
	var links []*url.URL
	known := map[string]bool{}
	for _, match := range linkPattern.FindAllStringSubmatch(strings.ReplaceAll(text, "&amp;", "&"), -1) {
		link := strings.TrimRight(match[1], closing)
		if !strings.EqualFold(link[:len("http")], "http") {
			link = "https://" + link
		}
		if u, err := url.Parse(link); err == nil && u.Host != "" && !known[link] {
			links, known[link] = append(links, u), true
		}
	}
	return links
}

// hintOnCase suggests the id that a text is in upper case.
func hintOnCase(text string) string {
	if upper := strings.ToUpper(text); upper != text && Valid(upper) {
		return fmt.Sprintf(". The id may be %s", upper)
	}
	return ""
}
