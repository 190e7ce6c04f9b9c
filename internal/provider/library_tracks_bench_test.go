package provider

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

const tracksType = "amazonmusic_library_tracks"

// inProduction is a context with the loggers that a provider is served with.
// Without them the cost of the framework's logging does not show.
func inProduction(ctx context.Context) context.Context {
	return tflogtest.RootLogger(tfsdklogtest.RootLogger(ctx, io.Discard), io.Discard)
}

// tracksOf is one resource of n tracks as Terraform sends it.
func tracksOf(n int) map[string]tftypes.Value {
	elements := make(map[string]tftypes.Value, n)
	for i := range n {
		elements[fmt.Sprintf("B%09d", i)] = text("label")
	}
	return map[string]tftypes.Value{"tracks": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, elements)}
}

// existing adds the computed attributes that one resource of n tracks has.
func existing(n int) map[string]tftypes.Value {
	many := tracksOf(n)
	many["id"], many["track_count"] = text("tracks-TEST"), number(n)
	return many
}

// planTracks plans a change from one size to another.
func (p *protocol) planTracks(ctx context.Context, from, to int) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	many := p.resourceType(tracksType)
	prior, proposed := p.dynamicValue(many, tftypes.NewValue(many, nil)), tracksOf(to)
	if from > 0 {
		prior, proposed = p.dynamic(many, existing(from)), existing(to)
		proposed["track_count"] = number(from)
	}
	resp, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: tracksType, Config: p.dynamic(many, tracksOf(to)), PriorState: prior, ProposedNewState: p.dynamic(many, proposed),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.noErrors(resp.Diagnostics)
	return resp
}

func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{1000, 3000, 10000} {
		for name, from := range map[string]int{"new": 0, "unchanged": n, "grown": n - n/100} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := newProtocol(b)
				ctx := inProduction(b.Context())
				b.ReportAllocs()
				for b.Loop() {
					p.planTracks(ctx, from, n)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/track")
			})
		}
	}
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{1000, 3000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := newProtocol(b)
			p.configureFor(&fixture{acctest.NewService(b)})
			ctx := inProduction(b.Context())
			many := p.resourceType(tracksType)
			null := p.dynamicValue(many, tftypes.NewValue(many, nil))
			planned := p.planTracks(ctx, 0, n)
			b.ReportAllocs()
			for b.Loop() {
				resp, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
					TypeName: tracksType, Config: p.dynamic(many, tracksOf(n)), PriorState: null, PlannedState: planned.PlannedState,
				})
				if err != nil {
					b.Fatal(err)
				}
				p.noErrors(resp.Diagnostics)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/track")
		})
	}
}

// BenchmarkFrameworkLog shows what QuietFrameworkLog saves.
func BenchmarkFrameworkLog(b *testing.B) {
	for _, n := range []int{1000, 3000, 10000} {
		for _, level := range []string{"off", ""} {
			b.Run(fmt.Sprintf("level=%q/%d", level, n), func(b *testing.B) {
				b.Setenv("TF_LOG_SDK_FRAMEWORK", level)
				p := newProtocol(b)
				ctx := inProduction(b.Context())
				for b.Loop() {
					p.planTracks(ctx, 0, n)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/track")
			})
		}
	}
}
