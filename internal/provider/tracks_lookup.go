package provider

import (
	"context"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// elementError is the failure of looking up one element of a list.
type elementError struct {
	index int
	err   error
}

func (e *elementError) Error() string { return e.err.Error() }

func (e *elementError) Unwrap() error { return e.err }

// lookUpEach looks each key up once, as many at once as the client may have requests
// under way. The first failure ends the others. It is an [elementError], with the
// index of the key.
func lookUpEach[K comparable, V any](ctx context.Context, client *amazonmusic.Client, keys []K,
	lookUp func(ctx context.Context, key K) (V, error),
) (map[K]V, error) {
	seen := make(map[K]bool, len(keys))
	var wanted []int // the index of each key where it first occurs
	for i, key := range keys {
		if !seen[key] {
			seen[key] = true
			wanted = append(wanted, i)
		}
	}
	values := make([]V, len(wanted))
	err := client.AtOnce(ctx, len(wanted), func(ctx context.Context, n int) error {
		value, err := lookUp(ctx, keys[wanted[n]])
		if err != nil {
			return &elementError{wanted[n], err}
		}
		values[n] = value
		return nil
	})
	if err != nil {
		return nil, err
	}
	found := make(map[K]V, len(wanted))
	for n, i := range wanted {
		found[keys[i]] = values[n]
	}
	return found, nil
}
