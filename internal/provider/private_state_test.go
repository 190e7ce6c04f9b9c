package provider

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// TestPrivateState_unreadable: nothing is removed where it is not known what was
// saved and for whom.
func TestPrivateState_unreadable(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for typeName, config := range map[string]map[string]tftypes.Value{
		trackType: {"track_id": text(mockapi.TrackKaneTrain)}, tracksType: tracksOf(3),
	} {
		created := p.create(typeName, config)
		p.noErrors(created.Diagnostics)
		// The framework keeps each key's value as base64 of its JSON.
		broken, err := json.Marshal(map[string][]byte{recordKey: []byte(`{"owner":7}`)})
		if err != nil {
			t.Fatal(err)
		}
		created.Private = broken
		f.ResetRequests()
		compareDiagnostics(t, p.destroy(typeName, created).Diagnostics,
			[]expected{{"", "Unreadable Private State", "Nothing was sent.*terraform state rm"}})
		if sent := f.TracksIn(http.MethodDelete); len(sent) > 0 {
			t.Errorf("%s: removed %v", typeName, sent)
		}
	}
	if saved := f.SavedIDs(); len(saved) != 4 {
		t.Errorf("saved: %v", saved)
	}
}
