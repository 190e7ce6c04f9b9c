package mockapi

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// deliver writes the outcome, or as much of it as the fault lets through. The log entry is complete before the first
// byte is written: a test that has its answer also finds it in the log.
func (s *Service) deliver(w http.ResponseWriter, r *http.Request, c *call, o outcome) {
	if wait(r.Context(), o.delay) != nil || o.fault.ending == endHang {
		<-r.Context().Done()
		s.finish(c, 0)
		s.cut(r)
	}
	switch o.fault.ending {
	case endCut:
		s.finish(c, 0)
		s.cut(r)
	case endCutBody:
		s.finish(c, 0)
		half := o.reply
		half.body = half.body[:len(half.body)/2]
		half.write(w, len(o.reply.body))
		// Flushing can fail only where the connection is gone, or where nothing is buffered in the first place.
		_ = http.NewResponseController(w).Flush()
		s.cut(r)
	case endShortBody:
		s.finish(c, o.reply.status)
		half := o.reply
		half.body = half.body[:len(half.body)/2]
		// net/http then sends neither Content-Length nor chunks, and closes the connection at the end.
		w.Header().Set("Transfer-Encoding", "identity")
		half.write(w, 0)
	case endHuge:
		s.finish(c, o.reply.status)
		o.reply.write(w, 0)
		writeHuge(w, o.fault.size)
	default:
		s.finish(c, o.reply.status)
		o.reply.write(w, len(o.reply.body))
	}
}

// finish closes the log entry and tells whoever listens.
func (s *Service) finish(c *call, status int) {
	s.mu.Lock()
	s.journal.answered(c, status)
	entry, hook := *c.entry, s.onAnswer
	s.mu.Unlock()
	if hook != nil {
		hook(entry)
	}
}

// wait returns early, with an error, when the client has gone or the server closes.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write sends the reply with a Content-Length of length, or without one if that is 0.
func (r reply) write(w http.ResponseWriter, length int) {
	header := w.Header()
	maps.Copy(header, r.header)
	// An empty content type must stay empty: net/http would guess one from the body.
	header["Content-Type"] = nil
	if r.contentType != "" {
		header.Set("Content-Type", r.contentType)
	}
	if length > 0 {
		header.Set("Content-Length", strconv.Itoa(length))
	}
	w.WriteHeader(r.status)
	// A client that has gone away is nothing to report.
	_, _ = w.Write(r.body)
}

// writeHuge streams one JSON string of size bytes, and stops when the client has had enough.
func writeHuge(w io.Writer, size int64) {
	chunk := bytes.Repeat([]byte("a"), 32<<10)
	if _, err := io.WriteString(w, `"`); err != nil {
		return
	}
	for left := size - 2; left > 0; left -= int64(len(chunk)) {
		if _, err := w.Write(chunk[:min(left, int64(len(chunk)))]); err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, `"`)
}
