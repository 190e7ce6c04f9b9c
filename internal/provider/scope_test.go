package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// The error of a call whose scope is missing names the scope, also after another
// call has missed another one.
func TestScopes_errorsNameTheirScope(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetScopes()
	p := newProtocol(t)
	p.configureFor(f)
	for _, test := range []struct {
		data   string
		config map[string]tftypes.Value
		scope  string
	}{
		{"amazonmusic_playlists", nil, "music::library:read"},
		{"amazonmusic_tracks", map[string]tftypes.Value{"ids": texts("B000000001")}, "music::catalog"},
		{"amazonmusic_library", nil, "music::profile:read"},
		{"amazonmusic_playlist", map[string]tftypes.Value{"id": text("15e6a15f")}, "music::library"},
	} {
		_, errs := p.readData(test.data, test.config)
		found := strings.Join(errs, "\n")
		if !strings.Contains(found, "ACCESS_DENIED") || !strings.Contains(found, "needs the scope "+test.scope+".") {
			t.Errorf("%s: %s", test.data, found)
		}
	}
	_, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{"isrcs": texts("GBCFB2000356")})
	if found := strings.Join(errs, "\n"); strings.Contains(found, "needs the scope") || !strings.Contains(found, "The reason is in the error that begins") {
		t.Errorf("one cause is explained twice: %s", found)
	}
}

// What a token may do is enough for what needs no more.
func TestScopes_catalogAlone(t *testing.T) {
	t.Parallel()
	f := startService(t)
	f.SetScopes(mockapi.ScopeCatalog)
	p := newProtocol(t)
	p.configureFor(f)
	data, errs := p.readData("amazonmusic_tracks", map[string]tftypes.Value{"isrcs": texts("GBCFB2000356")})
	if errs != nil {
		t.Fatal(errs)
	}
	if got := textsOf(t, data["tracks"], "id"); !slices.Equal(got, []string{mockapi.TrackKaneTrain}) {
		t.Errorf("found %q", got)
	}
}
