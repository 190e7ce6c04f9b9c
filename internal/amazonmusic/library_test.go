package amazonmusic

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

const someTrack = "B000000001"

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
			if got.ID != tt.want.ID || text(got.Title) != text(tt.want.Title) || text(got.ISRC) != text(tt.want.ISRC) || text(got.URL) != text(tt.want.URL) {
				t.Errorf("got %s %s %s %s", got.ID, text(got.Title), text(got.ISRC), text(got.URL))
			}
			wantSent(t, s, "PUT /v1/me/library/tracks/"+tt.id)
			if !s.IsSaved(tt.id) {
				t.Error("the track is not saved")
			}
		})
	}
}

func TestSaveTrackRefused(t *testing.T) {
	tests := []struct {
		id      string
		refusal mockapi.Refusal
		cause   error
		status  int
		code    string
		message string
	}{
		{mockapi.TrackNotFound, 0, nil, 404, "RESOURCE_NOT_FOUND", "was not found"},
		{mockapi.TrackNullSave, 0, ErrNotConfirmed, 200, "", "marketplace"},
		{mockapi.TrackGraphError, 0, nil, 200, "", "cannot be saved in this marketplace"},
		{mockapi.TrackErrorIn200, 0, nil, 200, "RESOURCE_NOT_FOUND", "was not found"},
		{mockapi.TrackUnsaved, 0, ErrNotConfirmed, 200, "", `"PENDING"`},
		{someTrack, mockapi.RefuseNoState, ErrNotConfirmed, 200, "", `save state ""`},
		{someTrack, mockapi.RefuseEmpty, ErrUnreadable, 200, "", "an empty answer"},
		{someTrack, mockapi.RefuseForbidden, nil, 403, "DENIED_SUBSCRIPTION_TIER", "subscription"},
		{someTrack, mockapi.RefuseNoAccount, nil, 403, "AUTH_NO_MUSIC_ACCOUNT_FOUND", "no Amazon Music account"},
		{someTrack, mockapi.RefuseUnprocessable, nil, 422, "UNPROCESSABLE_ENTITY", "cannot be saved"},
	}
	for _, tt := range tests {
		t.Run(tt.id+" "+tt.code, func(t *testing.T) {
			s := mockapi.New()
			if tt.refusal != 0 {
				s.Refuse(tt.id, tt.refusal)
			}
			_, err := newTestClient(t, s, withRetries(3)).SaveTrack(t.Context(), tt.id)
			e := failure(t, err)
			if e.Status != tt.status || e.Code != tt.code || !strings.Contains(e.Message, tt.message) || e.Unwrap() != tt.cause { //nolint:errorlint // The very cause.
				t.Errorf("status %d, code %q, message %q, cause %v", e.Status, e.Code, e.Message, e.Unwrap())
			}
			if e.Method != http.MethodPut || e.Path != "/v1/me/library/tracks/"+tt.id || e.Tries != 1 {
				t.Errorf("method %s, path %s, %d tries", e.Method, e.Path, e.Tries)
			}
			wantSent(t, s, "PUT /v1/me/library/tracks/"+tt.id)
			if s.IsSaved(tt.id) {
				t.Error("the track is saved")
			}
		})
	}
}

func TestRemoveTrack(t *testing.T) {
	s := mockapi.New()
	s.Save(someTrack, mockapi.TrackAliased)
	c := newTestClient(t, s)
	// What is not there is answered with 404 and with null in turn.
	for _, id := range []string{someTrack, someTrack, someTrack, mockapi.TrackAliased} {
		if err := c.RemoveTrack(t.Context(), id); err != nil {
			t.Errorf("removing %s: %v", id, err)
		}
	}
	if left := s.SavedIDs(); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
	path := "DELETE /v1/me/library/tracks/"
	wantSent(t, s, path+someTrack, path+someTrack, path+someTrack, path+mockapi.TrackAliased)
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
	{http.MethodDelete, func(t *testing.T, c *Client) error { t.Helper(); return c.RemoveTrack(t.Context(), someTrack) }},
	{http.MethodGet, func(t *testing.T, c *Client) error {
		t.Helper()
		for _, err := range c.PlaylistPages(t.Context(), 2) {
			if err != nil {
				return err
			}
		}
		return nil
	}},
}

func TestErrorCodes(t *testing.T) {
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
					if caller.method == http.MethodDelete && tt.status == http.StatusNotFound {
						if err != nil {
							t.Errorf("what is not there cannot be removed: %v", err)
						}
						return
					}
					e := failure(t, err)
					if e.Status != tt.status || e.Code != tt.code || e.Message != "In words." || e.Reference != "ref-1" ||
						e.Method != caller.method || e.Tries != 1 || e.Unwrap() != nil {
						t.Errorf("%+v", e)
					}
					want := fmt.Sprintf("%s %s: HTTP %d %s, code %s: In words. (reference ref-1)", e.Method, e.Path, tt.status, http.StatusText(tt.status), tt.code)
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

func TestChangesWithOddAnswers(t *testing.T) {
	const fine = "fine"
	tests := []struct {
		name, contentType, body string
		status                  int
		put, remove             any // the cause of the error, an error code, or fine
	}{
		{"null", "", `{"data":{"%s":null}}`, 200, ErrNotConfirmed, fine},
		{"absent", "", `{"data":{}}`, 200, ErrNotConfirmed, fine},
		{"something else", "", `{"data":{"user":{"id":"u"}}}`, 200, ErrUnreadable, ErrUnreadable},
		{"no data", "", `{}`, 200, ErrUnreadable, ErrUnreadable},
		{"data null", "", `{"data":null}`, 200, ErrUnreadable, ErrUnreadable},
		{"data a list", "", `{"data":[{"%s":null}]}`, 200, ErrUnreadable, ErrUnreadable},
		{"data a string", "", `{"data":"%s"}`, 200, ErrUnreadable, ErrUnreadable},
		{"an object without a state", "", `{"data":{"%s":{}}}`, 200, ErrNotConfirmed, ErrNotConfirmed},
		{"the wrong state", "", `{"data":{"%s":{"saveState":"saved"}}}`, 200, ErrNotConfirmed, ErrNotConfirmed},
		{"the state null", "", `{"data":{"%s":{"saveState":null}}}`, 200, ErrNotConfirmed, ErrNotConfirmed},
		{"the state a number", "", `{"data":{"%s":{"saveState":1}}}`, 200, ErrUnreadable, ErrUnreadable},
		{"a list", "", `{"data":{"%s":[]}}`, 200, ErrUnreadable, ErrUnreadable},
		{"a string", "", `{"data":{"%s":"OK"}}`, 200, ErrUnreadable, ErrUnreadable},
		{"a flag", "", `{"data":{"%s":true}}`, 200, ErrUnreadable, ErrUnreadable},
		{"a list at the top", "", `[{"data":{"%s":null}}]`, 200, ErrUnreadable, ErrUnreadable},
		{"null at the top", "", `null`, 200, ErrUnreadable, ErrUnreadable},
		{"two JSON values", "", `{"data":{"%s":null}}{"data":{}}`, 200, ErrUnreadable, ErrUnreadable},
		{"errors beside data", "", `{"data":{"%s":null},"errors":[{"message":"No."},{"message":"Never."}]}`, 200, "", ""},
		{"errors with a code", "", `{"errors":[{"message":"No.","extensions":{"code":"NOPE"}}]}`, 200, "NOPE", "NOPE"},
		{"an empty list of errors", "", `{"data":{"%s":null},"errors":[]}`, 200, ErrNotConfirmed, fine},
		{"errors of another form", "", `{"data":{"%s":null},"errors":"No."}`, 200, ErrUnreadable, ErrUnreadable},
		{"an error in 200", "", `{"data":{"%s":null},"error":{"code":"RESOURCE_NOT_FOUND","message":"No."}}`, 200, "RESOURCE_NOT_FOUND", "RESOURCE_NOT_FOUND"},
		{"an empty error", "", `{"data":{"%s":null},"error":{}}`, 200, "", ""},
		{"an error of another form", "", `{"error":"invalid"}`, 400, ErrUnreadable, ErrUnreadable},
		{"HTML", "text/html", `<html><title>Sign in</title></html>`, 200, ErrUnreadable, ErrUnreadable},
		{"HTML with 404", "text/html", `<html><title>404</title></html>`, 404, ErrUnreadable, ErrUnreadable},
		{"a gateway's 404", "application/json", `{"message":"Not Found"}`, 404, ErrUnreadable, ErrUnreadable},
		{"404 with an error but no code", "", `{"error":{"message":"Not Found"}}`, 404, "", fine},
		{"404 and nothing", "", ``, 404, ErrUnreadable, ErrUnreadable},
		{"404 with data", "", `{"data":{"%s":null}}`, 404, ErrUnreadable, ErrUnreadable},
		{"empty", "", ``, 200, ErrUnreadable, ErrUnreadable},
		{"empty with 204", "", ``, 204, ErrUnreadable, ErrUnreadable},
		{"a redirect to nowhere", "", ``, 307, ErrUnreadable, ErrUnreadable},
	}
	for _, tt := range tests {
		for _, caller := range callers[:2] {
			t.Run(caller.method+" "+tt.name, func(t *testing.T) {
				want, field := tt.put, "saveTrack"
				if caller.method == http.MethodDelete {
					want, field = tt.remove, "removeTrack"
				}
				s := mockapi.New()
				s.Fail(mockapi.FaultPlan{Faults: []mockapi.Fault{mockapi.Answer(tt.status, tt.contentType, strings.ReplaceAll(tt.body, "%s", field))}})
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
				e := failure(t, err)
				if cause, ok := want.(error); ok && !errors.Is(e, cause) {
					t.Errorf("%v is not %q", e, cause)
				}
				if code, ok := want.(string); ok && (e.Code != code || e.Unwrap() != nil) {
					t.Errorf("%v: the code is %q, the cause %v", e, e.Code, e.Unwrap())
				}
				if tt.status != 204 && e.Status != tt.status || e.Message == "" {
					t.Errorf("status %d, message %q", e.Status, e.Message)
				}
			})
		}
	}
}

func TestSavedWithoutTrackOrID(t *testing.T) {
	for _, track := range []string{`null`, `{}`, `{"id":null,"title":"T"}`, `{"id":"","title":null}`} {
		s := mockapi.New()
		s.FailNext(1, mockapi.Answer(200, "application/json", `{"data":{"saveTrack":{"track":`+track+`,"saveState":"SAVED"}}}`))
		got, err := newTestClient(t, s).SaveTrack(t.Context(), someTrack)
		if err != nil || got.ID != someTrack {
			t.Errorf("%s: %v, %v", track, got, err)
		}
	}
}

// A path that ends in the collection, or leaves it, would change something else.
func TestIDsThatNameNoTrack(t *testing.T) {
	for _, id := range []string{"", ".", ".."} {
		s := mockapi.New()
		c := newTestClient(t, s)
		if _, err := c.SaveTrack(t.Context(), id); err == nil {
			t.Errorf("%q was saved", id)
		}
		if err := c.RemoveTrack(t.Context(), id); err == nil {
			t.Errorf("%q was removed", id)
		}
		wantSent(t, s)
	}
}

func FuzzSaveTrack(f *testing.F) {
	for _, seed := range []string{
		`{"saveTrack":{"track":{"id":"B000000001","title":"T","isrc":null},"saveState":"SAVED"}}`, `{"saveTrack":null}`, `{}`, `null`,
		`{"saveTrack":{"saveState":"SAVED","track":{}}}`, `{"saveTrack":[]}`, `{"saveTrack":{"saveState":"\u0000"}}`, `{"removeTrack":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `{"data":%s}`, data)
		})
		track, err := newTestClient(t, handler).SaveTrack(t.Context(), someTrack)
		if err != nil {
			wantBoundedText(t, failure(t, err).Error())
			return
		}
		if track.ID == "" {
			t.Errorf("%q saved %+v", data, track)
		}
	})
}
