package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// A state is of one account. With the credentials of another, a playlist that is not
// found is no playlist that was deleted.
func TestPlaylist_anotherAccount(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusForbidden} {
		f := startService(t)
		f.SetForeignPlaylists(status)
		f.AddUser("another-user", "Atza|another", "")
		p := newProtocol(t)
		p.configureFor(f)
		m := p.newManaged()
		if found := errorsIn(m.apply(roadTrip("B000000001"))); len(found) > 0 {
			t.Fatal(found)
		}
		before := f.Playlists()
		other := newProtocol(t)
		other.noErrors(other.configure(map[string]tftypes.Value{
			"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text("Atza|another"),
		}))
		m.p = other
		want := "Wrong Amazon Music Account"
		found := strings.Join(errorsIn(m.read()), "\n")
		if m.isNull() || found == "" || status == http.StatusNotFound && !strings.Contains(found, want) {
			t.Errorf("%d: in the state: %t, %s", status, !m.isNull(), found)
		}
		for _, config := range []map[string]tftypes.Value{roadTrip("B000000002"), nil} {
			if found := strings.Join(errorsIn(m.apply(config)), "\n"); !strings.Contains(found, want) {
				t.Errorf("%d: %s", status, found)
			}
		}
		if after := f.Playlists(); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("the playlists are %v", after)
		}
	}
}
