// Package live checks what the provider assumes of the Amazon Music Web API
// against a service that answers: the stand-in, or the real one for somebody who
// has access to it ("make live").
package live
