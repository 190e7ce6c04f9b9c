// Command release prints what CHANGELOG.md says of the version that a tag
// names, as the notes of its release.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "Usage: release TAG")
		os.Exit(2)
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err == nil {
		var text string
		if text, err = notes(string(changelog), os.Args[1]); err == nil {
			fmt.Println(text)
			return
		}
	}
	fmt.Fprintln(os.Stderr, "release:", err)
	os.Exit(1)
}

var tagForm = regexp.MustCompile(`^v(\d+\.\d+\.\d+)(-[0-9A-Za-z.-]+)?$`)

// notes returns the section of a version. A prerelease has that of the release
// that it leads to, and only a prerelease may be of a version still unreleased.
func notes(changelog, tag string) (string, error) {
	match := tagForm.FindStringSubmatch(tag)
	if match == nil {
		return "", fmt.Errorf("%q is not a version such as v1.2.3 or v1.2.3-rc1", tag)
	}
	version, prerelease := match[1], match[2] != ""
	for section := range strings.SplitSeq("\n"+changelog, "\n## ") {
		heading, text, _ := strings.Cut(section, "\n")
		if name, date, _ := strings.Cut(heading, " "); name != version {
			continue
		} else if date == "(Unreleased)" && !prerelease {
			return "", fmt.Errorf("CHANGELOG.md calls %s unreleased: give it its date before the tag", version)
		}
		if text = strings.TrimSpace(text); text == "" {
			return "", fmt.Errorf("CHANGELOG.md says nothing about %s", version)
		}
		return text, nil
	}
	return "", fmt.Errorf("CHANGELOG.md has no section about %s", version)
}
