package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const demo = `
Building the provider.

$ terraform apply
Terraform used the selected providers to generate the following plan.

  # amazonmusic_library_track.this["a & <b>"] will be created
  + resource "amazonmusic_library_track" "this" {
      + id       = (known after apply)
      + track_id = "B08DL2BXQC"
    }

  # amazonmusic_library_track.this["c"] will be created
  + resource "amazonmusic_library_track" "this" {
      + id       = (known after apply)
      + track_id = "B097S185X9"
    }

Plan: 2 to add, 0 to change, 0 to destroy.
amazonmusic_library_track.this["c"]: Creation complete after 0s
amazonmusic_library_track.this["a & <b>"]: Creation complete after 0s

Apply complete! Resources: 2 added, 0 changed, 0 destroyed.
The library now holds 2 tracks.
`

func TestPicture(t *testing.T) {
	file := filepath.Join(t.TempDir(), "demo.svg")
	if err := run(strings.NewReader(demo), file); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var drawing struct {
		Lines []struct {
			Text string `xml:",innerxml"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal(content, &drawing); err != nil {
		t.Fatal(err)
	}
	const plus = `<tspan class="add">+</tspan>`
	want := []string{
		"$ terraform apply",
		`  # amazonmusic_library_track.this[&#34;a &amp; &lt;b&gt;&#34;] will be created`,
		"  " + plus + " resource &#34;amazonmusic_library_track&#34; &#34;this&#34; {",
		"      " + plus + " id       = (known after apply)",
		"      " + plus + " track_id = &#34;B08DL2BXQC&#34;",
		"    }",
		"Plan: 2 to add, 0 to change, 0 to destroy.",
		"amazonmusic_library_track.this[&#34;a &amp; &lt;b&gt;&#34;]: Creation complete after 0s",
		"amazonmusic_library_track.this[&#34;c&#34;]: Creation complete after 0s",
		"Apply complete! Resources: 2 added, 0 changed, 0 destroyed.",
		"The library now holds 2 tracks.",
	}
	var got []string
	for _, line := range drawing.Lines {
		got = append(got, line.Text)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("drawn:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNoPictureOfAFailure: half a demo leaves the picture as it was.
func TestNoPictureOfAFailure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "demo.svg")
	half, _, _ := strings.Cut(demo, "Apply complete!")
	if err := run(strings.NewReader(half), file); err == nil {
		t.Error("half a demo is drawn")
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is written")
	}
}
