package amazonmusic

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

func text(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

func TestSaveTrack(t *testing.T) {
	tests := []struct {
		name, id string
		want     Track
	}{
		{"as on the API page", mockapi.TrackKaneTrain, Track{
			ID: mockapi.TrackKaneTrain, Title: new("Kane Train"), ISRC: new("GBCFB2000356"),
			URL: new("https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC"),
		}},
		{"answered with another id", mockapi.TrackAliased, Track{
			ID: mockapi.TrackCanonical, Title: new("Something To Believe In"), ISRC: new("USATO2100125"),
			URL: new("https://music.amazon.com/albums/B097S29G3W/?trackAsin=B097S185X9"),
		}},
		{"answered with an id only", mockapi.TrackBare, Track{ID: mockapi.TrackBare}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			got, err := newTestClient(t, s).SaveTrack(t.Context(), tt.id)
			if err != nil {
				t.Fatal(err)
			}
			if got.ID != tt.want.ID || text(got.Title) != text(tt.want.Title) || text(got.ISRC) != text(tt.want.ISRC) ||
				text(got.URL) != text(tt.want.URL) {
				t.Errorf("got %s %s %s %s", got.ID, text(got.Title), text(got.ISRC), text(got.URL))
			}
			wantSent(t, s, "PUT /v1/me/library/tracks/"+tt.id)
			if !s.IsSaved(tt.id) {
				t.Error("the track is not saved")
			}
		})
	}
}

func TestSaveTrack_refused(t *testing.T) {
	tests := []struct {
		id      string
		refusal mockapi.Refusal
		kind    Kind
		status  int
		code    string
		message string
	}{
		{mockapi.TrackNotFound, 0, NotFound, 404, "RESOURCE_NOT_FOUND", "was not found"},
		{mockapi.TrackNullSave, 0, NotConfirmed, 200, "", "marketplace"},
		{mockapi.TrackGraphError, 0, Refused, 200, "", "cannot be saved in this marketplace"},
		{mockapi.TrackErrorIn200, 0, Refused, 200, "RESOURCE_NOT_FOUND", "was not found"},
		{mockapi.TrackUnsaved, 0, NotConfirmed, 200, "", `"PENDING"`},
		{someTrack, mockapi.RefuseNoState, NotConfirmed, 200, "", `save state ""`},
		{someTrack, mockapi.RefuseEmpty, Unreadable, 200, "", "an empty answer"},
		{someTrack, mockapi.RefuseForbidden, Forbidden, 403, "DENIED_SUBSCRIPTION_TIER", "subscription"},
		{someTrack, mockapi.RefuseNoAccount, NoAccount, 403, "AUTH_NO_MUSIC_ACCOUNT_FOUND", "no Amazon Music account"},
		{someTrack, mockapi.RefuseUnprocessable, Refused, 422, "UNPROCESSABLE_ENTITY", "cannot be saved"},
	}
	for _, tt := range tests {
		t.Run(tt.id+" "+tt.code, func(t *testing.T) {
			s := mockapi.New()
			if tt.refusal != 0 {
				s.Refuse(tt.id, tt.refusal)
			}
			_, err := newTestClient(t, s, withRetries(3)).SaveTrack(t.Context(), tt.id)
			e := failure(t, err)
			if e.Kind != tt.kind || e.Status != tt.status || e.Code != tt.code || !strings.Contains(e.Message, tt.message) {
				t.Errorf("%s, status %d, code %q, message %q", e.Kind, e.Status, e.Code, e.Message)
			}
			if e.Op != OpSaveTrack || e.Method != http.MethodPut || e.Path != "/v1/me/library/tracks/"+tt.id || e.Tries != 1 {
				t.Errorf("%s: method %s, path %s, %d tries", e.Op, e.Method, e.Path, e.Tries)
			}
			wantSent(t, s, "PUT /v1/me/library/tracks/"+tt.id)
			if s.IsSaved(tt.id) {
				t.Error("the track is saved")
			}
		})
	}
}

// An answer that is lost says nothing; what is sent again is harmless.
func TestSaveTrack_lostAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.FailNext(1, mockapi.CutAfter())
		s.FailNext(1, mockapi.ShortBody())
		mustSave(t, newTestClient(t, s, withRetries(2)), someTrack)
		if len(s.Requests()) != 3 || len(s.SavedIDs()) != 1 {
			t.Errorf("%d requests, %q are saved", len(s.Requests()), s.SavedIDs())
		}
	})
}

func TestRemoveTrack(t *testing.T) {
	s := mockapi.New()
	s.Save(someTrack, mockapi.TrackAliased)
	c := newTestClient(t, s)
	// What is not there is answered with 404 and with null in turn.
	for _, tt := range []struct {
		id   string
		want Removal
		kind Kind
	}{
		{someTrack, Removal{AnsweredID: someTrack, Confirmed: true}, ""},
		{someTrack, Removal{}, NotFound},
		{someTrack, Removal{}, ""},
		{mockapi.TrackAliased, Removal{AnsweredID: mockapi.TrackCanonical, Confirmed: true}, ""},
	} {
		got, err := c.RemoveTrack(t.Context(), tt.id)
		kind := Kind("")
		if err != nil {
			e := failure(t, err)
			kind = e.Kind
			if e.Op != OpRemoveTrack {
				t.Errorf("the error is one to %q", e.Op)
			}
		}
		if got != tt.want || kind != tt.kind {
			t.Errorf("removing %s: %+v, %v", tt.id, got, err)
		}
	}
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
	path := "DELETE /v1/me/library/tracks/"
	wantSent(t, s, path+someTrack, path+someTrack, path+someTrack, path+mockapi.TrackAliased)
}

// However the service answers a removal that it has done, nothing says that it has not.
func TestRemoveTrack_answers(t *testing.T) {
	for _, tt := range []struct {
		answer    mockapi.Removal
		confirmed bool
		kind      Kind
	}{
		{mockapi.RemovalConfirmed, true, ""},
		{mockapi.RemovalNull, false, ""},
		{mockapi.RemovalEmptyData, false, ""},
		{mockapi.RemovalPending, false, NotConfirmed},
		{mockapi.RemovalNotFound, false, NotFound},
	} {
		s := mockapi.New()
		s.Save(someTrack)
		s.AnswerRemovals(tt.answer)
		got, err := newTestClient(t, s).RemoveTrack(t.Context(), someTrack)
		if got.Confirmed != tt.confirmed || KindOf(err) != tt.kind || err != nil && !MayHaveActed(err) || s.IsSaved(someTrack) {
			t.Errorf("answer %d: %+v, %v", tt.answer, got, err)
		}
	}
}

// A try without an answer may act after the answer to a later one. One that was refused
// for certain does not.
func TestRemoveTrack_mayActLate(t *testing.T) {
	for name, test := range map[string]struct {
		faults []mockapi.Fault
		want   bool
	}{
		"answered at once":    {nil, false},
		"throttled":           {[]mockapi.Fault{mockapi.Throttled("1")}, false},
		"throttled twice":     {[]mockapi.Fault{mockapi.Throttled("1"), mockapi.Throttled("")}, false},
		"cut":                 {[]mockapi.Fault{mockapi.CutBefore()}, true},
		"acts late":           {[]mockapi.Fault{mockapi.CutLate(time.Minute)}, true},
		"no answer in time":   {[]mockapi.Fault{mockapi.Hang()}, true},
		"a fault":             {[]mockapi.Fault{mockapi.InternalError()}, true},
		"cut, then throttled": {[]mockapi.Fault{mockapi.CutBefore(), mockapi.Throttled("1")}, true},
		"throttled, then cut": {[]mockapi.Fault{mockapi.Throttled("1"), mockapi.CutBefore()}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New()
				s.Save(someTrack)
				if n := len(test.faults); n > 0 {
					s.Fail(mockapi.FaultPlan{Next: n, Faults: test.faults})
				}
				got, err := newTestClient(t, s, withRetries(3)).RemoveTrack(t.Context(), someTrack)
				if err != nil || got.MayActLate != test.want || !got.Confirmed {
					t.Errorf("%+v, %v", got, err)
				}
				if n := len(s.Requests()); n != len(test.faults)+1 {
					t.Errorf("%d requests were sent", n)
				}
			})
		})
	}
}

// callers are the three kinds of calls, by method.
var callers = []struct {
	method string
	call   func(t *testing.T, c *Client) error
}{
	{http.MethodPut, func(t *testing.T, c *Client) error {
		t.Helper()
		_, err := c.SaveTrack(t.Context(), someTrack)
		return err
	}},
	{http.MethodDelete, func(t *testing.T, c *Client) error {
		t.Helper()
		_, err := c.RemoveTrack(t.Context(), someTrack)
		return err
	}},
	{http.MethodGet, func(t *testing.T, c *Client) error {
		t.Helper()
		for _, err := range c.Playlists(t.Context(), 2) {
			if err != nil {
				return err
			}
		}
		return nil
	}},
}

func TestError_codes(t *testing.T) {
	codes := []struct {
		status int
		code   string
	}{
		{400, "BAD_REQUEST"},
		{401, "INVALID_AUTH_TYPE"},
		{401, "INVALID_AUTH_TOKEN"},
		{401, "INVALID_ACCESS_TOKEN"},
		{401, "NO_X_API_KEY"},
		{403, "NO_X_API_KEY"},
		{401, "INVALID_CLIENT_ID"},
		{403, "INVALID_CLIENT_ID"},
		{403, "AUTH_NO_MUSIC_ACCOUNT_FOUND"},
		{403, "DENIED_SUBSCRIPTION_TIER"},
		{404, "RESOURCE_NOT_FOUND"},
		{422, "UNPROCESSABLE_ENTITY"},
		{429, "THROTTLED"},
		{500, "INTERNAL"},
	}
	for _, tt := range codes {
		for _, caller := range callers {
			for _, form := range []string{`"%d"`, `%d`} {
				t.Run(fmt.Sprintf("%s %d %s %s", caller.method, tt.status, tt.code, form), func(t *testing.T) {
					body := fmt.Sprintf(`{"error":{"status":`+form+`,"code":%q,"message":"In words.","url":"https://e.example","reference":"ref-1","payload":{"a":[1]}}}`,
						tt.status, tt.code)
					s := mockapi.New()
					s.FailNext(1, mockapi.Answer(tt.status, "application/json", body))
					err := caller.call(t, newTestClient(t, s))
					e := failure(t, err)
					if e.Status != tt.status || e.Code != tt.code || e.Message != "In words." || e.Reference != "ref-1" ||
						e.Method != caller.method || e.Tries != 1 || e.Unwrap() != nil || e.Kind != kindOfStatus(tt.status, tt.code) {
						t.Errorf("%+v", e)
					}
					want := fmt.Sprintf("%s %s: HTTP %d %s, code %s: In words. (reference ref-1)", e.Method, e.Path,
						tt.status, http.StatusText(tt.status), tt.code)
					if e.Error() != want {
						t.Errorf("the text is %q, not %q", e.Error(), want)
					}
					if n := len(s.Requests()); n != 1 {
						t.Errorf("%d requests were sent", n)
					}
				})
			}
		}
	}
}

func TestChanges_oddAnswers(t *testing.T) {
	const fine = Kind("")
	tests := []struct {
		name, contentType, body string
		status                  int
		put, remove             Kind
	}{
		{"null", "", `{"data":{"%s":null}}`, 200, NotConfirmed, fine},
		{"absent", "", `{"data":{}}`, 200, NotConfirmed, fine},
		{"something else", "", `{"data":{"user":{"id":"u"}}}`, 200, Unreadable, Unreadable},
		{"no data", "", `{}`, 200, Unreadable, Unreadable},
		{"data null", "", `{"data":null}`, 200, Unreadable, Unreadable},
		{"data a list", "", `{"data":[{"%s":null}]}`, 200, Unreadable, Unreadable},
		{"data a string", "", `{"data":"%s"}`, 200, Unreadable, Unreadable},
		{"an object without a state", "", `{"data":{"%s":{}}}`, 200, NotConfirmed, NotConfirmed},
		{"the wrong state", "", `{"data":{"%s":{"saveState":"saved"}}}`, 200, NotConfirmed, NotConfirmed},
		{"the state null", "", `{"data":{"%s":{"saveState":null}}}`, 200, NotConfirmed, NotConfirmed},
		{"the state a number", "", `{"data":{"%s":{"saveState":1}}}`, 200, Unreadable, Unreadable},
		{"a list", "", `{"data":{"%s":[]}}`, 200, Unreadable, Unreadable},
		{"a string", "", `{"data":{"%s":"OK"}}`, 200, Unreadable, Unreadable},
		{"a flag", "", `{"data":{"%s":true}}`, 200, Unreadable, Unreadable},
		{"a list at the top", "", `[{"data":{"%s":null}}]`, 200, Unreadable, Unreadable},
		{"null at the top", "", `null`, 200, Unreadable, Unreadable},
		{"two JSON values", "", `{"data":{"%s":null}}{"data":{}}`, 200, Unreadable, Unreadable},
		{"errors beside data", "", `{"data":{"%s":null},"errors":[{"message":"No."},{"message":"Never."}]}`, 200, Refused, Refused},
		{"errors with a code", "", `{"errors":[{"message":"No.","extensions":{"code":"NOPE"}}]}`, 200, Refused, Refused},
		{"an empty list of errors", "", `{"data":{"%s":null},"errors":[]}`, 200, NotConfirmed, fine},
		{"errors of another form", "", `{"data":{"%s":null},"errors":"No."}`, 200, Unreadable, Unreadable},
		{"an error in 200", "", `{"data":{"%s":null},"error":{"code":"RESOURCE_NOT_FOUND","message":"No."}}`, 200, Refused, Refused},
		{"an empty error", "", `{"data":{"%s":null},"error":{}}`, 200, Refused, Refused},
		{"an error of another form", "", `{"error":"invalid"}`, 400, Refused, Refused},
		{"HTML", "text/html", `<html><title>Sign in</title></html>`, 200, Unreadable, Unreadable},
		{"HTML with 404", "text/html", `<html><title>404</title></html>`, 404, UnknownCall, UnknownCall},
		{"a gateway's 404", "application/json", `{"message":"Not Found"}`, 404, UnknownCall, UnknownCall},
		{"404 with an error but no code", "", `{"error":{"message":"Not Found"}}`, 404, UnknownCall, UnknownCall},
		{"404 and nothing", "", ``, 404, UnknownCall, UnknownCall},
		{"404 with data", "", `{"data":{"%s":null}}`, 404, UnknownCall, UnknownCall},
		{"empty", "", ``, 200, Unreadable, Unreadable},
		{"empty with 204", "", ``, 204, Unreadable, Unreadable},
		{"a redirect to nowhere", "", ``, 307, Refused, Refused},
	}
	for _, tt := range tests {
		for _, caller := range callers[:2] {
			t.Run(caller.method+" "+tt.name, func(t *testing.T) {
				want, field := tt.put, "saveTrack"
				if caller.method == http.MethodDelete {
					want, field = tt.remove, "removeTrack"
				}
				s := mockapi.New()
				answer := mockapi.Answer(tt.status, tt.contentType, strings.ReplaceAll(tt.body, "%s", field))
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{answer}})
				err := caller.call(t, newTestClient(t, s, withRetries(3)))
				if n := len(s.Requests()); n != 1 {
					t.Errorf("%d requests were sent", n)
				}
				if want == fine {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if e := failure(t, err); e.Kind != want || e.Status != tt.status || e.Message == "" {
					t.Errorf("%s, status %d, message %q", e.Kind, e.Status, e.Message)
				}
			})
		}
	}
}

func TestSaveTrack_answerWithoutID(t *testing.T) {
	for _, track := range []string{`null`, `{}`, `{"id":null,"title":"T"}`, `{"id":"","title":null}`} {
		s := mockapi.New()
		s.FailNext(1, mockapi.Answer(200, "application/json",
			`{"data":{"saveTrack":{"track":`+track+`,"saveState":"SAVED"}}}`))
		got, err := newTestClient(t, s).SaveTrack(t.Context(), someTrack)
		if err != nil || got.ID != someTrack {
			t.Errorf("%s: %v, %v", track, got, err)
		}
	}
}

// What a service says of a track is kept as it is, whole.
func TestChanges_whole(t *testing.T) {
	long := hostileText + strings.Repeat("é", 1<<19)
	body := `{"data":{"saveTrack":{"saveState":"SAVED","track":{"id":"` + someTrack + `","title":%s,"isrc":%s,"url":%s}}}}`
	c := newTestClient(t, answers(200, "application/json", strings.ReplaceAll(body, "%s", toJSON(t, long))))
	got, err := c.SaveTrack(t.Context(), someTrack)
	if err != nil || *got.Title != long || *got.ISRC != long || *got.URL != long {
		t.Errorf("got %.100q, %v", text(got.Title), err)
	}
	shown := c.Printable(*got.Title)
	if !strings.HasPrefix(shown, "]0;x"+redacted+"   🏴 e\u0301 é") || len(shown) > transport.MaxMessage {
		t.Errorf("%d bytes are shown: %.100q", len(shown), shown)
	}
	wantPrintable(t, shown)
}

// What is a title in any language stays as it is.
func TestSaveTrack_titles(t *testing.T) {
	for _, title := range []string{
		"Kane Train", "", "Ünïcödé – “quoted”", "日本語　全角", "می\u200cخواهم", "क्\u200dष", "👩\u200d🚀", "a\u00a0b", "e\u0301", " a\u00ad ", "\u200fא",
	} {
		body := fmt.Sprintf(`{"data":{"saveTrack":{"saveState":"SAVED","track":{"id":%q,"title":%s}}}}`,
			someTrack, toJSON(t, title))
		got, err := newTestClient(t, answers(200, "", body)).SaveTrack(t.Context(), someTrack)
		if err != nil || got.Title == nil || *got.Title != title {
			t.Errorf("%+q becomes %+q, %v", title, text(got.Title), err)
		}
	}
}

// An id that is no track id would go to the state, and into a path later.
func TestChanges_oddID(t *testing.T) {
	for _, id := range []string{
		"b000000001", "../../../x", mockapi.DefaultAccessToken, "B000000001\n", "\x1b[2J",
		strings.Repeat("B", 1<<20), " ", "B00000000É",
	} {
		for _, caller := range callers[:2] {
			field, state := "saveTrack", StateSaved
			if caller.method == http.MethodDelete {
				field, state = "removeTrack", StateRemoved
			}
			body := fmt.Sprintf(`{"data":{%q:{"saveState":%q,"track":{"id":%s}}}}`, field, state, toJSON(t, id))
			err := caller.call(t, newTestClient(t, answers(200, "", body), withRetries(3)))
			e := failure(t, err)
			if e.Kind != Unreadable || e.Tries != 1 || e.Status != 200 ||
				!strings.Contains(e.Reason(), "is not the id of a track") {
				t.Errorf("%s %.20q: %s: %v", caller.method, id, e.Kind, e)
			}
			wantBoundedText(t, e.Error())
		}
	}
}

// A path that ends in the collection, or leaves it, would change something else.
func TestChanges_idThatNamesNoTrack(t *testing.T) {
	for _, id := range []string{"", ".", ".."} {
		s := mockapi.New()
		c := newTestClient(t, s)
		if _, err := c.SaveTrack(t.Context(), id); err == nil {
			t.Errorf("%q was saved", id)
		}
		_, err := c.RemoveTrack(t.Context(), id)
		if e := failure(t, err); e.Tries != 0 || e.Kind.Temporary() {
			t.Errorf("%q: %s after %d tries", id, e.Kind, e.Tries)
		}
		wantSent(t, s)
	}
}

func FuzzSaveTrack(f *testing.F) {
	for _, seed := range []string{
		`{"saveTrack":{"track":{"id":"B000000001","title":"T","isrc":null},"saveState":"SAVED"}}`,
		`{"saveTrack":null}`, `{}`, `null`,
		`{"saveTrack":{"saveState":"SAVED","track":{}}}`, `{"saveTrack":[]}`, `{"saveTrack":{"saveState":"\u0000"}}`,
		`{"removeTrack":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		track, err := newTestClient(t, answers(200, "", `{"data":`+string(data)+`}`)).SaveTrack(t.Context(), someTrack)
		if err != nil {
			wantBoundedText(t, failure(t, err).Error())
			return
		}
		if !trackid.Valid(track.ID) {
			t.Errorf("%q saved %+v", data, track)
		}
	})
}
