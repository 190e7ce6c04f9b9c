package amazonmusic

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestLog_requests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		s.SetLatency(30 * time.Millisecond)
		var log logRecorder
		c := newTestClient(t, s, loginOnly(t), withRetries(3), func(cfg *Config) { cfg.Logger = log.logger() })
		s.FailNext(1, mockapi.Throttled("2"))
		s.FailNext(1, mockapi.CutBefore())
		if _, err := c.SaveTrack(t.Context(), someTrack); err != nil {
			t.Fatal(err)
		}
		if _, err := c.RemoveTrack(t.Context(), "B000000002"); failure(t, err).Kind != NotFound {
			t.Fatal(err)
		}
		s.FailNext(1, mockapi.Answer(201, "application/json", `{"data":{"saveTrack":{"saveState":"SAVED"}}}`))
		if _, err := c.SaveTrack(t.Context(), someTrack); err != nil {
			t.Fatal(err)
		}
		want := []string{
			`method=PUT path=/v1/me/library/tracks/B000000001 duration_ms=30 try=1 status=429 code=THROTTLED reference=mock-000001`,
			`method=PUT path=/v1/me/library/tracks/B000000001 duration_ms=30 try=2 status=0 code="" reference="" kind=disconnected reason="unexpected EOF"`,
			`method=PUT path=/v1/me/library/tracks/B000000001 duration_ms=30 try=3`,
			`method=DELETE path=/v1/me/library/tracks/B000000002 duration_ms=30 try=1 status=404 code=RESOURCE_NOT_FOUND reference=mock-000002`,
			`method=PUT path=/v1/me/library/tracks/B000000001 duration_ms=30 try=1`,
		}
		got := log.lines("Amazon Music request")
		if len(got) != len(want) || len(s.Requests()) != len(want) {
			t.Fatalf("%d lines for %d requests:\n%s", len(got), len(s.Requests()), log.String())
		}
		for i := range want {
			if !strings.Contains(got[i], want[i]) {
				t.Errorf("line %d is %q, want %q", i, got[i], want[i])
			}
		}
		waits := log.lines("Waiting before another try")
		if len(waits) != 2 || !strings.Contains(waits[0], " try=1 ") || !strings.Contains(waits[0], "THROTTLED") ||
			!strings.Contains(waits[1], `reason="unexpected EOF"`) {
			t.Errorf("the waits are %q", waits)
		}
		renewals := log.lines("Access token renewed")
		if len(renewals) != 1 || !strings.Contains(renewals[0], "duration_ms=0 lifetime_s=3600") {
			t.Errorf("the renewals are %q", renewals)
		}
		wantNoSecret(t, log.String(), s.MintedTokens()...)
	})
}

func TestLog_waits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		var log logRecorder
		c := newTestClient(t, s, func(cfg *Config) { cfg.Logger, cfg.RequestsPerSecond = log.logger(), 4 })
		s.Fail(mockapi.FaultPlan{Skip: 2, Next: 1, Faults: []mockapi.Fault{mockapi.Throttled("1")}})
		for i := range 4 {
			if _, err := c.SaveTrack(t.Context(), someTrack); (err != nil) != (i == 2) {
				t.Errorf("request %d: %v", i, err)
			}
		}
		got := log.lines("Waiting before a request")
		want := []string{
			`reason="requests are paced" wait_ms=250`,
			`reason="requests are paced" wait_ms=250`,
			`reason="the service asked for a pause (429)" wait_ms=1000`,
		}
		if len(got) != len(want) {
			t.Fatalf("the waits are %q", got)
		}
		for i := range want {
			if !strings.Contains(got[i], want[i]) {
				t.Errorf("wait %d is %q, want %q", i, got[i], want[i])
			}
		}
		throttled := log.lines("The service throttles: requests are slowed down")
		if len(throttled) != 1 || !strings.Contains(throttled[0], "requests_per_second=") {
			t.Errorf("the throttling is %q", throttled)
		}
	})
}

func TestLog_secrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New()
		echo := strings.Join(testSecrets, " ")
		s.Fail(mockapi.FaultPlan{Skip: 3, Next: 6, Faults: []mockapi.Fault{
			mockapi.Answer(500, "application/json", errorJSON("C "+echo, echo, echo)),
			mockapi.Answer(503, "text/html", "<pre>"+echo),
			mockapi.Answer(401, "application/json", errorJSON("INVALID_ACCESS_TOKEN", echo, "")),
			mockapi.Redirect("https://" + mockapi.DefaultClientSecret + "/"),
		}})
		s.Fail(mockapi.FaultPlan{PathPrefix: "/auth", Next: 1, Faults: []mockapi.Fault{
			mockapi.Answer(503, "application/json",
				`{"error":"`+mockapi.DefaultRefreshToken+`","error_description":"`+echo+`"}`),
		}})
		var log logRecorder
		c := newTestClient(t, s, loginOnly(t), withRetries(8),
			func(cfg *Config) { cfg.Logger, cfg.AccessToken = log.logger(), "Atza|dead" })
		for _, id := range trackIDs(20) {
			if _, err := c.SaveTrack(t.Context(), id); err != nil {
				wantNoSecret(t, err.Error(), s.MintedTokens()...)
			}
		}
		time.Sleep(5 * time.Second) // Or the token is too young to be renewed.
		s.RevokeRefreshToken()
		s.ExpireAccessTokens()
		_, err := c.SaveTrack(t.Context(), someTrack)
		wantNoSecret(t, failure(t, err).Error(), s.MintedTokens()...)
		if len(log.lines("Access token not renewed")) != 2 || len(log.lines("Amazon Music request")) != len(s.Requests()) {
			t.Errorf("too few lines:\n%s", log.String())
		}
		if !strings.Contains(log.String(), redacted) {
			t.Error("nothing was redacted")
		}
		wantNoSecret(t, log.String(), append(s.MintedTokens(), "Atza|dead")...)
	})
}
