// Package trackid knows the form of the ids of tracks and albums, and the links that
// hold them. It sends nothing.
package trackid

import "regexp"

// pattern is the form of an ASIN, Amazon's catalog id: ten characters
// of A to Z and 0 to 9 (the examples of the API page; the alphabet is the one
// of ASINs in general).
var pattern = regexp.MustCompile(`^[A-Z0-9]{10}$`)

// Valid reports whether s has the form of a catalog id. Only the service
// knows whether a track of that id exists.
func Valid(s string) bool { return pattern.MatchString(s) }
