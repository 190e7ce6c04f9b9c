// Package endtoend holds the tests that need the provider as its users have
// it: a program that Terraform installs, starts, logs and stops.
package endtoend
