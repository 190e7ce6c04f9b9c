// Package transport is what the API and Login with Amazon have in common on
// the network: which addresses credentials may be sent to, the pool of
// connections, bounded answers, which failures are temporary, and how a
// service's words are made safe to show.
package transport
