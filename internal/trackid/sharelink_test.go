package trackid

import (
	"strings"
	"testing"
)

func TestFromURL(t *testing.T) {
	const id = "B08DL2BXQC"
	for _, link := range []string{
		id,
		" " + id + "\n",
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV/kane-train?trackAsin=B08DL2BXQC",
		"https://music.amazon.com/tracks/B08DL2BXQC",
		"https://music.amazon.com/tracks/B08DL2BXQC/",
		"https://music.amazon.com/tracks/B08DL2BXQC/kane-train",
		"https://www.amazon.com/music/player/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"https://www.amazon.com/music/player/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC&do=play",
		"https://www.amazon.com/music/player/tracks/B08DL2BXQC",
		"https://www.amazon.co.jp/music/player/tracks/B08DL2BXQC?ref=x",
		// Noise, in any order.
		"https://music.amazon.com/albums/B08DL2H5PV?marketplaceId=ATVPDKIKX0DER&musicTerritory=US&ref=dm_sh_1&trackAsin=B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&do=play&ref=x&marketplaceId=1&musicTerritory=GB",
		"https://music.amazon.com/albums/B08DL2H5PV?do=play&trackAsin=B08DL2BXQC&x=%zz&y;z",
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC#trackAsin=B000000000",
		"https://music.amazon.com/tracks/B08DL2BXQC?trackAsin=B000000000#top",
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&trackAsin=B08DL2BXQC",
		// The host, as it may be written.
		"http://music.amazon.com/tracks/B08DL2BXQC",
		"HTTPS://MUSIC.AMAZON.COM/tracks/B08DL2BXQC",
		"https://Music.Amazon.Co.Uk/tracks/B08DL2BXQC",
		"https://music.amazon.com:443/tracks/B08DL2BXQC",
		"https://user:password@music.amazon.com/tracks/B08DL2BXQC",
		"https://music.amazon.com//tracks//B08DL2BXQC",
		// The track after the album.
		"https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC/?ref=x",
		"https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC?trackAsin=B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC?trackAsin=",
		"https://music.amazon.com/albums/B08DL2H5PV/REPUTATION?trackAsin=B08DL2BXQC",
		"https://music.amazon.com/albums/B08DL2H5PV/kane-train-(live)?trackAsin=B08DL2BXQC",
		// As people paste it.
		"music.amazon.com/tracks/B08DL2BXQC",
		"Music.Amazon.de/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"amazon.de/music/player/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"www.amazon.de/music/player/tracks/B08DL2BXQC",
		"https://amazon.de/music/player/tracks/B08DL2BXQC",
		"amazon.de/music/player/tracks/B08DL2BXQC?from=https://evil.com/",
		"https://music.amazon.com/albums/B08DL2H5PV?marketplaceId=ATVPDKIKX0DER&amp;trackAsin=B08DL2BXQC&amp;reg=1",
		"Listen to Kane Train by The Mockers on Amazon Music.\nhttps://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
		"Hör mal: music.amazon.de/tracks/B08DL2BXQC!",
		"https://music.amazon.com/tracks/B08DL2BXQC and again https://music.amazon.com/tracks/B08DL2BXQC.",
		"<https://music.amazon.com/tracks/B08DL2BXQC>",
		"(https://music.amazon.com/tracks/B08DL2BXQC)",
		"[Kane Train](https://music.amazon.com/albums/B08DL2H5PV/kane-train-(live)?trackAsin=B08DL2BXQC)",
		"\"https://music.amazon.com/tracks/B08DL2BXQC\",",
		"Link:https://music.amazon.com/tracks/B08DL2BXQC",
		"聴いてhttps://music.amazon.co.jp/tracks/B08DL2BXQC。",
	} {
		if got, err := FromURL(link); got != id || err != nil {
			t.Errorf("%s: %q, %v", link, got, err)
		}
	}
	for domain := range marketplaces {
		for _, link := range []string{"https://music.amazon." + domain + "/tracks/" + id, "https://www.amazon." + domain + "/music/player/tracks/" + id} {
			if got, err := FromURL(link); got != id || err != nil {
				t.Errorf("%s: %q, %v", link, got, err)
			}
		}
	}
}

func TestFromURL_otherLinks(t *testing.T) {
	const (
		album    = "that of an album"
		playlist = "that of a playlist"
		artist   = "that of an artist"
		short    = "a short link"
		shop     = "Amazon's shop"
		host     = "is not one of Amazon Music"
		noTrack  = "but not that of a track"
		notID    = "is not the id of a track"
		several  = "more than one track"
		neither  = "neither a link"
		links    = "more than one link"
		upper    = ". The id may be B08DL2BXQC"
		empty    = "the link is empty"
	)
	for link, problem := range map[string]string{
		"https://music.amazon.com/albums/B08DL2H5PV":                                           album,
		"https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=":                               album,
		"https://music.amazon.com/albums/B08DL2H5PV?trackasin=B08DL2BXQC":                      album,
		"https://music.amazon.com/albums/B08DL2H5PV#trackAsin=B08DL2BXQC":                      album,
		"https://music.amazon.com/albums/B08DL2H5PV?x=trackAsin%3DB08DL2BXQC":                  album,
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC&trackAsin=B000000000": several,
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=b08dl2bxqc":                      upper,
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQ":                       notID,
		"https://music.amazon.com/albums/B08DL2H5PV?trackAsin=%20B08DL2BXQC":                   notID,
		"https://music.amazon.com/tracks/kane-train":                                           notID,
		"https://music.amazon.com/tracks/":                                                     noTrack,
		"https://music.amazon.com/":                                                            noTrack,
		"https://music.amazon.com":                                                             noTrack,
		"https://music.amazon.com/search/B08DL2BXQC":                                           noTrack,
		"https://music.amazon.com/podcasts/B08DL2BXQC":                                         noTrack,
		"https://music.amazon.com/music/player/tracks/B08DL2BXQC":                              noTrack,
		"https://music.amazon.com/playlists/B08DL2BXQC":                                        playlist,
		"https://music.amazon.com/user-playlists/abc?trackAsin=B08DL2BXQC":                     playlist,
		"https://music.amazon.ca/my/playlists/b2c6606b":                                        playlist,
		"https://music.amazon.com/artists/B08DL2BXQC/someone":                                  artist,
		"https://www.amazon.com/music/player/artists/B08DL2BXQC":                               artist,
		"https://amzn.to/3abc":                                                                 short,
		"https://a.co/d/3abc":                                                                  short,
		"https://AMZN.EU/3abc":                                                                 short,
		"https://www.amazon.com/dp/B08DL2BXQC":                                                 shop,
		"https://www.amazon.com/music/tracks/B08DL2BXQC":                                       shop,
		"https://www.amazon.de/":                                                               shop,
		"https://music.amazon.com.evil.com/tracks/B08DL2BXQC":                                  host,
		"https://music.amazon.evil/tracks/B08DL2BXQC":                                          host,
		"https://music.amazon.com@evil.com/tracks/B08DL2BXQC":                                  host,
		"https://evilmusic.amazon.com/tracks/B08DL2BXQC":                                       host,
		"https://music.amazon./tracks/B08DL2BXQC":                                              host,
		"https://music.amazon/tracks/B08DL2BXQC":                                               host,
		"https://music.amaz0n.com/tracks/B08DL2BXQC":                                           host,
		"https://notmusic.example/music.amazon.com/tracks/B08DL2BXQC":                          host,
		"https://open.spotify.com/track/B08DL2BXQC":                                            host,
		"https://www.amazon.evil/music/player/tracks/B08DL2BXQC":                               host,
		"https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC?trackAsin=B000000000":           several,
		"https://music.amazon.com/albums/B08DL2H5PV/b08dl2bxqc":                                upper,
		"https://music.amazon.com/albums/B08DL2H5PV/REPUTATION":                                album,
		"https://music.amazon.com/albums":                                                      album,
		"amazon.de/dp/B08DL2BXQC":                                                              shop,
		"music.amazon.com.evil.com/tracks/B08DL2BXQC":                                          host,
		"amazon.evil/music/player/tracks/B08DL2BXQC":                                           host,
		"music.amazon.com@evil.com/tracks/B08DL2BXQC":                                          neither,
		"evil.com/music.amazon.com/tracks/B08DL2BXQC":                                          neither,
		"evilmusic.amazon.com/tracks/B08DL2BXQC":                                               neither,
		"evil.com/?to=https://music.amazon.com/tracks/B08DL2BXQC":                              neither,
		"https://evil.com/?to=https://music.amazon.com/tracks/B08DL2BXQC":                      host,
		"https://evil.com/ https://music.amazon.com/tracks/B08DL2BXQC":                         links,
		"https://music.amazon.com/tracks/B08DL2BXQC music.amazon.de/tracks/B000000000":         links,
		"Kane Train B08DL2BXQC":                                                                neither,
		"https://":                                                                             neither,
		"ftp://music.amazon.com/tracks/B08DL2BXQC":                                             neither,
		"https:/music.amazon.com/tracks/B08DL2BXQC":                                            neither,
		"https://music.amazon.com:x/tracks/B08DL2BXQC":                                         neither,
		"b08dl2bxqc":  upper,
		"B08DL2BXQCC": neither,
		"":            empty,
		"\t":          empty,
	} {
		got, err := FromURL(link)
		if got != "" || err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%q: %q, %v", link, got, err)
		}
	}
}

func FuzzFromURL(f *testing.F) {
	for _, seed := range []string{
		"B08DL2BXQC", "https://music.amazon.com/albums/B08DL2H5PV/?trackAsin=B08DL2BXQC", "https://www.amazon.de/music/player/tracks/B08DL2BXQC",
		"https://music.amazon.com/tracks/%420000000000", "https://amzn.to/x", "https://music.amazon.com/albums/?trackAsin=B08DL2BXQC%00", "://",
		"Listen to Kane Train by The Mockers https://music.amazon.com/albums/B08DL2H5PV/B08DL2BXQC?a=b&amp;trackAsin=B08DL2BXQC.",
		"amazon.de/music/player/tracks/B08DL2BXQC", "music.amazon.com@evil.com/tracks/B08DL2BXQC", "b08dl2bxqc", "聴いてhttps://music.amazon.co.jp/tracks/B08DL2BXQC。",
		"https://evil.com/?to=https://music.amazon.com/tracks/B08DL2BXQC", "https://a https://b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		id, err := FromURL(link)
		if err == nil && (len(id) != 10 || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "") {
			t.Errorf("%q leads to %q", link, id)
		}
		if err != nil && (id != "" || len(err.Error()) > 2000) {
			t.Errorf("%q leads to %q and an error of %d bytes", link, id, len(err.Error()))
		}
	})
}
