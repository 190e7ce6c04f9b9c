package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

func TestServiceText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text           serviceText
		state          types.String
		answered       string
		want, sentBack string
	}{
		"the same":                    {serviceText{Sent: true}, types.StringValue("a"), "a", "a", "a"},
		"imported":                    {serviceText{}, types.StringNull(), "e\u0301", "e\u0301", "e\u0301"},
		"normalised by Terraform":     {serviceText{}, types.StringValue("\u00e9"), "e\u0301", "\u00e9", "e\u0301"},
		"line ends":                   {serviceText{}, types.StringValue("a\nb"), "a\r\nb", "a\nb", "a\r\nb"},
		"trimmed":                     {serviceText{Sent: true}, types.StringValue(" a "), "a", " a ", "a"},
		"shortened":                   {serviceText{Sent: true}, types.StringValue("abc"), "ab…", "abc", "ab…"},
		"another case":                {serviceText{Sent: true}, types.StringValue("abc"), "Abc", "abc", "Abc"},
		"as it was made before":       {serviceText{Kept: new("Abc")}, types.StringValue("abc"), "Abc", "abc", "Abc"},
		"changed in the app":          {serviceText{}, types.StringValue("abc"), "Abc", "Abc", "Abc"},
		"changed after it was made":   {serviceText{Kept: new("Abc")}, types.StringValue("abc"), "ABC", "ABC", "ABC"},
		"another text":                {serviceText{Sent: true}, types.StringValue("abc"), "x", "x", "x"},
		"not taken":                   {serviceText{Sent: true, Replaced: "ab"}, types.StringValue("abc"), "ab", "ab", "ab"},
		"shortened to what was there": {serviceText{Sent: true, Replaced: "abc"}, types.StringValue("ab"), "abc", "abc", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := test.text.refresh(test.state, test.answered)
			if state.ValueString() != test.want || test.text.resend(state) != test.sentBack || test.text.Sent {
				t.Errorf("the state is %s, sent back %q, %+v", state, test.text.resend(state), test.text)
			}
		})
	}
}

// TestPlaylist_titles: a title is sent as it is configured.
func TestPlaylist_titles(t *testing.T) {
	t.Parallel()
	f := startService(t)
	p := newProtocol(t)
	p.configureFor(f)
	for _, title := range oddTexts[:4] {
		m := p.newManaged()
		p.noErrors(m.apply(map[string]tftypes.Value{"title": text(title), "description": text(title)}))
		if got, _ := f.Playlist(m.id()); got.Title != title || got.Description != title {
			t.Errorf("%q was created as %+v", title, got)
		}
	}
}

// TestPlaylist_textsOfTheService: what the service makes of a text is no change, and goes
// back with another field.
func TestPlaylist_textsOfTheService(t *testing.T) {
	t.Parallel()
	for _, made := range []string{"Road Trip", " ROAD TRIP 2026", "Road T"} {
		f := startService(t)
		p := newProtocol(t)
		p.configureFor(f)
		m := p.newManaged()
		config := map[string]tftypes.Value{"title": text(" Road Trip 2026"), "description": text("a\r\nb")}
		p.noErrors(m.apply(config))
		f.changePlaylist(t, " Road Trip 2026", func(pl *mockapi.Playlist) { pl.Title, pl.Description = made, "a\nb" })()
		for range 2 {
			p.noErrors(m.read())
			f.ResetRequests()
			p.noErrors(m.apply(config))
			if sent := f.sent(); len(sent) > 0 {
				t.Errorf("%q: sent %q", made, sent)
			}
		}
		p.noErrors(m.apply(withArguments(config, map[string]tftypes.Value{"visibility": text("PUBLIC")})))
		if got, _ := f.Playlist(m.id()); got.Title != made || got.Description != "a\nb" || got.Visibility != "PUBLIC" {
			t.Errorf("%q is %+v", made, got)
		}
		f.changePlaylist(t, made, func(pl *mockapi.Playlist) { pl.Title = "Road" })()
		p.noErrors(m.read())
		if !m.attributes()["title"].Equal(text("Road")) {
			t.Errorf("%q: a title that was changed in the app is %s", made, m.attributes()["title"])
		}
	}
}

// TestPlaylist_descriptionCleared: a description that was cleared in the app is seen,
// also where the service then leaves it out. One that is never answered is no change.
func TestPlaylist_descriptionCleared(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shown bool
		want  string
	}{"shown before": {true, ""}, "never shown": {false, "mine"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startService(t)
			p := newProtocol(t)
			p.configureFor(f)
			m := p.newManaged()
			p.noErrors(m.apply(map[string]tftypes.Value{"title": text("Road Trip"), "description": text("mine")}))
			if test.shown {
				p.noErrors(m.read())
			}
			f.answerPlaylist(http.MethodGet, m.id(), 0, http.StatusOK, `{"data":{"playlist":{"id":"`+m.id()+`","title":"Road Trip"}}}`)
			p.noErrors(m.read())
			if got := m.attributes()["description"]; !got.Equal(text(test.want)) {
				t.Errorf("the description is %s", got)
			}
		})
	}
}

// TestAccPlaylist_texts: Terraform normalises texts, and the service gets back its own.
func TestAccPlaylist_texts(t *testing.T) {
	f := startService(t)
	const title, description = "e\u0301te\u0301 \U0001F3F4\U000E0067\U000E007F", "a\r\nb\u200f"
	f.AddPlaylist(mockapi.Playlist{ID: "p1", Title: title, Description: description})
	config := func(visibility string) string {
		return f.block() + "import {\n  to = " + playlistAddress + "\n  id = \"p1\"\n}\n" +
			strings.Replace(playlistConfig(`description = "a\r\nb\u200f"`, "visibility = \""+visibility+"\""), "Road Trip", title, 1)
	}
	acceptance(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config("PUBLIC"),
				Check: func(*terraform.State) error {
					want := mockapi.Playlist{Title: title, Description: description, Visibility: "PUBLIC"}
					return f.checkPlaylist(want)(nil)
				},
				ConfigPlanChecks: emptyPlan(),
			},
			{
				// Another way to write the same is no change.
				PreConfig: f.changePlaylist(t, title, func(p *mockapi.Playlist) {
					p.Title, p.Description = strings.ReplaceAll(title, "e\u0301", "\u00e9"), "a\nb\u200f"
				}),
				Config:           config("PUBLIC"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}
