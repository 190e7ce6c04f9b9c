package trackid

import (
	"strings"
	"testing"
)

func TestAlbumFromURL(t *testing.T) {
	const id = "B08DL2H5PV"
	for _, link := range []string{
		id,
		" " + id + "\n",
		"https://music.amazon.com/albums/B08DL2H5PV",
		"https://music.amazon.com/albums/B08DL2H5PV/",
		"https://music.amazon.com/albums/B08DL2H5PV/kane-train?ref=dm_sh_1",
		"https://music.amazon.de/albums/B08DL2H5PV?marketplaceId=A1&trackAsin=B08DL2BXQC&ref=dm",
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&trackAsin=B000000000",
		"https://music.amazon.com/albums/B08DL2H5PV#x",
		"https://www.amazon.com/music/player/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"https://Music.Amazon.Co.Uk//albums//B08DL2H5PV",
	} {
		if got, err := AlbumFromURL(link); got != id || err != nil {
			t.Errorf("%s: %q, %v", link, got, err)
		}
	}
	for link, problem := range map[string]string{
		"":  "the link is empty. Open the album",
		"x": `"x" is neither a link to Amazon Music nor the id of an album`,
		"https://music.amazon.com/tracks/B08DL2BXQC":          "that of a track, and does not name its album",
		"https://music.amazon.com/albums/":                    "but not that of an album",
		"https://music.amazon.com/albums/kane-train":          `names "kane-train" as its album, which is not the id of an album`,
		"https://music.amazon.com/playlists/B08DL2BXQC":       "that of a playlist, not of an album",
		"https://music.amazon.ca/my/playlists/b2c6606b":       "that of a playlist, not of an album",
		"https://music.amazon.com/artists/B08DL2BXQC/someone": "that of an artist, not of an album",
		"https://music.amazon.com/search/B08DL2BXQC":          "but not that of an album",
		"https://amzn.to/3abc":                                "a short link",
		"https://www.amazon.com/dp/B08DL2H5PV":                "Amazon's shop",
		"https://music.amazon.com.evil.com/albums/B08DL2H5PV": "is not one of Amazon Music",
		"https://open.spotify.com/album/B08DL2H5PV":           "is not one of Amazon Music",
	} {
		if got, err := AlbumFromURL(link); got != "" || err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%q: %q, %v", link, got, err)
		}
	}
}

func FuzzAlbumFromURL(f *testing.F) {
	for _, seed := range []string{
		"B08DL2H5PV", "https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC", "https://music.amazon.com/tracks/B08DL2BXQC",
		"https://music.amazon.com/albums/%420000000000", "https://amzn.to/x", "://",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		id, err := AlbumFromURL(link)
		if err == nil && !Valid(id) {
			t.Errorf("%q leads to %q", link, id)
		}
		if err != nil && (id != "" || len(err.Error()) > 2000) {
			t.Errorf("%q leads to %q and an error of %d bytes", link, id, len(err.Error()))
		}
	})
}
