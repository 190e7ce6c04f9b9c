package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestReporter_oneCauseOneError has twenty resources fail for one reason: the
// first error is full, the others are one line.
func TestReporter_oneCauseOneError(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*fixture){
		"before the first write": func(f *fixture) { f.ExpireAccessTokens() },
		"half-way": func(f *fixture) {
			f.OnAnswer(func(r mockapi.Request) {
				if len(f.SavedIDs()) == 5 {
					f.ExpireAccessTokens()
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			prepare(f)
			p := newProtocol(t)
			p.configureFor(f)
			full, short := 0, 0
			for i := range 20 {
				for _, d := range p.create(trackType, map[string]tftypes.Value{"track_id": text(acctest.TrackID(i))}).Diagnostics {
					switch {
					case strings.Contains(d.Detail, "Access tokens live one hour"):
						full++
					case len(d.Detail) < 250 && strings.Contains(d.Detail, "in the error that begins") &&
						strings.Contains(d.Detail, acctest.TrackID(i)) && !strings.Contains(d.Detail, "\n"):
						short++
					default:
						t.Errorf("%s: %s", d.Summary, d.Detail)
					}
				}
			}
			if full != 1 || short < 14 {
				t.Errorf("%d full errors and %d short ones", full, short)
			}
		})
	}
}

// TestReporter_addOnce: a cause is explained once.
func TestReporter_addOnce(t *testing.T) {
	t.Parallel()
	r := newReporter(false)
	var diags diag.Diagnostics
	for range 2 {
		r.addOnce(&diags, "account a", "Wrong", "Nothing was sent.", "Do this.")
	}
	r.addOnce(&diags, "account b", "Wrong", "Nothing was sent.", "Do that.")
	want := []string{
		"Nothing was sent. Do this.", "Nothing was sent. The reason is in the error that begins: Nothing was sent.",
		"Nothing was sent. Do that.",
	}
	for i, d := range diags {
		if d.Detail() != want[i] {
			t.Errorf("error %d: %s", i+1, d.Detail())
		}
	}
}

// TestReporter_slowdown: a run that the service has slowed down says so once.
func TestReporter_slowdown(t *testing.T) {
	t.Parallel()
	r := newReporter(false)
	var diags diag.Diagnostics
	for _, stray := range []amazonmusic.Slowdown{
		{}, {Refusals: 19, Answers: 100, Sustained: 20}, {Refusals: 100, Answers: 10_000, Sustained: 150}, {Refusals: 400},
	} {
		if r.warnSlowdown(stray, &diags); len(diags) > 0 {
			t.Errorf("%+v is mentioned: %v", stray, diags)
		}
	}
	for range 3 {
		r.warnSlowdown(amazonmusic.Slowdown{Refusals: 40, Answers: 960, Sustained: 19.62}, &diags)
	}
	if len(diags) != 1 || diags[0].Severity() != diag.SeverityWarning {
		t.Fatalf("got %v", diags)
	}
	want := matchText("refused 40 requests", "about 20 requests a second", `"requests_per_second"`)
	if !want.MatchString(diags[0].Detail()) {
		t.Error(diags[0].Detail())
	}
	for sustained, want := range map[float64]string{178.4: "about 178 ", 9.99: "about 10 ", 4.16: "about 4.2 ", 0.0333: "about 0.033 "} {
		var diags diag.Diagnostics
		newReporter(false).warnSlowdown(amazonmusic.Slowdown{Refusals: 40, Answers: 960, Sustained: sustained}, &diags)
		if len(diags) != 1 || !strings.Contains(diags[0].Detail(), want) {
			t.Errorf("%v: %v", sustained, diags)
		}
	}
}

// TestReporter_removalNotConfirmed: it is done, with a warning that names the track.
func TestReporter_removalNotConfirmed(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"null": `{"data":{"removeTrack":null}}`, "absent": `{"data":{}}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.Fail(mockapi.FaultPlan{Method: http.MethodDelete, Faults: []mockapi.Fault{
				mockapi.Answer(http.StatusOK, "application/json", answer),
			}})
			p := newProtocol(t)
			p.configureFor(f)
			for typeName, config := range map[string]map[string]tftypes.Value{
				trackType: {"track_id": text(mockapi.TrackKaneTrain)}, tracksType: tracksOf(12),
			} {
				created := p.create(typeName, config)
				p.noErrors(created.Diagnostics)
				resp := p.destroy(typeName, created)
				want := []expected{{"", "Removal Not Confirmed", mockapi.TrackKaneTrain}}
				if typeName == tracksType {
					want = []expected{{"", "Removal Not Confirmed", "B000000000.*B000000011"}}
				}
				compareDiagnostics(t, resp.Diagnostics, want)
			}
		})
	}
}
