// Package examples holds the tests of what the documentation shows: every
// example is formatted, valid, and does what it says.
package examples
