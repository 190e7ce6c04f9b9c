package provider

import (
	"context"
	"log/slog"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// clientLog is the log subsystem of everything the client does.
const clientLog = "client"

// newClientLogger returns a logger whose lines go to Terraform's log, into the
// subsystem that the context of each line carries (see session.withLog).
func newClientLogger() *slog.Logger { return slog.New(tflogHandler{mu: &sync.Mutex{}}) }

// tflogHandler lets the client log without knowing Terraform.
type tflogHandler struct {
	// mu guards the fields that all lines of one context share: masking them
	// writes to them, and the requests of one resource log at the same time.
	mu    *sync.Mutex
	attrs []slog.Attr
	group string
}

// Enabled leaves the choice to Terraform's own level.
func (h tflogHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h tflogHandler) Handle(ctx context.Context, record slog.Record) error {
	fields := make(map[string]any, record.NumAttrs()+len(h.attrs))
	for _, attr := range h.attrs {
		fields[attr.Key] = attr.Value.Any()
	}
	record.Attrs(func(attr slog.Attr) bool {
		fields[h.group+attr.Key] = attr.Value.Any()
		return true
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case record.Level >= slog.LevelError:
		tflog.SubsystemError(ctx, clientLog, record.Message, fields)
	case record.Level >= slog.LevelWarn:
		tflog.SubsystemWarn(ctx, clientLog, record.Message, fields)
	case record.Level >= slog.LevelInfo:
		tflog.SubsystemInfo(ctx, clientLog, record.Message, fields)
	default:
		tflog.SubsystemDebug(ctx, clientLog, record.Message, fields)
	}
	return nil
}

func (h tflogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	all := append([]slog.Attr(nil), h.attrs...)
	for _, attr := range attrs {
		all = append(all, slog.Attr{Key: h.group + attr.Key, Value: attr.Value})
	}
	return tflogHandler{mu: h.mu, attrs: all, group: h.group}
}

func (h tflogHandler) WithGroup(name string) slog.Handler {
	return tflogHandler{mu: h.mu, attrs: h.attrs, group: h.group + name + "."}
}
