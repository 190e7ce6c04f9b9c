package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestAlbumIDFromURL(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for name, test := range map[string]struct{ link, want, wantError string }{
		"share link":    {link: "https://music.amazon.co.uk/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&ref=dm_sh_x", want: "B08DL2H5PV"},
		"bare id":       {link: "B08DL2H5PV", want: "B08DL2H5PV"},
		"a track alone": {link: "https://music.amazon.com/tracks/B08DL2BXQC", wantError: "the link is that of a track"},
		"short link":    {link: "https://amzn.to/3abcdef", wantError: "short link"},
	} {
		t.Run(name, func(t *testing.T) {
			argument := p.dynamicValue(tftypes.String, text(test.link))
			resp, err := p.server.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
				Name: "album_id_from_url", Arguments: []*tfprotov6.DynamicValue{argument},
			})
			if err != nil {
				t.Fatal(err)
			}
			if test.wantError != "" {
				if resp.Error == nil || !matchText("Unable to find an album id in \"https://", test.wantError).MatchString(resp.Error.Text) {
					t.Errorf("error %+v", resp.Error)
				}
				return
			}
			if resp.Error != nil {
				t.Fatal(resp.Error.Text)
			}
			if got, err := resp.Result.Unmarshal(tftypes.String); err != nil || !got.Equal(text(test.want)) {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}
