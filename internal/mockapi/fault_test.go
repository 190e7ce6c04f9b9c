package mockapi_test

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// faultTests are what a client sees of each fault, in memory or over a real connection.
var faultTests = []struct {
	fault       mockapi.Fault
	name        string
	status      int // as logged; 0 is a cut
	code        string
	contentType string
	header      string // name and value, or a name that must be absent
	body        string // part of it
	acts        bool
}{
	{mockapi.Throttled(""), "429 throttled", 429, "THROTTLED", "application/json", "Retry-After", "mock-000001", false},
	{mockapi.Throttled("7"), "429 throttled, Retry-After 7", 429, "THROTTLED", "application/json", "Retry-After=7", "", false},
	{mockapi.InternalError(), "500 internal", 500, "INTERNAL", "application/json", "", `"status":500`, false},
	{mockapi.BadGateway(), "502 bad gateway", 502, "", "", "", "", false},
	{mockapi.UnavailableHTML(), "503 html", 503, "", "text/html; charset=utf-8", "", "<h1>", false},
	{mockapi.GatewayTimeout(), "504 gateway timeout", 504, "", "application/json", "", "timed out", false},
	{mockapi.CutBefore(), "cut before", 0, "", "", "", "", false},
	{mockapi.CutAfter(), "cut after", 0, "", "", "", "", true},
	{mockapi.CutBody(), "cut body", 0, "", "application/json", "", `{"data":{"saveTrack"`, true},
	{mockapi.ShortBody(), "short body", 200, "", "application/json", "Content-Length", `{"data":{"saveTrack"`, true},
	{mockapi.APIError(403, "NEW_CODE", "No."), "403 NEW_CODE", 403, "NEW_CODE", "application/json", "", `"No."`, false},
	{mockapi.Redirect("http://other.example/x"), "307 redirect", 307, "", "", "Location=http://other.example/x", "", false},
	{mockapi.Huge(100_000), "huge 100000", 200, "", "application/json", "Content-Length", `"aaa`, false},
	{mockapi.Answer(418, "text/plain", "tea"), "answer 418", 418, "", "text/plain", "", "tea", false},
	{mockapi.Answer(200, "", "<html>"), "answer 200", 200, "", "", "", "<html>", false},
	{mockapi.Answer(204, "", ""), "answer 204", 204, "", "", "", "", false},
	{mockapi.Slow(time.Nanosecond), "slow 1ns", 200, "", "application/json", "", `"SAVED"`, true},
}

const faultTrack = "B000000001"

func TestFaultsInMemory(t *testing.T) {
	for _, tt := range faultTests {
		t.Run(tt.name, func(t *testing.T) {
			s := mockapi.New()
			s.FailNext(1, tt.fault)
			a := put(t, s, faultTrack)
			if a.cut != (tt.status == 0) {
				t.Fatalf("cut: %v", a.cut)
			}
			if !a.cut {
				wantStatus(t, a, tt.status, tt.code)
			}
			checkFault(t, tt.header, tt.contentType, tt.body, a.header, a.body)
			checkFaultLog(t, s, tt.name, tt.status, tt.acts)
			wantStatus(t, put(t, s, "B000000002"), 200, "")
		})
	}
}

func TestFaultsOverTheNetwork(t *testing.T) {
	client := &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for _, tt := range faultTests {
		t.Run(tt.name, func(t *testing.T) {
			s, server := listen(t)
			s.FailNext(1, tt.fault)
			r := apiRequest(t, http.MethodPut, server.URL()+tracksPath+"/"+faultTrack)
			resp, err := client.Do(r)
			if tt.status == 0 && tt.contentType == "" {
				if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
					t.Fatalf("error %v, want the connection to be cut", err)
				}
				checkFaultLog(t, s, tt.name, tt.status, tt.acts)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if tt.status == 0 {
				if !errors.Is(err, io.ErrUnexpectedEOF) || resp.ContentLength/2 != int64(len(body)) {
					t.Errorf("error %v after %d of %d bytes, want the half", err, len(body), resp.ContentLength)
				}
			} else if err != nil || resp.StatusCode != tt.status {
				t.Errorf("status %d, error %v", resp.StatusCode, err)
			}
			resp.Header.Del("Content-Length") // net/http adds one where it can; Huge is checked in memory
			checkFault(t, tt.header, tt.contentType, tt.body, resp.Header, string(body))
			checkFaultLog(t, s, tt.name, tt.status, tt.acts)
		})
	}
}

func checkFault(t *testing.T, wantHeader, contentType, part string, header http.Header, body string) {
	t.Helper()
	if got := header.Get("Content-Type"); got != contentType {
		t.Errorf("Content-Type %q, want %q", got, contentType)
	}
	name, value, _ := strings.Cut(wantHeader, "=")
	if got := header.Get(name); name != "" && got != value {
		t.Errorf("%s is %q, want %q", name, got, value)
	}
	if !strings.Contains(body, part) {
		t.Errorf("body %.200q has no %q", body, part)
	}
}

func checkFaultLog(t *testing.T, s *mockapi.Service, name string, status int, acts bool) {
	t.Helper()
	if got := s.Requests()[0]; got.Fault != name || got.Status != status {
		t.Errorf("logged fault %q, status %d", got.Fault, got.Status)
	}
	if s.IsSaved(faultTrack) != acts {
		t.Errorf("acted: %v, want %v", s.IsSaved(faultTrack), acts)
	}
}

func TestCutBodyAnnouncesTheWhole(t *testing.T) {
	s := mockapi.New()
	whole := len(put(t, s, faultTrack).body)
	s.FailNext(1, mockapi.CutBody())
	a := put(t, s, faultTrack)
	if a.header.Get("Content-Length") != strconv.Itoa(whole) || len(a.body) != whole/2 {
		t.Errorf("%d bytes, Content-Length %s; the whole is %d", len(a.body), a.header.Get("Content-Length"), whole)
	}
}

// The half of an answer looks whole to the client: it ends with the connection, as in HTTP/1.0.
func TestShortBodyLooksWhole(t *testing.T) {
	s, server := listen(t)
	whole := put(t, s, faultTrack).body
	s.FailNext(1, mockapi.ShortBody())
	resp, err := (&http.Client{Transport: &http.Transport{}}).Do(apiRequest(t, http.MethodPut, server.URL()+tracksPath+"/"+faultTrack))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || string(body) != whole[:len(whole)/2] {
		t.Errorf("body %q, error %v", body, err)
	}
	if resp.ContentLength != -1 || len(resp.TransferEncoding) != 0 || !resp.Close {
		t.Errorf("length %d, encoding %q, close %v", resp.ContentLength, resp.TransferEncoding, resp.Close)
	}
}

func TestHugeIsOneJSONString(t *testing.T) {
	for _, size := range []int64{2, 3, 32<<10 + 2, 100_001} {
		s := mockapi.New()
		s.FailNext(1, mockapi.Huge(size))
		body := put(t, s, faultTrack).body
		if body != `"`+strings.Repeat("a", int(size)-2)+`"` {
			t.Errorf("%d bytes, starting %.10q, want %d", len(body), body, size)
		}
	}
}

// A client that stops reading must end a huge answer, long before all of it is made.
func TestHugeEndsWithTheClient(t *testing.T) {
	s, server := listen(t)
	s.FailNext(1, mockapi.Huge(1<<50))
	client := &http.Client{Transport: &http.Transport{}}
	resp, err := client.Do(apiRequest(t, http.MethodGet, server.URL()+playlistsPath))
	if err != nil {
		t.Fatal(err)
	}
	start := make([]byte, 1000)
	if _, err := io.ReadFull(resp.Body, start); err != nil || start[0] != '"' || start[999] != 'a' {
		t.Errorf("start %.10q, error %v", start, err)
	}
	resp.Body.Close()
}

func TestFaultsThatActStillCheckTheRequest(t *testing.T) {
	s := mockapi.New()
	s.FailNext(1, mockapi.Slow(time.Nanosecond))
	a := ask(t, s, http.MethodPut, tracksPath+"/"+faultTrack, bearer("other"))
	wantStatus(t, a, 401, "INVALID_AUTH_TOKEN")
}

func TestFaultNames(t *testing.T) {
	if name := (mockapi.Fault{}).String(); name != "" {
		t.Errorf("no fault is called %q", name)
	}
	for _, f := range []mockapi.Fault{mockapi.Hang(), mockapi.Slow(time.Second)} {
		if f.String() == "" {
			t.Errorf("%#v has no name", f)
		}
	}
}
