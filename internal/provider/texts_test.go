package provider

import (
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// oddTexts are titles that a person can give, and some that nobody would.
var oddTexts = []string{
	"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F England", "\u200fשלום\u200e", "soft\u00adhyphen",
	"e\u0301 in two", "two\r\nlines", " spaces ", "a\u2028b", "\x1b[31mred\u202e \x00",
	"the token " + mockapi.DefaultAccessToken, strings.Repeat("long ", 2000),
}

// wantShown fails for a text that does harm in a terminal, or that holds a secret.
func wantShown(t *testing.T, what, shown string) {
	t.Helper()
	bad := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\n' }
	if strings.ContainsFunc(shown, bad) || strings.Contains(shown, mockapi.DefaultAccessToken) || len(shown) > 4000 {
		t.Errorf("%s: %d bytes: %.500q", what, len(shown), shown)
	}
}

// TestTexts_kept: what the service says is in the state as it says it.
func TestTexts_kept(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for i, title := range oddTexts {
		id := trackIDList(i, i+1)[0]
		f.Describe(id, map[string]any{"id": id, "title": title, "isrc": title, "url": title})
		created := p.create(trackType, map[string]tftypes.Value{"track_id": text(id)})
		compareDiagnostics(t, created.Diagnostics, nil)
		for _, attribute := range []string{"title", "isrc", "url"} {
			if got := p.stringIn(created.NewState, p.resourceType(trackType), attribute); got != title {
				t.Errorf("the %s %.100q is %.100q", attribute, title, got)
			}
		}
		playlist := f.AddPlaylist(mockapi.Playlist{Title: title, Description: title})
		data, errs := p.readData(playlistType, map[string]tftypes.Value{"id": text(playlist)})
		if errs != nil || !data["title"].Equal(text(title)) || !data["description"].Equal(text(title)) {
			t.Errorf("the playlist %.100q is %.100q, %v", title, data["title"], errs)
		}
	}
}

// TestTexts_writtenBack: the texts of an imported playlist go back as they came.
func TestTexts_writtenBack(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for _, title := range oddTexts[:len(oddTexts)-1] {
		id := f.AddPlaylist(mockapi.Playlist{Title: title, Description: title})
		m, found := p.imported(id)
		p.noErrors(found)
		state := m.attributes()
		if !state["title"].Equal(text(title)) || !state["description"].Equal(text(title)) {
			t.Errorf("%q is imported as %s, %s", title, state["title"], state["description"])
		}
		p.noErrors(m.apply(map[string]tftypes.Value{"title": state["title"], "description": text("new"), "visibility": state["visibility"]}))
		if got, _ := f.Playlist(id); got.Title != title || got.Description != "new" {
			t.Errorf("%q is %q, %q after an update of the description", title, got.Title, got.Description)
		}
	}
}

// TestTexts_shown: what a diagnostic or a list shows of it is safe to show.
func TestTexts_shown(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for i, title := range oddTexts {
		id := trackIDList(i, i+1)[0]
		f.Describe(id, map[string]any{"id": id, "title": title})
		f.Save(id)
		f.AddPlaylist(mockapi.Playlist{Title: title})
	}
	for _, typeName := range []string{trackType, playlistType} {
		results := p.query(typeName, 100, false)
		if len(results) != len(oddTexts) {
			t.Fatalf("%d results", len(results))
		}
		for _, result := range results {
			wantShown(t, typeName, result.DisplayName)
		}
	}
	_, errs := p.readData(playlistType, map[string]tftypes.Value{"title": text("none")})
	if len(errs) != 1 || !strings.Contains(errs[0], `soft`) || !strings.Contains(errs[0], "[redacted]") {
		t.Fatalf("the errors are %q", errs)
	}
	wantShown(t, "error", strings.ReplaceAll(errs[0], strings.Repeat("long ", 100), ""))
}

// TestTexts_label: the title of an imported track is a label: safe to show in a
// configuration, and a valid label there.
func TestTexts_label(t *testing.T) {
	t.Parallel()
	f := startService(t)
	ids := trackIDList(0, len(oddTexts))
	for i, title := range oddTexts {
		f.Describe(ids[i], map[string]any{"id": ids[i], "title": title})
	}
	f.Save(ids...)
	p := newProtocol(t)
	p.noErrors(p.configure(map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text(mockapi.DefaultAccessToken),
		"detect_drift": tftypes.NewValue(tftypes.Bool, true),
	}))
	resp, err := p.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: tracksType, ID: strings.Join(ids, ","),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.noErrors(resp.Diagnostics)
	value, err := resp.ImportedResources[0].State.Unmarshal(p.resourceType(tracksType))
	state, tracks := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if err != nil || value.As(&state) != nil || state["tracks"].As(&tracks) != nil || len(tracks) != len(ids) {
		t.Fatalf("the state is %s, %v", value, err)
	}
	config := map[string]tftypes.Value{"tracks": state["tracks"]}
	valid, err := p.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: tracksType, Config: p.dynamic(p.resourceType(tracksType), config),
	})
	if err != nil {
		t.Fatal(err)
	}
	compareDiagnostics(t, valid.Diagnostics, nil)
	for id, value := range tracks {
		var label string
		if err := value.As(&label); err != nil {
			t.Fatal(err)
		}
		wantShown(t, id, label)
	}
}

// TestTexts_userID: an id of a user is compared whole, and shown clean.
func TestTexts_userID(t *testing.T) {
	t.Parallel()
	f := startService(t)
	odd := "user\x1b[31m\u202e " + mockapi.DefaultAPIKey
	f.AddUser(odd, "Atza|odd-token", "")
	arguments := map[string]tftypes.Value{
		"endpoint": text(f.URL), "api_key": text(mockapi.DefaultAPIKey), "access_token": text("Atza|odd-token"),
	}
	theirs := newProtocol(t)
	theirs.noErrors(theirs.configure(arguments))
	created := theirs.create(trackType, map[string]tftypes.Value{"track_id": text(mockapi.TrackKaneTrain)})
	theirs.noErrors(created.Diagnostics)
	same := newProtocol(t)
	same.noErrors(same.configure(arguments))
	same.noErrors(same.destroy(trackType, created).Diagnostics)
	ours := newProtocol(t)
	ours.configureFor(f)
	refused := ours.destroy(trackType, created).Diagnostics
	compareDiagnostics(t, refused, []expected{{"", "Wrong Amazon Music Account", `belongs to user user\[31m \[redacted\]\.`}})
	wantShown(t, "error", refused[0].Detail)
}
