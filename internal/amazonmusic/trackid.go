package amazonmusic

import "regexp"

// trackIDPattern is the form of an ASIN, Amazon's catalog id: ten characters
// of A to Z and 0 to 9 (the examples of the API page; the alphabet is the one
// of ASINs in general).
var trackIDPattern = regexp.MustCompile(`^[A-Z0-9]{10}$`)

// IsTrackID reports whether s has the form of a catalog id. Only the service
// knows whether a track of that id exists.
func IsTrackID(s string) bool { return trackIDPattern.MatchString(s) }
