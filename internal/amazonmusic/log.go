package amazonmusic

import (
	"context"
	"log/slog"
	"time"
)

// withLog writes a line for each request. It names no header and no body.
func withLog(log *slog.Logger, next handler) handler {
	return func(ctx context.Context, x *exchange) *Error {
		start := time.Now()
		failure := next(ctx, x)
		attrs := []slog.Attr{
			slog.String("method", x.method),
			slog.String("path", x.path),
			slog.Int64("duration_ms", time.Since(start).Milliseconds()),
			slog.Int("try", x.try),
		}
		if failure != nil {
			attrs = append(attrs, slog.Int("status", failure.Status), slog.String("code", failure.Code),
				slog.String("reference", failure.Reference), slog.String("kind", string(failure.Kind)),
				slog.String("reason", failure.Reason()))
		}
		log.LogAttrs(ctx, slog.LevelDebug, "Amazon Music request", attrs...)
		return failure
	}
}
