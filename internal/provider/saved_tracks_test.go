package provider

import (
	"context"
	"errors"
	"math/big"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// newDriftSession is a session that detects drift, for a service.
func newDriftSession(t *testing.T, f *fixture) *session {
	t.Helper()
	var diags diag.Diagnostics
	s, _ := newSession(providerModel{
		Endpoint: types.StringValue(f.URL), APIKey: types.StringValue(mockapi.DefaultAPIKey),
		AccessToken: types.StringValue(mockapi.DefaultAccessToken), DetectDrift: types.BoolValue(true),
		MaxRetries: types.NumberValue(big.NewFloat(0)),
	}, testVersion, &diags)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return s
}

// TestListing_onceForAll has fifty resources ask at once.
func TestListing_onceForAll(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare  func(*fixture)
		requests int
		fails    bool
	}{
		"a good one":   {func(*fixture) {}, 3, false},
		"a failed one": {func(f *fixture) { f.SetLibraryShape(mockapi.ShapeForbidden) }, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			f.saveMany(250)
			test.prepare(f)
			s := newDriftSession(t, f)
			var resources sync.WaitGroup
			for range 50 {
				resources.Go(func() {
					var diags diag.Diagnostics
					saved := s.savedTracks(t.Context(), &diags, "refresh a track")
					if diags.HasError() != test.fails || (saved == nil) != test.fails {
						t.Errorf("got %v", diags)
					}
				})
			}
			resources.Wait()
			if n := f.listings(); n != test.requests {
				t.Errorf("%d requests, want %d", n, test.requests)
			}
		})
	}
}

// TestListing_interrupted: the caller has gone, and the next one
// gets a listing of his own.
func TestListing_interrupted(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.saveMany(150)
	s := newDriftSession(t, f)
	gone, cancel := context.WithCancel(t.Context())
	f.OnRequest(func(mockapi.Request) { cancel() })
	if _, err := s.listing.get(gone, s.client); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	f.OnRequest(nil)
	if saved, err := s.listing.get(t.Context(), s.client); err != nil || len(saved.tracks) != 150 {
		t.Errorf("%v, %v", saved, err)
	}
}

// TestListing_forgottenAfterWrite reads the library before and after a track
// is saved by the same process.
func TestListing_forgottenAfterWrite(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	count := func() string {
		library := p.schemas.DataSourceSchemas["amazonmusic_library"].ValueType()
		resp, err := p.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "amazonmusic_library", Config: p.dynamic(library, nil)})
		if err != nil {
			t.Fatal(err)
		}
		p.noErrors(resp.Diagnostics)
		value, err := resp.State.Unmarshal(library)
		if err != nil {
			t.Fatal(err)
		}
		attributes := map[string]tftypes.Value{}
		if err := value.As(&attributes); err != nil {
			t.Fatal(err)
		}
		return attributes["track_count"].String()
	}
	for name, create := range map[string]func(){
		"a track": func() {
			p.noErrors(p.create(trackType, map[string]tftypes.Value{"track_id": text("B0SINGLE01")}).Diagnostics)
		},
		"one resource": func() { p.noErrors(p.create(tracksType, tracksOf(3)).Diagnostics) },
	} {
		before := count()
		if again := count(); again != before {
			t.Errorf("%s has become %s by itself", before, again)
		}
		create()
		if after := count(); after == before {
			t.Errorf("%s: %s tracks before, %s after", name, before, after)
		}
	}
	if n := f.listings(); n != 3 {
		t.Errorf("%d listings, want one, and one more after each write", n)
	}
}
