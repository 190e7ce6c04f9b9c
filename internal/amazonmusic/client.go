// Package amazonmusic is a client for the Amazon Music Web API, version 1.
//
// It knows HTTP and the API, and nothing of Terraform. Facts about the API come
// from its Library page ("Web API Library V1.0") unless a comment says otherwise.
//
// Every call takes the same path, a chain of handlers that [New] puts together:
// retry, login, pace, log, send. Each is a file of its own.
package amazonmusic

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// Defaults of the settings in [Config]. The endpoint is that of the API's page.
const (
	DefaultEndpoint              = "https://api.music.amazon.dev"
	DefaultMaxRetries            = 8
	DefaultMaxConcurrentRequests = 10
	DefaultRequestTimeout        = 30 * time.Second
)

// Config is everything a [Client] is made from.
type Config struct {
	// Endpoint is the base URL without "/v1", as [ParseBaseURL] returns it.
	Endpoint *url.URL
	// APIKey is the Login with Amazon Security Profile ID, sent as x-api-key.
	APIKey string
	// AccessToken is used until the service refuses it. It may be empty when
	// Login is complete.
	AccessToken string
	// Login renews access tokens. Its zero value renews nothing.
	Login lwa.Login
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how many further tries one request gets. 0 means one try. A
	// 429 is not counted, but 0 ends at a 429 too.
	MaxRetries int
	// MaxConcurrentRequests bounds the requests under way, and the pool of
	// connections. 0 means DefaultMaxConcurrentRequests.
	MaxConcurrentRequests int
	// RequestsPerSecond bounds the rate of all requests. 0 means no limit until
	// the service answers 429.
	RequestsPerSecond float64
	// RequestTimeout bounds one try of one request, body included. 0 means
	// DefaultRequestTimeout.
	RequestTimeout time.Duration
	// Logger gets one line for each request, wait and renewal, at debug level.
	// Nil logs nothing.
	Logger *slog.Logger
	// Transport sends the requests. Nil means [transport.NewPool].
	Transport http.RoundTripper
}

// Client calls the API. It is safe for concurrent use. All of its requests share
// one pool of connections, one pace and one access token.
type Client struct {
	handle  handler
	pace    *pace
	secrets *transport.Redactor
	log     *slog.Logger
	// sendsForms is set once the service has taken a form in place of JSON: see
	// [Client.UpdatePlaylist].
	sendsForms atomic.Bool
}

// New returns a client. It sends nothing until the first call.
func New(cfg Config) (*Client, error) {
	if cfg.Endpoint == nil {
		return nil, errors.New("no endpoint")
	}
	for _, credential := range []string{cfg.APIKey, cfg.AccessToken} {
		if strings.ContainsFunc(credential, unicode.IsControl) {
			// net/http would refuse the request without saying which header is wrong.
			return nil, errors.New("the API key or the access token holds a line break or another control character")
		}
	}
	if cfg.MaxConcurrentRequests <= 0 {
		cfg.MaxConcurrentRequests = DefaultMaxConcurrentRequests
	}
	if cfg.RequestTimeout <= 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Transport == nil {
		cfg.Transport = transport.NewPool(cfg.MaxConcurrentRequests)
	}
	secrets := transport.NewRedactor(
		cfg.APIKey, cfg.AccessToken, cfg.Login.ClientID, cfg.Login.ClientSecret, cfg.Login.RefreshToken)
	secrets.AddProxy(cfg.Endpoint)
	tokens := lwa.NewSource(lwa.Config{
		Login: cfg.Login, AccessToken: cfg.AccessToken, Timeout: cfg.RequestTimeout,
		Transport: cfg.Transport, Logger: cfg.Logger, Secrets: secrets,
	})
	c := &Client{
		pace:    newPace(cfg.MaxConcurrentRequests, cfg.RequestsPerSecond, cfg.Logger),
		secrets: secrets,
		log:     cfg.Logger,
	}
	s := &sender{
		endpoint: cfg.Endpoint, apiKey: cfg.APIKey, userAgent: cfg.UserAgent, timeout: cfg.RequestTimeout,
		http: transport.NewClient(cfg.Transport), secrets: secrets,
	}
	c.handle = c.pace.whileOpen(
		retry(max(cfg.MaxRetries, 0), cfg.Logger,
			withLogin(tokens, cfg.Logger,
				withPace(c.pace,
					withLog(cfg.Logger,
						s.send)))))
	return c, nil
}

// Printable returns a text of the service for a diagnostic or a log line, which must
// not be kept, compared or sent: one line, without control characters and secrets,
// and not too long.
func (c *Client) Printable(text string) string { return c.secrets.Text(text, transport.MaxMessage) }

// Slowdown returns how the service has limited the rate of this client.
func (c *Client) Slowdown() Slowdown { return c.pace.slowdown() }
