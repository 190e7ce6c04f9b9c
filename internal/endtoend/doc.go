// Package endtoend tests the provider as its users have it: a program that
// Terraform installs, starts, interrupts and stops.
package endtoend
