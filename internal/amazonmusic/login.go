package amazonmusic

import (
	"context"
	"log/slog"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
)

// withLogin sends a call with an access token, and once more with another token
// where the service says that the first one is dead.
func withLogin(tokens *lwa.Source, log *slog.Logger, next handler) handler {
	return func(ctx context.Context, x *exchange) *Error {
		token, err := tokens.Token(ctx)
		if err != nil {
			return x.failed(err)
		}
		x.token = token
		failure := next(ctx, x)
		if failure == nil || !tokenIsDead(failure) {
			return failure
		}
		other, err := tokens.Replace(ctx, token)
		switch {
		case err != nil:
			return x.failed(err)
		case other == "":
			return failure
		}
		log.DebugContext(ctx, "Access token refused, another one is used", slog.String("code", failure.Code))
		x.token = other
		return next(ctx, x)
	}
}

// tokenIsDead reports whether another access token may help. The codes are those
// of the API's error page: the first says that the token has expired.
func tokenIsDead(failure *Error) bool {
	return failure.Kind == Unauthorized &&
		(failure.Code == "INVALID_ACCESS_TOKEN" || failure.Code == "INVALID_AUTH_TOKEN")
}
