package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/isrc"
)

// songsValidator bounds the number of songs, and finds those that cannot be looked
// for. What is not known yet is not checked. The error is not on the attribute:
// Terraform would print a literal list in full.
func songsValidator() validator.List {
	return validatorOf[types.List]{
		rule: fmt.Sprintf("value must hold at most %d songs, each of them with a title and an artist or with a valid ISRC",
			maxElements),
		check: checkSongs,
	}
}

func checkSongs(diags *diag.Diagnostics, at path.Path, value types.List) {
	elements := value.Elements()
	if tooMany(diags, at, len(elements)) {
		return
	}
	var wrong []string
	for i, element := range elements {
		if problem := problemOfSong(element); problem != "" {
			wrong = append(wrong, fmt.Sprintf("  %s[%d]: %s", at, i, problem))
		}
	}
	if len(wrong) > 0 {
		diags.AddError("Invalid Song", fmt.Sprintf("A song needs a title and an artist (\"\" if it is not known), or an ISRC "+
			"such as GBCFB2000356. Of a CSV file, the columns title, artist, album and isrc are read, and no others. Its first row after "+
			"the header is %s[0].\n\nInvalid songs (%d of %d):\n%s",
			at, len(wrong), len(elements), listSome(wrong, "\n")))
	}
}

// problemOfSong returns "" for a song that can be looked for.
func problemOfSong(element any) string {
	song, ok := element.(types.Object)
	if !ok || song.IsUnknown() {
		return ""
	}
	if song.IsNull() {
		return "it is null"
	}
	model, known := songModel{}, true
	for name, field := range map[string]*types.String{
		"title": &model.Title, "artist": &model.Artist, "album": &model.Album, "isrc": &model.ISRC,
	} {
		text, ok := song.Attributes()[name].(types.String)
		known = known && ok && !text.IsUnknown()
		*field = text
	}
	code := strings.TrimSpace(model.ISRC.ValueString())
	if _, err := isrc.Parse(code); code != "" && err != nil {
		return fmt.Sprintf("%s has the isrc %.100q, which is not an ISRC", model, code)
	}
	switch {
	case !known || code != "":
		return ""
	case strings.TrimSpace(model.Title.ValueString()) == "":
		return fmt.Sprintf("%s has no title", model)
	case model.Artist.IsNull():
		return fmt.Sprintf("%s has no artist", model)
	}
	return ""
}
