// Package amazonmusic is a client for the Amazon Music Web API, version 1.
//
// It knows HTTP and the API. It saves and removes tracks of the current
// user's library, lists playlists and saved tracks, renews its own login,
// retries what is worth retrying, and keeps to the service's pace. Facts about
// the API come from its Library page ("Web API Library V1.0") unless a comment
// says otherwise.
package amazonmusic

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Defaults of the settings in [Config]. The endpoint is the one of the API's
// own page, the token URL that of Login with Amazon for North America.
const (
	DefaultEndpoint              = "https://api.music.amazon.dev"
	DefaultTokenURL              = "https://api.amazon.com/auth/o2/token" //nolint:gosec // An address, not a credential.
	DefaultMaxRetries            = 8
	DefaultMaxConcurrentRequests = 10
	DefaultRequestTimeout        = 30 * time.Second
)

// Config is everything a [Client] is made from.
type Config struct {
	// Endpoint is the base URL without "/v1", as [ParseEndpoint] returns it.
	Endpoint *url.URL
	// APIKey is the Login with Amazon Security Profile ID, sent as x-api-key.
	APIKey string
	// AccessToken is used until the service refuses it. It may be empty when
	// Login is complete.
	AccessToken string
	// Login renews access tokens. Its zero value renews nothing.
	Login Login
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how many further tries one request gets. 0 means one try.
	MaxRetries int
	// MaxConcurrentRequests bounds the requests under way, and the pool of
	// connections. 0 means DefaultMaxConcurrentRequests.
	MaxConcurrentRequests int
	// RequestsPerSecond bounds the rate of all requests. 0 means no limit
	// until the service asks for one by answering 429.
	RequestsPerSecond float64
	// RequestTimeout bounds one try of one request, body included. 0 means
	// DefaultRequestTimeout.
	RequestTimeout time.Duration
	// Logger gets one line for each request, wait and renewal, at debug level.
	// Nil logs nothing.
	Logger *slog.Logger
	// Clock tells the time and waits. Nil means the machine's own.
	Clock Clock
	// Transport sends the requests. Nil means a pool of the right size over
	// TLS 1.2 or later that respects HTTPS_PROXY and NO_PROXY.
	Transport http.RoundTripper
}

// Client calls the API. It is safe for concurrent use, and all of its requests
// share one pool of connections, one pace and one login.
type Client struct {
	endpoint       *url.URL
	apiKey         string
	userAgent      string
	maxRetries     int
	requestTimeout time.Duration
	http           *http.Client
	tokens         *tokens
	pace           *pacer
	clock          Clock
	log            *slog.Logger
	secrets        *redactor
	ledger         *ledger
}

// New returns a client. It sends nothing: the first request does.
func New(cfg Config) (*Client, error) {
	if cfg.Endpoint == nil {
		return nil, errors.New("no endpoint")
	}
	for _, credential := range []string{cfg.APIKey, cfg.AccessToken} {
		if strings.ContainsFunc(credential, unicode.IsControl) {
			// The request would never be sent, and the error would not say why.
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
	if cfg.Clock == nil {
		cfg.Clock = SystemClock{}
	}
	if cfg.Transport == nil {
		cfg.Transport = newTransport(cfg.MaxConcurrentRequests)
	}
	httpClient := &http.Client{Transport: cfg.Transport, CheckRedirect: refuseForeignRedirect}
	secrets := newRedactor(cfg.APIKey, cfg.AccessToken, cfg.Login.ClientID, cfg.Login.ClientSecret, cfg.Login.RefreshToken)
	return &Client{
		endpoint:       cfg.Endpoint,
		apiKey:         cfg.APIKey,
		userAgent:      cfg.UserAgent,
		maxRetries:     max(cfg.MaxRetries, 0),
		requestTimeout: cfg.RequestTimeout,
		http:           httpClient,
		tokens:         newTokens(cfg, secrets),
		pace:           newPacer(cfg.MaxConcurrentRequests, cfg.RequestsPerSecond, cfg.Clock, cfg.Logger),
		clock:          cfg.Clock,
		log:            cfg.Logger,
		secrets:        secrets,
		ledger:         newLedger(),
	}, nil
}

// newTransport returns a pool that keeps a connection for each request that
// may be under way. The default keeps two a host, and opens and closes the
// rest again for every request.
func newTransport(connections int) *http.Transport {
	defaultTransport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		defaultTransport = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	transport := defaultTransport.Clone()
	transport.MaxConnsPerHost = connections
	transport.MaxIdleConnsPerHost = connections
	transport.MaxIdleConns = 0
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return transport
}

// maxRedirects is more than any answer of one service to itself needs.
const maxRedirects = 5

// refuseForeignRedirect keeps credentials where they were meant to go: Go
// drops the Authorization header on the way to another host, but not x-api-key,
// nor the form of a token request. A redirect that would turn a PUT into a GET
// is refused too, since its answer would not be about the PUT.
func refuseForeignRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host:
		return &redirectError{to: req.URL.Scheme + "://" + req.URL.Host}
	case req.Method != first.Method:
		return &redirectError{to: "another method, " + req.Method}
	case len(via) > maxRedirects:
		return &redirectError{to: "one more address, the sixth"}
	}
	return nil
}
