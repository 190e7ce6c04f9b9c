package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// api calls the service without the provider's client and without retries: what
// counts is the first answer.
type api struct{ endpoint, key, token string }

// newAPI reads the provider's environment variables, and logs in if there is no
// access token.
func newAPI(ctx context.Context, env map[string]string) (*api, error) {
	a := &api{
		endpoint: cmp.Or(env["AMAZONMUSIC_ENDPOINT"], "https://api.music.amazon.dev"),
		key:      env["AMAZONMUSIC_API_KEY"],
		token:    env["AMAZONMUSIC_ACCESS_TOKEN"],
	}
	if a.token == "" {
		tokenURL := cmp.Or(env["AMAZONMUSIC_TOKEN_URL"], "https://api.amazon.com/auth/o2/token")
		header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
		form := url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {env["AMAZONMUSIC_REFRESH_TOKEN"]},
			"client_id": {env["AMAZONMUSIC_CLIENT_ID"]}, "client_secret": {env["AMAZONMUSIC_CLIENT_SECRET"]},
		}
		login := send(ctx, http.MethodPost, tokenURL, header, form.Encode())
		a.token = login.text("access_token")
		if a.token == "" {
			return nil, fmt.Errorf("no access token: HTTP %d, error %q: %w", login.status, login.text("error"), login.err)
		}
	}
	return a, nil
}

func (a *api) call(ctx context.Context, method, path string) answer {
	header := http.Header{"X-Api-Key": {a.key}, "Authorization": {"Bearer " + a.token}}
	return send(ctx, method, a.endpoint+path, header, "")
}

func send(ctx context.Context, method, address string, header http.Header, body string) answer {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	a := answer{method: method}
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		a.err = err
		return a
	}
	req.Header = header
	a.path = req.URL.Path
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.err = err
		return a
	}
	defer res.Body.Close()
	a.status = res.StatusCode
	if a.body, a.err = io.ReadAll(io.LimitReader(res.Body, 1<<20)); a.err == nil && len(a.body) > 0 {
		a.err = json.Unmarshal(a.body, &a.value)
	}
	return a
}

// answer is what the service said to one request. A body that is not JSON is an
// error.
type answer struct {
	method, path string
	status       int
	body         []byte
	value        any
	err          error
}

// at returns what is under a path of keys, or nil.
func (a answer) at(path ...string) any {
	value := a.value
	for _, key := range path {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

func (a answer) text(path ...string) string {
	text, _ := a.at(path...).(string)
	return text
}

// want returns an error unless the status is 200 and the text under a path is
// the one given.
func (a answer) want(text string, path ...string) error {
	switch got := a.text(path...); {
	case a.err != nil:
		return a.err
	case a.status != http.StatusOK:
		return fmt.Errorf("HTTP %d", a.status)
	case got != text:
		return fmt.Errorf("%s is %q", strings.Join(path, "."), got)
	}
	return nil
}

// shape describes the JSON of an answer by its keys and types, and shows only
// values that are no secret.
func (a answer) shape() string {
	if a.value == nil {
		return fmt.Sprintf("%d bytes that are not JSON", len(a.body))
	}
	text := describe(a.value)
	if len(text) > 2000 {
		text = text[:2000] + "…"
	}
	return text
}

// vocabulary are the keys whose values belong to the API and not to the user.
var vocabulary = []string{"saveState", "code", "status", "hasNextPage", "imageType", "visibility"}

func describe(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case []any:
		if len(value) == 0 {
			return "[]"
		}
		return fmt.Sprintf("[%s × %d]", describe(value[0]), len(value))
	case map[string]any:
		var fields []string
		for _, key := range slices.Sorted(maps.Keys(value)) {
			described := describe(value[key])
			if slices.Contains(vocabulary, key) {
				described = fmt.Sprintf("%.40q", fmt.Sprint(value[key]))
			}
			fields = append(fields, fmt.Sprintf("%.60s: %s", key, described))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case float64:
		return "number"
	default:
		return fmt.Sprintf("%T", value) // string or bool
	}
}
