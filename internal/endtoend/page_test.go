package endtoend

import (
	"slices"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// The page of the stand-in shows what Terraform does while it does it, and its buttons do what a person does in the
// app, which a later plan shows.
func TestAccPage_inBrowser(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	b := openBrowser(t, s.URL)
	b.until(t, "document.querySelector(`main`) !== null && (window.sameVisit = true)")
	dir := newDir(t, `
provider "amazonmusic" {
  detect_drift = true
}

resource "amazonmusic_library_tracks" "this" {
  tracks = { B08DL2BXQC = "Kane Train", B097S185X9 = "Something To Believe In" }
}

resource "amazonmusic_playlist" "this" {
  title     = "Road Trip"
  track_ids = ["B08DL2BXQC", "B097S185X9"]
}
`)
	env := s.TokenEnvironment()
	succeed(t, dir, env, "init")
	succeed(t, dir, env, "apply", "-auto-approve")
	b.until(t, "sameVisit && document.querySelectorAll(`[data-track]`).length === 2 && document.body.innerText.includes(`Road Trip`)")
	b.press(t, "[data-track=B097S185X9] button[name=remove]")
	b.submit(t, "input[name=save]", "B0C1KV8M3D")
	b.press(t, "a[href^='/?playlist=']")
	b.submit(t, "input[name=rename]", "Windows Down")
	b.press(t, "article li:nth-child(2) button[name=up]")
	b.submit(t, "input[name=add]", "B000000001")
	b.press(t, "article [data-track=B08DL2BXQC] button[name=drop]")
	if saved := s.SavedIDs(); !slices.Equal(saved, []string{"B08DL2BXQC", "B0C1KV8M3D"}) {
		t.Errorf("saved: %v", saved)
	}
	if lists := s.Playlists(); len(lists) != 1 || lists[0].Title != "Windows Down" ||
		!slices.Equal(lists[0].TrackIDs, []string{"B097S185X9", "B000000001"}) {
		t.Errorf("playlists: %+v", lists)
	}
	b.until(t, "window.sameVisit = true")
	succeed(t, dir, env, "apply", "-auto-approve")
	b.until(t, "sameVisit && document.querySelector(`article h4`).innerText === `Road Trip: 2 tracks` && "+
		"document.querySelector(`article li`).dataset.track === `"+mockapi.TrackKaneTrain+"`")
	if saved := s.SavedIDs(); !slices.Equal(saved, []string{"B08DL2BXQC", "B0C1KV8M3D", "B097S185X9"}) {
		t.Errorf("saved: %v", saved)
	}
}
