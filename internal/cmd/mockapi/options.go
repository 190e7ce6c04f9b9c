package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// options are the flags.
type options struct {
	addr          string
	tracks        int
	playlists     int
	cursor        string
	latency       time.Duration
	rate          float64
	fail          float64
	seed          uint64
	tokenLifetime time.Duration
	libraryShape  string
	agree         bool
	redirectURI   string
	scopes        string
	quiet         bool
}

var cursorStyles = map[string]mockapi.CursorStyle{
	"token": mockapi.CursorToken,
	"edge":  mockapi.CursorEdge,
}

var libraryShapes = map[string]mockapi.LibraryShape{
	"tracks":         mockapi.ShapeUserTracks,
	"library.tracks": mockapi.ShapeUserLibraryTracks,
	"libraryTracks":  mockapi.ShapeUserFlatLibraryTracks,
	"forbidden":      mockapi.ShapeForbidden,
	"not-found":      mockapi.ShapeNotFound,
	"nonsense":       mockapi.ShapeNonsense,
	"null":           mockapi.ShapeNull,
	"not-json":       mockapi.ShapeNotJSON,
	"elsewhere":      mockapi.ShapeElsewhere,
	"two-lists":      mockapi.ShapeTwoLists,
	"liked":          mockapi.ShapeLiked,
}

// timeFlag is a duration whose error says what the flag takes.
type timeFlag time.Duration

func (f *timeFlag) String() string { return time.Duration(*f).String() }

func (f *timeFlag) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("must be a time such as 50ms or 2m")
	}
	*f = timeFlag(d)
	return nil
}

// flagSet declares the flags. The flag package prints nothing itself: run chooses between stdout and stderr.
func (o *options) flagSet() *flag.FlagSet {
	fs := flag.NewFlagSet("mockapi", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.addr, "addr", "127.0.0.1:8700", "listen on this loopback `address:port`; port 0 picks a free one")
	fs.IntVar(&o.tracks, "tracks", 0, "`number` of tracks that account 1 has saved")
	fs.IntVar(&o.playlists, "playlists", 3, "`number` of playlists that account 1 has; above 100 they come in pages")
	fs.StringVar(&o.cursor, "cursor", "token", "where a page says how to go on, `token or edge`: pageInfo.token, or only the edges' cursors")
	fs.Var((*timeFlag)(&o.latency), "latency", "`time` every API answer takes, such as 50ms")
	fs.Float64Var(&o.rate, "rate", 0, "`number` of API requests a second above which the answer is 429 with Retry-After 1; 0 is no limit")
	fs.Float64Var(&o.fail, "fail", 0, "`share` of API requests, 0 to 1, that fail: 429, 500, 502, 503, 504, slow, or cut before, after or during the answer")
	fs.Uint64Var(&o.seed, "seed", 1, "`number` that decides which requests -fail picks, and how they fail")
	o.tokenLifetime = time.Hour
	fs.Var((*timeFlag)(&o.tokenLifetime), "token-lifetime", "`time` for which an access token from the token endpoint lives")
	fs.StringVar(&o.libraryShape, "library-shape", "tracks", "`shape` of the answer that lists the saved tracks: "+names(libraryShapes))
	fs.BoolVar(&o.agree, "agree", false, "agree to every request of the authorize page, without showing it")
	fs.StringVar(&o.redirectURI, "redirect-uri", "http://127.0.0.1:9090/cb", "`URL` the authorize page may redirect to, the client's Allowed Return URL")
	fs.StringVar(&o.scopes, "scopes", strings.Join(mockapi.Scopes, " "), "`scopes` of the tokens that the stand-in prints, separated by spaces; a login in the browser grants those that it asks for")
	fs.BoolVar(&o.quiet, "quiet", false, "log no requests")
	return fs
}

func parse(args []string) (options, error) {
	var o options
	fs := o.flagSet()
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if fs.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	}
	return o, o.check()
}

func (o options) check() error {
	_, cursorKnown := cursorStyles[o.cursor]
	_, shapeKnown := libraryShapes[o.libraryShape]
	unknownScope := func(scope string) bool { return !slices.Contains(mockapi.Scopes, scope) }
	switch {
	case !cursorKnown:
		return fmt.Errorf("-cursor %q: must be one of %s", o.cursor, names(cursorStyles))
	case !shapeKnown:
		return fmt.Errorf("-library-shape %q: must be one of %s", o.libraryShape, names(libraryShapes))
	case !(o.fail >= 0 && o.fail <= 1): // written so that it refuses NaN
		return fmt.Errorf("-fail %v: must be from 0 to 1", o.fail)
	case !(o.rate >= 0) || math.IsInf(o.rate, 0):
		return fmt.Errorf("-rate %v: must be 0 or more", o.rate)
	case o.tracks < 0:
		return fmt.Errorf("-tracks %d: must be 0 or more", o.tracks)
	case o.playlists < 0:
		return fmt.Errorf("-playlists %d: must be 0 or more", o.playlists)
	case o.latency < 0:
		return fmt.Errorf("-latency %v: must be 0 or more", o.latency)
	case slices.ContainsFunc(strings.Fields(o.scopes), unknownScope):
		return fmt.Errorf("-scopes %q: must be some of %s", o.scopes, strings.Join(mockapi.Scopes, " "))
	case o.tokenLifetime <= 0:
		return fmt.Errorf("-token-lifetime %v: must be more than 0", o.tokenLifetime)
	}
	return nil
}

// service is what the flags ask for.
func (o options) service() *mockapi.Service {
	s := mockapi.New()
	s.CompleteCatalog(true)
	for i, isrc := range lackingISRCs() {
		withdrawn := fmt.Sprintf("B0LACKED%02d", i)
		s.SetISRC(isrc, withdrawn)
		s.Lack(withdrawn)
	}
	s.SeedTracks(o.tracks)
	s.SeedPlaylists(o.playlists)
	s.AddUser(secondUserID, secondAccessToken, secondRefreshToken)
	s.SetCursorStyle(cursorStyles[o.cursor])
	s.SetLibraryShape(libraryShapes[o.libraryShape])
	s.SetLatency(o.latency)
	s.LimitRate(o.rate, int(math.Ceil(o.rate)), "1")
	s.SetTokenLifetime(o.tokenLifetime)
	s.SetRedirectURIs(false, o.redirectURI)
	s.SetScopes(strings.Fields(o.scopes)...)
	if o.agree {
		s.SetConsent(mockapi.ConsentAgree)
	}
	s.FailShare(o.seed, o.fail, mixedFaults()...)
	return s
}

// The second account, which has the application's other credentials in common with the first.
const (
	secondUserID       = "second2ziegrp4xq7hvtk3nydm"
	secondAccessToken  = "Atza|mock-second-access-token"
	secondRefreshToken = "Atzr|mock-second-refresh-token"
)

// lackingISRCs are those that are not found. No country has the code ZZ.
func lackingISRCs() []string {
	isrcs := make([]string, 10)
	for i := range isrcs {
		isrcs[i] = fmt.Sprintf("ZZMCK260000%d", i)
	}
	return isrcs
}

// mixedFaults are those that a client should survive by retrying. Hang is not among them: it only makes the user wait
// for the client's timeout.
func mixedFaults() []mockapi.Fault {
	return []mockapi.Fault{
		mockapi.Throttled(""), mockapi.Throttled("1"),
		mockapi.InternalError(), mockapi.BadGateway(), mockapi.UnavailableHTML(), mockapi.GatewayTimeout(),
		mockapi.CutBefore(), mockapi.CutAfter(), mockapi.CutBody(), mockapi.Slow(time.Second),
	}
}

// names lists the values a flag takes, in an order that stays the same.
func names[T any](values map[string]T) string {
	return strings.Join(slices.Sorted(maps.Keys(values)), ", ")
}
